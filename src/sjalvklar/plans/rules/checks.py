# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may be written in a plan, and how it is kept. All of it is sealed; a personal number is kept nowhere in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy, tidy_line
from sjalvklar.plans.rules.words import PartyKind, Target
from sjalvklar.support.rules.unnamed import points_at_somebody

LONGEST_LINE = 120
LONGEST_WORDS = 5_000
FURTHEST = timedelta(days=366 * 2)
MOST_PARTIES = 20


@dataclass(frozen=True, slots=True)
class Aim:
    """What the plan is for. The guardians are named for the consents of somebody under 18."""

    target: Target
    aim: str
    guardian: str = ""
    second_guardian: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """A party: what it is called, and its named person."""

    name: str
    person: str = ""
    role: str = ""
    reach: str = ""


def _without_number(kept: str, field: str) -> str:
    if points_at_somebody(kept) == "personal_number_here":
        raise Invalid("personal_number_here", field=field)
    return kept


def checked_line(text: str, field: str, *, needed: bool = False) -> str:
    """One line. Raises Invalid: needed, too_long_here, personal_number_here."""
    kept = tidy_line(text)
    if needed and not kept:
        raise Invalid("needed", field=field)
    if len(kept) > LONGEST_LINE:
        raise Invalid("too_long_here", field=field)
    return _without_number(kept, field)


def checked_words(text: str, field: str, *, needed: bool = True) -> str:
    """Something written. Raises Invalid: needed, too_long, personal_number_here."""
    kept = tidy(text).strip()
    if needed and not kept:
        raise Invalid("needed", field=field)
    if len(kept) > LONGEST_WORDS:
        raise Invalid("too_long", field=field)
    return _without_number(kept, field)


def checked_aim(aim: Aim) -> Aim:
    """What it is for, as it is kept."""
    return replace(
        aim,
        aim=checked_words(aim.aim, "aim"),
        guardian=checked_line(aim.guardian, "guardian"),
        second_guardian=checked_line(aim.second_guardian, "second_guardian"),
    )


def checked_about(about: About, kind: PartyKind) -> About:
    """A party as it is kept. Each has a named person; the police may be asked for theirs later."""
    return replace(
        about,
        name=checked_line(about.name, "name", needed=True),
        person=checked_line(about.person, "person", needed=kind is not PartyKind.POLICE),
        role=checked_line(about.role, "role"),
        reach=checked_line(about.reach, "reach"),
    )


def checked_day(day: date, *, today: date, field: str) -> date:
    """A day to do something by. Raises Invalid: day_passed, too_far."""
    if day < today:
        raise Invalid("day_passed", field=field)
    if day > today + FURTHEST:
        raise Invalid("too_far", field=field)
    return day


def check_room(parties: Collection[object]) -> None:
    """Raises Invalid("too_many")."""
    if len(parties) >= MOST_PARTIES:
        raise Invalid("too_many", field="name")
