# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases as what somebody answers for. A protected one is given by itself, to somebody named for it, and is counted for
nobody who may not know of it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from sjalvklar.casework.actions import leaving
from sjalvklar.casework.ground import during
from sjalvklar.casework.models import Assignment, Case
from sjalvklar.casework.queries import seen
from sjalvklar.casework.rules import State
from sjalvklar.organisation.belongings import Held, Kind, Shares, Whose
from sjalvklar.organisation.rules.staff import Viewer


class Cases:
    """Personal case files."""

    kind = Kind.CASE

    def whose(self, viewer: Viewer, *, unit_id: str, at: datetime, staff_id: int | None = None) -> Whose:
        known = seen.cases(viewer, at).filter(unit_id=unit_id)
        theirs = Assignment.objects.filter(during(at), case__in=known.values("pk")).order_by()
        theirs = theirs if staff_id is None else theirs.filter(staff_id=staff_id)
        counted: dict[int, Counter[tuple[str, bool]]] = {}
        for who, state, protected, number in theirs.values_list("staff_id", "case__state", "case__protected").annotate(
            Count("pk")
        ):
            counted.setdefault(who, Counter())[state, protected] = number
        going, ended = State.OPEN.value, State.CLOSED.value
        apart: dict[int, list[tuple[UUID, str]]] = {}
        if any(of[going, True] for of in counted.values()):
            alone = theirs.filter(case__state=going, case__protected=True).order_by("case__number")
            for who, case, number in alone.values_list("staff_id", "case_id", "case__number"):
                apart.setdefault(who, []).append((case, number))
        held = {
            who: Held(self.kind, of[going, False], closed=of[ended, False], apart=tuple(apart.get(who, ())))
            for who, of in counted.items()
        }
        return Whose(held, frozenset(who for who, of in counted.items() if of[going, False] or of[going, True]))

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
