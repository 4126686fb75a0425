# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who works in which circle. Whoever has been in one circle of an incident is never in another of the same."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.incident import permissions
from sjalvklar.incident.actions import files
from sjalvklar.incident.ground import during
from sjalvklar.incident.models import CircleStaff, Ring
from sjalvklar.incident.queries import lists
from sjalvklar.incident.rules import check_one_circle
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.organisation.rules.staff import Viewer


def assign(*, actor: Viewer, circle_id: UUID, staff_id: int, at: datetime | None = None) -> None:
    """Somebody works in a circle from now. Twice is once.

    Raises NotFound, NotAllowed, Invalid("not_a_colleague"), NotNow("one_circle") for whoever has been in another.
    """
    at = at or clock.now()
    ring = _ring(circle_id)
    with transaction.atomic():
        incident, facts = files.locked(actor, ring.incident_id, at)
        permissions.check_can_assign(actor, facts)
        if staff_id not in {who.staff_id for who in lists.colleagues(incident.authority_id, incident.unit_id, at)}:
            raise Invalid("not_a_colleague", field="staff_id")
        theirs = CircleStaff.objects.filter(incident=incident, staff_id=staff_id)
        before = frozenset(str(one) for one in theirs.values_list("circle_id", flat=True))
        check_one_circle(circles_before=before, circle=str(ring.pk))
        if theirs.filter(during(at)).exists():
            return
        files.record(actor, incident, facts, "incident.assign", at, who=staff_id)
        CircleStaff.objects.create(
            incident=incident, circle=ring, staff_id=staff_id, starts_at=at, by_id=actor.staff_id
        )
        files.touch(incident, at)


def unassign(*, actor: Viewer, circle_id: UUID, staff_id: int, at: datetime | None = None) -> None:
    """Somebody leaves a circle, and reads nothing of it from now; families they were the crisis contact of are without
    one. Twice is once. Raises NotFound, NotAllowed."""
    at = at or clock.now()
    ring = _ring(circle_id)
    with transaction.atomic():
        incident, facts = files.locked(actor, ring.incident_id, at)
        permissions.check_can_assign(actor, facts)
        rows = list(CircleStaff.objects.filter(circle=ring, staff_id=staff_id, ends_at__isnull=True))
        if not rows:
            return
        files.record(actor, incident, facts, "incident.unassign", at, who=staff_id)
        files.leave_circles(rows, at)
        files.touch(incident, at)


def _ring(circle_id: UUID) -> Ring:
    ring = Ring.objects.filter(pk=circle_id).first()
    if ring is None:
        raise NotFound("no_such_incident")
    return ring
