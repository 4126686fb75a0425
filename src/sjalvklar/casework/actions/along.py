# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes along when a case gets another owner: the closed ones that go on in it. Else their notes would stay with
somebody who does not have the person any more, and whoever does could not read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sjalvklar.casework.actions import files
from sjalvklar.casework.models import Assignment, Case, Joining
from sjalvklar.casework.queries import seen
from sjalvklar.casework.rules import State
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import deeds


def give(actor: Viewer, case: Case, staff_id: int, *, of: int | None, at: datetime) -> list[UUID]:
    """The closed cases that go on in this one, of the same unit and of the owner it was given from, on record each.
    Returns which. One that whoever gives may not know of, for they are too close to somebody in it, stays, and hinders
    nothing."""
    with deeds.beyond_the_desk():
        known = seen.cases(actor, at)
        gone = _behind(known, case, staff_id, of)
    for one in gone:
        closed, facts = files.locked(actor, one, at)
        files.record(actor, closed, facts, "case.hand_over", at, to=staff_id)
        files.give(closed, staff_id, by=actor.staff_id, at=at)
    return gone


def left_behind(case: Case, staff_id: int, *, of: int, at: datetime) -> Iterator[Case]:
    """The same when it is the clock that gives: each is held, and its deed is the caller's to put on record first."""
    for one in _behind(Case.objects.all(), case, staff_id, of):
        yield Case.objects.select_for_update().get(pk=one)


def _behind(known: QuerySet[Case], case: Case, staff_id: int, of: int | None) -> list[UUID]:
    """Asked beyond the desk: a head who gives a case to another reads none of it, nor that it goes on from one."""
    with deeds.beyond_the_desk():
        found: list[UUID] = []
        ask = {case.pk}
        while ask:
            into = Joining.objects.filter(Q(case__in=ask) | Q(other_case__in=ask), ended__isnull=False)
            near = set(into.exclude(ended__in=ask).values_list("ended", flat=True))
            ask = near - {case.pk, *found}
            found += sorted(ask)
        held = Assignment.objects.filter(case__in=found, ends_at__isnull=True, staff_id=of).values("case")
        rows = known.filter(pk__in=held, state=State.CLOSED.value, unit=case.unit_id, protected=False)
        return [row.pk for row in rows.order_by("pk") if not seen.too_close(staff_id, row.person_id)]
