# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody or a room is free, asked by one at a time."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from sjalvklar.kernel.errors import Invalid
from sjalvklar.support.models import Place, Session, Talk
from sjalvklar.support.rules import TalkState
from sjalvklar.trust import deeds


def check_free(staff_id: int, room: str, starts_at: datetime, ends_at: datetime) -> None:
    """Hold those that would be taken until the transaction ends, and look. In the caller's transaction.

    All of the unit's bookings count, also in supports that whoever books may not see: that a time is taken is told,
    and nothing else. Raises Invalid(staff_taken, room_taken).
    """
    names = [f"staff:{staff_id}", *([f"room:{room}"] if room else [])]
    Place.objects.bulk_create([Place(name=name) for name in names], ignore_conflicts=True)
    list(Place.objects.select_for_update().filter(name__in=names).order_by("name").values_list("name"))
    meets = Q(state=TalkState.BOOKED.value, starts_at__lt=ends_at, ends_at__gt=starts_at)
    with deeds.beyond_the_desk():
        for booked in (Talk, Session):
            if booked.objects.filter(meets, staff_id=staff_id).exists():
                raise Invalid("staff_taken", field="starts")
            if room and booked.objects.filter(meets, room=room).exists():
                raise Invalid("room_taken", field="room")
