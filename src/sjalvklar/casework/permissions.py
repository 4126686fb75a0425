# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a case. Each rule is a pair: `check_can_…` raises, `can_…` answers; all of them ask the table.

The ground is a dated assignment. A protected case is known by its named people; whoever is too close to the person is
stopped, and for both a refusal is that there is no such case.
"""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.casework.rules import State
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.trust.access import decide as table
from sjalvklar.trust.access.words import Action, Compartment, Relation, Thing

NO_SUCH_CASE = "no_such_case"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a permission needs to know of a case, as one viewer stands to it.

    `named`, `opened`, `glass` and `conflict` are the viewer's own: on the list of a protected case, with an opening
    that a second person has approved, with an opening by break-glass that has not ended, too close to the person.
    """

    unit_id: str
    authority_id: str
    state: State
    protected: bool = False
    owner_id: int | None = None
    named: bool = False
    opened: bool = False
    glass: bool = False
    conflict: bool = False


def roles_in(viewer: Viewer, unit_id: str) -> frozenset[Role]:
    """The viewer's roles in a unit."""
    return frozenset(grant.role for grant in viewer.grants if grant.unit_id == unit_id)


def roles_elsewhere(viewer: Viewer, unit_id: str, authority_id: str) -> frozenset[Role]:
    """The viewer's roles in the other units of an authority."""
    return frozenset(
        grant.role for grant in viewer.grants if grant.authority_id == authority_id and grant.unit_id != unit_id
    )


def relations(viewer: Viewer, case: CaseFacts) -> frozenset[Relation]:
    """How the viewer stands to the case now."""
    roles, beside = roles_in(viewer, case.unit_id), roles_elsewhere(viewer, case.unit_id, case.authority_id)
    holds = {
        Relation.OWNER: case.owner_id == viewer.staff_id,
        Relation.STAND_IN: case.owner_id is not None and (case.unit_id, case.owner_id) in viewer.stand_ins,
        Relation.ANSWERS: any(role.answers for role in roles),
        Relation.LEADS: any(role.leads for role in roles),
        Relation.MEMBER: bool(roles),
        Relation.SAME_AUTHORITY: bool(beside),
        Relation.BORROWED_HEAD: case.owner_id == viewer.staff_id and Role.UNIT_HEAD in beside,
        Relation.NAMED: case.named,
        Relation.OPENED: case.named and case.opened,
        Relation.GLASS: case.glass,
        Relation.CONFLICT: case.conflict,
    }
    return frozenset(relation for relation, yes in holds.items() if yes) or frozenset({Relation.OTHERS})


def asked(viewer: Viewer, case: CaseFacts, action: Action) -> table.Asked:
    """The question as the table takes it."""
    return table.Asked(
        thing=Thing.CASE,
        action=action,
        roles=roles_in(viewer, case.unit_id),
        relations=relations(viewer, case),
        state=case.state.value,
        compartment=Compartment.PROTECTED if case.protected else Compartment.ORDINARY,
        elsewhere=roles_elsewhere(viewer, case.unit_id, case.authority_id),
    )


def check(viewer: Viewer, case: CaseFacts, action: Action) -> None:
    """Raises NotFound("no_such_case") when the viewer may not know of it, else NotNow("wrong_state"), NotAllowed."""
    table.check(asked(viewer, case, action), hidden=NO_SUCH_CASE)


def can(viewer: Viewer, case: CaseFacts, action: Action) -> bool:
    """Whether the table allows it."""
    return table.allows(asked(viewer, case, action))


def check_can_open(viewer: Viewer, unit_id: str, authority_id: str) -> None:
    """Whoever meets relatives in a unit opens cases there. For others there is no such unit."""
    check(viewer, CaseFacts(unit_id, authority_id, State.OPEN), Action.MAKE)


def can_open(viewer: Viewer, unit_id: str, authority_id: str) -> bool:
    return can(viewer, CaseFacts(unit_id, authority_id, State.OPEN), Action.MAKE)


def check_can_know(viewer: Viewer, case: CaseFacts) -> None:
    """That the case exists."""
    check(viewer, case, Action.KNOW)


def can_know(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.KNOW)


