# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the municipality has still to confirm before its pack can meet the public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sjalvklar.kernel.languages import CODES, language
from sjalvklar.kernel.yamlsource import Where
from sjalvklar.organisation.pack import Bundle, bundle


class Lacks(StrEnum):
    """What kind of thing is unsure or missing."""

    PROBABLE = "probable"  # shown in the demo with a mark; a production start refuses
    UNVERIFIED = "unverified"  # never shown
    NO_NUMBER = "no_number"  # a unit or receiver nobody can call
    SELLER = "seller"  # bought, not known from whom
    NOBODY = "nobody"  # a function nobody is known to do in an area
    UNREVIEWED = "unreviewed"  # a language nobody has read


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """One thing to confirm, and where it stands in the pack."""

    lacks: Lacks
    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


def unconfirmed(pack_dir: Path) -> tuple[Unconfirmed, ...]:
    """What keeps a pack from production: facts that would be shown to the public and that nobody has confirmed."""
    return tuple(item for item in to_confirm(bundle(pack_dir)) if item.lacks is Lacks.PROBABLE)


def to_confirm(found: Bundle) -> tuple[Unconfirmed, ...]:
    """Everything the municipality has still to confirm or find out."""
    return (*_facts(found), *_numbers(found), *_provisions(found), *_languages(found))


def _at(found: Bundle, where: Where, lacks: Lacks, what: str) -> Unconfirmed:
    file, line = found.line(where)
    return Unconfirmed(lacks, file, line, what)


def _every_fact(found: Bundle) -> Iterator[tuple[Where, dict[str, Any], str]]:
    """Every fact block of the pack, with what it is about in plain words."""
    municipality = found.document["pack"].get("municipality", {})
    if "fact" in municipality:
        yield ("pack", "municipality", "fact"), municipality["fact"], municipality.get("name", "")
    for file, name in (("areas", "areas"), ("authorities", "authorities"), ("units", "units")):
        for where, item in found.items(file, name):
            if "fact" in item:
                yield (*where, "fact"), item["fact"], item["name"]
    for where, item in found.items("units", "provisions"):
        areas = item.get("area") or item.get("areas")
        place = ", ".join(areas) if isinstance(areas, list) else areas
        yield (*where, "fact"), item["fact"], f"{item['function']} ({place})"
    for where, item in found.items("receivers", "receivers"):
        yield (*where, "fact"), item["fact"], item["name"]
        if "fact" in item.get("hours", {}):
            yield (
                (*where, "hours", "fact"),
                item["hours"]["fact"],
                _("%(name)s, opening hours") % {"name": item["name"]},
            )
        for index, way in enumerate(item.get("ways", ())):
            if "fact" in way:
                yield (*where, "ways", index, "fact"), way["fact"], f"{item['name']}, {way['value']}"
            if "fact" in way.get("hours", {}):
                yield (*where, "ways", index, "hours", "fact"), way["hours"]["fact"], f"{item['name']}, {way['value']}"


def _facts(found: Bundle) -> Iterator[Unconfirmed]:
    for where, fact, about in _every_fact(found):
        if "confirmed" in fact:
            continue
        if fact["confidence"] == "probable":
            yield _at(found, where, Lacks.PROBABLE, _("probable, not confirmed: %(about)s") % {"about": about})
        elif fact["confidence"] == "unverified":
            yield _at(found, where, Lacks.UNVERIFIED, _("unverified, never shown: %(about)s") % {"about": about})


def _numbers(found: Bundle) -> Iterator[Unconfirmed]:
    for where, item in found.items("receivers", "receivers"):
        kinds = {way["kind"] for way in item.get("ways", ())}
        if item["kind"] == "municipal" and "phone" not in kinds:
            yield _at(found, where, Lacks.NO_NUMBER, _("no telephone number: %(about)s") % {"about": item["name"]})
        elif not kinds - {"email"}:
            yield _at(found, where, Lacks.NO_NUMBER, _("no way to reach: %(about)s") % {"about": item["name"]})
        elif "hours" not in item and kinds & {"phone", "chat"}:
            yield _at(found, where, Lacks.NO_NUMBER, _("no opening hours: %(about)s") % {"about": item["name"]})


def _provisions(found: Bundle) -> Iterator[Unconfirmed]:
    areas = [item["id"] for _where, item in found.items("areas", "areas") if item.get("valid_to") is None]
    covered: dict[str, set[str]] = {}
    for where, item in found.items("units", "provisions"):
        named = [item["area"]] if "area" in item else item["areas"]
        covered.setdefault(item["function"], set()).update(areas if named == "all" else named)
        about = f"{item['function']} ({', '.join(named) if isinstance(named, list) else named})"
        if item.get("bought") and item.get("unit") is None and item.get("from") is None:
            yield _at(found, where, Lacks.SELLER, _("bought, but not known from whom: %(about)s") % {"about": about})
        elif not item.get("bought") and item.get("unit") is None:
            yield _at(found, where, Lacks.NOBODY, _("not known which unit: %(about)s") % {"about": about})
    asked = {item["then"]["function"] for _w, item in found.items("guide", "rules") if "function" in item["then"]}
    for function in sorted(asked):
        missing = [area for area in areas if area not in covered.get(function, ())]
        if missing:
            everywhere = len(missing) == len(areas) and len(areas) > 1
            values = {"function": function, "areas": _("every area") if everywhere else ", ".join(missing)}
            what = _("nobody is known to do %(function)s in: %(areas)s") % values
            yield Unconfirmed(Lacks.NOBODY, f"{found.folder.name}/units.yaml", 0, what)


def _languages(found: Bundle) -> Iterator[Unconfirmed]:
    reviewed = {item["code"]: item for item in found.document["pack"].get("languages", ())}
    for code in CODES:
        if "reviewed" not in reviewed.get(code, {}):
            what = _("nobody has read the texts in %(language)s") % {"language": language(code).endonym}
            yield _at(found, ("pack", "languages", code), Lacks.UNREVIEWED, what)
