# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents as disposal meets them (gallring): whole, with their families, on the board's decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q

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


@dataclass(frozen=True, slots=True)
class Going:
    """What goes on in an incident: how many families are followed, and the last deed with one."""

    followed: int = 0
    last_at: datetime | None = None


def file_of(incident: Incident, going: Going) -> File:
    """An incident as disposal meets it: open as long as any family of it is followed, its time counted from the last
    deed with it or with one of them."""
    zone = _zone()
    return File(
        thing=incident.pk,
        unit=incident.unit_id,
        number=incident.number,
        about=About(
            RecordType.INCIDENT,
            incident.authority_id,
            max(incident.last_at, going.last_at or incident.last_at).astimezone(zone).date(),
            is_open=incident.state != State.CLOSED.value or going.followed > 0,
            begun=incident.opened_at.astimezone(zone).date(),
        ),
        marks=Marks(incident.authority_id, incident.unit_id, number=incident.number),
    )


def _going(ids: Collection[UUID]) -> dict[UUID, Going]:
    ended = Q(state=FamilyState.ENDED.value)
    found = Family.objects.filter(incident__in=ids).values("incident")
    rows = found.annotate(followed=Count("id", filter=~ended), last=Max("last_at"))
    return {row["incident"]: Going(row["followed"], row["last"]) for row in rows}


class IncidentFiles:
    """Incidents with everything in them."""

    record = RecordType.INCIDENT

    def files(self, authority_id: str, *, only: Collection[UUID] | None = None) -> Iterator[File]:
        found = Incident.objects.filter(authority=authority_id).order_by("number")
        if only is not None:
            found = found.filter(pk__in=only)
        rows = list(found)
        going = _going([row.pk for row in rows])
        for row in rows:
            yield file_of(row, going.get(row.pk, Going()))

    def locked(self, thing: UUID) -> File | None:
        found = Incident.objects.select_for_update().filter(pk=thing).first()
        return None if found is None else file_of(found, _going([thing]).get(thing, Going()))

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
