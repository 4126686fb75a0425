# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be followed up in a unit: days and who answers for them, never what about; overdue first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min

from sjalvklar.followup import after_the_end
from sjalvklar.followup.models import FollowUp
from sjalvklar.followup.rules import COMING
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import pages, staff
from sjalvklar.organisation.queries.pages import Part
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.queries import Row as SupportRow
from sjalvklar.support.queries import lists as supports
from sjalvklar.support.queries import seen, today
from sjalvklar.trust.access.words import Action

MOST_COUNTED = 100
_COMING = [state.value for state in COMING]


@dataclass(frozen=True, slots=True)
class Row:
    """One that is coming, without content. `afterwards`: its support has ended, and the relative wanted it;
    `needs_owner`: whoever answers for the support no longer works there."""

    id: UUID
    on: date
    overdue: bool
    raised: bool
    support: supports.Row
    afterwards: bool
    needs_owner: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the list, and what opens the rest; None at its end."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Short:
    """How it stands with one support, in a word: the next day, and whether it has passed."""

    coming: int
    next_on: date | None
    overdue: bool
    consented: bool


def page(
    viewer: Viewer,
    *,
    unit_id: str,
    after: str | None = None,
    limit: int = pages.ON_A_PAGE,
    at: datetime | None = None,
) -> Page:
    """What is coming in a unit, from a place in the list on. Raises NotFound("no_such_unit") for a unit where the
    viewer has nothing to do with relatives, Invalid("cursor") for a place that is not ours."""
    at = at or clock.now()
    if unit_id not in viewer.serving_unit_ids:
        raise NotFound("no_such_unit")
    known = seen.supports(viewer, at).filter(unit_id=unit_id)
    coming = FollowUp.objects.filter(support__in=known.values("pk"), state__in=_COMING)
    shown, following = pages.of([Part(coming, "on")], after, limit)
    held = seen.with_owner(known.filter(pk__in={row.support_id for row in shown}), at)
    by_id = {row.id: row for row in supports.rows_of(viewer, seen.stands(viewer, held, at), at)}
    here = {who.staff_id for who in staff.staff_of(unit_id, at) if who.serves}
    day_now = today(at)
    return Page(
        tuple(
            Row(
                row.pk,
                row.on,
                row.on < day_now,
                row.raised_at is not None,
                by_id[row.support_id],
                by_id[row.support_id].closed_at is not None,
                by_id[row.support_id].owner_id not in here,
            )
            for row in shown
            if row.support_id in by_id
        ),
        following,
    )


def overdue(viewer: Viewer, *, unit_id: str, at: datetime | None = None) -> int:
    """How many days have passed without contact: the unit's for its head, one's own for others; never more than a
    hundred."""
    at = at or clock.now()
    if unit_id not in viewer.serving_unit_ids:
        return 0
    action = Action.KNOW if viewer.leads(unit_id) else Action.READ
    known = seen.supports(viewer, at, action).filter(unit_id=unit_id)
    found = FollowUp.objects.filter(support__in=known.values("pk"), state__in=_COMING, on__lt=today(at))
    return found[:MOST_COUNTED].count()


def short(row: SupportRow, *, at: datetime | None = None) -> Short:
    """How it stands with one support, from its row as whoever asks sees it."""
    at = at or clock.now()
    rows = FollowUp.objects.filter(support=row.id, state__in=_COMING)
    first = rows.aggregate(first=Min("on"))["first"]
    return Short(
        coming=rows[:MOST_COUNTED].count(),
        next_on=first,
        overdue=first is not None and first < today(at),
        consented=after_the_end.consented(row.id, at),
    )
