# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the JSON Schema finds, in words for the person who keeps the pack."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from sjalvklar.kernel.yamlsource import Where

SCHEMA = Path(__file__).resolve().parents[4] / "packs" / "schema" / "pack.schema.json"

# The descriptions in the schema that are shown as hints; here only so that they are collected for translation.
HINTS = (
    gettext_lazy(
        "A short name in small letters a-z, digits, - and _. Never changed once used: messages and statistics refer "
        "to it."
    ),
    gettext_lazy("A date as 2026-11-22."),
    gettext_lazy("A date, a year, or null when it is not established."),
    gettext_lazy('A time of day as "08:30", in quotes; "24:00" is midnight at the end of the day.'),
    gettext_lazy("A number as it is dialled, in quotes."),
    gettext_lazy("Kommunkod, in quotes."),
    gettext_lazy("A language as an ISO 639 code, such as sv, ar, so, fi, ti."),
)


@cache
def _validator(definition: str) -> Any:
    # Imported here: it takes a tenth of a second, and a web request never needs it.
    from jsonschema import Draft202012Validator, FormatChecker

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    schema = {"$schema": schema["$schema"], "$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    return Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


def judge(definition: str, data: Any) -> Iterator[tuple[Where, str]]:
    """Everything in one file that the format does not allow: the place, and a sentence about it."""
    for error in _validator(definition).iter_errors(data):
        yield from _sentences(error)


def _sentences(error: Any) -> Iterator[tuple[Where, str]]:
    where: Where = tuple(error.absolute_path)
    value, limit = error.instance, error.validator_value
    match error.validator:
        case "required":
            missing = next((name for name in limit if f"'{name}'" in error.message), "?")
            yield where, _("“%(name)s” is missing here") % {"name": missing}
        case "additionalProperties":
            known = list(error.schema.get("properties", ()))
            for name in value:
                if name not in known:
                    yield (*where, name), _unknown(name, known)
        case "enum":
            yield where, _choice(value, [_plain(option) for option in limit])
        case "const":
            yield where, _choice(value, [_plain(limit)])
        case "type":
            yield where, _wrong_kind(value, limit)
        case "pattern" | "format":
            if error.absolute_schema_path and "propertyNames" in error.absolute_schema_path:
                yield (*where, value), _("“%(name)s” cannot be the name of a text") % {"name": value}
            else:
                hint = _hint(error)
                message = _("“%(value)s” is not written as it should be") % {"value": _plain(value)}
                yield where, f"{message}: {hint}" if hint else message
        case "oneOf" | "anyOf":
            yield where, _either(error)
        case "minLength" | "minItems":
            yield where, _("may not be empty")
        case "maxLength":
            yield where, _("is too long: at most %(most)s characters") % {"most": limit}
        case "uniqueItems":
            twice = next((item for at, item in enumerate(value) if item in value[:at]), "?")
            yield where, _("says “%(value)s” twice") % {"value": _plain(twice)}
        case "minProperties" | "maxProperties":
            yield (
                where,
                _("must say one of these: %(options)s") % {"options": _list(error.schema.get("properties", ()))},
            )
        case "minimum" | "maximum" | "exclusiveMinimum":
            yield where, _("%(value)s is outside what is possible") % {"value": _plain(value)}
        case _:
            yield where, _("is not as the format says (%(rule)s)") % {"rule": error.validator}


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return _("“%(name)s” is not known here; did you mean “%(near)s”?") % {"name": name, "near": near[0]}
    return _("“%(name)s” is not known here; it may be: %(options)s") % {"name": name, "options": _list(known)}


def _choice(value: Any, options: list[str]) -> str:
    values = {"value": _plain(value), "options": ", ".join(options)}
    return _("“%(value)s” is not possible here; it may be: %(options)s") % values


def _wrong_kind(value: Any, expected: str | list[str]) -> str:
    kinds = {
        "string": pgettext("pack", "text"),
        "integer": pgettext("pack", "a whole number"),
        "number": pgettext("pack", "a number"),
        "array": pgettext("pack", "a list"),
        "object": pgettext("pack", "names with values"),
        "boolean": pgettext("pack", "true or false"),
        "null": pgettext("pack", "null"),
    }
    wanted = [kinds[kind] for kind in ([expected] if isinstance(expected, str) else expected)]
    if "string" in expected and isinstance(value, int | float):
        return _("%(value)s must stand in quotes, so that it is kept as text") % {"value": _plain(value)}
    if value is None:
        return _("nothing stands here; it must be %(kind)s") % {"kind": pgettext("pack", " or ").join(wanted)}
    return _("“%(value)s” must be %(kind)s") % {"value": _plain(value), "kind": pgettext("pack", " or ").join(wanted)}


def _either(error: Any) -> str:
    """One of several shapes: say the demanded names when that is the matter, else what comes nearest."""
    demanded = [branch["required"] for branch in error.validator_value if "required" in branch]
    if demanded and len(demanded) == len(error.validator_value):
        either = pgettext("pack", " or ").join("“" + "”, “".join(names) + "”" for names in demanded)
        return _("must say exactly one of: %(options)s") % {"options": either}
    hint = _hint(error)
    if hint:
        return _("“%(value)s” is not possible here: %(hint)s") % {"value": _plain(error.instance), "hint": hint}
    options = [_plain(sub.validator_value) for sub in error.context if sub.validator == "const"]
    if options and isinstance(error.instance, str):
        return _("“%(value)s” is not possible here; it may be “%(options)s” or a list") % {
            "value": _plain(error.instance),
            "options": ", ".join(options),
        }
    nearest = max(error.context, key=lambda sub: len(sub.absolute_path), default=None)
    if nearest is None:
        return _("“%(value)s” is not possible here") % {"value": _plain(error.instance)}
    return next(_sentences(nearest))[1]


def _hint(error: Any) -> str:
    """The schema's own words about what is expected, in the language of the day."""
    description: str = error.schema.get("description", "")
    return _(description) if description else ""


def _list(names: Any) -> str:
    return ", ".join(str(name) for name in names)


def _plain(value: Any) -> str:
    """A value as it stands in YAML, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{" + ", ".join(list(value)[:3]) + " …}"
    if isinstance(value, list):
        return "[" + ", ".join(_plain(item) for item in value[:3]) + (" …]" if len(value) > 3 else "]")
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
