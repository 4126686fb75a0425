# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a room ties the table's relations to its own columns: the same rows become a filter and a policy.

A room says, for each relation, what a row of its table must look like, twice: as a Django `Q` made from a viewer's
plain facts, and as SQL that asks the database the same through the functions of `organisation.ground`. What roles a
relation stands on, which states and which compartment is the access table's to say, and is added here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Protocol

from django.db.models import Q

from sjalvklar.trust.access.decide import rows_of
from sjalvklar.trust.access.policies import Function, may
from sjalvklar.trust.access.table import Row
from sjalvklar.trust.access.words import (
    COMPARTMENTS,
    COUNTED_ELSEWHERE,
    COUNTED_EVERYWHERE,
    STATES,
    Action,
    Compartment,
    Relation,
    Role,
    Thing,
)


class Grant(Protocol):
    """A role somebody has now, in a unit of an authority."""

    @property
    def unit_id(self) -> str: ...
    @property
    def authority_id(self) -> str: ...
    @property
    def role(self) -> Role: ...


class Facts(Protocol):
    """What is known of the one who asks."""

    @property
    def staff_id(self) -> int: ...
    @property
    def grants(self) -> Collection[Grant]: ...
    @property
    def stand_ins(self) -> Collection[tuple[str, int]]: ...


@dataclass(frozen=True, slots=True)
class Fragment:
    """One relation as a filter and as SQL, where `{t}` stands for the table. Neither says anything about roles."""

    q: Callable[[Facts], Q]
    sql: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A room's table as the access table sees it. `unit` and `state` are columns; `unit` a foreign key to a unit.

    `compartment` is the column that holds it, when the thing has more than one; `conflict` is what stops everything.
    """

    thing: Thing
    table: str
    relations: Mapping[Relation, Fragment]
    unit: str = "unit"
    unit_column: str = "unit_id"
    state: str | None = "state"
    compartment: str | None = None
    conflict: Fragment | None = None
    _known: Mapping[Relation, Fragment] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {**_by_role(self.unit, self.unit_column), **self.relations})

    def fragment(self, relation: Relation) -> Fragment | None:
        return self._known.get(relation)


NOTHING = Q(pk__in=[])


def any_of(parts: Iterable[Q]) -> Q:
    """Whatever one of them is true for; nothing when there is none."""
    found = [part for part in parts if part is not NOTHING]
    return reduce(or_, found) if found else NOTHING


def _units(facts: Facts, roles: Collection[Role]) -> list[str]:
    return sorted({grant.unit_id for grant in facts.grants if grant.role in roles})


def _in_units(unit: str, facts: Facts, roles: Collection[Role]) -> Q:
    found = _units(facts, roles)
    return Q(**{f"{unit}__in": found}) if found else NOTHING


def _beside(unit: str, facts: Facts, roles: Collection[Role]) -> Q:
    """The other units of an authority where one of the roles is held."""
    return any_of(
        Q(**{f"{unit}__authority": authority}) & ~Q(**{unit: held})
        for authority, held in sorted({(g.authority_id, g.unit_id) for g in facts.grants if g.role in roles})
    )


_ANSWERING = tuple(role for role in Role if role.answers)
_LEADING = tuple(role for role in Role if role.leads)


def _by_role(unit: str, column: str) -> dict[Relation, Fragment]:
    """The relations that roles alone say."""
    return {
        Relation.MEMBER: Fragment(lambda facts: Q(), "true"),
        Relation.SAME_AUTHORITY: Fragment(lambda facts: Q(), "true"),
        Relation.ANSWERS: Fragment(lambda facts: _in_units(unit, facts, _ANSWERING), units_sql(_ANSWERING, column)),
        Relation.LEADS: Fragment(lambda facts: _in_units(unit, facts, _LEADING), units_sql(_LEADING, column)),
    }


def _array(roles: Iterable[Role]) -> str:
    return "ARRAY[" + ", ".join(f"'{role.value}'" for role in sorted(roles)) + "]"


def units_sql(roles: Iterable[Role], column: str = "unit_id") -> str:
    """That the row's unit is one where the one who acts has one of the roles. Asked once for a whole statement."""
    return f"{{t}}{column} = ANY ((SELECT sjalvklar_units({_array(roles)}))::text[])"


