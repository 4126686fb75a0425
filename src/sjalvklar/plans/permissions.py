# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a plan and with a part of one; all of them ask the table.

The ground of a plan is that one leads it, or may read its case; of a part, that one takes part for its party now, and
that the consent for it holds. Too close to the person, or not named by a protected one: there is no such plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans.rules import State
from sjalvklar.trust.access import decide as table
from sjalvklar.trust.access.words import Action, Relation, Thing

NO_SUCH_PLAN = "no_such_plan"
NO_SUCH_PART = "no_such_part"
PART_STATE = "going"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a permission needs to know of a plan, as one viewer stands to it. `of_case`: the viewer may read the case;
    `kept_from`: is too close to the person, or not named by a protected one."""

    unit_id: str
    authority_id: str
    state: State
    leader_id: int | None = None
    of_case: bool = False
    kept_from: bool = False


@dataclass(frozen=True, slots=True)
class PartFacts:
    """The same of a part: `takes_part` for the party now, with consent that holds. External parties have no unit."""

    unit_id: str
    authority_id: str
    takes_part: bool = False
    kept_from: bool = False


def _found(viewer: Viewer, unit: str, authority: str, holds: dict[Relation, bool]) -> frozenset[Relation]:
    found = {relation for relation, yes in holds.items() if yes} | viewer.relations_to(unit, authority)
    return frozenset(found - {Relation.OTHERS} if len(found) > 1 else found)


def asked(viewer: Viewer, plan: PlanFacts, action: Action) -> table.Asked:
    """The question about a plan as the table takes it."""
    leader = plan.leader_id
    holds = {
        Relation.OWNER: leader == viewer.staff_id,
        Relation.STAND_IN: leader is not None and (plan.unit_id, leader) in viewer.stand_ins,
        Relation.OF_CASE: plan.of_case,
        Relation.CONFLICT: plan.kept_from,
    }
    return table.Asked(
        Thing.PLAN,
        action,
        viewer.roles_in(plan.unit_id),
        _found(viewer, plan.unit_id, plan.authority_id, holds),
        plan.state.value,
        elsewhere=viewer.roles_beside(plan.unit_id, plan.authority_id),
    )


def asked_of_part(viewer: Viewer, part: PartFacts, action: Action) -> table.Asked:
    """The question about a part as the table takes it."""
    holds = {Relation.PARTY: part.takes_part, Relation.CONFLICT: part.kept_from}
    found = _found(viewer, part.unit_id, part.authority_id, holds)
    return table.Asked(Thing.PART, action, viewer.roles_in(part.unit_id), found, PART_STATE)


def check(viewer: Viewer, plan: PlanFacts, action: Action) -> None:
    """Raises NotFound("no_such_plan") when the viewer may not know of it, else NotNow("wrong_state"), NotAllowed."""
    table.check(asked(viewer, plan, action), hidden=NO_SUCH_PLAN)


def can(viewer: Viewer, plan: PlanFacts, action: Action) -> bool:
    """Whether the table allows it."""
    return table.allows(asked(viewer, plan, action))


def check_part(viewer: Viewer, part: PartFacts, action: Action) -> None:
    """Raises NotFound("no_such_part") when the viewer has none there, or has none any more."""
    table.check(asked_of_part(viewer, part, action), hidden=NO_SUCH_PART)


def can_part(viewer: Viewer, part: PartFacts, action: Action) -> bool:
    """Whether the table allows it."""
    return table.allows(asked_of_part(viewer, part, action))


def check_can_begin(viewer: Viewer, plan: PlanFacts) -> None:
    """Begin a plan in a case: `plan` is as the new one would be."""
    check(viewer, plan, Action.MAKE)


def can_begin(viewer: Viewer, plan: PlanFacts) -> bool:
    return can(viewer, plan, Action.MAKE)


def check_can_read(viewer: Viewer, plan: PlanFacts) -> None:
    check(viewer, plan, Action.READ)


def can_read(viewer: Viewer, plan: PlanFacts) -> bool:
    return can(viewer, plan, Action.READ)


def check_can_lead(viewer: Viewer, plan: PlanFacts) -> None:
    """Parties, consents, commitments, meetings, notes."""
    check(viewer, plan, Action.WRITE)


def can_lead(viewer: Viewer, plan: PlanFacts) -> bool:
    return can(viewer, plan, Action.WRITE)


def check_can_share(viewer: Viewer, plan: PlanFacts) -> None:
    """Tell a party something, or take its part out on paper. What and whether, the consent says."""
    check(viewer, plan, Action.HAND_OUT)


def can_share(viewer: Viewer, plan: PlanFacts) -> bool:
    return can(viewer, plan, Action.HAND_OUT)


def check_can_hand_over(viewer: Viewer, plan: PlanFacts) -> None:
    """Let another lead."""
    check(viewer, plan, Action.HAND_OVER)


def can_hand_over(viewer: Viewer, plan: PlanFacts) -> bool:
    return can(viewer, plan, Action.HAND_OVER)


def check_can_close(viewer: Viewer, plan: PlanFacts) -> None:
    check(viewer, plan, Action.CLOSE)


def can_close(viewer: Viewer, plan: PlanFacts) -> bool:
    return can(viewer, plan, Action.CLOSE)


def check_can_reopen(viewer: Viewer, plan: PlanFacts) -> None:
    check(viewer, plan, Action.REOPEN)


def can_reopen(viewer: Viewer, plan: PlanFacts) -> bool:
    return can(viewer, plan, Action.REOPEN)


_OFFERED = {
    "read": Action.READ,
    "write": Action.WRITE,
    "share": Action.HAND_OUT,
    "hand_over": Action.HAND_OVER,
    "close": Action.CLOSE,
    "reopen": Action.REOPEN,
}


def may(viewer: Viewer, plan: PlanFacts) -> frozenset[str]:
    """What the viewer may do with the plan now."""
    return frozenset(deed for deed, action in _OFFERED.items() if can(viewer, plan, action))
