# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may plan a unit's people. Each rule is a pair: `check_…` raises, `can_…` answers. Both ask the access table."""

from __future__ import annotations

from collections.abc import Collection

from sjalvklar.kernel.errors import NotAllowed
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.decide import Asked, allows
from sjalvklar.trust.access.words import Action, Thing


def asked_of_unit(viewer: Viewer, unit_id: str, action: Action, *, thing: Thing = Thing.UNIT) -> Asked:
    """The question of a unit, or of an account in it, as the access table takes it."""
    state = "open" if thing is Thing.UNIT else "active"
    return Asked(thing, action, viewer.roles_in(unit_id), viewer.relations_to(unit_id), state)


def check_can_see_staff(viewer: Viewer, unit_id: str) -> None:
    """Everyone with a role in a unit sees who is there and when."""
    if not can_see_staff(viewer, unit_id):
        raise NotAllowed("not_your_unit")


def can_see_staff(viewer: Viewer, unit_id: str) -> bool:
    return allows(asked_of_unit(viewer, unit_id, Action.SEE_STAFF))


def check_can_plan(viewer: Viewer, unit_id: str) -> None:
    """The duty list and stand-ins are the unit head's."""
    if not can_plan(viewer, unit_id):
        raise NotAllowed("only_the_head")


def can_plan(viewer: Viewer, unit_id: str) -> bool:
    return allows(asked_of_unit(viewer, unit_id, Action.PLAN))


def check_can_renew_sign_in(viewer: Viewer, staff_id: int, their_units: Collection[str]) -> None:
    """A unit head gives a colleague a new way in only when every role the colleague has is in units that head leads.

    Otherwise the way in to one unit would open another head's unit, or another authority's. For the rest, and for
    heads themselves, IT does it on the command line.
    """
    if staff_id == viewer.staff_id:
        raise NotAllowed("not_your_own")
    asked = [
        asked_of_unit(viewer, unit_id, Action.RENEW_SIGN_IN, thing=Thing.ACCOUNT) for unit_id in sorted(their_units)
    ]
    if not asked or not all(map(allows, asked)):
        raise NotAllowed("only_the_head")


def can_renew_sign_in(viewer: Viewer, staff_id: int, their_units: Collection[str]) -> bool:
    try:
        check_can_renew_sign_in(viewer, staff_id, their_units)
    except NotAllowed:
        return False
    return True


def check_can_approve_recovery(viewer: Viewer, staff_id: int, homes: Collection[tuple[str, str]]) -> None:
    """The second who lets a colleague in again: another head, or IT, of the same authority as all of the colleague's
    roles. `homes` are (unit, authority)."""
    if staff_id == viewer.staff_id:
        raise NotAllowed("not_your_own")
    asked = [
        Asked(
            Thing.ACCOUNT,
            Action.APPROVE,
            viewer.roles_in(unit),
            viewer.relations_to(unit, authority),
            "active",
            elsewhere=viewer.roles_beside(unit, authority),
        )
        for unit, authority in sorted(homes)
    ]
    if not asked or not all(map(allows, asked)):
        raise NotAllowed("only_a_head_or_it")


def can_approve_recovery(viewer: Viewer, staff_id: int, homes: Collection[tuple[str, str]]) -> bool:
    try:
        check_can_approve_recovery(viewer, staff_id, homes)
    except NotAllowed:
        return False
    return True
