# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When somebody goes: all that is theirs to others in one deed, or to the head at once when nobody did it in time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.organisation import belongings, permissions
from sjalvklar.organisation.queries import staff as queries
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.context import COMMAND, acting


def hand_over_all(
    *,
    actor: Viewer,
    unit_id: str,
    staff_id: int,
    to: Sequence[int],
    also_closed: bool = False,
    at: datetime | None = None,
) -> int:
    """Give everything that is one colleague's in a unit to one or several others there, evenly; all of it or nothing.

    By the head of the unit, or by the colleague. What only some may know of is not among it: it is given by itself.
    Returns how many. Raises NotFound("no_such_unit"), Invalid("choose", "not_a_colleague"), NotNow("nothing_left"),
    and NotNow("somebody_else_too") when something can be had by none of those who were chosen.
    """
    at = at or clock.now()
    if staff_id != actor.staff_id and not permissions.can_plan(actor, unit_id):
        raise NotFound("no_such_unit")
    if unit_id not in actor.serving_unit_ids:
        raise NotFound("no_such_unit")
    if not to:
        raise Invalid("choose", field="to")
    able = {who.staff_id for who in queries.staff_of(unit_id, at) if who.answers} - {staff_id}
    if not able.issuperset(to):
        raise Invalid("not_a_colleague", field="to")
    with transaction.atomic():
        shares = belongings.among(to)
        given = sum(
            room.give(actor=actor, staff_id=staff_id, unit_id=unit_id, shares=shares, also_closed=also_closed, at=at)
            for room in belongings.ROOMS
        )
        if not given:
            raise NotNow("nothing_left")
        return given


def give_to_heads(staff_id: int | None = None, *, at: datetime | None = None) -> int:
    """What belongs to somebody who is no longer there (or to this person) goes to the head of its unit. Called when a
    role or an account ends, in the same transaction, and by the clock. Returns how many things were moved."""
    at = at or clock.now()
    # The clock moves each thing in a transaction of its own, so that nobody who writes waits for all of them.
    with acting(COMMAND), nullcontext() if staff_id is None else transaction.atomic():
        return sum(room.left_behind(staff_id, at=at) for room in belongings.ROOMS)
