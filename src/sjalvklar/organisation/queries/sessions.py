# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody is signed in now."""

from __future__ import annotations

from datetime import datetime

from sjalvklar.kernel import clock
from sjalvklar.organisation.models import OpenSession
from sjalvklar.organisation.rules.sessions import SessionRow, at_rest


def open_sessions(staff_id: int, *, cookie: str, at: datetime | None = None) -> tuple[SessionRow, ...]:
    """The person's open sessions, this one first, then the one last used. `cookie` is this session's key."""
    mine = at_rest(cookie)
    rows = (
        OpenSession.objects.filter(staff_id=staff_id, expire_date__gt=at or clock.now())
        .exclude(began_at=None)
        .exclude(seen_at=None)
        .order_by("-seen_at", "session_key")
        .values_list("session_key", "device", "began_at", "seen_at")[:100]
    )
    found = [SessionRow(key, device, began, seen, key == mine) for key, device, began, seen in rows if began and seen]
    return tuple(sorted(found, key=lambda row: not row.here))
