# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports without a file as disposal meets them (gallring): counted by unit, never named, and gone for good. What is
part of a case goes with the case."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from sjalvklar.disposal.rules import HoldKind, Holds, Marks, RecordType, Why
from sjalvklar.kernel import clock
from sjalvklar.support import ending
from sjalvklar.support.models import Noticed, Support
from sjalvklar.support.rules import State


def marks(support: Support) -> Marks:
    """By what a hold finds it."""
    return Marks(support.authority_id, support.unit_id)


def held(holds: Holds) -> Q:
    """What is on hold: everything in a unit that is."""
    return Q(unit__in=[what for kind, _, what in holds.placed if kind is HoldKind.UNIT])


def delete(ids: Collection[UUID]) -> int:
    """Every row of these supports. Returns how many there were. That somebody was noticed stays counted, not known."""
    Noticed.objects.filter(support__in=ids).delete()
    return Support.objects.filter(pk__in=ids).delete()[1].get("support.Support", 0)


class Supports:
    """Supports without a file. The clock erases them (`actions.erase_expired`) when their board has decided how long
    they are kept."""

    record = RecordType.SUPPORT

    def counts(self, authority_id: str, limit: datetime | None, holds: Holds) -> Iterator[tuple[str, Why, int]]:
        supports = Support.objects.filter(authority=authority_id, case__isnull=True)
        kept = supports.filter(held(holds))
        closed = supports.filter(state=State.CLOSED.value)
        needed = ending.is_kept(clock.now())
        past = supports.none() if limit is None else closed.filter(last_activity_at__lte=limit).exclude(needed)
        for why, found in (
            (Why.ON_HOLD, kept),
            (Why.PAST, past.exclude(pk__in=kept.values("pk"))),
            (Why.NOT_YET, supports.exclude(pk__in=past.values("pk")).exclude(pk__in=kept.values("pk"))),
        ):
            yield from (
                (unit, why, count)
                for unit, count in found.order_by().values_list("unit").annotate(Count("pk")).order_by("unit")
            )

    def forget(self, ids: Collection[UUID]) -> int:
        return delete(ids)
