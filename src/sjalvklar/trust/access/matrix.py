# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The access table written out, every combination of it: as CSV, as the page in the docs, and read back again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from sjalvklar.trust.access.decide import Asked, Decision, decide, roles_that_count, rows_of
from sjalvklar.trust.access.table import ROWS
from sjalvklar.trust.access.words import (
    COMPARTMENTS,
    COUNTED_ELSEWHERE,
    COUNTED_EVERYWHERE,
    STATES,
    Action,
    Relation,
    Role,
    Thing,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination: somebody with this role and nothing but this relation, and what they are answered."""

    thing: str
    action: str
    role: str
    relation: str
    state: str
    compartment: str
    answer: str  # yes, no, or hidden: no, and that it exists is not told either
    why: str


def actions_of(thing: Thing) -> tuple[Action, ...]:
    """What can be done with a thing at all, in the order of the words."""
    known = {row.action for row in ROWS if row.thing is thing}
    return tuple(action for action in Action if action in known)


def relations_of(thing: Thing) -> tuple[Relation, ...]:
    """The relations that make a difference for a thing, and the two that always are there: others and conflict."""
    known = {relation for row in ROWS if row.thing is thing for relation in row.relations}
    return tuple(r for r in Relation if r in known or r in {Relation.OTHERS, Relation.CONFLICT})


def _roles(role: Role, relation: Relation) -> tuple[frozenset[Role], frozenset[Role]]:
    """Where the role is held for it to count: in the unit, or in another of the same authority."""
    held = frozenset({role})
    if relation in COUNTED_ELSEWHERE:
        return frozenset(), held
    return (held, held) if relation in COUNTED_EVERYWHERE else (held, frozenset())


def _answer(decision: Decision) -> str:
    return "yes" if decision.allowed else "hidden" if decision.hidden else "no"


def cells() -> Iterator[Cell]:
    """Every combination, without a hole."""
    for thing in Thing:
        for action in actions_of(thing):
            for role in Role:
                for relation in relations_of(thing):
                    inside, elsewhere = _roles(role, relation)
                    for state in sorted(STATES[thing]):
                        for compartment in sorted(COMPARTMENTS[thing]):
                            made = decide(
                                Asked(thing, action, inside, frozenset({relation}), state, compartment, elsewhere)
                            )
                            why = made.row.why if made.row else ""
                            yield Cell(
                                thing.value,
                                action.value,
                                role.value,
                                relation.value,
                                state,
                                compartment.value,
                                _answer(made),
                                why,
                            )


def as_csv() -> str:
    """The matrix for a spreadsheet: one line for each combination, the reason last."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.name for field in fields(Cell))
    for cell in cells():
        writer.writerow(getattr(cell, field.name) for field in fields(Cell))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The matrix as somebody else reads it: the combinations that are answered with yes."""

    yes: frozenset[tuple[str, ...]]

    def allows(self, asked: Asked) -> bool:
        """Whether it allows it: one of the relations, with a role that counts for it, and no conflict."""
        if Relation.CONFLICT in asked.relations:
            return False
        return any(
            (asked.thing, asked.action, role, relation, asked.state, asked.compartment) in self.yes
            for relation in asked.relations
            for role in roles_that_count(asked, relation)
        )


def read_back(text: str) -> ReadBack:
    """The matrix from its CSV."""
    lines = csv.DictReader(io.StringIO(text))
    names = ("thing", "action", "role", "relation", "state", "compartment")
    return ReadBack(frozenset(tuple(line[name] for name in names) for line in lines if line["answer"] == "yes"))


_SAID = {
    Thing.THREAD: "A relative's contact",
    Thing.CASE: "A case",
    Thing.SUPPORT: "Support to one relative",
    Thing.INCIDENT: "An incident",
    Thing.FAMILY: "A family that an incident struck",
    Thing.PLAN: "A plan of a social intervention group",
    Thing.PART: "One party's part of such a plan",
    Thing.UNIT: "A unit",
    Thing.ACCOUNT: "A colleague's way in",
    Thing.LOG: "An entry of the record",
    Thing.DISPOSAL: "A disposal decision",
}
_RELATIONS = {
    Relation.OWNER: "it is assigned to them, dated; of the record: they did it; of a disposal: they planned it",
    Relation.STAND_IN: "they stand in for its owner in its unit, dated",
    Relation.ANSWERS: "they have a role in its unit that meets relatives",
    Relation.LEADS: "they head its unit",
    Relation.BORROWED_HEAD: "they head another unit of the authority, and it went to them because its own has no head",
    Relation.NAMED: "they are on the protected case's list",
    Relation.OPENED: "named, and two people have opened the protected case together, now",
    Relation.GLASS: "they have broken the glass, and it has not closed again",
    Relation.CIRCLE: "they work in its circle (of an incident: in one of its circles), dated",
    Relation.OF_CASE: "they may read the case that it is part of",
    Relation.PARTY: "they take part for its party, dated, and the consent for it holds now",
    Relation.MEMBER: "they have a role in its unit",
    Relation.SAME_AUTHORITY: "they have a role in another unit of the same authority",
    Relation.OTHERS: "none of these",
    Relation.CONFLICT: "it is about themselves, family or household, is their own deed to be judged, they work or "
    "have worked in another circle of the same incident, or the plan is about a protected person who has not named "
    "them: stops everything",
}


def _words(found: Iterable[str], whole: Iterable[str]) -> str:
    kept = sorted(found)
    return "any" if set(kept) == set(whole) else ", ".join(f"`{word}`" for word in kept)


def document() -> str:
    """The page in the docs: what is allowed, to whom and why. All else is not."""
    said = [
        "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->",
        "<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->",
        f"<!-- SPDX-{'License'}-Identifier: EUPL-1.2 -->",
        "",
        "# Who may do what",
        "",
        "The access table, whole. What no row here allows is not allowed. What somebody may not even *know* of is",
        "answered as what is not there: the same status, the same page, no count. The same rows are what every",
        "permission asks, the filters of lists, PostgreSQL's row-level security, and the CSV of every combination",
        "that `./sjalvklar access matrix --csv` writes; a test holds them against each other. Why it is so:",
        "[ADR 0019](../decisions/0019-one-access-table.md).",
        "",
        "A row allows an action to whoever has one of its roles *and* one of its relations, while the thing is in",
        "one of its states. A role counts where it is held: in the thing's unit, for `borrowed_head` and",
        "`same_authority` in another unit of the same authority, for `named`, `opened`, `glass`, `circle` and",
        "`of_case` in either. For a `party` the unit is the party's own, of whatever authority.",
        "",
        "## How somebody stands to a thing",
        "",
        *(f"- `{relation.value}`: {words}" for relation, words in _RELATIONS.items()),
        "",
        "`it_administrator`, `security_officer` and `records_officer` are in no row that reads, writes or reveals",
        "anything about anybody.",
        "",
    ]
    for thing in Thing:
        said += [
            f"## {_SAID[thing]}",
            "",
            "| action | relations | roles | states | case | why |",
            "|---|---|---|---|---|---|",
        ]
        for action in actions_of(thing):
            for row in rows_of(thing, action):
                compartments = "" if len(COMPARTMENTS[thing]) == 1 else _words(row.compartments, COMPARTMENTS[thing])
                cells_of_row = (
                    f"`{action.value}`",
                    ", ".join(f"`{relation.value}`" for relation in Relation if relation in row.relations),
                    _words(row.roles, Role),
                    _words(row.states, STATES[thing]),
                    compartments,
                    row.why,
                )
                said.append(f"| {' | '.join(cells_of_row)} |")
        said.append("")
    return "\n".join(said).rstrip() + "\n"
