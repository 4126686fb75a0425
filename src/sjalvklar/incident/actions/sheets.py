# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is seen once seals of an incident have been opened: the incident, a circle with its families, one family."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sjalvklar.incident.content import Words
from sjalvklar.incident.queries import lists
from sjalvklar.incident.rules import AlertAnswer, Circle, DutyState, FamilyState, Outcome, Reached, State, ToldBy, Way
from sjalvklar.incident.rules import Family as Sealed


@dataclass(frozen=True, slots=True)
class Line:
    """Something written."""

    number: int
    text: str = field(repr=False)
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """Somebody on duty."""

    id: int
    staff_id: int
    name: str
    role: str
    starts_at: datetime
    ends_at: datetime
    now: bool


@dataclass(frozen=True, slots=True)
class AlertLine:
    """Somebody alerted, and what they said."""

    whom: str
    at: datetime
    answer: AlertAnswer | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task for the whole incident."""

    task: str
    due_at: datetime
    done_at: datetime | None
    by: str
    late: bool


@dataclass(frozen=True, slots=True)
class CallLine:
    """The last test call to a number."""

    whom: str
    at: datetime
    answered: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """An incident as whoever leads it, or works in one of its circles, sees it. No family is in it."""

    row: lists.Row
    words: Words = field(repr=False)
    room_opens_at: datetime | None
    media_id: int | None
    media: str
    debrief_at: datetime | None
    debrief_held_at: datetime | None
    shifts: tuple[ShiftLine, ...]
    alerts: tuple[AlertLine, ...]
    calls: tuple[CallLine, ...]
    tasks: tuple[TaskLine, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in its circle's list."""

    id: UUID
    number: int
    called: str = field(repr=False)
    people: int
    state: FamilyState
    reached: Reached
    made_at: datetime
    attempts: int
    contact: str
    mine: bool
    late: int
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class CircleSheet:
    """A page of a circle as those who work in it see it."""

    id: UUID
    kind: Circle
    row: lists.Row
    families: tuple[FamilyRow, ...]
    total: int
    page: int
    pages: int
    staff: tuple[lists.InCircle, ...]


@dataclass(frozen=True, slots=True)
class ReachLine:
    """An attempt."""

    at: datetime
    by: str
    way: Way
    outcome: Outcome
    told_by: ToldBy


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Something due."""

    step: str
    due_at: datetime
    state: DutyState
    settled_at: datetime | None
    by: str
    late: bool


@dataclass(frozen=True, slots=True)
class FamilySheet:
    """A family as those who work in its circle see it."""

    id: UUID
    number: int
    circle_id: UUID
    circle: Circle
    incident_id: UUID
    incident_number: str
    incident_state: State
    words: Sealed = field(repr=False)
    people: int
    children: int | None
    state: FamilyState
    reached: Reached
    reached_at: datetime | None
    made_at: datetime
    contact_id: int | None
    contact: str
    consent_at: datetime | None
    reaches: tuple[ReachLine, ...]
    checkpoints: tuple[DutyLine, ...]
    authorities: tuple[DutyLine, ...]
    notes: tuple[Line, ...]
    staff: tuple[lists.InCircle, ...]
    may_write: bool
