# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to the schedules, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from sjalvklar.followup.rules import After, DateStep, EventKind, EventStep, Name, Schedule, Schedules
from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.pack.build import fact

_FILE = "followup"


def _after(item: dict[str, int]) -> After:
    return After(item.get("days", 0), item.get("months", 0))


def _date(schedule: str, item: dict[str, Any]) -> DateStep:
    name = item.get("name")
    return DateStep(f"{schedule}.{item['id']}", _after(item["after"]), Name(name["sv"], name["en"]) if name else None)


def build(found: Bundle) -> Schedules:
    """The schedules of a bundle without faults."""
    return Schedules(
        tuple(
            Schedule(
                item["id"],
                tuple(item.get("situations", ())),
                tuple(_date(item["id"], one) for one in item.get("dates", ())),
                tuple(
                    EventStep(EventKind(one["event"]), _after(one.get("after", {}))) for one in item.get("events", ())
                ),
                fact(item["fact"]),
            )
            for _where, item in found.items(_FILE, "schedules")
        )
    )


def faults(found: Bundle) -> Iterator[Fault]:
    """A date that comes twice, and two schedules for one situation, of which only one would be seen."""
    seen: dict[str, str] = {}
    for where, item in found.items(_FILE, "schedules"):
        ids = [one["id"] for one in item.get("dates", ())]
        for index, one in enumerate(ids):
            if one in ids[:index]:
                yield found.fault((*where, "dates", index, "id"), _("“%(id)s” comes twice") % {"id": one})
        for situation in item.get("situations", ("",)):
            if situation in seen:
                other = {"id": seen[situation]}
                yield found.fault((*where, "situations"), _("“%(id)s” is for the same situation") % other)
            seen.setdefault(situation, item["id"])
