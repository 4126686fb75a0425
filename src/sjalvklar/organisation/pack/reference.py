# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pack's format in words, written from the schema that judges it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sjalvklar.organisation.pack.bundle import FILES
from sjalvklar.organisation.pack.words import SCHEMA

_SECTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "pack",
        "pack.yaml",
        "Who the pack is for. The only file that must be there. `builds_on` names packs beside this one, or among "
        "those that come with the product, that this one adds to.",
    ),
    (
        "areas",
        "areas.yaml",
        "Where people live, through time. An area that is gone keeps its row with its last day, and whatever took "
        "over names it as predecessor: a merger is two dated rows, and an old name still leads home.",
    ),
    (
        "authorities",
        "authorities.yaml",
        "The boards (nämnder). Each is an authority of its own, with a wall around it.",
    ),
    (
        "units",
        "units.yaml",
        "Functions, units, and who does what where. A provision names either `area` or `areas`. Where no provision "
        "holds, `fallback_unit` receives, and `pack check` says so.",
    ),
    (
        "receivers",
        "receivers.yaml",
        "Everyone who can take somebody in: the municipality's own, and others. A unit is described by the receiver "
        "with its id.",
    ),
    (
        "guide",
        "guide.yaml",
        "The questions and the rules. Each question can be skipped. A rule holds when all of `when` holds; rules with "
        "the same `order` are equally important, and among them the open ones stand first. Whoever is in danger gets "
        "the emergency receiver first, without a rule; whoever has said nothing of what happened gets a person.",
    ),
    (
        "disposal",
        "disposal.yaml",
        "What is erased and when (gallring): what the law says, what is kept all the same, and the boards' decisions. "
        "Where a decision is needed and there is none, nothing is erased. Each thing says from which day it holds; a "
        "change is a new one with a later day.",
    ),
    (
        "incidents",
        "incidents.yaml",
        "What is decided before anything happens: the kinds of incident, who does what, the dates that families are "
        "followed on, the list of authorities, and whom to alert and call. For staff, in Swedish and English.",
    ),
    (
        "children",
        "children.yaml",
        "What staff go through when they are concerned for a child, in Swedish and English, which function receives "
        "reports of concern, and what children's own contact rests on. Nothing is computed from it.",
    ),
    (
        "safety",
        "safety.yaml",
        "What a municipality has written about safety before anybody is afraid: from which fear, as the relative says "
        "it, an answer from the police that it does not fit becomes an offer and a task; who knows violence in close "
        "relationships; and short warnings to choose from, for staff, in Swedish and English.",
    ),
    (
        "plans",
        "plans.yaml",
        "Plans of social intervention groups: how long a written consent lasts at most, how long before its end "
        "whoever leads is told, and when what is overdue goes to the head of the unit.",
    ),
    (
        "followup",
        "followup.yaml",
        "When people in each situation need contact again: days counted from when it happened, and what may happen "
        "after which they do. A schedule without situations is for everybody else. For staff, in Swedish and English.",
    ),
    (
        "services",
        "services.yaml",
        "What relatives are offered without an assessment, on what legal basis, and the boards' decisions about "
        "writing it down. Where no decision is in force that somebody has verified or confirmed, a personal file is "
        "kept; the demo counts a probable one too, with a mark.",
    ),
    (
        "writing",
        "writing.yaml",
        "Headings and questions to begin a text with, by what sort of text it is and in what sort of support. For "
        "staff, in Swedish and English. Those that nothing is written under are left out of what is kept.",
    ),
    ("demo", "demo.yaml", "Made-up people for trying the product. Never read in production."),
)

_TEXTS = """\
## texts/&lt;language&gt;.yaml

Plain text by key, in six languages: `sv`, `sv-lattlast`, `en`, `ar`, `so`, `fi`. A text is a sentence or a list of
sentences. `{municipality}` may stand in every text; `{area}`, `{unit}` and `{receiver}` in a rule's `because`. A
key that exists in one language must exist in all, as a list in all or in none.

| Key | What it is |
|---|---|
| `questions.<question>.title` | the question; `.hint` may explain |
| `options.<question>.<option>.label` | an answer; `.hint` may explain |
| `situations.<situation>.name` | the situation in a few words |
| `situations.<situation>.tonight` | what one can do now, a list; as `need_not`, `say`, `say_not`, `more_serious` |
| `rules.<rule>.because` | why this one, in plain words; `fallback` and `vague` are rules of the product's own |
| `functions.<function>.name`, `.what`, `.next` | who that is, what they do, what happens next |
| `receivers.<receiver>.what`, `.next`, `.need_not` | the same of one receiver, before the function's |
| `services.<service>.name`, `.what` | a service of the catalogue, and what it is |
| `apply.how` | how to apply for help that is assessed, a list |
| `units.<unit>.what`, `.next`, `.need_not` | the same of one unit, before the receiver's |

Any key may have a twin that ends in `_child`, which children meet instead. Situations that a child can choose must
have `tonight_child` and `need_not_child`.
"""

