# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case: who is there as what, what they are called there, and what is between two of them.

An edge is read "one is KIND of the other". Each kind has an inverse, so that whoever writes it may begin at either
end; only one of the two is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sjalvklar.casework.rules.dates import age, earliest, latest
from sjalvklar.kernel import personal_numbers
from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy_line

LONGEST_CALLED = 60
MOST_PEOPLE = 60  # in one case: past that it is no family
ADULT = 18


class Part(StrEnum):
    """As what somebody is in a case. Never mix up the first two (docs/reference/glossary.md)."""

    RELATIVE = "relative"  # anhörig: whom the case is about
    PERSON_OF_CONCERN = "person_of_concern"  # närstående: the one they worry about
    CHILD = "child"  # a child who is to be seen
    OTHER = "other"


class RelationKind(StrEnum):
    """What somebody is to another."""

    PARENT = "parent"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    GUARDIAN = "guardian"  # vårdnadshavare
    WARD = "ward"
    CARER = "carer"  # anhörigvårdare
    CARED_FOR = "cared_for"
    PROFESSIONAL = "professional"
    CLIENT = "client"
    SIBLING = "sibling"
    PARTNER = "partner"
    FORMER_PARTNER = "former_partner"
    KIN = "kin"  # other family
    FRIEND = "friend"
    NO_CONTACT = "no_contact"  # the one is kept from the other


class NoContact(StrEnum):
    """Why there is to be no contact."""

    OWN_WISH = "own_wish"
    CONTACT_BAN = "contact_ban"  # kontaktförbud
    DANGER = "danger"


class JoinGround(StrEnum):
    """How it is known that two are one person."""

    SAME_NUMBER = "same_number"
    TOLD = "told"  # they said so themselves
    PAPERS = "papers"
    ENTERED_TWICE = "entered_twice"


class ForgetGround(StrEnum):
    """Why somebody is taken out of a case for ever."""

    MISTAKE = "mistake"
    NOT_NEEDED = "not_needed"
    ASKED = "asked"  # they ask for it, and nothing says that it must be kept


KEPT: Mapping[RelationKind, RelationKind] = {
    RelationKind.CHILD: RelationKind.PARENT,
    RelationKind.GRANDCHILD: RelationKind.GRANDPARENT,
    RelationKind.WARD: RelationKind.GUARDIAN,
    RelationKind.CARED_FOR: RelationKind.CARER,
    RelationKind.CLIENT: RelationKind.PROFESSIONAL,
}
"""Kinds that are kept as their inverse."""
INVERSE: Mapping[RelationKind, RelationKind] = {
    **{kind: kind for kind in RelationKind},
    **KEPT,
    **{kept: said for said, kept in KEPT.items()},
}
BOTH_WAYS = frozenset(kind for kind in RelationKind if INVERSE[kind] is kind and kind is not RelationKind.NO_CONTACT)
_ONE_OF_TWO = ({RelationKind.PARTNER, RelationKind.FORMER_PARTNER},)


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of somebody besides their identity. `called` is what they are called here: "sonen", a first name,
    or nothing. `minor` is said of whoever has no personal number; `died` as precisely as it is known."""

    called: str = field(default="", repr=False)
    minor: bool = False
    died: str = field(default="", repr=False)


def checked_called(text: str, *, needed: bool = False) -> str:
    """Raises Invalid: too_long_here, and choose_called when somebody protected has nothing else to be shown by."""
    kept = tidy_line(text)
    if len(kept) > LONGEST_CALLED:
        raise Invalid("too_long_here", field="called")
    if needed and not kept:
        raise Invalid("choose_called", field="called")
    return kept


def is_child(part: Part, known: Known, number: str, *, today: date) -> bool:
    """Whether somebody is under eighteen: by their number, else as it was said."""
    if number:
        try:
            return age(personal_numbers.parse(number, today=date.max).born, today) < ADULT
        except Invalid:
            pass
    return known.minor or part is Part.CHILD


@dataclass(frozen=True, slots=True)
class Between:
    """What is between two people, each by their number in the case. `since` and `until` as precisely as is known."""

    one: int
    other: int
    kind: RelationKind
    since: str = field(default="", repr=False)
    until: str = field(default="", repr=False)
    ground: NoContact | None = None

    @property
    def pair(self) -> frozenset[int]:
        return frozenset({self.one, self.other})

    @property
    def ended(self) -> bool:
        return bool(self.until)


def straight(between: Between) -> Between:
    """The one way in which it is kept, whichever end it was written from."""
    if between.kind in KEPT:
        return replace(between, one=between.other, other=between.one, kind=KEPT[between.kind])
    if between.kind in BOTH_WAYS and between.one > between.other:
        return replace(between, one=between.other, other=between.one)
    return between


def as_seen_from(between: Between, number: int) -> tuple[int, RelationKind]:
    """Who the other is, and what that other is to this one."""
    if number == between.one:
        return between.other, INVERSE[between.kind]
    return between.one, between.kind


def at_once(first: Between, second: Between) -> bool:
    """Whether the two surely held at the same time, as far as is known."""
    return _before_the_end(first, second) and _before_the_end(second, first)


def _before_the_end(first: Between, second: Between) -> bool:
    if not second.until:
        return True
    return bool(first.since) and latest(first.since) < earliest(second.until)


def check_between(new: Between, there: Iterable[Between], children: Mapping[int, bool]) -> Between:
    """What may be between two people; returns it as it is kept. `children`: who is a child, by number.

    Raises Invalid: relation_to_oneself, no_such_person ("other"), choose ("ground"), ends_before_it_begins ("until"),
    guardian_of_a_child, relation_there, relation_both_ways, relation_both_at_once ("kind").
    """
    if new.one == new.other:
        raise Invalid("relation_to_oneself", field="other")
    if not new.pair <= children.keys():
        raise Invalid("no_such_person", field="other")
    if (new.kind is RelationKind.NO_CONTACT) != (new.ground is not None):
        raise Invalid("choose", field="ground")
    if new.since and new.until and latest(new.until) < earliest(new.since):
        raise Invalid("ends_before_it_begins", field="until")
    kept = straight(new)
    if kept.kind is RelationKind.GUARDIAN and not kept.until and not children[kept.other]:
        raise Invalid("guardian_of_a_child", field="kind")
    for old in there:
        if old.pair == kept.pair and at_once(old, kept):
            _check_beside(kept, old)
    return kept


def _check_beside(kept: Between, old: Between) -> None:
    if kept.kind is old.kind and kept.ground is old.ground:
        both_ways = kept.one != old.one and kept.kind is not RelationKind.NO_CONTACT
        raise Invalid("relation_both_ways" if both_ways else "relation_there", field="kind")
    if any({kept.kind, old.kind} == both for both in _ONE_OF_TWO):
        raise Invalid("relation_both_at_once", field="kind")


def shown_as(joined: Mapping[int, int], number: int) -> int:
    """Whom somebody is shown as, when some were found to be one person."""
    seen = {number}
    while (following := joined.get(number)) is not None and following not in seen:
        number = following
        seen.add(number)
    return number


def as_joined(edges: Iterable[Between], joined: Mapping[int, int]) -> tuple[Between, ...]:
    """The edges between those who are shown: none to oneself, and what says the same only once."""
    found: dict[tuple[object, ...], Between] = {}
    for edge in edges:
        moved = straight(replace(edge, one=shown_as(joined, edge.one), other=shown_as(joined, edge.other)))
        if moved.one != moved.other:
            found.setdefault((moved.one, moved.other, moved.kind, moved.ground, moved.until), moved)
    return tuple(found.values())
