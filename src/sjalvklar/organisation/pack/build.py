# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to the organisation as frozen values, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sjalvklar.kernel.yamlsource import Fault, Where
from sjalvklar.organisation.pack.bundle import BadPack, Bundle, bundle
from sjalvklar.organisation.rules import (
    Accessibility,
    Area,
    Areas,
    Authority,
    AuthorityKind,
    Confidence,
    Confirmation,
    Counted,
    Fact,
    Municipality,
    Organisation,
    Promise,
    Provision,
    PublicLanguage,
    UnitProfile,
)


def load(pack_dir: Path) -> Organisation:
    """The organisation of a pack. Raises BadPack with every fault the format and the references have."""
    found = bundle(pack_dir)
    wrong = (*found.faults, *faults(found))
    if wrong:
        raise BadPack(wrong)
    return build(found)


def day(value: Any, *, last: bool = False) -> date | None:
    """A date, or a year as its first (or last) day; None when not established."""
    if value is None:
        return None
    text = str(value)
    if len(text) == 4:
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    return date.fromisoformat(text)


def confirmation(data: dict[str, Any] | None) -> Confirmation | None:
    return Confirmation(date.fromisoformat(data["on"]), data["by_role"]) if data else None


def fact(data: dict[str, Any]) -> Fact:
    return Fact(
        data["source"],
        str(data["checked"]),
        Confidence(data["confidence"]),
        data.get("note"),
        confirmation(data.get("confirmed")),
    )


def _promise(data: dict[str, Any] | None) -> Promise | None:
    return Promise(float(data["hours"]), Counted(data.get("counted", "always"))) if data else None


def build(found: Bundle) -> Organisation:
    """The organisation of a bundle without faults."""
    document = found.document
    return Organisation(
        municipality=_municipality(found),
        areas=Areas(
            tuple(_area(item) for _where, item in found.items("areas", "areas")),
            (document["pack"]["municipality"]["name"], document["pack"]["municipality"]["short"]),
        ),
        authorities=tuple(_authority(item) for _where, item in found.items("authorities", "authorities")),
        functions=tuple(item["id"] for _where, item in found.items("units", "functions")),
        units=tuple(_unit(item) for _where, item in found.items("units", "units")),
        provisions=tuple(_provision(item) for _where, item in found.items("units", "provisions")),
    )


def _municipality(found: Bundle) -> Municipality:
    head = found.document["pack"]
    who = head["municipality"]
    access = head.get("accessibility")
    return Municipality(
        id=found.id,
        name=who["name"],
        short=who["short"],
        code=who["code"],
        zone=ZoneInfo(head.get("timezone", "Europe/Stockholm")),
        leave_to=head["leave_to"],
        fallback_unit=head["fallback_unit"],
        languages=tuple(
            PublicLanguage(item["code"], confirmation(item.get("reviewed"))) for item in head["languages"]
        ),
        accessibility=Accessibility(
            access.get("contact"),
            access.get("phone"),
            access.get("email"),
            access.get("web"),
            day(access.get("assessed")),
            fact(access["fact"]) if "fact" in access else None,
        )
        if access
        else None,
        fact=fact(who["fact"]),
    )


def _area(item: dict[str, Any]) -> Area:
    return Area(
        item["id"],
        item["name"],
        day(item["valid_from"]),
        day(item.get("valid_to"), last=True),
        tuple(item.get("predecessors", ())),
        tuple(item.get("parts", ())),
        tuple(item.get("also_called", ())),
        tuple(item.get("split_parts", ())),
        tuple(str(code) for code in item.get("postcodes", ())),
        fact(item["fact"]),
    )


def _authority(item: dict[str, Any]) -> Authority:
    return Authority(
        item["id"],
        AuthorityKind(item["kind"]),
        item["name"],
        item.get("office"),
        item.get("area"),
        day(item.get("valid_from")),
        day(item.get("valid_to"), last=True),
        tuple(item.get("predecessors", ())),
        fact(item["fact"]),
    )