_OPENING = """\
<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->
<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->
<!-- SPDX-License-Identifier: EUPL-1.2 -->

# The format of a pack

A municipality as data: a folder of YAML. The words and shapes below are judged by
[`packs/schema/pack.schema.json`](../../packs/schema/pack.schema.json) (JSON Schema 2020-12), which most editors
can use to complete and check while one writes; references, texts and every way through the guide are judged by
`./sjalvklar pack check DIR`. How to make one is told in [make your municipality's
pack](../how-to/make-your-municipalitys-pack.md).

YAML is read as plain data: `no` and `10:00` are text, a number that begins with 0 stays text, anchors, aliases and
tags are refused. Put telephone numbers, codes and times in quotes.

**Building on another pack.** Lists of things with `id` merge by id, and the later replaces the whole thing;
provisions add up; texts merge by key; `pack.yaml` by name.

**Facts.** Everything the public can see has a `fact`. What is *verified*, or *confirmed* by the municipality, is
shown. What is only *probable* is shown in the demo with a mark, and a production start refuses it. What is
*unverified* is never shown. A way or opening hours without a fact of their own rest on the receiver's.
"""


def pack_document() -> str:
    """The reference page of the format, from the schema."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    defs = schema["$defs"]
    told: set[str] = set()
    parts = [_OPENING]
    for name, file, about in _SECTIONS:
        parts.append(f"## {file}\n\n{about}\n")
        parts.extend(_tables(defs, f"{name}_file", told, top=not FILES[name]))
    parts.append(_TEXTS)
    return "\n".join(parts)


def _tables(defs: dict[str, Any], name: str, told: set[str], *, top: bool) -> Iterator[str]:
    """A table for a definition, and then one for each that it leads to and that has not been told."""
    definition = defs[name]
    if top or not name.endswith("_file"):
        if not name.endswith("_file"):
            yield f"### {_title(name)}\n"
        yield _table(definition)
    waiting = [found for field in definition.get("properties", {}).values() for found in _leads_to(field)]
    for found in dict.fromkeys(waiting):
        if found not in told and "properties" in defs[found]:
            told.add(found)
            yield from _tables(defs, found, told, top=False)
    if name == "units_file":
        yield "A function is an `id`: `functions: [{id: relatives_adviser}]`.\n"


def _leads_to(field: dict[str, Any]) -> Iterator[str]:
    if "$ref" in field:
        yield field["$ref"].rsplit("/", 1)[-1]
    for part in (field.get("items"), *field.get("oneOf", ())):
        if isinstance(part, dict):
            yield from _leads_to(part)
    for part in field.get("properties", {}).values():
        yield from _leads_to(part)


def _table(definition: dict[str, Any]) -> str:
    required = set(definition.get("required", ()))
    rows = ["| Name | | What it holds | |", "|---|---|---|---|"]
    for name, field in definition.get("properties", {}).items():
        needed = "needed" if name in required else ""
        said = [field.get("description", "")]
        if "default" in field:
            said.append(f"Otherwise `{_plain(field['default'])}`.")
        words = " ".join(text for text in said if text).replace("|", "\\|")
        rows.append(f"| `{name}` | {needed} | {_kind(field)} | {words} |")
    return "\n".join(rows) + "\n"


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _plain(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "null": "`null`",
    "object": "names with values",
}
_REFS = {
    "id": "id",
    "day": "date",
    "loose_day": "date, year or `null`",
    "clock": "time",
    "spoken": "language code",
    "language": "language of the door",
    "choices": "list",
    "weekday": "`mon` … `sun`",
}


def _kind(field: dict[str, Any]) -> str:
    """What may stand there, in a few words."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[-1]
        return _REFS.get(name, f"[{_title(name).lower()}](#{name.replace('_', '-')})")
    if "enum" in field:
        return ", ".join(f"`{_plain(value)}`" for value in field["enum"])
    if "const" in field:
        return f"`{_plain(field['const'])}`"
    if "oneOf" in field and "properties" not in field:
        return " or ".join(_kind(part) for part in field["oneOf"])
    if field.get("type") == "array":
        return f"list of {_kind(field['items'])}"
    if "properties" in field:
        return "; ".join(f"`{name}`" for name in field["properties"])
    kinds = field.get("type", "string")
    return " or ".join(_KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
