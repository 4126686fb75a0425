# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may plan a unit's people, as tables."""

from __future__ import annotations

import pytest

from sjalvklar.kernel.errors import NotAllowed
from sjalvklar.organisation import permissions
from sjalvklar.organisation.rules.staff import GrantView, Role, Viewer

NOBODY = Viewer(1, "nobody", ())
ADVISER = Viewer(2, "Jonas", (GrantView("north", "board", Role.RELATIVES_ADVISER),))
HEAD = Viewer(3, "Ines", (GrantView("north", "board", Role.UNIT_HEAD),))
HEAD_BESIDE = Viewer(4, "Lena", (GrantView("beside", "board", Role.UNIT_HEAD),))
HEAD_ELSEWHERE = Viewer(5, "Karin", (GrantView("elsewhere", "other", Role.UNIT_HEAD),))
BOTH = Viewer(6, "Marit", (*ADVISER.grants, *HEAD.grants))


@pytest.mark.parametrize(
    ("viewer", "sees", "plans"),
    [
        (NOBODY, False, False),
        (ADVISER, True, False),
        (HEAD, True, True),
        (HEAD_BESIDE, False, False),  # the same board, another unit
        (HEAD_ELSEWHERE, False, False),
        (BOTH, True, True),  # one person does everything
    ],
)
def test_who_sees_and_who_plans_the_unit(viewer: Viewer, sees: bool, plans: bool) -> None:
    assert permissions.can_see_staff(viewer, "north") is sees
    assert permissions.can_plan(viewer, "north") is plans
    if not plans:
        with pytest.raises(NotAllowed):
            permissions.check_can_plan(viewer, "north")


@pytest.mark.parametrize(
    ("viewer", "whose", "their_units", "may"),
    [
        (HEAD, 9, {"north"}, True),
        (HEAD, 9, {"north", "beside"}, False),  # would open another head's unit
        (HEAD, 9, set(), False),  # has no role here
        (HEAD, 3, {"north"}, False),  # oneself
        (ADVISER, 9, {"north"}, False),
        (HEAD_BESIDE, 9, {"north"}, False),
        (BOTH, 9, {"north"}, True),
        (NOBODY, 9, {"north"}, False),
    ],
)
def test_who_gives_a_colleague_a_new_way_in(viewer: Viewer, whose: int, their_units: set[str], may: bool) -> None:
    assert permissions.can_renew_sign_in(viewer, whose, their_units) is may
