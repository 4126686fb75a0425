# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record's own rows, which go by time when the board has decided so: their leaves in the tree stay, and so do the
rows that account for what has gone: plans, decisions and erasures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sjalvklar.disposal.rules import HoldKind, Holds, RecordType, Why
from sjalvklar.organisation.queries import staff
from sjalvklar.trust import queries as trust
from sjalvklar.trust.actions import tree
from sjalvklar.trust.rules import Actor

_AT_ONCE = 500


class Log:
    """What was done in a unit, and in none: sign-ins, keys, protected people."""

    record = RecordType.LOG

    def counts(self, authority_id: str, limit: datetime | None, holds: Holds) -> Iterator[tuple[str, Why, int]]:
        for unit in staff.units_of_authority(authority_id):
            past, left = trust.count_entries(unit.id, limit)
            held = (HoldKind.UNIT, authority_id, unit.id) in holds.placed
            yield unit.id, Why.ON_HOLD if held else Why.PAST, past
            yield unit.id, Why.NOT_YET, left

    def nowhere(self, limit: datetime | None, holds: Holds) -> Iterator[tuple[str, Why, int]]:
        past, left = trust.count_entries("", limit)
        yield "", Why.ON_HOLD if holds.any_unit() else Why.PAST, past
        yield "", Why.NOT_YET, left

    def erase(self, unit_id: str, until: datetime, *, decision: str, at: datetime) -> Collection[str]:
        found = trust.placed_entries(unit_id, until, most=_AT_ONCE)
        if found:
            tree.erase_rows(found, decision=decision, actor=Actor.system("disposal", unit_id), at=at)
        return [str(one) for one in found]