def beside_sql(roles: Iterable[Role], column: str = "unit_id") -> str:
    """The same of the other units of the authorities where the one who acts has one of the roles."""
    return f"{{t}}{column} = ANY ((SELECT sjalvklar_units_beside({_array(roles)}))::text[])"


def _roles_q(ground: Ground, facts: Facts, relation: Relation, roles: frozenset[Role]) -> Q:
    if relation in COUNTED_ELSEWHERE:
        return _beside(ground.unit, facts, roles)
    inside = _in_units(ground.unit, facts, roles)
    if relation not in COUNTED_EVERYWHERE:
        return inside
    return any_of((inside, _beside(ground.unit, facts, roles)))


def _roles_sql(ground: Ground, relation: Relation, roles: frozenset[Role]) -> str:
    if relation in COUNTED_ELSEWHERE:
        return beside_sql(roles, ground.unit_column)
    inside = units_sql(roles, ground.unit_column)
    return f"({inside} OR {beside_sql(roles, ground.unit_column)})" if relation in COUNTED_EVERYWHERE else inside


_OF_THE_UNIT = frozenset({Relation.OWNER, Relation.STAND_IN, Relation.ANSWERS, Relation.LEADS})


def _parts(ground: Ground, action: Action) -> Iterable[tuple[Row, Relation, Fragment]]:
    for row in rows_of(ground.thing, action):
        # Whoever has such a role in the unit is let in already: how else they stand to it makes no difference.
        covered = _OF_THE_UNIT if Relation.MEMBER in row.relations else frozenset[Relation]()
        for relation in sorted(row.relations - covered):
            fragment = ground.fragment(relation)
            if fragment is not None:
                yield row, relation, fragment


def visible(ground: Ground, facts: Facts, action: Action = Action.KNOW) -> Q:
    """The rows that the table lets the one who asks do this with, as a filter. It says no more than can be true for
    them: of a relation that their roles do not count for, nothing is asked."""

    def one(row: Row, relation: Relation, fragment: Fragment) -> Q:
        held = _roles_q(ground, facts, relation, row.roles)
        stands = NOTHING if held is NOTHING else fragment.q(facts)
        if stands is NOTHING:
            return NOTHING
        found = held & stands
        if ground.state is not None and row.states != STATES[ground.thing]:
            found &= Q(**{f"{ground.state}__in": sorted(row.states)})
        if ground.compartment is not None and row.compartments != COMPARTMENTS[ground.thing]:
            found &= Q(**{f"{ground.compartment}": Compartment.PROTECTED in row.compartments})
        return found

    found = any_of(one(*part) for part in _parts(ground, action))
    return found if found is NOTHING or ground.conflict is None else found & ~ground.conflict.q(facts)


def allowed_sql(ground: Ground, *actions: Action, table: str = "") -> str:
    """The same as SQL, for a policy, of one of these; `table` is the name the ground's table goes by, when it must be
    said."""

    def one(row: Row, relation: Relation, fragment: Fragment) -> str:
        parts = [_roles_sql(ground, relation, row.roles), fragment.sql]
        if ground.state is not None and row.states != STATES[ground.thing]:
            states = ", ".join(f"'{state}'" for state in sorted(row.states))
            parts.append(f"{{t}}{ground.state} IN ({states})")
        if ground.compartment is not None and row.compartments != COMPARTMENTS[ground.thing]:
            parts.append(f"{'' if Compartment.PROTECTED in row.compartments else 'NOT '}{{t}}{ground.compartment}")
        return " AND ".join(part for part in parts if part != "true")

    found = dict.fromkeys(one(*part) for action in actions for part in _parts(ground, action))
    said = " OR ".join(f"({part})" for part in found) or "false"
    if ground.conflict is not None:
        said = f"({said}) AND NOT ({ground.conflict.sql})"
    return said.replace("{t}", f"{table}." if table else "")


def question(ground: Ground, *actions: Action) -> Function:
    """What the policies of everything that belongs to one of these ask, for each of these actions."""
    deeds = {action.value: allowed_sql(ground, action, table="it") for action in actions}
    return may(ground.thing.value, ground.table, deeds)


def asked(thing: Thing, owner: str, *actions: Action) -> str:
    """That one of these may be done with the thing whose id `owner` is, asked of `question`."""
    one, *more = (f"sjalvklar_may_{thing.value}({owner}, '{action.value}')" for action in actions)
    return f"({' OR '.join((one, *more))})" if more else one
