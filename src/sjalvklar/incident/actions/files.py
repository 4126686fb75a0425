# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed in an incident shares: finding it locked, its record, its seals."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sjalvklar.incident.models import CircleStaff, Contact, Family, Incident, Lead
from sjalvklar.incident.permissions import NO_SUCH_FAMILY, NO_SUCH_INCIDENT, FamilyFacts, IncidentFacts
from sjalvklar.incident.queries import seen
from sjalvklar.incident.queries.template import zone
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.tally import actions as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.access.context import COMMAND, acting
from sjalvklar.trust.rules import Actor


def about(incident_id: UUID) -> str:
    """The incident's name in the record."""
    return f"incident:{incident_id}"


def about_family(family_id: UUID) -> str:
    """The family's name in the record."""
    return f"family:{family_id}"


def locked(actor: Viewer, incident_id: UUID, at: datetime) -> tuple[Incident, IncidentFacts]:
    """The incident, held by this transaction until it ends, and how the actor stands to it. Raises NotFound."""
    list(Incident.objects.select_for_update().filter(pk=incident_id).values_list("pk"))
    row = seen.with_relations(Incident.objects.filter(pk=incident_id), actor, at).first()
    if row is None:
        raise NotFound(NO_SUCH_INCIDENT)
    return row, seen.facts(row)


def locked_family(actor: Viewer, family_id: UUID, at: datetime) -> tuple[Family, FamilyFacts]:
    """The same of a family."""
    list(Family.objects.select_for_update().filter(pk=family_id).values_list("pk"))
    row = seen.families_with_relations(Family.objects.filter(pk=family_id), actor, at).first()
    if row is None:
        raise NotFound(NO_SUCH_FAMILY)
    return row, seen.family_facts(row)


def basis(actor: Viewer, facts: IncidentFacts) -> str:
    """On what ground somebody did something with an incident."""
    if facts.leader_id == actor.staff_id:
        return "leads"
    if facts.leader_id is not None and (facts.unit_id, facts.leader_id) in actor.stand_ins:
        return "stand_in"
    if facts.in_circle:
        return "circle"
    return "head" if actor.leads(facts.unit_id) else "unit"


def record(
    actor: Viewer, incident: Incident, facts: IncidentFacts, action: str, at: datetime, **detail: object
) -> None:
    """Put a deed with the incident on record."""
    trust.record(
        actor=Actor.staff(actor.staff_id, incident.unit_id),
        action=action,
        object=about(incident.pk),
        basis=basis(actor, facts),
        detail=detail,
        at=at,
    )


def record_family(actor: Viewer, family: Family, action: str, at: datetime, **detail: object) -> None:
    """Put a deed with a family on record. Which circle it is in is not said: that is not for a reviewer either."""
    trust.record(
        actor=Actor.staff(actor.staff_id, family.unit_id),
        action=action,
        object=about_family(family.pk),
        basis="circle",
        detail=detail,
        at=at,
    )


def count(what: What, unit_id: str, at: datetime) -> None:
    """Count a deed in the caller's transaction."""
    tally.count(what=what, unit=unit_id, at=at, zone=zone())


def cipher(subject: UUID) -> subjects.SubjectCipher:
    """An incident's or a family's key. Call only after the deed is on record. Raises SubjectGone."""
    return subjects.cipher(subject)


def touch(row: Incident | Family, at: datetime, *fields: str) -> None:
    """Keep what was changed, and that something was done: the clock of disposal never goes back."""
    row.last_at = max(at, row.last_at)
    row.save(update_fields=[*fields, "last_at"])


def give_lead(incident: Incident, staff_id: int, *, by: int | None, at: datetime) -> None:
    """End the present lead and begin another."""
    Lead.objects.filter(incident=incident, ends_at__isnull=True).update(ends_at=at)
    Lead.objects.create(incident=incident, staff_id=staff_id, starts_at=at, by_id=by)


def give_contact(family: Family, staff_id: int | None, *, by: int, at: datetime) -> None:
    """End the present crisis contact and begin another, or none."""
    Contact.objects.filter(family=family, ends_at__isnull=True).update(ends_at=at)
    family.contact_id = staff_id
    if staff_id is not None:
        Contact.objects.create(family=family, staff_id=staff_id, starts_at=at, by_id=by)


def leave_circles(rows: list[CircleStaff], at: datetime) -> None:
    """People leave their circles; families they were the crisis contact of are without one, for the board to show.
    Whoever leads may not see the families: done beyond the desk."""
    with acting(COMMAND):
        for row in rows:
            theirs = Family.objects.filter(circle=row.circle_id, contact=row.staff_id)
            Contact.objects.filter(family__in=theirs, staff_id=row.staff_id, ends_at__isnull=True).update(ends_at=at)
            theirs.update(contact=None)
        CircleStaff.objects.filter(pk__in=[row.pk for row in rows]).update(ends_at=at)
