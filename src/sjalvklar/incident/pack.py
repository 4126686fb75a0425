# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to the template of an incident as frozen values, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from sjalvklar.incident.rules import After, Circle, Event, Kind, Name, Number, Step, Task, Template
from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle

_FILE = "incidents"
_LISTS = ("kinds", "roles", "tasks", "checkpoints", "events", "authorities", "numbers")


def _named(list_of: str) -> str:
    """Under which word a row's name is found: an event that has its day is one of the dates."""
    return "checkpoints" if list_of == "events" else list_of


def _name(item: dict[str, str]) -> Name:
    return Name(item["sv"], item["en"])


def _after(item: dict[str, int]) -> After:
    return After(item.get("hours", 0), item.get("days", 0), item.get("months", 0))


def _step(item: dict[str, Any]) -> Step:
    return Step(
        item["id"],
        _name(item["name"]),
        _after(item["after"]),
        frozenset(map(Circle, item.get("circles", list(Circle)))),
        tuple(_name(task) for task in item.get("tasks", ())),
    )


def _event(item: dict[str, Any]) -> Event:
    return Event(
        item["id"],
        _name(item["name"]),
        item.get("days", 0),
        frozenset(map(Circle, item.get("circles", list(Circle)))),
        tuple(_name(task) for task in item.get("tasks", ())),
    )


def build(found: Bundle) -> Template:
    """The template of a bundle without faults."""

    def items(name: str) -> Iterator[dict[str, Any]]:
        return (item for _where, item in found.items(_FILE, name))

    return Template(
        kinds=tuple(Kind(item["id"], _name(item["name"])) for item in items("kinds")),
        roles=tuple(Kind(item["id"], _name(item["name"])) for item in items("roles")),
        tasks=tuple(
            Task(item["id"], _name(item["name"]), _after(item["after"]), item["role"]) for item in items("tasks")
        ),
        checkpoints=tuple(map(_step, items("checkpoints"))),
        events=tuple(map(_event, items("events"))),
        authorities=tuple(map(_step, items("authorities"))),
        numbers=tuple(
            Number(
                item["id"],
                _name(item["name"]),
                item.get("receiver", ""),
                item.get("phone", ""),
                item.get("alerted", False),
            )
            for item in items("numbers")
        ),
        names={f"{_named(name)}.{item['id']}": _name(item["name"]) for name in _LISTS for item in items(name)},
    )


def faults(found: Bundle) -> Iterator[Fault]:
    """References that lead nowhere."""
    for where, item in found.items(_FILE, "tasks"):
        if item["role"] not in found.known(_FILE, "roles"):
            yield found.fault((*where, "role"), _("there is no role with the id “%(id)s”") % {"id": item["role"]})
    for where, item in found.items(_FILE, "events"):
        if item["id"] in found.known(_FILE, "checkpoints"):
            yield found.fault((*where, "id"), _("there is a date with the id “%(id)s” already") % {"id": item["id"]})
    for where, item in found.items(_FILE, "numbers"):
        receiver = item.get("receiver")
        if receiver and receiver not in found.known("receivers", "receivers"):
            yield found.fault((*where, "receiver"), _("there is no receiver with the id “%(id)s”") % {"id": receiver})
