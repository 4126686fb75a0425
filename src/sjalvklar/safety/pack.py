# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to what the municipality has written about safety, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.pack.build import fact
from sjalvklar.safety.rules import Sentence, Setting
from sjalvklar.safety.rules.setting import ANSWER_DAYS, WITHIN_DAYS

_FILE = "safety"


def build(found: Bundle) -> Setting:
    """The setting of a bundle without faults."""
    document = found.document[_FILE]
    high = document.get("high_fear")
    return Setting(
        high=high["from"] if high else None,
        high_fact=fact(high["fact"]) if high else None,
        offer=document.get("offer", ""),
        within_days=document.get("within_days", WITHIN_DAYS),
        answer_days=document.get("answer_days", ANSWER_DAYS),
        violence=document.get("violence", ""),
        warnings=tuple(
            Sentence(item["id"], item["name"]["sv"], item["name"]["en"])
            for _where, item in found.items(_FILE, "warnings")
        ),
    )


def faults(found: Bundle) -> Iterator[Fault]:
    """References that lead nowhere."""
    document = found.document[_FILE]
    for name, known in (
        ("offer", found.known("services", "services")),
        ("violence", found.known("units", "functions")),
    ):
        said = document.get(name)
        if said and said not in known:
            yield found.fault((_FILE, name), _("there is nothing with the id “%(id)s” in the pack") % {"id": said})
