# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the record to what the rules are given."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

from sjalvklar.directory.rules.hours import DayKind, day_kind
from sjalvklar.organisation.queries import staff
from sjalvklar.review.models import Incident, Mark
from sjalvklar.review.rules.readings import (
    CLOSINGS,
    READINGS,
    REFUSALS,
    REOPENINGS,
    SEARCHES,
    Facts,
    Marks,
    Reading,
)
from sjalvklar.review.rules.words import Kind
from sjalvklar.trust import queries as trust

BACK = timedelta(days=365)


def readings(until: datetime) -> list[Reading]:
    """A year's readings, searches and refusals of staff up to a moment, in order of time."""
    found: list[Reading] = []
    for number, entry in trust.entries_between(until - BACK, until, actions=READINGS | SEARCHES | REFUSALS):
        if entry.actor_kind != "staff":
            continue
        found.append(
            Reading(
                entry=number,
                at=entry.at,
                staff=entry.actor_id,
                unit=entry.unit,
                action=entry.action,
                object=entry.object,
                basis=entry.basis,
                protected=entry.basis == "named" or entry.detail.get("compartment") == "protected",
                found=int(entry.detail.get("found", 0)) if entry.action in SEARCHES else None,
                refused=int(entry.detail.get("times", 1)) if entry.action in REFUSALS else 0,
            )
        )
    found.sort(key=lambda one: (one.at, one.entry))
    return _with_units(_hidden(found))


def _hidden(found: list[Reading]) -> list[Reading]:
    """What became protected is reviewed with the protected from its first reading on: else the unit's round would
    tell that it exists still, and since when it is hidden."""
    hidden = {one.object for one in found if one.protected and not one.search}
    return [
        replace(one, unit="", protected=True) if one.object in hidden and not one.refused else one for one in found
    ]


def _with_units(found: list[Reading]) -> list[Reading]:
    """A search and a refusal name no unit: they are reviewed where the searcher mostly works, or has a role."""
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        if one.unit:
            homes[one.staff][one.unit] += 1
    for who in {one.staff for one in found if not one.unit and not one.protected and not homes[one.staff]}:
        homes[who].update(sorted(staff.units_where_granted(int(who)))[:1] if who.isdigit() else ())
    return [
        replace(one, unit=homes[one.staff].most_common(1)[0][0])
        if not one.unit and not one.protected and homes[one.staff]
        else one
        for one in found
    ]


def _is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day_kind(day) not in {DayKind.HOLIDAY, DayKind.EVE}


def facts(until: datetime) -> Facts:
    """What is known beside the readings: marks, incidents, and what was closed when."""
    kept: dict[str, dict[str, set[bytes]]] = defaultdict(lambda: defaultdict(set))
    for whose, kind, value in Mark.objects.values_list("whose", "kind", "value"):
        kept[whose.partition("/")[0]][kind].add(bytes(value))  # everybody in a case, as one
    marks = {
        whose: Marks(*(frozenset(kinds[kind.value]) for kind in (Kind.SURNAME, Kind.ADDRESS, Kind.NUMBER)))
        for whose, kinds in kept.items()
    }
    incidents: dict[str, list[datetime]] = defaultdict(list)
    for about, at in Incident.objects.order_by("at").values_list("object", "at"):
        incidents[about].append(at)
    return Facts(
        staff={whose.removeprefix("staff:"): one for whose, one in marks.items() if whose.startswith("staff:")},
        subjects={whose: one for whose, one in marks.items() if not whose.startswith("staff:")},
        closed=_closed(until),
        incidents={about: tuple(at) for about, at in incidents.items()},
        working=_is_working_day,
    )


def _closed(until: datetime) -> dict[str, tuple[tuple[datetime, datetime | None], ...]]:
    spans: dict[str, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for _, entry in trust.entries_between(until - 3 * BACK, until, actions=CLOSINGS | REOPENINGS):
        held = spans[entry.object]
        if entry.action in CLOSINGS:
            held.append((entry.at, None))
        elif held and held[-1][1] is None:
            held[-1] = (held[-1][0], entry.at)
    return {about: tuple(held) for about, held in spans.items() if held}
