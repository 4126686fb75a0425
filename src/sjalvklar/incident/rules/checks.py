# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may be written of a family and an incident, and how it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sjalvklar.incident.rules.words import State
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.kernel.text import tidy, tidy_line

LONGEST_LINE = 120  # a name of 60 letters, and what one calls the place
LONGEST_WORDS = 2_000
LONGEST_NOTE = 20_000
MOST_PEOPLE = 99
OLDEST = timedelta(days=366 * 3)
AHEAD = timedelta(minutes=10)  # a clock on the wall may be fast
ONE_CIRCLE = "one_circle"

# Ten or twelve digits that begin as a date: a personal or coordination number, however it is spaced. A telephone
# number of ten digits begins with 0 and its third and fourth digits seldom are a month; this asks for both.
_NUMBER = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}|\d{2})[ .]?(?:0[1-9]|1[0-2])[ .]?(?:[0-2]\d|3[01]|[6-8]\d|9[01])"
    r" ?[-+–]? ?\d{4}(?!\d)"
)
_PHONE = re.compile(r"0\d{9}")


@dataclass(frozen=True, slots=True)
class Family:
    """Who it is, as far as it is needed: what they are called, how they are reached. All of it is sealed."""

    called: str
    relation: str = ""
    safe_contact: str = ""
    language: str = ""
    interpreter: str = ""


def has_number(text: str) -> bool:
    """Whether a personal number seems to stand in it."""
    return any(not _PHONE.fullmatch(found[0]) for found in _NUMBER.finditer(text))


def _line(text: str, field: str, *, needed: bool = False) -> str:
    kept = tidy_line(text)
    if needed and not kept:
        raise Invalid("needed", field=field)
    if len(kept) > LONGEST_LINE:
        raise Invalid("too_long_here", field=field)
    if has_number(kept):
        raise Invalid("no_numbers", field=field)
    return kept


def _words(text: str, field: str, longest: int = LONGEST_WORDS) -> str:
    kept = tidy(text)
    if len(kept) > longest:
        raise Invalid("too_long", field=field)
    if has_number(kept):
        raise Invalid("no_numbers", field=field)
    return kept


def checked_family(family: Family) -> Family:
    """The family as it is kept. A name is not needed: "the brother, third floor" is one. Raises Invalid: needed,
    too_long_here, too_long, no_numbers."""
    return replace(
        family,
        called=_line(family.called, "called", needed=True),
        relation=_line(family.relation, "relation"),
        safe_contact=_words(family.safe_contact, "safe_contact"),
        language=_line(family.language, "language"),
        interpreter=_line(family.interpreter, "interpreter"),
    )


def checked_people(people: int, children: int | None) -> None:
    """How many they are. Raises Invalid."""
    if not 1 <= people <= MOST_PEOPLE:
        raise Invalid("how_many", field="people")
    if children is not None and not 0 <= children <= MOST_PEOPLE:
        raise Invalid("how_many", field="children")


def checked_place(text: str) -> str:
    """Where it happened, in words. Raises Invalid: needed, too_long_here, no_numbers."""
    return _line(text, "place", needed=True)


def checked_line(text: str, field: str) -> str:
    """A short line that may be empty."""
    return _line(text, field)


def checked_note(text: str) -> str:
    """Something written down. Raises Invalid: needed, too_long, no_numbers."""
    kept = _words(text, "text", LONGEST_NOTE)
    if not kept:
        raise Invalid("needed", field="text")
    return kept


def checked_happened(happened_at: datetime, at: datetime) -> datetime:
    """When it happened: not ahead, and within three years. Raises Invalid("not_yet", "too_long_ago")."""
    if happened_at > at + AHEAD:
        raise Invalid("not_yet", field="when")
    if happened_at < at - OLDEST:
        raise Invalid("too_long_ago", field="when")
    return min(happened_at, at)


def check_one_circle(*, circles_before: frozenset[str], circle: str) -> None:
    """Whoever has been in one circle of an incident is never in another of the same. Raises NotNow("one_circle")."""
    if circles_before - {circle}:
        raise NotNow(ONE_CIRCLE)


def check_everybody_settled(unsettled: int) -> None:
    """An incident does not close while somebody has not been reached. Raises NotNow("not_all_reached")."""
    if unsettled:
        raise NotNow("not_all_reached")


def may_consent(state: State) -> bool:
    """Whether a family can be asked for the long time after: while the incident is not closed."""
    return state is not State.CLOSED
