# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents as disposal meets them (gallring): whole, with their families, on the board's decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sjalvklar.disposal.rules import About, Marks, RecordType
from sjalvklar.disposal.sources import File
from sjalvklar.incident.models import Family, Incident
from sjalvklar.incident.rules import FamilyState, State
from sjalvklar.organisation.queries import organisation
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor

_BY = "disposal"


def _zone() -> ZoneInfo:
    return organisation().municipality.zone


def file_of(incident: Incident, *, goes_on: bool) -> File:
    """An incident as disposal meets it. It is open as long as any family of it is followed."""
    zone = _zone()
    return File(
        thing=incident.pk,
        unit=incident.unit_id,
        number=incident.number,
        about=About(
            RecordType.INCIDENT,
            incident.authority_id,
            incident.last_at.astimezone(zone).date(),
            is_open=incident.state != State.CLOSED.value or goes_on,
            begun=incident.opened_at.astimezone(zone).date(),
        ),
        marks=Marks(incident.authority_id, incident.unit_id, number=incident.number),
    )


def _followed(ids: Collection[UUID]) -> set[UUID]:
    going = Family.objects.filter(incident__in=ids).exclude(state=FamilyState.ENDED.value)
    return set(going.values_list("incident_id", flat=True))


class IncidentFiles:
    """Incidents with everything in them."""

    record = RecordType.INCIDENT

    def files(self, authority_id: str, *, only: Collection[UUID] | None = None) -> Iterator[File]:
        found = Incident.objects.filter(authority=authority_id).order_by("number")
        if only is not None:
            found = found.filter(pk__in=only)
        rows = list(found)
        followed = _followed([row.pk for row in rows])
        for row in rows:
            yield file_of(row, goes_on=row.pk in followed)

    def locked(self, thing: UUID) -> File | None:
        found = Incident.objects.select_for_update().filter(pk=thing).first()
        return None if found is None else file_of(found, goes_on=bool(_followed([thing])))

    def born(self, things: Collection[UUID]) -> dict[UUID, date | None]:
        """Nobody's birthday is kept here."""
        return {thing: None for thing in things}

    def same_person(self, thing: UUID) -> frozenset[UUID]:
        """Nobody is known here to be anybody elsewhere."""
        return frozenset()

    def beside_the_unseen(self, things: Collection[UUID], *, but: Collection[UUID]) -> frozenset[UUID]:
        return frozenset()  # every incident is in the plan

    def erase(self, thing: UUID, *, decision: str, at: datetime) -> None:
        incident = Incident.objects.get(pk=thing)
        trust.record(
            actor=Actor.system(_BY, incident.unit_id),
            action="incident.erase",
            object=f"incident:{thing}",
            basis=_BY,
            detail={"decision": decision},
            at=at,
        )
        people = list(Family.objects.filter(incident=thing).values_list("pk", flat=True))
        _delete([thing], people)
        for subject in (*people, thing):
            subjects.destroy(subject, actor=Actor.system(_BY))

    def forget(self, ids: Collection[UUID]) -> int:
        """Incidents and families by id; an incident takes its families along."""
        things = list(Incident.objects.filter(pk__in=ids).values_list("pk", flat=True))
        people = list(Family.objects.filter(pk__in=ids).exclude(incident__in=things).values_list("pk", flat=True))
        _delete(things, people)
        return len(things) + len(people)


def _delete(incidents: Collection[UUID], families: Collection[UUID]) -> None:
    Family.objects.filter(pk__in=families).delete()
    Incident.objects.filter(pk__in=incidents).delete()
