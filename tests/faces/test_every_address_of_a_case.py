# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of a case, ordinary and protected, by everybody who could stand to it in some way."""

from __future__ import annotations

import secrets
import time
from itertools import product
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from tests.faces.everybody import House, those
from tests.faces.routes import ASKS_AGAIN, DESK, Deed
from tests.faces.test_every_address import house, judge, plain, send, walls  # noqa: F401 - the fixture
from tests.rooms.casework.staff import AMAL
from tests.rooms.mailbox.people import NORTH

from sjalvklar.casework import actions, permissions
from sjalvklar.casework.models import Case
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.rules import CloseReason, ProtectionLevel, State
from sjalvklar.kernel import clock
from sjalvklar.trust.access.words import Role, Thing
from sjalvklar.trust.models import AuditEntry

ABOUT_CASES = sorted(
    (name, method, deed)
    for name, route in DESK.items()
    for method, deed in (("GET", route.get), ("POST", route.post))
    if isinstance(deed, Deed) and deed.thing is Thing.CASE
)
NAMED = ("owner", "north social_worker")
PEOPLE = (
    "nobody",
    *(f"north {role.value}" for role in Role),
    "sister social_worker",
    "sister unit_head",
    "another board's head",
    "owner",
    "stand-in",
)


@pytest.fixture
def case(house: House) -> UUID:  # noqa: F811
    """The owner's case about Amal."""
    return actions.open_case(
        actor=house.viewer("owner"), unit_id=NORTH, identity=AMAL, nonce=secrets.token_bytes(16), at=clock.now()
    )


def put(house: House, case: UUID, who: str, state: State, *, protected: bool) -> CaseFacts:  # noqa: F811
    """The case in that state, and how the person stands to it."""
    owner = house.viewer("owner")
    if protected:
        actions.protect(
            actor=owner, case_id=case, level=ProtectionLevel.MARKED, second=house.ids["north social_worker"]
        )
        if not Case.objects.get(pk=case).protected:
            actions.second(actor=house.viewer("north social_worker"), case_id=case)
    if state is State.CLOSED:
        actions.close(actor=owner, case_id=case, reason=CloseReason.GOAL_REACHED)
    row = Case.objects.select_related("unit").get(pk=case)
    assert (row.protected, row.state) == (protected, state.value)
    return CaseFacts(
        unit_id=NORTH,
        authority_id=row.unit.authority_id,
        state=state,
        protected=protected,
        owner_id=owner.staff_id,
        named=protected and who in NAMED,
    )


def test_a_cases_addresses_do_what_the_table_says(house: House, case: UUID) -> None:  # noqa: F811
    colleague = house.colleague
    for protected, state, who in product((False, True), State, those(PEOPLE)):
        # What is protected is given to somebody named only.
        house.colleague = house.ids["north social_worker"] if protected else colleague
        house.client(who)
        with transaction.atomic():
            facts = put(house, case, who, state, protected=protected)
            viewer = house.viewer(who)
            for name, method, deed in ABOUT_CASES:
                with transaction.atomic():
                    question = permissions.asked(viewer, facts, deed.does)
                    judge(house, who, name, method, deed, question, case, "case", "case_id")
                    transaction.set_rollback(True)
            transaction.set_rollback(True)


@pytest.mark.parametrize("protected", [False, True], ids=["ordinary", "protected"])
def test_who_may_know_of_a_case_is_decided_by_whoever_has_just_shown_who_they_are(
    house: House,  # noqa: F811
    case: UUID,
    protected: bool,
) -> None:
    """An hour after the sign-in these deeds, and no others, ask again; the same whoever asks, and of whatever case."""
    put(house, case, "owner", State.OPEN, protected=protected)
    deeds = [name for name, method, _ in ABOUT_CASES if method == "POST"]
    assert set(deeds) > ASKS_AGAIN
    for who in ("owner", "north social_worker", "north unit_head", "north security_officer", "nobody"):
        client = house.client(who)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 3600, "type": "totp"}]
        session.save()
        for name in deeds:
            with transaction.atomic():
                before = AuditEntry.objects.count()
                answer = send(house, who, name, "POST", {}, case_id=case, **house.beside(name))
                asked = answer.get("Location", "").startswith("/desk/in/again/")
                assert asked is (name in ASKS_AGAIN), (who, name)
                if asked:
                    nothing = uuid4()
                    missing = send(house, who, name, "POST", {}, case_id=nothing, **house.beside(name))
                    assert plain(answer, case, nothing) == plain(missing, nothing, case), (who, name)
                    assert AuditEntry.objects.count() == before
                transaction.set_rollback(True)
