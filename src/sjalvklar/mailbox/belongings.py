# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts as what somebody answers for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox.actions import desk, moving, timers
from sjalvklar.mailbox.ground import THREADS
from sjalvklar.mailbox.models import Thread
from sjalvklar.mailbox.queries.lists import RANK_CLOSED
from sjalvklar.organisation.belongings import Held, Kind, Shares
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.ground import visible
from sjalvklar.trust.access.words import Action


class Contacts:
    """Relatives' contacts. The key of each stays with its unit, so that to give one away opens nothing."""

    kind = Kind.CONTACT

    def held(self, viewer: Viewer, *, staff_id: int, unit_id: str, at: datetime) -> Held:
        theirs = Thread.objects.filter(
            visible(THREADS, viewer), owner_id=staff_id, unit_id=unit_id, rank__lt=RANK_CLOSED
        )
        return Held(Kind.CONTACT, theirs.count(), theirs.filter(due_at__lte=at).count())

    def owners(self, viewer: Viewer, *, unit_id: str, at: datetime) -> Collection[int]:
        found = Thread.objects.filter(
            visible(THREADS, viewer), unit_id=unit_id, owner__isnull=False, rank__lt=RANK_CLOSED
        )
        return set(found.order_by().values_list("owner_id", flat=True).distinct())

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
