# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases as what somebody answers for. A protected one is given by itself, to somebody named for it, and is counted for
nobody who may not know of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sjalvklar.casework.actions import leaving
from sjalvklar.casework.ground import during
from sjalvklar.casework.models import Assignment, Case
from sjalvklar.casework.queries import seen
from sjalvklar.casework.rules import State
from sjalvklar.organisation.belongings import Held, Kind, Shares
from sjalvklar.organisation.rules.staff import Viewer


class Cases:
    """Personal case files."""

    kind = Kind.CASE

    def held(self, viewer: Viewer, *, staff_id: int, unit_id: str, at: datetime) -> Held:
        theirs = seen.cases(viewer, at).filter(seen.owned_by(staff_id, at), unit_id=unit_id)
        still_open = theirs.filter(state=State.OPEN.value)
        apart = still_open.filter(protected=True).order_by("number").values_list("pk", "number")
        return Held(
            Kind.CASE,
            still_open.filter(protected=False).count(),
            closed=theirs.filter(state=State.CLOSED.value, protected=False).count(),
            apart=tuple(apart),
        )

    def owners(self, viewer: Viewer, *, unit_id: str, at: datetime) -> Collection[int]:
        known = seen.cases(viewer, at).filter(unit_id=unit_id, state=State.OPEN.value)
        found = Assignment.objects.filter(during(at), case__in=known.values("pk"))
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
        return Case.objects.filter(unit_id=unit_id, state=State.OPEN.value).exists()

    def move_unit(self, unit_id: str, to: str, *, at: datetime) -> int:
        return leaving.move_unit(unit_id, to, at=at)
