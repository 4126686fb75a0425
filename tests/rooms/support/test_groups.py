# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups and what is done among people: places, a line, times and counts, and nobody known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.mailbox.people import NORTH, SOUTH, fresh
from tests.rooms.support.staff import TODAY, Staff, begin

from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.support import actions, queries
from sjalvklar.support.belongings import Supports
from sjalvklar.support.models import Activity, Group, Seat, Session
from sjalvklar.support.rules import Audience, SeatState, SessionState, Way
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What


def make(staff: Staff, at: datetime, *, who: str = "jonas", **given: Any) -> UUID:
    given = {"unit_id": NORTH, "service": "circle", "name": "Torsdagar", "places": 2, "nonce": fresh(), **given}
    return actions.make_group(actor=staff.viewer(who), at=at, **given)


def test_a_full_group_has_a_line_and_whoever_waited_longest_gets_the_place(staff: Staff, at: datetime) -> None:
    group, jonas = make(staff, at), staff.jonas

    def enrol() -> tuple[int, SeatState]:
        return actions.enrol(actor=jonas, group_id=group, nonce=fresh(), at=at)

    assert [enrol() for _ in range(4)] == [
        (1, SeatState.PLACE),
        (2, SeatState.PLACE),
        (3, SeatState.WAITING),
        (4, SeatState.WAITING),
    ]
    assert actions.leave(actor=jonas, group_id=group, number=4, at=at) is None
    assert actions.leave(actor=jonas, group_id=group, number=1, at=at) == 3
    row = queries.group(staff.samir, group)
    assert (row.having, row.waiting) == ((2, 3), ())
    assert enrol() == (5, SeatState.WAITING)
    with pytest.raises(Invalid, match="seat"):
        actions.leave(actor=jonas, group_id=group, number=1, at=at)


def test_the_same_form_makes_one_group_one_place_and_one_note(staff: Staff, at: datetime) -> None:
    nonce = fresh()
    assert make(staff, at, nonce=nonce) == make(staff, at, nonce=nonce)
    group = Group.objects.get().pk
    given = {"actor": staff.jonas, "group_id": group, "nonce": fresh(), "at": at}
    assert actions.enrol(**given) == actions.enrol(**given)
    assert Seat.objects.count() == 1


def test_a_group_meets_where_and_with_whom_nobody_else_does(staff: Staff, at: datetime) -> None:
    group, ten = make(staff, at), at + timedelta(days=1)

    def plan(who: str, starts: datetime, room: str = "norr-1") -> None:
        actions.plan_session(
            actor=staff.viewer(who), group_id=group, starts_at=starts, minutes=90, room=room, nonce=fresh(), at=at
        )

    plan("jonas", ten)
    with pytest.raises(Invalid, match="room_taken"):
        plan("samir", ten + timedelta(minutes=30))
    with pytest.raises(Invalid, match="staff_taken"):
        plan("jonas", ten + timedelta(minutes=30), room="norr-2")
    support = begin(staff.jonas)
    with pytest.raises(Invalid, match="staff_taken"):
        actions.book(
            actor=staff.jonas,
            support_id=support,
            way=Way.PHONE,
            starts_at=ten,
            minutes=30,
            nonce=fresh(),
            at=at,
        )
    [session] = queries.group(staff.jonas, group).sessions
    settle = {"actor": staff.jonas, "group_id": group, "session_id": session.id}
    with pytest.raises(Invalid, match="not_yet_held"):
        actions.settle_session(**settle, came=4, at=at)
    later = ten + timedelta(hours=2)
    with pytest.raises(Invalid, match="came"):
        actions.settle_session(**settle, came=900, at=later)
    actions.settle_session(**settle, came=4, at=later)
    with pytest.raises(Invalid, match="session"):
        actions.settle_session(**settle, came=None, at=later)
    [session] = queries.group(staff.jonas, group).sessions
    assert (session.state, session.came) == (SessionState.HELD, 4)
    assert tally.totals(what=What.GROUP_HELD)[0].count == 1


