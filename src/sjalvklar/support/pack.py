# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to the catalogue of services, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.pack.build import fact
from sjalvklar.support.rules import (
    Catalogue,
    DocumentationMode,
    Ground,
    ModeDecision,
    Room,
    Service,
    SupportForm,
    VideoAddress,
)
from sjalvklar.support.rules.video import is_template

_FILE = "services"


def _day(item: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(item[name]) if item.get(name) else None


def build(found: Bundle) -> Catalogue:
    """The catalogue of a bundle without faults."""
    return Catalogue(
        services=tuple(
            Service(
                item["id"],
                SupportForm(item["form"]),
                tuple(item.get("functions", ())),
                tuple(item.get("grounds", ())),
                _day(item, "from"),
                _day(item, "to"),
                fact(item["fact"]),
            )
            for _where, item in found.items(_FILE, "services")
        ),
        decisions=tuple(
            ModeDecision(
                item["id"],
                tuple(item["services"]),
                DocumentationMode(item["mode"]),
                item.get("authority", ""),
                item["board"],
                item.get("reference", ""),
                _day(item, "decided_on"),
                date.fromisoformat(item["from"]),
                _day(item, "to"),
                fact(item["fact"]),
            )
            for _where, item in found.items(_FILE, "decisions")
        ),
        grounds=tuple(
            Ground(item["id"], item["text"], date.fromisoformat(item["from"]), _day(item, "to"), fact(item["fact"]))
            for _where, item in found.items(_FILE, "grounds")
        ),
        rooms=tuple(Room(item["id"], item["unit"], item["name"]) for _where, item in found.items(_FILE, "rooms")),
        notice=found.document[_FILE].get("notice", ""),
        video=tuple(
            VideoAddress(item.get("unit", ""), item["address"], fact(item["fact"]))
            for _where, item in found.items(_FILE, "video")
        ),
    )


def faults(found: Bundle) -> Iterator[Fault]:
    """References that lead nowhere, times that end before they begin, and a sure decision without its number."""
    services, grounds = found.known(_FILE, "services"), found.known(_FILE, "grounds")
    for where, item in found.items(_FILE, "services"):
        yield from _unknown(found, (*where, "functions"), item.get("functions", ()), found.known("units", "functions"))
        yield from _unknown(found, (*where, "grounds"), item.get("grounds", ()), grounds)
        yield from _ends(found, where, item)
    for where, item in found.items(_FILE, "grounds"):
        yield from _ends(found, where, item)
    for where, item in found.items(_FILE, "decisions"):
        yield from _unknown(found, (*where, "services"), item["services"], services)
        if "authority" in item:
            known = found.known("authorities", "authorities")
            yield from _unknown(found, (*where, "authority"), (item["authority"],), known)
        yield from _ends(found, where, item)
        sure = item["fact"]["confidence"] == "verified" or "confirmed" in item["fact"]
        if sure and not (item.get("reference") and item.get("decided_on")):
            yield found.fault(where, _("a decision that is leaned on says when it was made and under which number"))
    for where, item in found.items(_FILE, "rooms"):
        yield from _unknown(found, (*where, "unit"), (item["unit"],), found.known("units", "units"))
    for where, item in found.items(_FILE, "video"):
        if "unit" in item:
            yield from _unknown(found, (*where, "unit"), (item["unit"],), found.known("units", "units"))
        if not is_template(item["address"]):
            told = _("an address for talks by video begins with https:// and has {room} once, behind the host")
            yield found.fault((*where, "address"), told)
    notice = found.document[_FILE].get("notice")
    if notice and notice not in services:
        yield found.fault((_FILE, "notice"), _("there is no service with the id “%(id)s”") % {"id": notice})


def _unknown(found: Bundle, where: tuple[str | int, ...], named: Any, known: set[str]) -> Iterator[Fault]:
    for name in named:
        if name not in known:
            yield found.fault(where, _("there is nothing with the id “%(id)s” in the pack") % {"id": name})


def _ends(found: Bundle, where: tuple[str | int, ...], item: dict[str, Any]) -> Iterator[Fault]:
    if item.get("to") and item.get("from") and item["to"] < item["from"]:
        yield found.fault((*where, "to"), _("it ends before it begins"))
