# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who no longer works in a unit keeps nothing of it by standing in for somebody who does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.rooms.organisation.staff_people import IT, NOW, Town, make_town

from sjalvklar.organisation import actions
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role

DAY = timedelta(days=1)


@pytest.fixture
def town(db: None, settings: Any) -> Town:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return make_town()


def _stands_in(absent: int, substitute: int) -> None:
    actions.set_stand_in(
        unit_id="north",
        absent_id=absent,
        substitute_id=substitute,
        starts_at=NOW,
        ends_at=NOW + 3 * DAY,
        actor=IT,
        at=NOW,
    )


def test_a_stand_in_ends_with_the_substitutes_own_role_in_the_unit(town: Town) -> None:
    _stands_in(town.jonas, town.gunilla)
    actions.end_grant(
        staff_id=town.gunilla, unit_id="north", role=Role.RELATIVES_ADVISER, actor=IT, at=NOW + timedelta(hours=1)
    )
    viewer = staff.viewer(town.gunilla, NOW + DAY)
    assert viewer is not None
    assert viewer.unit_ids == {"beside"}
    assert not viewer.acts_for(town.jonas, "north")


def test_two_who_stand_in_for_each_other_keep_nothing_when_both_roles_have_ended(town: Town) -> None:
    _stands_in(town.jonas, town.samir)
    _stands_in(town.samir, town.jonas)
    for who in (town.jonas, town.samir):
        actions.end_grant(
            staff_id=who, unit_id="north", role=Role.RELATIVES_ADVISER, actor=IT, at=NOW + timedelta(hours=1)
        )
    for who in (town.jonas, town.samir):
        viewer = staff.viewer(who, NOW + DAY)
        assert viewer is not None
        assert not viewer.unit_ids
        assert not viewer.stand_ins


def test_a_head_whose_stand_in_has_left_the_unit_is_the_head(town: Town) -> None:
    """What nobody takes in time must not get an owner who may not open it."""
    _stands_in(town.ines, town.samir)
    assert staff.unit_head("north", NOW + DAY) == town.samir
    actions.end_grant(
        staff_id=town.samir, unit_id="north", role=Role.RELATIVES_ADVISER, actor=IT, at=NOW + timedelta(hours=1)
    )
    assert staff.unit_head("north", NOW + DAY) == town.ines