def check_can_read(viewer: Viewer, case: CaseFacts) -> None:
    """What is written in it; who it is about stays masked."""
    check(viewer, case, Action.READ)


def can_read(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.READ)


def check_can_write(viewer: Viewer, case: CaseFacts) -> None:
    """Add a note."""
    check(viewer, case, Action.WRITE)


def can_write(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.WRITE)


def check_can_reveal(viewer: Viewer, case: CaseFacts) -> None:
    """Who it is about. For a protected person two people open it together."""
    check(viewer, case, Action.REVEAL)


def can_reveal(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.REVEAL)


def check_can_hand_over(viewer: Viewer, case: CaseFacts) -> None:
    """Give it to a colleague."""
    check(viewer, case, Action.HAND_OVER)


def can_hand_over(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.HAND_OVER)


def check_can_close(viewer: Viewer, case: CaseFacts) -> None:
    check(viewer, case, Action.CLOSE)


def can_close(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.CLOSE)


def check_can_reopen(viewer: Viewer, case: CaseFacts) -> None:
    check(viewer, case, Action.REOPEN)


def can_reopen(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.REOPEN)


def check_can_break_glass(viewer: Viewer, case: CaseFacts) -> None:
    """Read it once without an assignment. A protected case has no glass to break."""
    check(viewer, case, Action.BREAK_GLASS)


def can_break_glass(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.BREAK_GLASS)


def check_can_review(viewer: Viewer, case: CaseFacts, *, by: int) -> None:
    """Judge an opening with break-glass that somebody else (`by`) made."""
    check(viewer, _own_deed(viewer, case, by), Action.REVIEW)


def can_review(viewer: Viewer, case: CaseFacts, *, by: int) -> bool:
    return can(viewer, _own_deed(viewer, case, by), Action.REVIEW)


def _own_deed(viewer: Viewer, case: CaseFacts, by: int) -> CaseFacts:
    if by != viewer.staff_id:
        return case
    return CaseFacts(case.unit_id, case.authority_id, case.state, case.protected, conflict=True)


def check_can_protect(viewer: Viewer, case: CaseFacts) -> None:
    """Decide that it is protected, or who else may know of it."""
    check(viewer, case, Action.PROTECT)


def can_protect(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.PROTECT)


def check_can_list_access(viewer: Viewer, case: CaseFacts) -> None:
    """Hand the person their own list of who has opened it."""
    check(viewer, case, Action.LIST_ACCESS)


def can_list_access(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.LIST_ACCESS)


def check_can_prepare(viewer: Viewer, case: CaseFacts) -> None:
    """Go through what is written before a copy of it leaves."""
    check(viewer, case, Action.PREPARE)


def can_prepare(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.PREPARE)


def check_can_hand_out(viewer: Viewer, case: CaseFacts) -> None:
    """Take a copy out of here. Who it is about goes along, so that of a protected person it takes two."""
    check(viewer, case, Action.HAND_OUT)


def can_hand_out(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.HAND_OUT)


def check_can_open_together(viewer: Viewer, case: CaseFacts) -> None:
    """Ask for what takes two people, or be the second."""
    check(viewer, case, Action.OPEN_TOGETHER)


def can_open_together(viewer: Viewer, case: CaseFacts) -> bool:
    return can(viewer, case, Action.OPEN_TOGETHER)


_OFFERED = {
    "read": Action.READ,
    "write": Action.WRITE,
    "reveal": Action.REVEAL,
    "hand_over": Action.HAND_OVER,
    "close": Action.CLOSE,
    "reopen": Action.REOPEN,
    "protect": Action.PROTECT,
    "list_access": Action.LIST_ACCESS,
    "prepare": Action.PREPARE,
    "hand_out": Action.HAND_OUT,
    "open_together": Action.OPEN_TOGETHER,
    "break_glass": Action.BREAK_GLASS,
}


def may(viewer: Viewer, case: CaseFacts) -> frozenset[str]:
    """What the viewer may do with the case now; breaking the glass is offered to those only who cannot read."""
    allowed = {deed for deed, action in _OFFERED.items() if can(viewer, case, action)}
    return frozenset(allowed - {"break_glass"} if "read" in allowed else allowed)
