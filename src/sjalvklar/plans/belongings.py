# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans as what somebody leads. One about a protected person is given by itself, and counted for nobody."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Count

from sjalvklar.organisation.belongings import Held, Kind, Shares, Whose
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans.actions import leaving
from sjalvklar.plans.ground import during
from sjalvklar.plans.models import Commitment, Lead, Plan
from sjalvklar.plans.queries import lists, seen
from sjalvklar.plans.rules import State
from sjalvklar.trust.access.context import COMMAND, acting

_CLOSED = State.CLOSED.value


class Plans:
    """Plans of social intervention groups."""

    kind = Kind.PLAN

    def whose(self, viewer: Viewer, *, unit_id: str, at: datetime, staff_id: int | None = None) -> Whose:
        known = seen.plans(viewer, at).filter(unit_id=unit_id)
        leads = Lead.objects.filter(during(at), plan__in=known.values("pk"))
        leads = leads if staff_id is None else leads.filter(staff_id=staff_id)
        led = list(leads.values_list("staff_id", "plan_id", "plan__state"))
        ordinary = set(lists.ordinary([plan for _, plan, _ in led]))
        # Counts of what a head may not read: nothing else comes out of here.
        with acting(COMMAND):
            late = dict(
                Commitment.objects.filter(
                    party__plan__in=ordinary,
                    settled_at__isnull=True,
                    raised_at__isnull=False,
                    party__left_at__isnull=True,
                )
                .order_by()
                .values_list("party__plan")
                .annotate(Count("pk"))
            )
        counted: dict[int, Counter[str]] = {who: Counter() for who, _, _ in led}
        for who, plan, state in led:
            if plan in ordinary:
                counted[who]["closed" if state == _CLOSED else "open"] += 1
                counted[who]["late"] += 0 if state == _CLOSED else late.get(plan, 0)
        held = {who: Held(self.kind, of["open"], of["late"], of["closed"]) for who, of in counted.items()}
        return Whose(held, frozenset(who for who, _, state in led if state != _CLOSED))

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
