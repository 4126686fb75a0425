# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff have declared about whom they are close to: that they have, never whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sjalvklar.casework.models import Conflict
from sjalvklar.casework.rules import TYPED_WRONG, Closeness
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared number, without the number. `can_withdraw`: whoever looks may take it back."""

    id: int
    staff_id: int
    who: str
    closeness: Closeness
    declared_at: datetime
    can_withdraw: bool


def _row(row: Conflict, names: dict[int, str], *, can_withdraw: bool) -> Declared:
    return Declared(
        row.pk, row.staff_id, names.get(row.staff_id, ""), Closeness(row.closeness), row.declared_at, can_withdraw
    )


def declared_by(viewer: Viewer, *, at: datetime | None = None) -> tuple[Declared, ...]:
    """What the viewer has declared, newest first. It can be taken back within the hour, when it was typed wrong."""
    at = at or clock.now()
    found = Conflict.objects.filter(staff_id=viewer.staff_id).order_by("-declared_at", "-id")
    return tuple(
        _row(row, {viewer.staff_id: viewer.name}, can_withdraw=at - row.declared_at < TYPED_WRONG) for row in found
    )


def declared_in(viewer: Viewer, *, unit_id: str, at: datetime | None = None) -> tuple[Declared, ...]:
    """What the staff of a unit have declared, for its head, who takes away what no longer holds; never the head's own.

    Raises NotFound("no_such_unit").
    """
    at = at or clock.now()
    if not viewer.leads(unit_id):
        raise NotFound("no_such_unit")
    people = {who.staff_id: who.name for who in organisation.staff_of(unit_id, at) if who.staff_id != viewer.staff_id}
    found = Conflict.objects.filter(staff_id__in=people).order_by("staff__name", "-declared_at", "-id")
    return tuple(_row(row, people, can_withdraw=True) for row in found)
