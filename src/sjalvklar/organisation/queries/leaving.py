# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much is whose, without content: for the head of a unit, and for oneself before one goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation import belongings, permissions
from sjalvklar.organisation.belongings import Held, Kind, Whose
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Colleague, Viewer


@dataclass(frozen=True, slots=True)
class Load:
    """A colleague, whether still here, and what is theirs."""

    staff_id: int
    name: str
    here: bool
    held: tuple[Held, ...]

    @property
    def open(self) -> int:
        return sum(one.open + len(one.apart) for one in self.held)

    @property
    def overdue(self) -> int:
        return sum(one.overdue for one in self.held)


def _of(staff_id: int, found: Mapping[Kind, Whose]) -> tuple[Held, ...]:
    return tuple(whose.held.get(staff_id, Held(kind, 0)) for kind, whose in found.items())


def load(viewer: Viewer, *, unit_id: str, staff_id: int, at: datetime | None = None) -> Load:
    """What is one colleague's in a unit, for its head or for the colleague. Raises NotFound("no_such_unit"), also for
    somebody who neither works there nor has anything there."""
    at = at or clock.now()
    mine = staff_id == viewer.staff_id and unit_id in viewer.serving_unit_ids
    if not mine and not permissions.can_plan(viewer, unit_id):
        raise NotFound("no_such_unit")
    here = {who.staff_id: who.name for who in staff.staff_of(unit_id, at) if who.serves}
    asked = {room.kind: room.whose(viewer, unit_id=unit_id, at=at, staff_id=staff_id) for room in belongings.ROOMS}
    held = _of(staff_id, asked)
    found = Load(staff_id, here.get(staff_id, ""), staff_id in here, held)
    if not found.here and not found.open and not any(one.closed for one in held):
        raise NotFound("no_such_unit")
    return found if found.here else Load(staff_id, staff.names([staff_id]).get(staff_id, ""), False, held)


def loads(viewer: Viewer, *, unit_id: str, at: datetime | None = None) -> tuple[Load, ...]:
    """What is whose in a unit, for its head: those who work there, and whoever still has something there; the most
    first. Raises NotFound("no_such_unit")."""
    at = at or clock.now()
    if not permissions.can_plan(viewer, unit_id):
        raise NotFound("no_such_unit")
    here = {who.staff_id for who in staff.staff_of(unit_id, at) if who.serves}
    asked = {room.kind: room.whose(viewer, unit_id=unit_id, at=at) for room in belongings.ROOMS}
    people = here.union(*(whose.owners for whose in asked.values()))
    names = staff.names(people)
    found = [Load(who, names.get(who, ""), who in here, _of(who, asked)) for who in sorted(people)]
    return tuple(sorted(found, key=lambda one: (-one.open, one.name, one.staff_id)))


def who_can_take_over(
    viewer: Viewer, *, unit_id: str, staff_id: int, at: datetime | None = None
) -> tuple[Colleague, ...]:
    """The others in a unit who meet relatives. Raises NotFound("no_such_unit") for whoever does not serve there."""
    if unit_id not in viewer.serving_unit_ids:
        raise NotFound("no_such_unit")
    here = staff.staff_of(unit_id, at or clock.now())
    return tuple(who for who in here if who.answers and who.staff_id != staff_id)
