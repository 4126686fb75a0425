# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept inside the seals, and what can be kept there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy_line
from sjalvklar.safety.rules.words import CompanyWay, Doer, MeasureKind, PoliceAnswer, PoliceParty, PoliceWay

LEAST, MOST = 0, 10
LONGEST_WORDS = 2_000  # characters
LONGEST_WARNING = 200
LONGEST_NUMBER = 40
LONGEST_AHEAD = timedelta(days=366)
OLDEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Said:
    """How afraid somebody says they are, 0 to 10, and in their own words. None: they did not want to say."""

    level: int | None = field(repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What the police were asked, by whom and how."""

    party: PoliceParty
    way: PoliceWay
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the police decided, in words. Opened only on request."""

    answer: PoliceAnswer = field(repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A protective measure: what, who does it, and in words."""

    kind: MeasureKind = field(repr=False)
    by: Doer = field(repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Company:
    """How somebody is with the relative when a crime is reported."""

    way: CompanyWay = field(repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Heed:
    """What those who meet somebody must heed: ids of the municipality's own sentences, and own words."""

    chosen: tuple[str, ...] = field(default=(), repr=False)
    words: str = field(default="", repr=False)


def check_level(level: int | None) -> None:
    """Raises Invalid("level")."""
    if level is not None and not LEAST <= level <= MOST:
        raise Invalid("level", field="level")


def check_passed(on: date, today: date, *, field: str) -> None:
    """A day that has been. Raises Invalid: not_yet_been, too_long_ago."""
    if on > today:
        raise Invalid("not_yet_been", field=field)
    if on < today - OLDEST:
        raise Invalid("too_long_ago", field=field)


def check_coming(on: date, today: date, *, field: str) -> None:
    """A day to come, or today. Raises Invalid: passed, too_far."""
    if on < today:
        raise Invalid("passed", field=field)
    if on > today + LONGEST_AHEAD:
        raise Invalid("too_far", field=field)


def check_heed(heed: Heed, known: Collection[str]) -> None:
    """Raises Invalid: choose for a sentence that is not the municipality's, needed when nothing was said."""
    if any(one not in known for one in heed.chosen):
        raise Invalid("choose", field="warnings")
    if not heed.chosen and not heed.words:
        raise Invalid("needed", field="warning_words")


def checked_number(number: str) -> str:
    """The police's own number of a report, as given. Raises Invalid("too_long_here")."""
    kept = tidy_line(number)
    if len(kept) > LONGEST_NUMBER:
        raise Invalid("too_long_here", field="number")
    return kept
