# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.rooms.organisation.staff_people import IT, NOW, Town, make_town

from sjalvklar.organisation import actions
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import GrantView, PublicName, Role

DAY = timedelta(days=1)


@pytest.fixture
def town(db: None, settings: Any) -> Town:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return make_town()


def away(town: Town, absent: str, substitute: str, unit: str = "north") -> None:
    actions.set_stand_in(
        unit_id=unit,
        absent_id=getattr(town, absent),
        substitute_id=getattr(town, substitute),
        starts_at=NOW,
        ends_at=NOW + 3 * DAY,
        actor=IT,
        at=NOW,
    )


def test_a_viewer_has_the_roles_that_hold_at_the_moment(town: Town) -> None:
    viewer = staff.viewer(town.gunilla, NOW)
    assert viewer is not None
    assert set(viewer.grants) == {
        GrantView("north", "board", Role.RELATIVES_ADVISER),
        GrantView("beside", "board", Role.SOCIAL_WORKER),
    }
    actions.end_grant(staff_id=town.gunilla, unit_id="beside", role=Role.SOCIAL_WORKER, actor=IT, at=NOW)
    now, before = staff.viewer(town.gunilla, NOW), staff.viewer(town.gunilla, NOW - DAY)
    assert now is not None
    assert before is not None
    assert now.unit_ids == {"north"}
    assert before.unit_ids == {"north", "beside"}


def test_nobody_is_a_viewer_after_leaving(town: Town) -> None:
    actions.close_account(staff_id=town.jonas, actor=IT, at=NOW)
    assert staff.viewer(town.jonas, NOW) is None
    assert staff.viewer(10**9, NOW) is None
    assert town.jonas not in {person.staff_id for person in staff.staff_of("north", NOW)}


def test_a_stand_in_gets_what_the_absent_may_do_there_and_only_while_it_lasts(town: Town) -> None:
    away(town, "ines", "jonas")
    during, after = staff.viewer(town.jonas, NOW + DAY), staff.viewer(town.jonas, NOW + 3 * DAY)
    assert during is not None
    assert after is not None
    assert during.leads("north")
    assert during.answers_in("north")
    assert during.stand_ins == {("north", town.ines)}
    assert not after.leads("north")
    assert not after.stand_ins


def test_standing_in_in_one_unit_opens_nothing_in_the_absent_ones_other_unit(town: Town) -> None:
    away(town, "gunilla", "jonas")
    viewer = staff.viewer(town.jonas, NOW)
    assert viewer is not None
    assert viewer.unit_ids == {"north"}
    assert viewer.acts_for(town.gunilla, "north")
    assert not viewer.acts_for(town.gunilla, "beside")


def test_the_unit_head_is_who_stands_in_while_the_head_is_away(town: Town) -> None:
    assert staff.unit_head("north", NOW) == town.ines
    away(town, "ines", "samir")
    assert staff.unit_head("north", NOW) == town.samir
    assert staff.unit_head("north", NOW + 3 * DAY) == town.ines
    assert staff.unit_head("nowhere", NOW) is None


def test_of_two_heads_the_one_who_is_there_answers_for_the_unit(town: Town) -> None:
    actions.grant(staff_id=town.jonas, unit_id="north", role=Role.UNIT_HEAD, valid_from=NOW - DAY, actor=IT, at=NOW)
    assert staff.unit_head("north", NOW) == town.ines
    away(town, "ines", "samir")
    assert staff.unit_head("north", NOW) == town.jonas


def test_relatives_see_first_names_of_those_on_duty_and_nothing_more(town: Town) -> None:
    for who in (town.jonas, town.samir):
        actions.put_on_duty(unit_id="north", staff_id=who, starts_at=NOW, ends_at=NOW + DAY / 3, actor=IT, at=NOW)
    shown = staff.on_duty("north", NOW + timedelta(hours=1))
    assert shown == (PublicName("Jonas", Role.RELATIVES_ADVISER), PublicName("Samir", Role.RELATIVES_ADVISER))
    assert staff.on_duty("north", NOW + DAY / 3) == ()
    actions.close_account(staff_id=town.samir, actor=IT, at=NOW)
    assert staff.on_duty("north", NOW + timedelta(hours=1)) == shown[:1]


def test_units_to_pass_to_are_those_of_the_same_board_that_receive(town: Town) -> None:
    assert [unit.id for unit in staff.units_of_authority("board")] == ["beside", "north"]
    assert staff.unit("nowhere") is None
