# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The night it happened: Jonas opens, at two."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from tests.rooms.casework.staff import Staff
from tests.rooms.mailbox.people import NORTH, fresh

from sjalvklar.incident import actions
from sjalvklar.incident.models import Ring

PLACE = "Gården bakom Provgatan 4"


def open_one(staff: Staff, at: datetime, *, by: str = "jonas", nonce: bytes | None = None) -> UUID:
    return actions.open_incident(
        actor=staff.viewer(by, at),
        unit_id=NORTH,
        kind="shooting",
        place=PLACE,
        happened_at=at - timedelta(hours=2),
        nonce=nonce or fresh(),
        at=at,
    )


def rings(incident: UUID) -> dict[str, UUID]:
    return {ring.kind: ring.pk for ring in Ring.objects.filter(incident=incident)}
