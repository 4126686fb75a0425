# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever comes to a booked talk finds somebody there, whoever the support has gone to meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.rooms.mailbox.people import IT, NORTH, fresh
from tests.rooms.support.staff import AMAL, TODAY, Staff, begin

from sjalvklar.casework import actions as casework
from sjalvklar.organisation.actions import close_account, set_stand_in
from sjalvklar.support import actions
from sjalvklar.support.models import Support, Talk
from sjalvklar.support.rules import Way


def book(
    staff: Staff, support: UUID, starts: datetime, at: datetime, who: str = "jonas", room: str = "norr-1"
) -> UUID:
    way = Way.ROOM if room else Way.PHONE
    actions.book(
        actor=staff.viewer(who, at),
        support_id=support,
        way=way,
        starts_at=starts,
        minutes=60,
        room=room,
        nonce=fresh(),
        at=at,
    )
    return Talk.objects.get(support=support, starts_at=starts).pk


def with_whom(staff: Staff, talk: UUID) -> str:
    found = Talk.objects.get(pk=talk).staff_id
    return next(name for name, staff_id in staff.ids.items() if staff_id == found)


@pytest.fixture
def tomorrow(at: datetime) -> datetime:
    return at + timedelta(days=1)


def give(staff: Staff, support: UUID, to: str, at: datetime, who: str = "ines") -> None:
    ids = staff.ids
    actions.hand_over(actor=staff.viewer(who, at), support_id=support, staff_id=ids[to], owner_id=ids["jonas"], at=at)


def test_a_talk_goes_along_with_the_support_that_is_given_and_its_room_with_it(
    staff: Staff, at: datetime, tomorrow: datetime
) -> None:
    support = begin(staff.jonas)
    talk = book(staff, support, tomorrow, at)
    assert actions.look_after(at=at) == 0
    give(staff, support, "samir", at)
    assert actions.look_after(at=at) == 1
    assert (with_whom(staff, talk), Talk.objects.get().room) == ("samir", "norr-1")
    assert actions.look_after(at=at) == 0


def test_with_somebody_who_is_taken_then_it_stays_with_whoever_had_it_until_it_is_moved(
    staff: Staff, at: datetime, tomorrow: datetime
) -> None:
    support = begin(staff.jonas)
    talk = book(staff, support, tomorrow, at)
    book(staff, begin(staff.samir), tomorrow, at, "samir", room="norr-2")
    give(staff, support, "samir", at)
    assert actions.look_after(at=at) == 0
    assert with_whom(staff, talk) == "jonas"
    samir = staff.viewer("samir", at)
    actions.move(
        actor=samir, support_id=support, talk_id=talk, way=Way.PHONE, starts_at=tomorrow + timedelta(hours=2),
        minutes=60, at=at,
    )  # fmt: skip
    assert with_whom(staff, talk) == "samir"


def test_of_a_talk_that_nobody_would_come_to_its_owner_is_told(staff: Staff, at: datetime, tomorrow: datetime) -> None:
    support = begin(staff.jonas)
    talk = book(staff, support, tomorrow, at)
    book(staff, begin(staff.samir), tomorrow, at, "samir", room="norr-2")
    give(staff, support, "samir", at)
    close_account(staff_id=staff.ids["jonas"], actor=IT, at=at)
    assert actions.look_after(at=at) == 1
    assert actions.look_after(at=at) == 0
    assert Support.objects.get(pk=support).next_on == TODAY
    assert with_whom(staff, talk) == "jonas"


def test_when_somebody_is_gone_at_once_it_is_the_heads_and_then_whoever_takes_it(
    staff: Staff, at: datetime, tomorrow: datetime
) -> None:
    support = begin(staff.jonas)
    talk = book(staff, support, tomorrow, at)
    close_account(staff_id=staff.ids["jonas"], actor=IT, at=at)
    later = at + timedelta(minutes=1)
    assert actions.look_after(at=later) == 1
    assert with_whom(staff, talk) == "ines"
    actions.take(actor=staff.viewer("samir", later), support_id=support, at=later)
    assert actions.look_after(at=later) == 1
    assert with_whom(staff, talk) == "samir"


def test_in_a_file_it_goes_with_the_case(staff: Staff, at: datetime, tomorrow: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    talk = book(staff, support, tomorrow, at)
    assert actions.look_after(at=at) == 0
    ids, later = staff.ids, at + timedelta(minutes=1)
    casework.hand_over(
        actor=staff.viewer("ines", later), case_id=case, staff_id=ids["lena"], owner_id=ids["jonas"], at=later
    )
    assert actions.look_after(at=later) == 1
    assert with_whom(staff, talk) == "lena"


def test_what_a_stand_in_booked_with_themselves_stays_theirs(staff: Staff, at: datetime, tomorrow: datetime) -> None:
    support = begin(staff.jonas)
    set_stand_in(
        unit_id=NORTH,
        absent_id=staff.ids["jonas"],
        substitute_id=staff.ids["samir"],
        starts_at=at,
        ends_at=at + timedelta(days=3),
        actor=IT,
        at=at,
    )
    talk = book(staff, support, tomorrow, at, "samir", room="")
    assert actions.look_after(at=at) == 0
    assert with_whom(staff, talk) == "samir"