def _unit(item: dict[str, Any]) -> UnitProfile:
    return UnitProfile(
        item["id"],
        item["name"],
        item["authority"],
        item.get("receives_messages", False),
        _promise(item.get("promise")),
        _promise(item.get("take_within")),
        tuple(item.get("languages", ())),
        item.get("receiver", item["id"]),
        day(item.get("valid_from")),
        day(item.get("valid_to"), last=True),
        fact(item["fact"]) if "fact" in item else None,
        tuple(item.get("predecessors", ())),
    )


def _provision(item: dict[str, Any]) -> Provision:
    areas: tuple[str, ...] | None = (item["area"],) if "area" in item else None
    if "areas" in item and item["areas"] != "all":
        areas = tuple(item["areas"])
    return Provision(
        item["function"],
        areas,
        item.get("unit"),
        item.get("bought", False),
        item.get("from"),
        day(item.get("valid_from")),
        day(item.get("valid_to"), last=True),
        fact(item["fact"]),
    )


# --- What does not hold together -------------------------------------------------------------------------------


def faults(found: Bundle) -> list[Fault]:
    """References that lead nowhere, dates in the wrong order and chains that bite their tail. All of them."""
    return [
        *_head_faults(found),
        *_area_faults(found),
        *_authority_faults(found),
        *_unit_faults(found),
        *_provision_faults(found),
    ]


_FILE = {"areas": "areas", "authorities": "authorities", "units": "units", "functions": "units"}


def _missing(found: Bundle, where: Where, value: Any, name: str) -> Iterator[Fault]:
    """A reference to something of a kind (`areas`, `units` …) that is not in the pack."""
    if isinstance(value, str) and value not in found.known(_FILE[name], name):
        messages = {
            "areas": _("there is no area with the id “%(id)s”"),
            "authorities": _("there is no authority with the id “%(id)s”"),
            "units": _("there is no unit with the id “%(id)s”"),
            "functions": _("there is no function with the id “%(id)s”"),
        }
        yield found.fault(where, messages[name] % {"id": value})


def _head_faults(found: Bundle) -> Iterator[Fault]:
    head = found.document["pack"]
    if any(fault.file.endswith("/pack.yaml") for fault in found.faults):
        return
    for name in ("municipality", "leave_to", "fallback_unit", "languages"):
        if name not in head:
            yield found.fault(("pack",), _("“%(name)s” is missing here") % {"name": name})
    yield from _missing(found, ("pack", "fallback_unit"), head.get("fallback_unit"), "units")
    zone = head.get("timezone", "Europe/Stockholm")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        yield found.fault(("pack", "timezone"), _("there is no time zone “%(zone)s”") % {"zone": zone})


def _in_order(found: Bundle, where: Where, item: dict[str, Any]) -> Iterator[Fault]:
    first, last = day(item.get("valid_from")), day(item.get("valid_to"), last=True)
    if first and last and last < first:
        yield found.fault((*where, "valid_to"), _("the last day is before the first"))


def _area_faults(found: Bundle) -> Iterator[Fault]:
    before = {item["id"]: item.get("predecessors", ()) for _where, item in found.items("areas", "areas")}
    if not found.known("areas", "areas"):
        yield found.fault(("pack",), _("the pack has no areas; a municipality without districts is one area"))
    for where, item in found.items("areas", "areas"):
        yield from _in_order(found, where, item)
        if not fact(item["fact"]).sure and item["fact"]["confidence"] == Confidence.UNVERIFIED:
            yield found.fault((*where, "fact"), _("an unverified fact cannot carry an area"))
        for index, name in enumerate(item.get("predecessors", ())):
            yield from _missing(found, (*where, "predecessors", index), name, "areas")
        if _in_a_ring(item["id"], before):
            yield found.fault((*where, "predecessors"), _("the area comes, through others, before itself"))


def _in_a_ring(start: str, before: dict[str, Any]) -> bool:
    waiting, seen = list(before.get(start, ())), set()
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(before.get(name, ()))
    return False


def _authority_faults(found: Bundle) -> Iterator[Fault]:
    for where, item in found.items("authorities", "authorities"):
        yield from _in_order(found, where, item)
        yield from _missing(found, (*where, "area"), item.get("area"), "areas")
        for index, name in enumerate(item.get("predecessors", ())):
            place = (*where, "predecessors", index)
            yield from _missing(found, place, name, "authorities")


