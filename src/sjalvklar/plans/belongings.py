# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans as what somebody leads. One about a protected person is given by itself, and counted for nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sjalvklar.organisation.belongings import Held, Kind, Shares
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans.actions import leaving
from sjalvklar.plans.models import Commitment, Lead, Plan
from sjalvklar.plans.queries import lists, seen
from sjalvklar.plans.rules import State
from sjalvklar.trust.access.context import COMMAND, acting

_CLOSED = State.CLOSED.value


class Plans:
    """Plans of social intervention groups."""

    kind = Kind.PLAN

    def held(self, viewer: Viewer, *, staff_id: int, unit_id: str, at: datetime) -> Held:
        theirs = seen.plans(viewer, at).filter(seen.led_by(staff_id, at), unit_id=unit_id)
        ids = lists.ordinary(list(theirs.exclude(state=_CLOSED).values_list("pk", flat=True)))
        closed = list(theirs.filter(state=_CLOSED).values_list("pk", flat=True))
        # A count of what a head may not read: nothing else comes out of here.
        with acting(COMMAND):
            late = Commitment.objects.filter(
                party__plan__in=ids, settled_at__isnull=True, raised_at__isnull=False, party__left_at__isnull=True
            ).count()
        return Held(self.kind, len(ids), late, len(lists.ordinary(closed)))

    def owners(self, viewer: Viewer, *, unit_id: str, at: datetime) -> Collection[int]:
        known = seen.plans(viewer, at).filter(unit_id=unit_id).exclude(state=_CLOSED)
        found = Lead.objects.filter(plan__in=known.values("pk"), ends_at__isnull=True)
        return set(found.order_by().values_list("staff_id", flat=True).distinct())

    def give(
        self, *, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, also_closed: bool, at: datetime
    ) -> int:
        return leaving.give(actor=actor, staff_id=staff_id, unit_id=unit_id, shares=shares, at=at)

    def left_behind(self, staff_id: int | None, *, at: datetime) -> int:
        return leaving.left_behind(staff_id, at=at)

    def is_open_in(self, unit_id: str) -> bool:
        return Plan.objects.filter(unit_id=unit_id).exclude(state=_CLOSED).exists()

    def move_unit(self, unit_id: str, to: str, *, at: datetime) -> int:
        return leaving.move_unit(unit_id, to, at=at)
