# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock does: a date nobody kept goes up, and no incident is without somebody who leads it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sjalvklar.incident.actions import files
from sjalvklar.incident.models import CircleStaff, Duty, Incident, Lead
from sjalvklar.incident.rules import DutyKind, DutyState, FamilyState, State
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

_TIMER = "timer"
_BATCH = 500


def raise_overdue(*, at: datetime | None = None) -> int:
    """Dates that nobody has kept go to whoever leads the incident, or to the head of the unit when it has closed.
    Returns how many. Safe to run at any time, twice, and with a clock that has gone back."""
    at = at or clock.now()
    late = Duty.objects.filter(
        kind=DutyKind.CHECKPOINT.value, state=DutyState.DUE.value, raised_at__isnull=True, due_at__lte=at
    ).exclude(family__state=FamilyState.ENDED.value)
    return sum(_raise_one(one, at) for one in list(late.order_by("due_at").values_list("pk", flat=True)[:_BATCH]))


@transaction.atomic
def _raise_one(duty_id: int, at: datetime) -> bool:
    duty = Duty.objects.select_for_update(of=("self",)).select_related("family__incident").filter(pk=duty_id).first()
    if duty is None or duty.raised_at is not None or duty.state != DutyState.DUE.value or duty.due_at > at:
        return False  # somebody kept it between the look and the lock
    duty.raised_at = at
    duty.save(update_fields=["raised_at"])
    incident = duty.family.incident
    to = _leader(incident, at)
    trust.record(
        actor=Actor.system(_TIMER, incident.unit_id),
        action="family.raise",
        object=files.about_family(duty.family_id),
        basis=_TIMER,
        detail={"step": duty.step, "to": to},
        at=at,
    )
    files.count(What.CHECKPOINT_LATE, incident.unit_id, at)
    return True


def _leader(incident: Incident, at: datetime) -> int | None:
    if incident.state == State.CLOSED.value:
        return organisation.unit_head(incident.unit_id, at)
    return Lead.objects.filter(incident=incident, ends_at__isnull=True).values_list("staff_id", flat=True).first()


def keep_led(staff_id: int | None = None, *, at: datetime | None = None) -> int:
    """Whoever has left the unit leads nothing there: the head does. Whoever has left the authority works in no circle.
    Of everybody, or of this person. Returns how many were moved. Safe to run at any time and twice."""
    at = at or clock.now()
    theirs = Q() if staff_id is None else Q(staff_id=staff_id)
    return _lead_anew(theirs, at) + _empty_circles(theirs, at)


def _lead_anew(theirs: Q, at: datetime) -> int:
    going = Lead.objects.filter(theirs, ends_at__isnull=True).exclude(incident__state=State.CLOSED.value)
    pairs = set(going.values_list("staff_id", "incident__unit_id"))
    gone = {pair for pair in pairs if not organisation.serves_in(*pair, at)}
    left = [
        incident
        for staff, unit in sorted(gone)
        for incident in going.filter(staff_id=staff, incident__unit_id=unit).values_list("incident", flat=True)
    ]
    return sum(_lead_one(incident, at) for incident in left)


@transaction.atomic
def _lead_one(incident_id: UUID, at: datetime) -> bool:
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    lead = Lead.objects.filter(incident=incident, ends_at__isnull=True).first()
    head = organisation.unit_head(incident.unit_id, at)
    if lead is None or head is None or organisation.serves_in(lead.staff_id, incident.unit_id, at):
        return False
    files.give_lead(incident, head, by=None, at=at)
    trust.record(
        actor=Actor.system(_TIMER, incident.unit_id),
        action="incident.hand_over",
        object=files.about(incident.pk),
        basis=_TIMER,
        detail={"from": lead.staff_id, "to": head},
        at=at,
    )
    return True


def _empty_circles(theirs: Q, at: datetime) -> int:
    rows = list(CircleStaff.objects.filter(theirs, ends_at__isnull=True).select_related("incident"))
    gone = [row for row in rows if not _serves(row.staff_id, row.incident.authority_id, at)]
    if gone:
        with transaction.atomic():
            for row in gone:
                trust.record(
                    actor=Actor.system(_TIMER, row.incident.unit_id),
                    action="incident.unassign",
                    object=files.about(row.incident_id),
                    basis=_TIMER,
                    detail={"who": row.staff_id},
                    at=at,
                )
            files.leave_circles(gone, at)
    return len(gone)


def _serves(staff_id: int, authority_id: str, at: datetime) -> bool:
    found = organisation.viewer(staff_id, at)
    return found is not None and any(
        grant.authority_id == authority_id and grant.role.serves for grant in found.grants
    )