def _unit_faults(found: Bundle) -> Iterator[Fault]:
    for where, item in found.items("units", "units"):
        yield from _in_order(found, where, item)
        place = (*where, "authority")
        yield from _missing(found, place, item["authority"], "authorities")
        if item.get("receives_messages") and "promise" not in item:
            yield found.fault(where, _("receives messages but promises no answer: “promise” is missing here"))
    fallback = found.document["pack"].get("fallback_unit")
    units = {item["id"]: (where, item) for where, item in found.items("units", "units")}
    if fallback in units and not units[fallback][1].get("receives_messages"):
        message = _("receives where nobody else is known, so “receives_messages” must be true")
        yield found.fault(units[fallback][0], message)
    yield from _succession_faults(found, units)


def _succession_faults(found: Bundle, units: dict[str, tuple[Where, dict[str, Any]]]) -> Iterator[Fault]:
    """Who takes over what is open when a unit ends. Between two boards it is a disclosure, decided by a person."""
    before = {name: item.get("predecessors", ()) for name, (_where, item) in units.items()}
    heirs: dict[str, list[str]] = {}
    for name, (where, item) in units.items():
        if _in_a_ring(name, before):
            yield found.fault((*where, "predecessors"), _("the unit comes, through others, before itself"))
        for index, old in enumerate(item.get("predecessors", ())):
            heirs.setdefault(old, []).append(name)
            place = (*where, "predecessors", index)
            yield from _missing(found, place, old, "units")
            if old in units:
                yield from _taking_over(found, place, item, units[old][1])
    for name, (where, item) in units.items():
        named = heirs.get(name, [])
        if len(named) > 1:
            message = _("%(units)s both name it among their predecessors: what is open goes to one of them")
            yield found.fault(where, message % {"units": ", ".join(named)})
        if item.get("valid_to") and item.get("receives_messages") and not named:
            message = _("has a last day, and no unit names it among its “predecessors”: who takes over what is open?")
            yield found.fault((*where, "valid_to"), message)


def _taking_over(found: Bundle, place: Where, new: dict[str, Any], old: dict[str, Any]) -> Iterator[Fault]:
    if old["authority"] != new["authority"]:
        message = _(
            "“%(id)s” is another authority's: to take over its contacts and cases is a disclosure, which a person "
            "decides about each. Let them be closed or passed on there first"
        )
        yield found.fault(place, message % {"id": old["id"]})
    if not old.get("valid_to"):
        yield found.fault(place, _("“%(id)s” has no last day: “valid_to” is missing there") % {"id": old["id"]})
    if old.get("receives_messages") and not new.get("receives_messages"):
        message = _("takes over from “%(id)s”, which receives messages, so “receives_messages” must be true")
        yield found.fault(place, message % {"id": old["id"]})


def _provision_faults(found: Bundle) -> Iterator[Fault]:
    for where, item in found.items("units", "provisions"):
        yield from _in_order(found, where, item)
        yield from _missing(found, (*where, "function"), item["function"], "functions")
        yield from _missing(found, (*where, "unit"), item.get("unit"), "units")
        yield from _outlives(found, where, item)
        yield from _missing(found, (*where, "area"), item.get("area"), "areas")
        areas = item.get("areas")
        for index, name in enumerate(areas if isinstance(areas, list) else ()):
            yield from _missing(found, (*where, "areas", index), name, "areas")
        seller = item.get("from")
        if seller is not None and seller not in found.known("units", "units"):
            yield from _missing(found, (*where, "from"), seller, "authorities")
        if seller is not None and not item.get("bought"):
            yield found.fault((*where, "from"), _("says who sells, but “bought” is not true"))


def _outlives(found: Bundle, where: Where, item: dict[str, Any]) -> Iterator[Fault]:
    """A provision that goes on when its unit has ended would send people to a closed door."""
    ends = {unit["id"]: day(unit.get("valid_to"), last=True) for _where, unit in found.items("units", "units")}
    unit_ends, ends_itself = ends.get(item.get("unit") or ""), day(item.get("valid_to"), last=True)
    if unit_ends is not None and (ends_itself is None or ends_itself > unit_ends):
        message = _("“%(id)s” ends on %(day)s, and this goes on: give it a last day, and another row from then on")
        yield found.fault((*where, "unit"), message % {"id": item["unit"], "day": unit_ends.isoformat()})
