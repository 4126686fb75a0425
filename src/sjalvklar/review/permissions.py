# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may review what: the head of the unit and the security officer, never their own deeds, as the table has it."""

from __future__ import annotations

from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.decide import Asked, allows
from sjalvklar.trust.access.words import Action, Relation, Role, Thing


def asked(viewer: Viewer, unit_id: str, authority_id: str | None, action: Action, *, staff: str = "") -> Asked:
    """The question of what stands on record about a unit's readings; `staff` is whose deed it is.

    What is about protected persons belongs to no unit: it is the security officers' alone, whatever their unit.
    """
    if unit_id:
        roles = viewer.roles_in(unit_id)
        relations = viewer.relations_to(unit_id, authority_id)
        elsewhere = viewer.roles_beside(unit_id, authority_id) if authority_id else frozenset()
    else:
        roles = frozenset(grant.role for grant in viewer.grants) & {Role.SECURITY_OFFICER}
        relations = frozenset({Relation.MEMBER}) if roles else frozenset({Relation.OTHERS})
        elsewhere = frozenset()
    if staff == str(viewer.staff_id):
        relations |= {Relation.CONFLICT} if action is Action.REVIEW else {Relation.OWNER}
    return Asked(Thing.LOG, action, roles, relations, "kept", elsewhere=elsewhere)


def check_can_see_round(viewer: Viewer, unit_id: str, authority_id: str | None) -> None:
    """For others there is no such round. Raises NotFound."""
    if not can_see_round(viewer, unit_id, authority_id):
        raise NotFound("no_such_round")


def can_see_round(viewer: Viewer, unit_id: str, authority_id: str | None) -> bool:
    return allows(asked(viewer, unit_id, authority_id, Action.REVIEW))


def check_can_decide(viewer: Viewer, unit_id: str, authority_id: str | None, staff: str) -> None:
    """Raises NotFound for a unit that is not the viewer's to review, and for an own deed: nobody meets those there."""
    if not can_decide(viewer, unit_id, authority_id, staff):
        raise NotFound("no_such_finding")


def can_decide(viewer: Viewer, unit_id: str, authority_id: str | None, staff: str) -> bool:
    return allows(asked(viewer, unit_id, authority_id, Action.REVIEW, staff=staff))


def may_review_all_of(viewer: Viewer, authority_id: str) -> bool:
    """Whether the viewer reviews the units of that authority in which they have no role themselves, too."""
    return allows(asked(viewer, _ANOTHER, authority_id, Action.REVIEW))


def hidden_of(viewer: Viewer) -> frozenset[str]:
    """The authorities whose staff the viewer reviews in what is about protected persons: an authority is a wall."""
    return frozenset(one.authority_id for one in viewer.grants if one.role is Role.SECURITY_OFFICER)


_ANOTHER = "another unit"
