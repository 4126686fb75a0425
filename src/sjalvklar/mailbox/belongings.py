# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts as what somebody answers for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox.actions import desk, moving, timers
from sjalvklar.mailbox.ground import THREADS
from sjalvklar.mailbox.models import Thread
from sjalvklar.mailbox.queries.lists import RANK_CLOSED
from sjalvklar.organisation.belongings import Held, Kind, Shares, Whose
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.ground import visible
from sjalvklar.trust.access.words import Action


class Contacts:
    """Relatives' contacts. The key of each stays with its unit, so that to give one away opens nothing."""

    kind = Kind.CONTACT

    def whose(self, viewer: Viewer, *, unit_id: str, at: datetime, staff_id: int | None = None) -> Whose:
        theirs = Thread.objects.filter(visible(THREADS, viewer), unit_id=unit_id, rank__lt=RANK_CLOSED)
        theirs = theirs.filter(owner__isnull=False) if staff_id is None else theirs.filter(owner_id=staff_id)
        counted = {"number": Count("pk"), "overdue": Count("pk", filter=Q(due_at__lte=at))}
        rows = theirs.order_by().values_list("owner_id").annotate(**counted)
        held = {who: Held(self.kind, number, overdue) for who, number, overdue in rows}
        return Whose(held, frozenset(held))

    def give(
        self, *, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, also_closed: bool, at: datetime
    ) -> int:
        theirs = Thread.objects.filter(
            visible(THREADS, actor, Action.HAND_OVER), owner_id=staff_id, unit_id=unit_id, rank__lt=RANK_CLOSED
        )
        ids = list(theirs.order_by("rank", "sort_at", "id").values_list("id", flat=True))
        for thread_id in ids:
            who = shares.next()
            if who is None:
                raise NotNow("somebody_else_too")
            desk.hand_to_colleague(actor=actor, thread_id=thread_id, staff_id=who, at=at)
            shares.gave(who)
        return len(ids)

    def left_behind(self, staff_id: int | None, *, at: datetime) -> int:
        return timers.return_orphans(at, only=staff_id)

    def is_open_in(self, unit_id: str) -> bool:
        return Thread.objects.filter(Q(unit_id=unit_id), rank__lt=RANK_CLOSED).exists()

    def move_unit(self, unit_id: str, to: str, *, at: datetime) -> int:
        return moving.move_unit(unit_id, to, at=at)
