# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of the log review, by everybody who could stand to the unit in some way, and by whose deed it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from django.db import transaction
from tests.faces.everybody import EVERYBODY, House, those
from tests.faces.routes import DESK, Deed
from tests.faces.test_every_address import house, judge, plain, send, walls  # noqa: F401 - the fixture
from tests.rooms.mailbox.people import NORTH

from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.review import actions, permissions, queries
from sjalvklar.review.models import Decision, Finding, Round
from sjalvklar.trust import actions as trust
from sjalvklar.trust.access.decide import allows
from sjalvklar.trust.access.words import Action, Role, Thing
from sjalvklar.trust.rules import Actor

ABOUT_FINDINGS = sorted(
    (name, method, deed)
    for name, route in DESK.items()
    for method, deed in (("GET", route.get), ("POST", route.post))
    if isinstance(deed, Deed) and deed.thing is Thing.LOG
)
OFFICER = "north security_officer"  # reviews what is about the protected
READERS = ("owner", "owner who heads", "north security_officer", "another board's adviser")


@pytest.fixture
def month(house: House) -> date:  # noqa: F811
    """Last month, in which each of the readers broke the glass in the north, and read about a protected person."""
    last = clock.now().date().replace(day=1) - timedelta(days=1)
    at = datetime(last.year, last.month, 14, 9, tzinfo=clock.now().tzinfo)
    for who, (unit, detail) in product(READERS, ((NORTH, {}), (None, {"compartment": "protected"}))):
        trust.record(
            actor=Actor.staff(house.ids[who], unit),
            action="case.read",
            object=f"case:{'shown' if unit else 'hidden'}",
            basis="glass" if unit else "named",
            detail=detail,
            at=at,
        )
    actions.make_rounds(last)
    return last.replace(day=1)


def finding(house: House, unit: str, reader: str) -> UUID:  # noqa: F811
    [one] = Finding.objects.filter(round__unit=unit, staff=str(house.ids[reader]), weight__gt=0)
    return one.pk


def test_there_are_addresses_to_try() -> None:
    assert {method for _, method, _ in ABOUT_FINDINGS} == {"GET", "POST"}


@pytest.mark.parametrize("reader", READERS)
def test_a_findings_addresses_do_what_the_table_says(house: House, month: date, reader: str) -> None:  # noqa: F811
    authority = next(row.authority_id for row in organisation.units([NORTH]))
    one = finding(house, NORTH, reader)
    for who, (name, method, deed) in product(those(EVERYBODY, OFFICER), ABOUT_FINDINGS):
        house.client(who)
        with transaction.atomic():
            question = permissions.asked(house.viewer(who), NORTH, authority, deed.does, staff=str(house.ids[reader]))
            judge(house, who, name, method, deed, question, one, "finding", "finding_id")
            if method == "POST":
                assert Decision.objects.exists() is allows(question), (who, reader)
            if not allows(question):
                nothing = UUID(int=one.int ^ 1)
                address, missing = (send(house, who, name, method, {}, finding_id=id) for id in (one, nothing))
                assert plain(address, one, nothing) == plain(missing, one, nothing), who
            transaction.set_rollback(True)


def test_what_is_about_the_protected_is_the_security_officers_of_the_readers_authority_alone(
    house: House,  # noqa: F811
    month: date,
) -> None:
    hidden = Round.objects.get(unit="").pk
    for who, one in EVERYBODY.items():
        officer = any(role is Role.SECURITY_OFFICER for _, role in one.roles)
        for reader in READERS:
            allowed = officer and who != reader and reader != "another board's adviser"
            answer = send(house, who, "desk_review_finding", "GET", {}, finding_id=finding(house, "", reader))
            assert (answer.status_code == 200) is allowed, (who, reader)
        answer = send(house, who, "desk_review_round", "GET", {}, round_id=hidden)
        assert (answer.status_code == 200) is officer, who


def test_a_round_and_the_list_of_them_are_for_whoever_reviews_the_unit(house: House, month: date) -> None:  # noqa: F811
    authority = next(row.authority_id for row in organisation.units([NORTH]))
    north, nothing = Round.objects.get(unit=NORTH).pk, 10**6
    for who in EVERYBODY:
        allowed = allows(permissions.asked(house.viewer(who), NORTH, authority, Action.REVIEW))
        one = send(house, who, "desk_review_round", "GET", {}, round_id=north)
        assert (one.status_code == 200) is allowed, who
        if not allowed:
            missing = send(house, who, "desk_review_round", "GET", {}, round_id=nothing)
            page = plain(one)[2].replace(f"/review/{north}/", f"/review/{nothing}/")  # type: ignore[attr-defined]
            assert (one.status_code, page) == (missing.status_code, plain(missing)[2]), who
        listed = send(house, who, "desk_review", "GET", {})
        assert (listed.status_code == 200) is bool(queries.units_to_review(house.viewer(who))), who
        assert (f"/desk/review/{north}/" in listed.content.decode()) is allowed, who
