# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who waits to be let in again."""

from __future__ import annotations

from datetime import datetime

from sjalvklar.kernel import clock
from sjalvklar.organisation import permissions
from sjalvklar.organisation.models import Recovery
from sjalvklar.organisation.queries.staff import homes
from sjalvklar.organisation.rules.recovery import Stage, ToApprove, mark
from sjalvklar.organisation.rules.staff import Viewer


def stage(secret: str, at: datetime | None = None) -> Stage:
    """How far it has come for the browser that holds the secret."""
    row = Recovery.objects.filter(browser=mark(secret), ends_at__gt=at or clock.now(), used_at=None).first()
    if row is None:
        return Stage.OVER
    if row.approved_at is not None:
        return Stage.APPROVED
    return Stage.WAITING if row.asked_at is None else Stage.ASKED


def to_approve(viewer: Viewer, at: datetime | None = None) -> tuple[ToApprove, ...]:
    """For whom a head has vouched and the viewer may be the second, the longest waiting first."""
    at = at or clock.now()
    rows = (
        Recovery.objects.filter(ends_at__gt=at, approved_at=None, staff__is_active=True)
        .exclude(asked_by=None)
        .exclude(asked_by_id=viewer.staff_id)
        .order_by("asked_at")
        .values_list("staff_id", "staff__name", "asked_by__name", "asked_at")[:100]
    )
    return tuple(
        ToApprove(staff_id, name or "", head or "", asked_at)
        for staff_id, name, head, asked_at in rows
        if staff_id and asked_at and permissions.can_approve_recovery(viewer, staff_id, homes(staff_id, at))
    )
