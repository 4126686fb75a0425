# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a support. Each rule is a pair: `check_can_…` raises, `can_…` answers; all of them ask the
table.

The ground is a dated assignment. What is part of a case is no thing of its own: it is known, read and written exactly
as the case is, and the questions go to the case's row of the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.rules import State
from sjalvklar.trust.access import decide as table
from sjalvklar.trust.access.words import Action, Relation, Thing

NO_SUCH_SUPPORT = "no_such_support"


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """What a permission needs to know of a support without a file."""

    unit_id: str
    authority_id: str
    state: State
    owner_id: int | None = None


def relations(viewer: Viewer, support: SupportFacts) -> frozenset[Relation]:
    """How the viewer stands to the support now."""
    found = set(viewer.relations_to(support.unit_id)) - {Relation.OTHERS}
    if support.owner_id is not None and support.owner_id == viewer.staff_id:
        found.add(Relation.OWNER)
    if support.owner_id is not None and (support.unit_id, support.owner_id) in viewer.stand_ins:
        found.add(Relation.STAND_IN)
    return frozenset(found or {Relation.OTHERS})


def asked(viewer: Viewer, support: SupportFacts, action: Action) -> table.Asked:
    """The question as the table takes it."""
    return table.Asked(
        thing=Thing.SUPPORT,
        action=action,
        roles=viewer.roles_in(support.unit_id),
        relations=relations(viewer, support),
        state=support.state.value,
    )


def check(viewer: Viewer, support: SupportFacts, action: Action) -> None:
    """Raises NotFound("no_such_support") when the viewer may not know of it, else NotNow("wrong_state"),
    NotAllowed."""
    table.check(asked(viewer, support, action), hidden=NO_SUCH_SUPPORT)


def can(viewer: Viewer, support: SupportFacts, action: Action) -> bool:
    """Whether the table allows it."""
    return table.allows(asked(viewer, support, action))


def check_can_open(viewer: Viewer, unit_id: str, authority_id: str) -> None:
    """Whoever meets relatives in a unit begins supports there. For others there is no such unit."""
    check(viewer, SupportFacts(unit_id, authority_id, State.OPEN), Action.MAKE)


def can_open(viewer: Viewer, unit_id: str, authority_id: str) -> bool:
    return can(viewer, SupportFacts(unit_id, authority_id, State.OPEN), Action.MAKE)


def units_to_notice_from(viewer: Viewer) -> frozenset[str]:
    """The units where the viewer's work is to notice relatives and offer."""
    return frozenset(
        grant.unit_id
        for grant in viewer.grants
        if can(viewer, SupportFacts(grant.unit_id, grant.authority_id, State.WAITING), Action.NOTICE)
    )


def check_can_notice(viewer: Viewer, unit_id: str, authority_id: str) -> None:
    """Raises NotFound("no_such_unit") for a unit that is not the viewer's."""
    facts = SupportFacts(unit_id, authority_id, State.WAITING)
    table.check(asked(viewer, facts, Action.NOTICE), hidden="no_such_unit")


def can_notice(viewer: Viewer, unit_id: str, authority_id: str) -> bool:
    return can(viewer, SupportFacts(unit_id, authority_id, State.WAITING), Action.NOTICE)


OFFERED: dict[str, Action] = {
    "take": Action.TAKE,
    "read": Action.READ,
    "write": Action.WRITE,
    "reveal": Action.REVEAL,
    "hand_over": Action.HAND_OVER,
    "prepare": Action.PREPARE,
    "hand_out": Action.HAND_OUT,
    "close": Action.CLOSE,
    "reopen": Action.REOPEN,
}


def may(viewer: Viewer, support: SupportFacts) -> frozenset[str]:
    """What the viewer may do with the support now."""
    return frozenset(deed for deed, action in OFFERED.items() if can(viewer, support, action))
