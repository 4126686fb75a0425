# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is agreed, without content: how it stands in one support, and whom colleagues are to remind in a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import pages
from sjalvklar.organisation.queries.pages import Part
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import stops
from sjalvklar.support.models import OwnPlan, Reminder, SafetyTold, Talk
from sjalvklar.support.queries import lists, seen
from sjalvklar.support.queries.services import today
from sjalvklar.support.rules import ReminderState, ReminderWay, TalkState
from sjalvklar.trust.access.words import Action

MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Short:
    """How it stands in one support, for whoever may read it; else all is empty."""

    look_on: date | None = None
    look_late: bool = False
    booked: int = 0
    next_at: datetime | None = None
    to_remind: bool = False
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """Somebody whom a colleague is to remind: the day and the support; never how, nor of what."""

    id: UUID
    on: date
    today: bool
    late: bool
    support: lists.Row


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """Some of the list, and what opens the rest; None at its end."""

    rows: tuple[ReminderRow, ...]
    next: str | None


def short(row: lists.Row, *, at: datetime | None = None) -> Short:
    """For the support's page, from its row as whoever asks sees it."""
    at = at or clock.now()
    if "read" not in row.may:
        return Short()
    plan = OwnPlan.objects.filter(support=row.id, replaced_at__isnull=True).first()
    booked = Talk.objects.filter(support=row.id, state=TalkState.BOOKED.value)
    told = SafetyTold.objects.filter(support=row.id).order_by("-at", "-id").first()
    day = today(at)
    first = booked.order_by("starts_at").first()
    due = _due().filter(support=row.id, on__lte=day)
    return Short(
        look_on=plan.look_on if plan is not None else None,
        look_late=plan is not None and plan.look_on < day,
        booked=booked.count(),
        next_at=first.starts_at if first is not None else None,
        to_remind=due.exists() and not stops.why_not(row.id),
        told_on=told.said_on if told is not None else None,
    )


def reminders(
    viewer: Viewer,
    *,
    unit_id: str,
    after: str | None = None,
    limit: int = pages.ON_A_PAGE,
    at: datetime | None = None,
) -> ReminderPage:
    """Whom colleagues in a unit are to remind, and on which day, the first first, from a place in the list on. Nobody
    who is not to be reached now. Raises NotFound("no_such_unit") for a unit where the viewer has nothing to do with
    relatives, Invalid("cursor") for a place that is not ours."""
    at = at or clock.now()
    if unit_id not in viewer.serving_unit_ids:
        raise NotFound("no_such_unit")
    known = seen.supports(viewer, at).filter(unit_id=unit_id)
    found, following = pages.of([Part(_due().filter(support__in=known.values("pk")), "on")], after, limit)
    held = seen.with_owner(known.filter(pk__in={row.support_id for row in found}), at)
    there = {row.id: row for row in lists.rows_of(viewer, seen.stands(viewer, held, at), at)}
    day = today(at)
    rows = tuple(
        ReminderRow(row.pk, row.on, row.on <= day, row.on < day, there[row.support_id])
        for row in found
        if row.support_id in there and not stops.why_not(row.support_id)
    )
    return ReminderPage(rows, following)


def to_remind(viewer: Viewer, *, unit_id: str, at: datetime | None = None) -> int:
    """How many are to be reminded by today: the unit's for its head, one's own for others; never more than a
    hundred."""
    at = at or clock.now()
    if unit_id not in viewer.serving_unit_ids:
        return 0
    action = Action.KNOW if viewer.leads(unit_id) else Action.READ
    known = seen.supports(viewer, at, action).filter(unit_id=unit_id)
    return _due().filter(support__in=known.values("pk"), on__lte=today(at))[:MOST_COUNTED].count()


def _due() -> QuerySet[Reminder]:
    return Reminder.objects.filter(state=ReminderState.DUE.value, way=ReminderWay.SAFE.value)
