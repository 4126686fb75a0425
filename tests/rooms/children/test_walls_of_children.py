# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept of children behind PostgreSQL's own walls: there for whoever may read the support or the contact."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, MONDAY_MORNING, TODAY, Staff
from tests.rooms.support.test_walls_of_supports import Does, does, house, opened

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import ProtectionLevel
from sjalvklar.children import actions, queries
from sjalvklar.children.actions import First
from sjalvklar.children.models import Concern, Said
from sjalvklar.children.rules import ELSEWHERE, Answer, Consent, Deed, Guardians, Knows, OwnContact, Told, Weighed
from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.support import queries as supports
from sjalvklar.support.actions import Beginning
from sjalvklar.support.rules import AgeBand, Way
from sjalvklar.trust.access.context import CLOCK, acting
from sjalvklar.trust.access.context import staff as somebody

THIRTEEN = OwnContact(AgeBand.UNDER_15, Consent.CHILD)
__all__ = ["does", "house"]


def seen_by(house: Staff, who: str) -> tuple[bool, bool]:
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
        return Said.objects.exists(), Concern.objects.exists()


def test_everything_that_may_be_done_for_a_child_can_be_done_as_the_apps_role_and_others_see_no_row(
    house: Staff, does: Does
) -> None:
    first = First(Way.PHONE, MONDAY_MORNING - timedelta(hours=1), 30)
    registered = {"unit_id": NORTH, "beginning": Beginning("talk"), "own": THIRTEEN, "first": first}
    one = does("jonas", actions.register, **registered, nonce=fresh())
    does("jonas", actions.judge, support_id=one, judged=Guardians(Knows.THAT, True, may=Knows.THAT), nonce=fresh())
    assert does("jonas", actions.ask_for_guardian, support_id=one, asked=Knows.THAT)
    begun = does("jonas", actions.consider, support_id=one, nonce=fresh())
    weighed = Weighed(("suspicion",), told=Told.CHILD, to=ELSEWHERE)
    does("jonas", partial(actions.decide, deed=Deed.REPORT), concern_id=begun, weighed=weighed)
    does("jonas", actions.ask_feedback, concern_id=begun)
    does("jonas", actions.note_feedback, concern_id=begun, answer=Answer.INQUIRY, came_on=TODAY)
    sheet = does("jonas", actions.read, support_id=one)
    assert (len(sheet.own), len(sheet.judged), len(sheet.concerns)) == (1, 1, 1)
    assert does(
        "jonas", lambda *who, **which: queries.standing(supports.row(*who, **which)), ask=True, support_id=one
    ).own
    for who in ("samir", "ines", "lena", "gunilla", "karin", "petra", "kim", "siv"):
        assert seen_by(house, who) == (False, False), who
    assert (Said.objects.exists(), Concern.objects.exists()) == (False, False), "nor is there any for nobody"
    with (
        clock.frozen(MONDAY_MORNING),
        acting(somebody(house.ids["samir"])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Said.objects.create(
            support_id=one,
            kind="own",
            number=9,
            body=b"x",
            staff_id=house.ids["samir"],
            at=MONDAY_MORNING,
            once=b"x",
        )


def test_concern_in_what_somebody_wrote_is_there_for_whoever_has_taken_it(house: Staff, does: Does) -> None:
    from sjalvklar.trust.access.context import COMMAND

    with clock.frozen(MONDAY_MORNING), acting(COMMAND):
        stored = mailbox.store_contact(
            nonce=fresh(), unit_id=NORTH, text="mamma dricker", answers=ContactFacts(child=True), at=MONDAY_MORNING
        )
    does("jonas", mailbox.take, thread_id=stored.thread_id)
    begun = does("jonas", actions.consider, thread_id=stored.thread_id, nonce=fresh())
    weighed = Weighed(told=Told.CHILD, to=ELSEWHERE)
    does("jonas", partial(actions.decide, deed=Deed.REPORT), concern_id=begun, weighed=weighed)
    assert len(does("jonas", actions.read_contact, thread_id=stored.thread_id).concerns) == 1
    for who in ("samir", "ines", "gunilla", "siv"):
        assert seen_by(house, who) == (False, False), who
    with clock.frozen(MONDAY_MORNING), acting(CLOCK):
        from sjalvklar.mailbox import keeping

        keeping.delete([stored.thread_id])
        assert not Concern.objects.exists()


def test_a_child_s_own_contact_in_a_protected_case_is_there_for_its_named_people_only(
    house: Staff, does: Does
) -> None:
    case = does("jonas", casework.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    one = opened(does, service="practical", case_id=case)
    does("jonas", actions.make_own, support_id=one, own=THIRTEEN, nonce=fresh())
    does("jonas", actions.consider, support_id=one, nonce=fresh())
    strong = ProtectionLevel.PROTECTED_REGISTRATION
    does("jonas", casework.protect, case_id=case, level=strong, second=house.ids["samir"])
    for who in ("ines", "lena", "gunilla", "petra", "siv"):
        assert seen_by(house, who) == (False, False), who
