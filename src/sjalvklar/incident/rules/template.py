# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality has decided beforehand, so that nobody has to think of it at two in the morning."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sjalvklar.incident.rules.words import Circle
from sjalvklar.kernel.errors import Invalid

_NOON = time(12)
_LONG_AGO = timedelta(days=366)
_FAR = timedelta(days=366 * 20)  # a release from prison


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called at the desk, in its two languages."""

    sv: str
    en: str

    def in_language(self, code: str) -> str:
        return self.en if code == "en" else self.sv


@dataclass(frozen=True, slots=True)
class After:
    """How long after: hours exactly, or calendar days, months and years to noon on that day."""

    hours: int = 0
    days: int = 0
    months: int = 0

    def counted_from(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment it is due, in UTC. Days are counted by the calendar: a day of 23 or 25 hours is one day, and what
        falls on a day that the month does not have is due on its last."""
        if self.hours:
            return moment + timedelta(hours=self.hours)
        day = moment.astimezone(zone).date()
        months = day.month - 1 + self.months
        year, month = day.year + months // 12, months % 12 + 1
        first = day.replace(year=year, month=month, day=1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        due = first.replace(day=min(day.day, last.day)) + timedelta(days=self.days)
        return datetime.combine(due, _NOON, zone).astimezone(moment.tzinfo)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of incident."""

    id: str
    name: Name


@dataclass(frozen=True, slots=True)
class Step:
    """A date that somebody must be in touch on, or a step in the list of authorities; for some circles or for all."""

    id: str
    name: Name
    after: After
    circles: frozenset[Circle]
    tasks: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that may happen later, for some circles or for all, and how many days after it somebody is in touch;
    before it, when they are fewer than none."""

    id: str
    name: Name
    days: int
    circles: frozenset[Circle]
    tasks: tuple[Name, ...] = ()

    def due(self, on: date, *, known_at: datetime, zone: ZoneInfo) -> datetime:
        """When somebody is in touch: noon on that day, and today when it has passed before anybody knew."""
        day = max(on + timedelta(days=self.days), known_at.astimezone(zone).date())
        return datetime.combine(day, _NOON, zone).astimezone(known_at.tzinfo)


@dataclass(frozen=True, slots=True)
class Task:
    """Something for the whole incident, and which role does it."""

    id: str
    name: Name
    after: After
    role: str


@dataclass(frozen=True, slots=True)
class Number:
    """Somebody who is called: alerted and asked for an answer, or called to see that somebody answers at all."""

    id: str
    name: Name
    receiver: str = ""
    phone: str = ""
    alerted: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """The whole of it."""

    kinds: tuple[Kind, ...] = ()
    roles: tuple[Kind, ...] = ()
    tasks: tuple[Task, ...] = ()
    checkpoints: tuple[Step, ...] = ()
    events: tuple[Event, ...] = ()
    authorities: tuple[Step, ...] = ()
    numbers: tuple[Number, ...] = ()
    names: dict[str, Name] = field(default_factory=dict)

    def name(self, kind: str, id: str, language: str) -> str:
        """What something is called; its id when the template no longer has it."""
        found = self.names.get(f"{kind}.{id}")
        return found.in_language(language) if found else id


def event_for(template: Template, circle: Circle, id: str) -> Event:
    """What may happen to a family of that circle. Raises Invalid("choose")."""
    found = next((event for event in template.events if event.id == id and circle in event.circles), None)
    if found is None:
        raise Invalid("choose", field="event")
    return found


def check_day(on: date, today: date) -> None:
    """That something may happen, or have happened, on that day. Raises Invalid("day")."""
    if not -_LONG_AGO <= on - today <= _FAR:
        raise Invalid("day", field="on")


@dataclass(frozen=True, slots=True)
class Due:
    """A step of a family, and when."""

    step: str
    at: datetime


def checkpoints_for(
    template: Template, circle: Circle, *, happened_at: datetime, known_at: datetime, zone: ZoneInfo
) -> tuple[Due, ...]:
    """The dates of a family. Hours count from when we came to know of it; days, months and years from what happened,
    and those that had passed already are left out."""
    found = []
    for step in template.checkpoints:
        if circle not in step.circles:
            continue
        due = step.after.counted_from(known_at if step.after.hours else happened_at, zone)
        if due > known_at:
            found.append(Due(step.id, due))
    return tuple(found)


def authorities_for(template: Template, circle: Circle, *, happened_at: datetime, zone: ZoneInfo) -> tuple[Due, ...]:
    """The list of authorities, each with the day it ought to be done by, counted from what happened; also when that
    day has passed, since it still is to be done."""
    return tuple(
        Due(step.id, step.after.counted_from(happened_at, zone))
        for step in template.authorities
        if circle in step.circles
    )
