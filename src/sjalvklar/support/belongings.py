# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports without a file as what somebody answers for. What is part of a case goes with the case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from sjalvklar.organisation.belongings import Held, Kind, Shares, Whose
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.actions import leaving
from sjalvklar.support.ground import during
from sjalvklar.support.models import Assignment, Group, Support
from sjalvklar.support.queries import seen, today
from sjalvklar.support.rules import State


class Supports:
    """Supports to relatives."""

    kind = Kind.SUPPORT

    def whose(self, viewer: Viewer, *, unit_id: str, at: datetime, staff_id: int | None = None) -> Whose:
        known = seen.supports(viewer, at).filter(unit_id=unit_id, case__isnull=True)
        theirs = Assignment.objects.filter(during(at), support__in=known.values("pk")).order_by()
        theirs = theirs if staff_id is None else theirs.filter(staff_id=staff_id)
        going = Q(support__state=State.OPEN.value)
        rows = theirs.values_list("staff_id").annotate(
            open=Count("pk", filter=going),
            overdue=Count("pk", filter=going & Q(support__next_on__lt=today(at))),
            closed=Count("pk", filter=Q(support__state=State.CLOSED.value)),
        )
        held = {who: Held(self.kind, *counted) for who, *counted in rows}
        return Whose(held, frozenset(who for who, one in held.items() if one.open))

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
