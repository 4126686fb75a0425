# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guide's texts in every language of the public door, and what is missing among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from sjalvklar.kernel.languages import CODES, SOURCE
from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle

Text = str | tuple[str, ...]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ANYWHERE = frozenset({"municipality"})
_IN_BECAUSE = frozenset({"municipality", "area", "unit", "receiver"})
LISTS = frozenset({"tonight", "need_not", "say", "say_not", "more_serious"})


@dataclass(frozen=True)
class Texts:
    """Every text by language and key; the municipality's name is already in place."""

    by_language: dict[str, dict[str, Text]]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that any language has."""
        return frozenset(key for texts in self.by_language.values() for key in texts)

    def text(self, key: str, language: str, values: dict[str, str] | None = None) -> Text:
        """A text with its names filled in; Swedish where the language lacks it, empty where there is none."""
        found = self.by_language.get(language, {}).get(key)
        if found is None:
            found = self.by_language.get(SOURCE, {}).get(key, "")
        if not values:
            return found
        return _fill(found, values)

    def missing(self, key: str) -> tuple[str, ...]:
        """The languages of the public door that lack a text."""
        return tuple(code for code in CODES if key not in self.by_language.get(code, {}))


def _fill(text: Text, values: dict[str, str]) -> Text:
    if isinstance(text, tuple):
        return tuple(str(_fill(line, values)) for line in text)
    if "{" not in text:
        return text
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def build_texts(found: Bundle, municipality: str) -> Texts:
    values = {"municipality": municipality}
    return Texts(
        {
            code: {key: _fill(text, values) for key, text in found.document["texts"].get(code, {}).items()}
            for code in CODES
        }
    )


# --- What is missing -------------------------------------------------------------------------------------------


def required(found: Bundle) -> Iterator[str]:
    """Every key the pages use of this pack's questions, situations, functions, units, receivers and rules."""
    situations: list[str] = ["professional"]
    of_children = {"other"}
    for name in ("questions", "child_questions"):
        for _where, question in found.items("guide", name):
            yield f"questions.{question['id']}.title"
            for option in question.get("options", ()):
                option_id = option if isinstance(option, str) else option["id"]
                yield f"options.{question['id']}.{option_id}.label"
                if question["id"] == "what":
                    situations.append(option_id)
                if isinstance(option, dict) and "situation" in option:
                    of_children.add(option["situation"])
    for situation in situations:
        yield f"situations.{situation}.name"
        for part in ("tonight", "need_not", "say", "say_not", "more_serious"):
            yield f"situations.{situation}.{part}"
        if situation in of_children:
            yield f"situations.{situation}.tonight_child"
            yield f"situations.{situation}.need_not_child"
    yield from ("rules.fallback.because", "rules.vague.because")
    for _where, rule in found.items("guide", "rules"):
        yield f"rules.{rule['id']}.because"
        if "function" in rule["then"]:
            for part in ("name", "what", "next"):
                yield f"functions.{rule['then']['function']}.{part}"
    for _where, service in found.items("services", "services"):
        yield f"services.{service['id']}.name"
        yield f"services.{service['id']}.what"
        yield "apply.how"
    for _where, receiver in found.items("receivers", "receivers"):
        if receiver.get("unit") is None:
            yield f"receivers.{receiver['id']}.what"
            yield f"receivers.{receiver['id']}.next"


def text_faults(found: Bundle) -> list[Fault]:
    """Texts that are missing in a language, differ in shape between languages, or speak of names that do not exist."""
    return [*_absent(found), *_shapes(found)]


def _absent(found: Bundle) -> Iterator[Fault]:
    texts = found.document["texts"]
    wanted = dict.fromkeys(required(found))
    wanted |= dict.fromkeys(key for code in CODES for key in texts.get(code, {}))
    for code in CODES:
        if not texts.get(code):
            message = _("there are no texts at all in this language")
            yield Fault(f"{found.folder.name}/texts/{code}.yaml", 0, message)
            continue
        refused = found.known("texts", code)
        for key in wanted:
            if key not in texts[code] and key not in refused:
                yield Fault(_beside(found, key, code), 0, _("the text “%(key)s” is missing") % {"key": key})


def _beside(found: Bundle, key: str, code: str) -> str:
    """The file a missing text belongs in: beside the same text in another language."""
    for other in CODES:
        origin = found.origins.get(("texts", other, key))
        if origin is not None:
            return f"{origin.source.name.split('/')[0]}/texts/{code}.yaml"
    return f"{found.folder.name}/texts/{code}.yaml"


def _shapes(found: Bundle) -> Iterator[Fault]:
    texts = found.document["texts"]
    swedish = texts.get(SOURCE, {})
    for code in CODES:
        for key, text in texts.get(code, {}).items():
            where = ("texts", code, key)
            part = key.rsplit(".", 1)[-1].removesuffix("_child")
            as_list = part in LISTS and key.startswith("situations.")
            if as_list and isinstance(text, str):
                yield found.fault(where, _("“%(key)s” must be a list, one sentence a line") % {"key": key})
            elif key in swedish and isinstance(text, str) != isinstance(swedish[key], str):
                yield found.fault(where, _("“%(key)s” is a list in one language and a text in another") % {"key": key})
            named = _names(text)
            allowed = _IN_BECAUSE if part == "because" else _ANYWHERE
            for name in sorted(named - allowed):
                values = {"name": name, "allowed": ", ".join("{" + known + "}" for known in sorted(allowed))}
                yield found.fault(where, _("{%(name)s} cannot be filled in; it may be: %(allowed)s") % values)
            if key in swedish and named & allowed != _names(swedish[key]) & allowed:
                names = ", ".join("{" + name + "}" for name in sorted(named ^ _names(swedish[key])))
                message = _("“%(key)s” does not have the same names as in Swedish: %(names)s")
                yield found.fault(where, message % {"key": key, "names": names})


def _names(text: Text) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text if isinstance(text, str) else "\n".join(text)))
