# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may plan, decide and hold: the records officers of the authority, never alone, as the access table has it."""

from __future__ import annotations

from sjalvklar.disposal.rules import State
from sjalvklar.kernel.errors import NotAllowed, NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.decide import Asked, allows
from sjalvklar.trust.access.words import Action, Relation, Role, Thing


def _asked(viewer: Viewer, authority_id: str, action: Action, state: State, by: int | None) -> Asked:
    # A plan is the authority's and no unit's: a role in any of its units is a role there.
    roles = frozenset(grant.role for grant in viewer.grants if grant.authority_id == authority_id)
    relations = {Relation.MEMBER} if roles else {Relation.OTHERS}
    if by == viewer.staff_id:
        relations.add(Relation.CONFLICT if action is Action.APPROVE else Relation.OWNER)
    return Asked(Thing.DISPOSAL, action, roles, frozenset(relations), state.value)


def can_plan(viewer: Viewer, authority_id: str) -> bool:
    return allows(_asked(viewer, authority_id, Action.PLAN, State.PLANNED, None))


def check_can_plan(viewer: Viewer, authority_id: str) -> None:
    """Make a plan, or place a hold. For others there is no such authority. Raises NotFound."""
    if not can_plan(viewer, authority_id):
        raise NotFound("no_such_plan")


def can_know(viewer: Viewer, authority_id: str, state: State = State.PLANNED) -> bool:
    """See plans, holds and receipts."""
    return allows(_asked(viewer, authority_id, Action.KNOW, state, None))


def check_can_know(viewer: Viewer, authority_id: str, state: State = State.PLANNED) -> None:
    """Raises NotFound."""
    if not can_know(viewer, authority_id, state):
        raise NotFound("no_such_plan")


def can_decide(viewer: Viewer, authority_id: str, *, by: int) -> bool:
    """`by` is who planned it, or placed the hold."""
    return allows(_asked(viewer, authority_id, Action.APPROVE, State.PLANNED, by))


def check_can_decide(viewer: Viewer, authority_id: str, *, by: int) -> None:
    """Decide a plan, or lift a hold, that somebody else made. Raises NotFound, NotAllowed("another_decides")."""
    check_can_know(viewer, authority_id)
    if not can_decide(viewer, authority_id, by=by):
        raise NotAllowed("another_decides")


def authorities(viewer: Viewer) -> tuple[str, ...]:
    """The authorities where the viewer is a records officer."""
    held = {grant.authority_id for grant in viewer.grants if grant.role is Role.RECORDS_OFFICER}
    return tuple(sorted(held))
