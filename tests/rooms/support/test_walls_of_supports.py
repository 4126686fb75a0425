# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports behind PostgreSQL's own walls: all that may be done can be done as the app's role, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.rooms.mailbox.people import INTAKE, NORTH, fresh
from tests.rooms.support.staff import (
    AMAL,
    CALLED,
    IN_A_WEEK,
    MONDAY_MORNING,
    SAFE,
    Staff,
    an_hour_ago,
    make_staff,
    walk_in,
)

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import ProtectionLevel
from sjalvklar.kernel import clock
from sjalvklar.organisation.actions import hand_over_all
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Notice
from sjalvklar.support.models import Activity, Group, Note, Noticed, Seat, Session, Support, Talk
from sjalvklar.support.queries import View
from sjalvklar.support.rules import Audience, Children, CloseReason, NoticeAnswer, OfferAnswer, TalkState, Way
from sjalvklar.trust.access.context import CLOCK, acting
from sjalvklar.trust.access.context import staff as somebody

Does = Callable[..., Any]


@pytest.fixture
def house(transactional_db: None) -> Iterator[Staff]:
    """Granö's staff, committed, and the connection as the app's role."""
    from sjalvklar.project.cli.roles import APP

    people = make_staff()
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] += f" -c role={APP}"
    try:
        yield people
    finally:
        connection.close()
        options = connection.settings_dict["OPTIONS"]["options"]
        connection.settings_dict["OPTIONS"]["options"] = options.removesuffix(f" -c role={APP}")


@pytest.fixture
def does(house: Staff) -> Does:
    """One request: `does("jonas", deed, …)` with the deed's own arguments, as that person, at that moment."""

    def does(who: str, deed: Callable[..., Any], *, at: Any = MONDAY_MORNING, ask: bool = False, **given: Any) -> Any:
        with clock.frozen(at), acting(somebody(house.ids[who])):
            viewer = house.viewer(who, at)
            return deed(viewer, **given) if ask else deed(actor=viewer, **given)

    return does


def opened(does: Does, by: str = "jonas", **given: Any) -> Any:
    beginning = Beginning(given.pop("service", "talk"), **given)
    return does(by, actions.open_support, unit_id=NORTH, beginning=beginning, coming=IN_A_WEEK, nonce=fresh())


def test_everything_that_may_be_done_with_a_support_can_be_done_as_the_apps_role(house: Staff, does: Does) -> None:
    ids = house.ids
    support = opened(does, service="advice", who=CALLED)
    one = {"support_id": support}
    does("jonas", actions.write, **one, text="Ett", nonce=fresh())
    does("jonas", actions.hold_talk, **one, held=an_hour_ago(words="Två"), nonce=fresh())
    does("jonas", actions.offer, **one, service="circle", answer=OfferAnswer.DECLINED)
    does("jonas", actions.ask_about_children, **one, children=Children(asked=True, count=1))
    does("jonas", actions.tell_how_to_apply, **one)
    starts = MONDAY_MORNING + timedelta(hours=2)
    does("jonas", actions.book, **one, way=Way.ROOM, starts_at=starts, minutes=60, room="norr-1", nonce=fresh())
    talks = does("jonas", actions.read, **one).talks
    later = MONDAY_MORNING + timedelta(hours=4)
    booked = next(talk for talk in talks if talk.state is TalkState.BOOKED)
    does("jonas", actions.settle, **one, talk_id=booked.id, state=TalkState.HELD, at=later)
    does("jonas", actions.set_next, **one, coming=IN_A_WEEK)
    found = does("jonas", actions.reveal, **one)
    assert found.name == "Amal"
    coming = MONDAY_MORNING + timedelta(days=20)
    does("jonas", actions.book, **one, way=Way.ROOM, starts_at=coming, minutes=60, room="norr-2", nonce=fresh())
    does("jonas", actions.hand_over, **one, staff_id=ids["samir"], owner_id=ids["jonas"])
    with clock.frozen(MONDAY_MORNING), acting(CLOCK):
        assert actions.look_after() == 1
    assert does("samir", actions.read, **one).talks[-1].by == "Samir Exempelsson", "the talk has gone along"
    assert len(does("samir", actions.read, **one).notes) == 2
    assert does("ines", hand_over_all, unit_id=NORTH, staff_id=ids["samir"], to=[ids["lena"]]) == 1
    does("lena", actions.close, **one, reason=CloseReason.ELSEWHERE)
    assert does("lena", actions.read, **one).talks[-1].state is TalkState.CANCELLED, "and the room is free again"
    does("lena", actions.reopen, **one, coming=IN_A_WEEK)
    assert [row.id for row in does("lena", queries.worklist, ask=True, view=View.MINE)] == [support]
    register = {"unit_id": NORTH, "beginning": walk_in(), "held": an_hour_ago(), "coming": None}
    does("samir", actions.register, **register, nonce=fresh())
    with clock.frozen(MONDAY_MORNING + timedelta(days=9)), acting(CLOCK):
        assert actions.look_after() == 1


