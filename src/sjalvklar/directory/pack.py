# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to the directory, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sjalvklar.directory.rules import Directory, Hours, OnDate, OnHoliday, Receiver, ReceiverKind, Span, Way, WayKind
from sjalvklar.directory.rules.hours import DAY
from sjalvklar.kernel.yamlsource import Fault, Where
from sjalvklar.organisation.pack import Bundle, fact
from sjalvklar.organisation.rules import Fact

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def build(found: Bundle) -> Directory:
    """The directory of a bundle without faults."""
    zone = ZoneInfo(found.document["pack"].get("timezone", "Europe/Stockholm"))
    return Directory(tuple(_receiver(item) for _where, item in found.items("receivers", "receivers")), zone)


def _receiver(item: dict[str, Any]) -> Receiver:
    known = fact(item["fact"])
    areas = item.get("areas", "all")
    return Receiver(
        id=item["id"],
        name=item["name"],
        kind=ReceiverKind(item["kind"]),
        areas=None if areas == "all" else frozenset(areas),
        unit=item.get("unit"),
        ways=tuple(_way(way, known) for way in item.get("ways", ())),
        hours=_hours(item.get("hours"), known),
        costs=item.get("costs", "unknown"),
        anonymous=item.get("anonymous", "unknown"),
        for_children=item.get("for_children", False),
        languages=tuple(item.get("languages", ())),
        fact=known,
    )


def _way(item: dict[str, Any], receivers: Fact) -> Way:
    known = fact(item["fact"]) if "fact" in item else receivers
    return Way(WayKind(item["kind"]), item["value"], item.get("tel"), _hours(item.get("hours"), known), known)


def minutes(clock: str) -> int:
    """Minutes after midnight of a time such as 08:30."""
    return int(clock[:2]) * 60 + int(clock[3:])


def _hours(item: dict[str, Any] | None, around: Fact) -> Hours | None:
    if item is None:
        return None
    return Hours(
        always=item.get("always", False),
        weekly=tuple(
            Span(_WEEKDAYS.index(day), *_span(row["from"], row["to"]))
            for row in item.get("weekly", ())
            for day in row["days"]
        ),
        holidays=OnHoliday(item.get("holidays", "closed")),
        eves=OnHoliday(item["eves"]) if "eves" in item else None,
        before_holiday=minutes(item["before_holiday"]["to"]) if "before_holiday" in item else None,
        exceptions=tuple(_exception(row) for row in item.get("exceptions", ())),
        fact=fact(item["fact"]) if "fact" in item else around,
    )


def _span(start: str, end: str) -> tuple[int, int]:
    first, last = minutes(start), minutes(end)
    return first, last if last > first else last + DAY


def _exception(row: dict[str, Any]) -> OnDate:
    on = date.fromisoformat(row["date"])
    return OnDate(on, None, None) if row.get("closed") else OnDate(on, *_span(row["from"], row["to"]))


# --- What does not hold together -------------------------------------------------------------------------------


def faults(found: Bundle) -> list[Fault]:
    """References that lead nowhere, and hours that cannot be meant. All of them."""
    return [*_references(found), *_units(found), *_emergency(found)]


def _references(found: Bundle) -> Iterator[Fault]:
    areas, units = found.known("areas", "areas"), found.known("units", "units")
    for where, item in found.items("receivers", "receivers"):
        named = item.get("areas")
        for index, name in enumerate(named if isinstance(named, list) else ()):
            if name not in areas:
                message = _("there is no area with the id “%(id)s”") % {"id": name}
                yield found.fault((*where, "areas", index), message)
        if item.get("unit") is not None and item["unit"] not in units:
            yield found.fault((*where, "unit"), _("there is no unit with the id “%(id)s”") % {"id": item["unit"]})
        yield from _hours_faults(found, (*where, "hours"), item.get("hours"))
        for index, way in enumerate(item.get("ways", ())):
            yield from _hours_faults(found, (*where, "ways", index, "hours"), way.get("hours"))


def _hours_faults(found: Bundle, where: Where, item: dict[str, Any] | None) -> Iterator[Fault]:
    for index, row in enumerate((item or {}).get("weekly", ())):
        if row["from"] in {row["to"], "24:00"} and (row["from"], row["to"]) != ("00:00", "00:00"):
            yield found.fault((*where, "weekly", index), _("opens and closes at the same time"))


def _units(found: Bundle) -> Iterator[Fault]:
    receivers = found.known("receivers", "receivers")
    for where, item in found.items("units", "units"):
        name = item.get("receiver", item["id"])
        if name not in receivers:
            place = (*where, "receiver") if "receiver" in item else where
            yield found.fault(place, _("there is no receiver with the id “%(id)s”") % {"id": name})


def _emergency(found: Bundle) -> Iterator[Fault]:
    def always_answers(item: dict[str, Any]) -> bool:
        phone = any(way["kind"] == "phone" for way in item.get("ways", ()))
        return item["kind"] == "emergency" and phone and bool(item.get("hours", {}).get("always"))

    if not any(always_answers(item) for _where, item in found.items("receivers", "receivers")):
        yield found.fault(("pack",), _("no receiver of the kind emergency has a phone that is always answered"))
