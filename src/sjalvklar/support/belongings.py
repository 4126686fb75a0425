# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports without a file as what somebody answers for. What is part of a case goes with the case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sjalvklar.organisation.belongings import Held, Kind, Shares
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.actions import leaving
from sjalvklar.support.ground import during
from sjalvklar.support.models import Assignment, Group, Support
from sjalvklar.support.queries import seen, today
from sjalvklar.support.rules import State


class Supports:
    """Supports to relatives."""

    kind = Kind.SUPPORT

    def held(self, viewer: Viewer, *, staff_id: int, unit_id: str, at: datetime) -> Held:
        theirs = seen.supports(viewer, at).filter(seen.owned_by(staff_id, at), unit_id=unit_id, case__isnull=True)
        still_open = theirs.filter(state=State.OPEN.value)
        overdue = still_open.filter(next_on__lt=today(at)).count()
        return Held(self.kind, still_open.count(), overdue, theirs.filter(state=State.CLOSED.value).count())

    def owners(self, viewer: Viewer, *, unit_id: str, at: datetime) -> Collection[int]:
        known = seen.supports(viewer, at).filter(unit_id=unit_id, case__isnull=True, state=State.OPEN.value)
        found = Assignment.objects.filter(during(at), support__in=known.values("pk"))
        return set(found.order_by().values_list("staff_id", flat=True).distinct())

    def give(
        self, *, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, also_closed: bool, at: datetime
    ) -> int:
        return leaving.give(
            actor=actor, staff_id=staff_id, unit_id=unit_id, shares=shares, also_closed=also_closed, at=at
        )

    def left_behind(self, staff_id: int | None, *, at: datetime) -> int:
        return leaving.left_behind(staff_id, at=at)

    def is_open_in(self, unit_id: str) -> bool:
        supports = Support.objects.filter(unit_id=unit_id, case__isnull=True).exclude(state=State.CLOSED.value)
        return supports.exists() or Group.objects.filter(unit_id=unit_id, ended_at__isnull=True).exists()

    def move_unit(self, unit_id: str, to: str, *, at: datetime) -> int:
        return leaving.move_unit(unit_id, to, at=at)
