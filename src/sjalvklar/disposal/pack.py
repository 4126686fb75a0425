# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to the rules of disposal as frozen values, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sjalvklar.disposal.rules import (
    Basis,
    CountedFrom,
    Decision,
    Disposal,
    DisposalRule,
    KeepRule,
    Period,
    RecordType,
)
from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.pack.build import fact

_FILE = "disposal"


def _period(item: dict[str, Any]) -> Period | None:
    if item.get("years") is None and item.get("days") is None:
        return None
    return Period(int(item.get("years") or 0), int(item.get("days") or 0))


def build(found: Bundle) -> Disposal:
    """The rules of a bundle without faults."""
    return Disposal(
        code=found.document["pack"].get("municipality", {}).get("code", ""),
        rules=tuple(
            DisposalRule(
                item["id"],
                RecordType(item["record"]),
                Basis(item["basis"]),
                CountedFrom(item["counted_from"]),
                _period(item),
                item.get("within_next_year", False),
                date.fromisoformat(item["from"]),
                item["ground"],
                fact(item["fact"]),
            )
            for _where, item in found.items(_FILE, "rules")
        ),
        keeps=tuple(
            KeepRule(
                item["id"],
                frozenset(map(RecordType, item["records"])),
                date.fromisoformat(item["from"]),
                item["ground"],
                fact(item["fact"]),
                frozenset(item.get("born_on_days", ())),
                tuple(item.get("municipalities", ())),
                int(item.get("years_from_birth", 0)),
            )
            for _where, item in found.items(_FILE, "keeps")
        ),
        decisions=tuple(
            Decision(
                item["id"],
                RecordType(item["record"]),
                item.get("authority", ""),
                item["board"],
                date.fromisoformat(item["decided_on"]),
                item["number"],
                date.fromisoformat(item["from"]),
                fact(item["fact"]),
                _period(item),
                item.get("keeps", False),
            )
            for _where, item in found.items(_FILE, "decisions")
        ),
    )


def faults(found: Bundle) -> Iterator[Fault]:
    """References that lead nowhere, and decisions that say nothing."""
    for where, item in found.items(_FILE, "decisions"):
        authority = item.get("authority")
        if authority and authority not in found.known("authorities", "authorities"):
            yield found.fault(
                (*where, "authority"), _("there is no authority with the id “%(id)s”") % {"id": authority}
            )
        if _period(item) is None and not item.get("keeps"):
            yield found.fault(where, _("the decision says neither how long nor that it is kept"))
        if item["fact"]["confidence"] != "verified" and "confirmed" not in item["fact"]:
            yield found.fault((*where, "fact"), _("nothing is erased on a decision that nobody has verified"))
