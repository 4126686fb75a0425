# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking the table. Nothing here knows a database: who asks, and how they stand to the thing, is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from sjalvklar.kernel.errors import NotAllowed, NotFound, NotNow
from sjalvklar.trust.access.table import ROWS, Row
from sjalvklar.trust.access.words import (
    COUNTED_ELSEWHERE,
    COUNTED_EVERYWHERE,
    STATES,
    Action,
    Compartment,
    Relation,
    Role,
    Thing,
)

NOT_THERE = "not_there"
WRONG_STATE = "wrong_state"
NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `roles` are those in the thing's unit; `elsewhere` those in other units of the same authority, which
    count for a few relations only (see `words`)."""

    thing: Thing
    action: Action
    roles: frozenset[Role]
    relations: frozenset[Relation]
    state: str
    compartment: Compartment = Compartment.ORDINARY
    elsewhere: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. `hidden`: not even that it exists may be known. `code` is empty, or why not: not_there, wrong_state
    (it would be allowed while the thing stands elsewhere), not_allowed. `row` is what allowed it."""

    allowed: bool
    hidden: bool
    row: Row | None
    code: str


_BY_ACTION: dict[tuple[Thing, Action], tuple[Row, ...]] = {}
for _made in ROWS:
    _BY_ACTION[_made.thing, _made.action] = (*_BY_ACTION.get((_made.thing, _made.action), ()), _made)


def rows_of(thing: Thing, action: Action) -> tuple[Row, ...]:
    """The rows that allow an action on a thing to somebody."""
    return _BY_ACTION.get((thing, action), ())


def roles_that_count(asked: Asked, relation: Relation) -> frozenset[Role]:
    """Which of the asker's roles a relation stands on."""
    if relation in COUNTED_ELSEWHERE:
        return asked.elsewhere
    return asked.roles | asked.elsewhere if relation in COUNTED_EVERYWHERE else asked.roles


def _allows(row: Row, asked: Asked, states: Iterable[str]) -> bool:
    return (
        asked.compartment in row.compartments
        and not row.states.isdisjoint(states)
        and any(not row.roles.isdisjoint(roles_that_count(asked, held)) for held in row.relations & asked.relations)
    )


def _row_for(asked: Asked, states: Iterable[str]) -> Row | None:
    if Relation.CONFLICT in asked.relations:
        return None
    return next((row for row in rows_of(asked.thing, asked.action) if _allows(row, asked, states)), None)


@lru_cache(maxsize=16384)
def decide(asked: Asked) -> Decision:
    """Whether it is allowed. Conflict stops everything, and hides it. Asked often with few differences: remembered."""
    row = _row_for(asked, (asked.state,))
    if row is not None:
        return Decision(True, False, row, "")
    if _row_for(replace(asked, action=Action.KNOW), (asked.state,)) is None:
        return Decision(False, True, None, NOT_THERE)
    elsewhere = _row_for(asked, STATES[asked.thing]) is not None
    return Decision(False, False, None, WRONG_STATE if elsewhere else NOT_ALLOWED)


def allows(asked: Asked) -> bool:
    """Whether it is allowed."""
    return decide(asked).allowed


def check(asked: Asked, *, hidden: str = "", denied: str = "") -> Row:
    """The row that allows it. Raises NotFound when the thing may not even be known of, NotNow("wrong_state") when it
    would be allowed in another state, else NotAllowed; `hidden` and `denied` are the codes of the first and last."""
    decision = decide(asked)
    if decision.row is not None:
        return decision.row
    if decision.hidden:
        raise NotFound(hidden or f"no_such_{asked.thing.value}")
    if decision.code == WRONG_STATE:
        raise NotNow(WRONG_STATE)
    raise NotAllowed(denied or NOT_ALLOWED)
