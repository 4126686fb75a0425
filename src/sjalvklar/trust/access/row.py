# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A row of the access table."""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.trust.access.words import COMPARTMENTS, STATES, Action, Compartment, Relation, Role, Thing

SERVING = frozenset(role for role in Role if role.serves)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is allowed, and why."""

    thing: Thing
    action: Action
    roles: frozenset[Role]
    relations: frozenset[Relation]
    states: frozenset[str]
    compartments: frozenset[Compartment]
    why: str


def row(
    thing: Thing,
    action: Action,
    why: str,
    *,
    roles: frozenset[Role] = SERVING,
    relations: set[Relation],
    states: set[str] | None = None,
    compartments: frozenset[Compartment] | None = None,
) -> Row:
    """A row; without states or compartments, whatever they are."""
    return Row(
        thing,
        action,
        roles,
        frozenset(relations),
        STATES[thing] if states is None else frozenset(states),
        COMPARTMENTS[thing] if compartments is None else compartments,
        why,
    )
