# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff were told at the desk, and have seen."""

from __future__ import annotations

from datetime import datetime

from sjalvklar.casework.models import Notice
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer


def seen(*, actor: Viewer, notice_id: int, at: datetime | None = None) -> None:
    """The actor has seen it. Twice is once. Raises NotFound for what was not told to them."""
    mine = Notice.objects.filter(pk=notice_id, staff_id=actor.staff_id)
    if not mine.exists():
        raise NotFound("no_such_notice")
    mine.filter(seen_at__isnull=True).update(seen_at=at or clock.now())