def test_a_noticed_relative_can_be_passed_on_and_taken_as_the_apps_role(house: Staff, does: Does) -> None:
    notice = Notice(NoticeAnswer.CONTACT, "crime", "norr", "Amal", SAFE)
    sent = does("karin", actions.notice, from_unit=INTAKE, notice=notice, nonce=fresh())
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids["karin"])):
        assert not Support.objects.exists()
        assert Noticed.objects.count() == 1
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids["gunilla"])):
        assert not Support.objects.exists()
        assert not Noticed.objects.exists()
    [row] = does("samir", queries.worklist, ask=True, view=View.WAITING, unit_id=NORTH)
    does("samir", actions.take, support_id=row.id)
    assert does("samir", actions.reveal, support_id=row.id).safe.value == SAFE.value
    assert does("karin", queries.noticed, ask=True, noticed_id=sent.id).taken_at == MONDAY_MORNING


def test_the_database_itself_hides_what_is_written_from_all_but_the_owner(house: Staff, does: Does) -> None:
    support = opened(does)
    does("jonas", actions.write, support_id=support, text="Ett", nonce=fresh())
    does("jonas", actions.hold_talk, support_id=support, held=an_hour_ago(), nonce=fresh())
    assert not Support.objects.exists()
    for who, knows, reads in (
        ("jonas", True, True),
        ("samir", True, False),
        ("ines", True, False),
        ("lena", True, False),
        ("gunilla", False, False),
        ("karin", False, False),
        ("petra", False, False),
        ("kim", False, False),
        ("siv", False, False),
    ):
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
            assert Support.objects.exists() is knows, who
            assert Note.objects.exists() is reads, who
            assert Talk.objects.exists() is reads, who
    with (
        clock.frozen(MONDAY_MORNING),
        acting(somebody(house.ids["lena"])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Note.objects.create(
            support_id=support, number=9, body=b"x", staff_id=house.ids["lena"], at=MONDAY_MORNING, once=b"x"
        )


def test_what_stands_in_a_protected_case_is_there_for_its_named_people_only(house: Staff, does: Does) -> None:
    case = does("jonas", casework.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    support = opened(does, service="practical", case_id=case)
    does("jonas", actions.write, support_id=support, text="Ett", nonce=fresh())
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids["ines"])):
        assert Support.objects.exists()
    strong = ProtectionLevel.PROTECTED_REGISTRATION
    does("jonas", casework.protect, case_id=case, level=strong, second=house.ids["samir"])
    if not does("samir", queries.in_case, ask=True, case_id=case):
        does("samir", casework.second, case_id=case)
    assert [row.id for row in does("samir", queries.in_case, ask=True, case_id=case)] == [support]
    for who in ("ines", "lena", "gunilla", "petra", "siv"):
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
            assert not Support.objects.exists(), who
            assert not Note.objects.exists(), who


def test_a_units_groups_are_kept_by_those_who_meet_relatives_there_and_known_by_those_who_serve(
    house: Staff, does: Does
) -> None:
    given = {"unit_id": NORTH, "service": "circle", "name": "Torsdagar", "places": 1}
    group = does("jonas", actions.make_group, **given, nonce=fresh())
    does("samir", actions.enrol, group_id=group, nonce=fresh())
    starts = MONDAY_MORNING + timedelta(hours=2)
    does("jonas", actions.plan_session, group_id=group, starts_at=starts, minutes=60, room="norr-1", nonce=fresh())
    activity = {"unit_id": NORTH, "service": "square", "place": "Torget", "people_met": 9, "led_to": 1}
    on = MONDAY_MORNING.date()
    does("lena", actions.note_activity, **activity, on=on, audience=Audience.PUBLIC, nonce=fresh())
    for who, sees in (("ines", True), ("samir", True), ("gunilla", False), ("petra", False), ("kim", False)):
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
            for table in (Group, Seat, Session, Activity):
                assert table.objects.exists() is sees, (who, table)
    with (
        clock.frozen(MONDAY_MORNING),
        acting(somebody(house.ids["ines"])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Seat.objects.create(group_id=group, number=9, state="place", at=MONDAY_MORNING, once=b"x")


def test_the_walls_stand_as_they_are_written(house: Staff) -> None:
    from sjalvklar.project import walls

    assert walls.differences() == []
