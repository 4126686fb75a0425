# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to what is weighed when somebody is concerned for a child, and what does not hold together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from sjalvklar.children.rules import Check, Concerns, LegalGround
from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.pack.build import fact

_FILE = "children"


def build(found: Bundle) -> Concerns:
    """The list and the grounds of a bundle without faults."""
    return Concerns(
        checks=tuple(
            Check(item["id"], dict(item["name"]), item["fact"]["source"])
            for _where, item in found.items(_FILE, "checks")
        ),
        grounds=tuple(
            LegalGround(
                item["id"],
                item["text"],
                date.fromisoformat(item["from"]),
                date.fromisoformat(item["to"]) if item.get("to") else None,
                fact(item["fact"]).sure,
            )
            for _where, item in found.items(_FILE, "grounds")
        ),
        receives=found.document[_FILE].get("receives", ""),
    )


def faults(found: Bundle) -> Iterator[Fault]:
    """References that lead nowhere, and times that end before they begin."""
    for where, item in found.items(_FILE, "grounds"):
        if item.get("to") and item["to"] < item["from"]:
            yield found.fault((*where, "to"), _("it ends before it begins"))
    receives = found.document[_FILE].get("receives")
    if receives and receives not in found.known("units", "functions"):
        yield found.fault((_FILE, "receives"), _("there is no function with the id “%(id)s”") % {"id": receives})
