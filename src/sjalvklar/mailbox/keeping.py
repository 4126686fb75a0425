# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts as disposal meets them (gallring): counted by unit, never named, and gone for good."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from sjalvklar.disposal.rules import HoldKind, Holds, Marks, RecordType, Why
from sjalvklar.mailbox.models import Attachment, AttachmentPart, Message, Thread, Wrap


def marks(thread: Thread) -> Marks:
    """By what a hold finds it."""
    return Marks(thread.unit.authority_id, thread.unit_id, thread=str(thread.pk))


def held(holds: Holds) -> Q:
    """What is on hold."""
    units = [(authority, what) for kind, authority, what in holds.placed if kind is HoldKind.UNIT]
    threads = [what for kind, _, what in holds.placed if kind is HoldKind.THREAD]
    return Q(pk__in=threads) | Q(unit__in=[unit for _, unit in units])


def delete(ids: Collection[UUID]) -> int:
    """Every row of these threads, what opens them first. Returns how many threads there were."""
    for rows in (Wrap, AttachmentPart, Attachment, Message):
        rows.objects.filter(thread__in=ids).delete()
    return Thread.objects.filter(pk__in=ids).delete()[1].get("mailbox.Thread", 0)


class Contacts:
    """Threads. The clock erases them (`actions.erase_expired`) when their board has decided how long they are kept."""

    record = RecordType.CONTACT

    def counts(self, authority_id: str, limit: datetime | None, holds: Holds) -> Iterator[tuple[str, Why, int]]:
        threads = Thread.objects.filter(unit__authority=authority_id)
        kept = threads.filter(held(holds))
        past = threads.none() if limit is None else threads.filter(last_activity_at__lte=limit)
        for why, found in (
            (Why.ON_HOLD, kept),
            (Why.PAST, past.exclude(pk__in=kept.values("pk"))),
            (Why.NOT_YET, threads.exclude(pk__in=past.values("pk")).exclude(pk__in=kept.values("pk"))),
        ):
            yield from (
                (unit, why, count)
                for unit, count in found.order_by().values_list("unit").annotate(Count("pk")).order_by("unit")
            )

    def forget(self, ids: Collection[UUID]) -> int:
        return delete(ids)
