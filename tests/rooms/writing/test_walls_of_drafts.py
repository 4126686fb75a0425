# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts behind PostgreSQL's own walls: whoever wrote one sees it, while they may write there, as the app's role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, MONDAY_MORNING, Staff, begin, make_staff

from sjalvklar.casework import actions as casework
from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.support import actions as supports
from sjalvklar.trust.access.context import CLOCK, COMMAND, acting
from sjalvklar.trust.access.context import staff as somebody
from sjalvklar.writing import actions
from sjalvklar.writing.models import Draft
from sjalvklar.writing.rules import LIVES


@pytest.fixture
def house(transactional_db: None) -> Iterator[Staff]:
    """Granö's staff, committed, and the connection as the app's role."""
    from sjalvklar.project.cli.roles import APP

    people = make_staff()
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] += f" -c role={APP}"
    try:
        with clock.frozen(MONDAY_MORNING):
            yield people
    finally:
        connection.close()
        options = connection.settings_dict["OPTIONS"]["options"]
        connection.settings_dict["OPTIONS"]["options"] = options.removesuffix(f" -c role={APP}")


def keep(house: Staff, kind: str, thing: object, form: str, field: str = "text") -> None:
    actions.keep(actor=house.jonas, kind=kind, thing=str(thing), form=form, typed={field: "Hon vill veta."}, page="p")


def seen(house: Staff, name: str) -> int:
    with acting(somebody(house.ids[name])):
        return Draft.objects.count()


def test_the_database_itself_hides_what_another_is_writing(house: Staff) -> None:
    with acting(COMMAND):
        stored = mailbox.store_contact(nonce=fresh(), unit_id=NORTH, text="Hej", answers=ContactFacts())
    with acting(somebody(house.ids["jonas"])):
        support = begin(house.jonas)
        case = casework.open_case(actor=house.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh())
        mailbox.take(actor=house.jonas, thread_id=stored.thread_id)
        keep(house, "s", support, "write")
        keep(house, "c", case, "write")
        keep(house, "k", stored.thread_id, "answer")
        keep(house, "u", NORTH, "register", "words")
    assert seen(house, "jonas") == 4
    for name in ("samir", "ines", "petra", "siv", "karin"):
        assert seen(house, name) == 0, name
    assert Draft.objects.count() == 0, "nobody acts"
    with acting(somebody(house.ids["jonas"])):
        given = {"staff_id": house.ids["samir"], "owner_id": house.ids["jonas"]}
        supports.hand_over(actor=house.jonas, support_id=support, **given)
    assert seen(house, "jonas") == 3, "what may not be written in any more is as if it were not there"
    assert seen(house, "samir") == 0
    with acting(CLOCK):
        assert actions.erase_expired(at=MONDAY_MORNING + LIVES) == 4


def test_nobody_puts_a_draft_in_anothers_name_or_where_they_may_not_write(house: Staff) -> None:
    with acting(somebody(house.ids["jonas"])):
        support = begin(house.jonas)
    rest: dict[str, Any] = {
        "form": "write",
        "page": "p",
        "version": 1,
        "sealed": b"x",
        "at": MONDAY_MORNING,
        "expires_at": MONDAY_MORNING + LIVES,
    }
    for name, writer in (("samir", "samir"), ("samir", "jonas"), ("jonas", "samir")):
        with (
            acting(somebody(house.ids[name])),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Draft.objects.create(id=uuid4(), staff_id=house.ids[writer], support_id=support, **rest)
    with acting(somebody(house.ids["jonas"])):
        Draft.objects.create(id=uuid4(), staff_id=house.ids["jonas"], support_id=support, **rest)
