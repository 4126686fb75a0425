# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When people in each situation need contact again: the pack's schedules, and the days they give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sjalvklar.followup.rules.days import After
from sjalvklar.followup.rules.words import EventKind
from sjalvklar.organisation.rules import Fact

FARTHEST = timedelta(days=100 * 366)  # from today: past that, what follows may lie beyond any calendar


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called at the desk, in its two languages."""

    sv: str
    en: str

    def in_language(self, code: str) -> str:
        return self.en if code == "en" else self.sv


@dataclass(frozen=True, slots=True)
class DateStep:
    """Contact so long after the day it is counted from. The name is there when the day is about something."""

    id: str
    after: After
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class EventStep:
    """Contact so long after something that may happen."""

    event: EventKind
    after: After


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rhythm for a situation."""

    id: str
    situations: tuple[str, ...]
    dates: tuple[DateStep, ...]
    events: tuple[EventStep, ...]
    fact: Fact


@dataclass(frozen=True, slots=True)
class Coming:
    """A step of a schedule, and the day it gives."""

    step: DateStep
    on: date


@dataclass(frozen=True)
class Schedules:
    """All of the pack's. The one without situations is for everybody else."""

    all: tuple[Schedule, ...] = ()

    def for_situation(self, situation: str) -> Schedule | None:
        """The schedule of a situation, else the one for everybody."""
        named = next((one for one in self.all if situation and situation in one.situations), None)
        return named or next((one for one in self.all if not one.situations), None)

    def step(self, step_id: str) -> DateStep | None:
        return next((step for one in self.all for step in one.dates if step.id == step_id), None)

    def after(self, situation: str, event: EventKind) -> After:
        """How long after that event contact is due; the same day when no schedule says."""
        found = self.for_situation(situation)
        steps = found.events if found else ()
        return next((step.after for step in steps if step.event is event), After())


def coming_from(schedule: Schedule, start: date, today: date) -> tuple[Coming, ...]:
    """The days of a schedule counted from a day; those that have passed are left out. None from a day that is nobody's
    to plan from."""
    if abs(start - today) > FARTHEST:
        return ()
    found = (Coming(step, step.after.counted_from(start)) for step in schedule.dates)
    return tuple(one for one in found if one.on >= today)