def test_a_group_that_has_ended_takes_nobody_and_what_was_booked_is_called_off(staff: Staff, at: datetime) -> None:
    group = make(staff, at)
    actions.plan_session(
        actor=staff.jonas, group_id=group, starts_at=at + timedelta(days=1), minutes=60, nonce=fresh(), at=at
    )
    actions.end_group(actor=staff.jonas, group_id=group, at=at)
    assert Session.objects.get().state == SessionState.CANCELLED.value
    with pytest.raises(NotNow):
        actions.enrol(actor=staff.jonas, group_id=group, nonce=fresh(), at=at)
    assert queries.groups(staff.samir, unit_id=NORTH)[0].ended_at == at


def test_nobody_is_in_line_for_a_group_that_has_ended_and_it_stands_after_those_that_go_on(
    staff: Staff, at: datetime
) -> None:
    ended, goes_on = make(staff, at, places=1), make(staff, at - timedelta(days=30))
    for _ in range(2):
        actions.enrol(actor=staff.jonas, group_id=ended, nonce=fresh(), at=at)
    actions.end_group(actor=staff.jonas, group_id=ended, at=at)
    found = queries.groups(staff.jonas, unit_id=NORTH)
    assert [(row.id, row.having, row.waiting) for row in found] == [(goes_on, (), ()), (ended, (1,), ())]


def test_a_unit_does_not_end_without_another_while_a_group_meets_there(staff: Staff, at: datetime) -> None:
    group = make(staff, at)
    assert Supports().is_open_in(NORTH)
    actions.end_group(actor=staff.jonas, group_id=group, at=at)
    assert not Supports().is_open_in(NORTH)


def test_nobody_stands_in_a_group_and_its_name_points_at_nobody(staff: Staff, at: datetime) -> None:
    assert {field.name for field in Seat._meta.concrete_fields} == {"id", "group", "number", "state", "at", "once"}
    with pytest.raises(Invalid) as refused:
        make(staff, at, name="Amals grupp 070-174 06 12")
    assert (refused.value.code, refused.value.field) == ("phone_here", "name")
    for wrong in ({"service": "talk"}, {"places": 0}, {"places": 41}, {"name": " "}):
        with pytest.raises(Invalid):
            make(staff, at, **wrong)


def test_a_units_groups_are_for_those_who_serve_there(staff: Staff, at: datetime) -> None:
    group = make(staff, at)
    assert queries.group(staff.ines, group).mine is False
    for who in ("petra", "gunilla", "karin", "kim"):
        with pytest.raises(NotFound):
            queries.group(staff.viewer(who), group)
        with pytest.raises(NotFound):
            queries.groups(staff.viewer(who), unit_id=NORTH)
        with pytest.raises(NotFound):
            actions.enrol(actor=staff.viewer(who), group_id=group, nonce=fresh(), at=at)
        with pytest.raises(NotFound):
            make(staff, at, who=who)
    with pytest.raises(NotFound):
        actions.enrol(actor=staff.ines, group_id=group, nonce=fresh(), at=at)


def test_what_was_done_among_people_is_noted_in_numbers(staff: Staff, at: datetime) -> None:
    given = {
        "actor": staff.jonas,
        "unit_id": NORTH,
        "service": "square",
        "on": TODAY,
        "place": "Norra torget",
        "audience": Audience.PARENTS,
        "people_met": 40,
        "led_to": 3,
        "nonce": fresh(),
        "at": at,
    }
    actions.note_activity(**given)
    actions.note_activity(**given)
    [row] = queries.activities(staff.samir, unit_id=NORTH)
    assert (row.place, row.people, row.led_to, row.audience) == ("Norra torget", 40, 3, Audience.PARENTS)
    for wrong, field in (
        ({"service": "talk"}, "service"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"led_to": 41}, "led_to"),
        ({"people_met": -1, "led_to": 0}, "people"),
        ({"place": "hos Amal, 070-174 06 12"}, "place"),
        ({"place": ""}, "place"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.note_activity(**{**given, "nonce": fresh(), **wrong})
        assert refused.value.field == field
    with pytest.raises(NotFound):
        queries.activities(staff.petra, unit_id=NORTH)
    with pytest.raises(NotFound):
        actions.note_activity(**{**given, "unit_id": SOUTH, "nonce": fresh()})
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(led_to=99)
