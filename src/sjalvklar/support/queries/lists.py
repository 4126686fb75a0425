# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports as rows, without content: what waits in a unit, one's own, and all of the unit for its head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from sjalvklar.casework.queries import Row as CaseRow
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import pages
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.queries.pages import Part
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.models import Noticed, Support, Talk
from sjalvklar.support.permissions import NO_SUCH_SUPPORT
from sjalvklar.support.queries import seen
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.queries.services import today
from sjalvklar.support.rules import CloseReason, DocumentationMode, NextStep, NoticeAnswer, Source, State, TalkState
from sjalvklar.trust.access import planned
from sjalvklar.trust.access.words import Action

MOST_ROWS = 200
MOST_COUNTED = 100


class View(StrEnum):
    """Which list."""

    WAITING = "waiting"  # nobody in the unit has taken it
    MINE = "mine"  # mine, and those of whom I stand in for
    UNIT = "unit"  # all that is open in the unit, without content, for its head; overdue first
    CLOSED = "closed"  # of mine, what is closed


@dataclass(frozen=True, slots=True)
class Row:
    """A support without content. `overdue`: the day of its next step has passed, or nobody took it in time;
    `needs_owner`: whoever answers for it no longer can."""

    id: UUID
    unit_id: str
    service: str
    mode: DocumentationMode
    state: State
    source: Source
    situation: str
    owner_id: int | None
    owner: str
    mine: bool
    next_step: NextStep | None
    next_on: date | None
    due_at: datetime | None
    overdue: bool
    raised: bool
    needs_owner: bool
    opened_at: datetime
    closed_at: datetime | None
    close_reason: CloseReason | None
    case_id: UUID | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list, and what opens the rest; None at its end."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many, never more than 100: a hundred means "99+". `overdue` of one's own, `raised` of the unit's for its
    head."""

    waiting: int
    overdue: int
    raised: int


@dataclass(frozen=True, slots=True)
class NoticedRow:
    """What somebody who noticed a relative may know afterwards: to which unit it went, and that it was taken."""

    id: UUID
    receipt: str
    at: datetime
    situation: str
    answer: NoticeAnswer
    unit: str
    received: bool
    taken_at: datetime | None


def rows_of(viewer: Viewer, found: Iterable[Stands], at: datetime) -> tuple[Row, ...]:
    """Rows of supports that `seen.stands` gave."""
    known = list(found)
    names = organisation.names({one.owner_id for one in known if one.owner_id is not None})
    units = {one.support.unit_id for one in known}
    here = {unit: {who.staff_id for who in organisation.staff_of(unit, at) if who.serves} for unit in units}
    day = today(at)
    return tuple(_row(viewer, one, names, here[one.support.unit_id], day, at) for one in known)


def _row(viewer: Viewer, one: Stands, names: dict[int, str], here: set[int], day: date, at: datetime) -> Row:
    support, owner = one.support, one.owner_id
    late = support.state == State.WAITING.value and support.due_at is not None and support.due_at <= at
    passed = support.next_on is not None and support.next_on < day
    gone = owner is None or owner not in here
    return Row(
        id=support.pk,
        unit_id=support.unit_id,
        service=support.service,
        mode=DocumentationMode(support.mode),
        state=one.facts.state,
        source=Source(support.source),
        situation=support.situation,
        owner_id=owner,
        owner=names.get(owner, "") if owner is not None else "",
        mine=viewer.acts_for(owner, support.unit_id),
        next_step=NextStep(support.next_step) if support.next_step else None,
        next_on=support.next_on,
        due_at=support.due_at,
        overdue=late or passed,
        raised=support.raised_at is not None or support.escalated_at is not None,
        needs_owner=gone and support.state == State.OPEN.value if one.case is None else one.case.needs_owner,
        opened_at=support.opened_at,
        closed_at=support.closed_at,
        close_reason=CloseReason(support.close_reason) if support.close_reason else None,
        case_id=support.case_id,
        may=one.may(viewer),
    )


def row(viewer: Viewer, support_id: UUID, *, at: datetime | None = None) -> Row:
    """One support, without content. Raises NotFound("no_such_support"), also for what the viewer may not know of."""
    at = at or clock.now()
    return rows_of(viewer, [seen.one(viewer, support_id, at)], at)[0]


def check_known(viewer: Viewer, support_id: UUID, *, at: datetime | None = None) -> None:
    """Raises NotFound("no_such_support") for what the viewer may not know of, and for what is not there."""
    if not seen.supports(viewer, at or clock.now()).filter(pk=support_id).exists():
        raise NotFound(NO_SUCH_SUPPORT)


def _parts(viewer: Viewer, view: View, unit_id: str | None, at: datetime) -> tuple[Part[Support], ...]:
    """A list, part after part, the day that has passed longest first. One's own are what may be read: what one answers
    for or stands in for, and not what is only known."""
    whole = view in {View.WAITING, View.UNIT}
    if whole and (unit_id not in viewer.serving_unit_ids if view is View.WAITING else not viewer.leads(unit_id or "")):
        raise NotFound("no_such_unit")
    known = seen.supports(viewer, at).filter(unit_id=unit_id) if whole else seen.supports(viewer, at, Action.READ)
    found = seen.with_owner(known, at)
    waits = Part(found.filter(state=State.WAITING.value), "due_at")
    going = Part(found.filter(state=State.OPEN.value), "next_on")
    ended = Part(found.filter(state=State.CLOSED.value), "closed_at", newest_first=True)
    return {View.WAITING: (waits,), View.UNIT: (waits, going), View.MINE: (going,), View.CLOSED: (ended,)}[view]


@planned.anew()
def page(
    viewer: Viewer,
    *,
    view: View,
    unit_id: str | None = None,
    after: str | None = None,
    limit: int = pages.ON_A_PAGE,
    at: datetime | None = None,
) -> Page:
    """A page of a list, from a place in it on. Raises NotFound("no_such_unit") for a unit whose list is not the
    viewer's to see, Invalid("cursor") for a place that is not ours."""
    at = at or clock.now()
    found, following = pages.of(_parts(viewer, view, unit_id, at), after, limit)
    return Page(rows_of(viewer, seen.stands(viewer, found, at), at), following)


