# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with an incident and with a family in it; all of them ask the table.

The ground of an incident is that one leads it, or works in one of its circles; of a family, that one works in its
circle now and never has in another circle of the same incident. Leading opens no family.
"""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.incident.rules import FamilyState, State
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.trust.access import decide as table
from sjalvklar.trust.access.words import Action, Relation, Thing

NO_SUCH_INCIDENT = "no_such_incident"
NO_SUCH_FAMILY = "no_such_family"


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What a permission needs to know of an incident, as one viewer stands to it. `in_circle`: the viewer works in
    one of its circles now."""

    unit_id: str
    authority_id: str
    state: State
    leader_id: int | None = None
    in_circle: bool = False


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """The same of a family: `in_circle` its own circle, now; `in_another` has ever been in another of the incident."""

    unit_id: str
    authority_id: str
    state: FamilyState
    in_circle: bool = False
    in_another: bool = False


def _roles(viewer: Viewer, unit_id: str, authority_id: str) -> tuple[frozenset[Role], frozenset[Role]]:
    return viewer.roles_in(unit_id), viewer.roles_beside(unit_id, authority_id)


def _asked(
    viewer: Viewer,
    thing: Thing,
    action: Action,
    facts: IncidentFacts | FamilyFacts,
    holds: dict[Relation, bool],
) -> table.Asked:
    roles, beside = _roles(viewer, facts.unit_id, facts.authority_id)
    found = {relation for relation, yes in holds.items() if yes} | viewer.relations_to(
        facts.unit_id, facts.authority_id
    )
    if len(found) > 1:
        found -= {Relation.OTHERS}
    return table.Asked(thing, action, roles, frozenset(found), facts.state.value, elsewhere=beside)


def asked(viewer: Viewer, incident: IncidentFacts, action: Action) -> table.Asked:
    """The question about an incident as the table takes it."""
    leader = incident.leader_id
    holds = {
        Relation.OWNER: leader == viewer.staff_id,
        Relation.STAND_IN: leader is not None and (incident.unit_id, leader) in viewer.stand_ins,
        Relation.CIRCLE: incident.in_circle,
    }
    return _asked(viewer, Thing.INCIDENT, action, incident, holds)


def asked_of_family(viewer: Viewer, family: FamilyFacts, action: Action) -> table.Asked:
    """The question about a family as the table takes it."""
    holds = {Relation.CIRCLE: family.in_circle, Relation.CONFLICT: family.in_another}
    return _asked(viewer, Thing.FAMILY, action, family, holds)


def check(viewer: Viewer, incident: IncidentFacts, action: Action) -> None:
    """Raises NotFound("no_such_incident") when the viewer may not know of it, else NotNow, NotAllowed."""
    table.check(asked(viewer, incident, action), hidden=NO_SUCH_INCIDENT)


def can(viewer: Viewer, incident: IncidentFacts, action: Action) -> bool:
    """Whether the table allows it."""
    return table.allows(asked(viewer, incident, action))


def check_family(viewer: Viewer, family: FamilyFacts, action: Action) -> None:
    """Raises NotFound("no_such_family") when the viewer may not know of it, else NotNow, NotAllowed."""
    table.check(asked_of_family(viewer, family, action), hidden=NO_SUCH_FAMILY)


def can_family(viewer: Viewer, family: FamilyFacts, action: Action) -> bool:
    """Whether the table allows it."""
    return table.allows(asked_of_family(viewer, family, action))


def check_can_open(viewer: Viewer, unit_id: str, authority_id: str) -> None:
    """Whoever meets relatives in a unit, or heads it, opens incidents there. For others there is no such unit."""
    check(viewer, IncidentFacts(unit_id, authority_id, State.OPEN), Action.MAKE)


def can_open(viewer: Viewer, unit_id: str, authority_id: str) -> bool:
    return can(viewer, IncidentFacts(unit_id, authority_id, State.OPEN), Action.MAKE)


def check_can_see_board(viewer: Viewer, incident: IncidentFacts) -> None:
    """How many are reached in every circle. Counts alone."""
    check(viewer, incident, Action.SEE_ALL)


def can_see_board(viewer: Viewer, incident: IncidentFacts) -> bool:
    return can(viewer, incident, Action.SEE_ALL)


def check_can_read(viewer: Viewer, incident: IncidentFacts) -> None:
    """Where it happened, who is on duty, where the local room is, and who answers."""
    check(viewer, incident, Action.READ)


def can_read(viewer: Viewer, incident: IncidentFacts) -> bool:
    return can(viewer, incident, Action.READ)


def check_can_lead(viewer: Viewer, incident: IncidentFacts) -> None:
    """Write in its log, keep its list of duty, its alerts and its tasks."""
    check(viewer, incident, Action.WRITE)


def can_lead(viewer: Viewer, incident: IncidentFacts) -> bool:
    return can(viewer, incident, Action.WRITE)


def check_can_assign(viewer: Viewer, incident: IncidentFacts) -> None:
    """Put people in circles and take them out."""
    check(viewer, incident, Action.ASSIGN)


def can_assign(viewer: Viewer, incident: IncidentFacts) -> bool:
    return can(viewer, incident, Action.ASSIGN)


def check_can_hand_over(viewer: Viewer, incident: IncidentFacts) -> None:
    """Let another lead."""
    check(viewer, incident, Action.HAND_OVER)


def can_hand_over(viewer: Viewer, incident: IncidentFacts) -> bool:
    return can(viewer, incident, Action.HAND_OVER)


def check_can_move(viewer: Viewer, incident: IncidentFacts) -> None:
    """Say that the first days are over, that it has flared up again, that it has ended."""
    check(viewer, incident, Action.CLOSE)


def can_move(viewer: Viewer, incident: IncidentFacts) -> bool:
    return can(viewer, incident, Action.CLOSE)


def check_can_reopen(viewer: Viewer, incident: IncidentFacts) -> None:
    check(viewer, incident, Action.REOPEN)


def can_reopen(viewer: Viewer, incident: IncidentFacts) -> bool:
    return can(viewer, incident, Action.REOPEN)


def check_can_add_family(viewer: Viewer, family: FamilyFacts) -> None:
    """Write down a family in a circle: `family` is as the new one would be."""
    check_family(viewer, family, Action.MAKE)


def can_add_family(viewer: Viewer, family: FamilyFacts) -> bool:
    return can_family(viewer, family, Action.MAKE)


def check_can_read_family(viewer: Viewer, family: FamilyFacts) -> None:
    """Who they are, and what is written."""
    check_family(viewer, family, Action.READ)


def can_read_family(viewer: Viewer, family: FamilyFacts) -> bool:
    return can_family(viewer, family, Action.READ)


def check_can_write_family(viewer: Viewer, family: FamilyFacts) -> None:
    """Try to reach them, keep dates and the list of authorities, write, name their crisis contact."""
    check_family(viewer, family, Action.WRITE)


def can_write_family(viewer: Viewer, family: FamilyFacts) -> bool:
    return can_family(viewer, family, Action.WRITE)


_OFFERED = {
    "read": Action.READ,
    "board": Action.SEE_ALL,
    "write": Action.WRITE,
    "assign": Action.ASSIGN,
    "hand_over": Action.HAND_OVER,
    "move": Action.CLOSE,
    "reopen": Action.REOPEN,
}


def may(viewer: Viewer, incident: IncidentFacts) -> frozenset[str]:
    """What the viewer may do with the incident now."""
    return frozenset(deed for deed, action in _OFFERED.items() if can(viewer, incident, action))