def worklist(viewer: Viewer, *, view: View, unit_id: str | None = None, at: datetime | None = None) -> tuple[Row, ...]:
    """The beginning of a list, as `page`."""
    return page(viewer, view=view, unit_id=unit_id, limit=MOST_ROWS, at=at).rows


def in_case(
    viewer: Viewer, case_id: UUID, *, case: CaseRow | None = None, at: datetime | None = None
) -> tuple[Row, ...]:
    """The supports that are part of a case, for whoever may know of it; none for others. `case`: its row as the viewer
    sees it, when it is at hand."""
    at = at or clock.now()
    known = Support.objects.filter(case=case_id).order_by("-opened_at", "id")
    at_hand = {case_id: case} if case is not None else None
    found = seen.stands(viewer, seen.with_owner(known, at)[:MOST_ROWS], at, in_cases=at_hand)
    return rows_of(viewer, found, at)


def talks_held_on(support_id: UUID) -> tuple[date, ...]:
    """The days on which talks were held in a support, for the rooms above, whose reading is on record already."""
    held = Talk.objects.filter(support=support_id, state=TalkState.HELD.value).order_by("starts_at")
    return tuple(today(at) for at in held.values_list("starts_at", flat=True))


@planned.anew()
def counts(viewer: Viewer, *, unit_id: str, at: datetime | None = None) -> Counts:
    """What the menu shows."""
    at = at or clock.now()
    day = today(at)
    unit = seen.supports(viewer, at).filter(unit_id=unit_id)
    raised = Q(state=State.OPEN.value, next_on__lt=day) | Q(state=State.WAITING.value, due_at__lte=at)
    mine = seen.supports(viewer, at, Action.READ).filter(state=State.OPEN.value, next_on__lt=day)
    return Counts(
        waiting=waiting(viewer, unit_id=unit_id),
        overdue=mine[:MOST_COUNTED].count(),
        raised=unit.filter(raised)[:MOST_COUNTED].count() if viewer.leads(unit_id) else 0,
    )


def waiting(viewer: Viewer, *, unit_id: str) -> int:
    """How many wait in the unit, never more than 100; none in a unit where the viewer meets no relatives.

    Every page of the desk shows it, so its plan is kept: to plan the walls of supports, and of the cases some belong
    to, costs PostgreSQL many times what the counting does. What waits for somebody belongs to no case yet.
    """
    if unit_id not in viewer.serving_unit_ids:
        return 0
    asked = Support.objects.filter(unit_id=unit_id, state=State.WAITING.value, case__isnull=True).values_list("pk")
    with planned.once():
        return asked[:MOST_COUNTED].count()


def noticed_by(viewer: Viewer, *, at: datetime | None = None) -> tuple[NoticedRow, ...]:
    """What the viewer has noticed, newest first: received, and taken; never what came of it."""
    found = Noticed.objects.filter(staff_id=viewer.staff_id).order_by("-at", "-id")[:MOST_ROWS]
    rows = list(found)
    units = {unit.id: unit.name for unit in organisation.units({row.to_unit_id for row in rows if row.to_unit_id})}
    return tuple(
        NoticedRow(
            id=row.pk,
            receipt=row.receipt,
            at=row.at,
            situation=row.situation,
            answer=NoticeAnswer(row.answer),
            unit=units.get(row.to_unit_id, "") if row.to_unit_id else "",
            received=row.to_unit_id is not None,
            taken_at=row.taken_at,
        )
        for row in rows
    )


def noticed(viewer: Viewer, noticed_id: UUID) -> NoticedRow:
    """One of the viewer's own. Raises NotFound("no_such_notice")."""
    found = next((row for row in noticed_by(viewer) if row.id == noticed_id), None)
    if found is None:
        raise NotFound("no_such_notice")
    return found
