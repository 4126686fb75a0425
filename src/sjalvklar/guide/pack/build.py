# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to the guidebook, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sjalvklar.directory import pack as directory_pack
from sjalvklar.directory.rules import Directory
from sjalvklar.guide.pack.texts import Texts, build_texts, text_faults
from sjalvklar.guide.rules import Guidebook, Option, Question, Rule
from sjalvklar.guide.rules.questions import INSIDE, KEYS, OUTSIDE, SKIPPED
from sjalvklar.kernel.yamlsource import Fault, Where
from sjalvklar.organisation import pack as organisation_pack
from sjalvklar.organisation.pack import BadPack, Bundle, bundle
from sjalvklar.organisation.rules import Organisation


@dataclass(frozen=True, slots=True)
class Pack:
    """A municipality, whole: its organisation, its directory, its guide and its texts."""

    organisation: Organisation
    directory: Directory
    guidebook: Guidebook
    texts: Texts


def load_all(pack_dir: Path) -> Pack:
    """Everything in a pack. Raises BadPack with every fault that keeps it from being used."""
    return checked(bundle(pack_dir))


def checked(found: Bundle) -> Pack:
    """Everything in a bundle. Raises BadPack with every fault that keeps it from being used."""
    wrong = (*found.faults, *faults(found))
    if wrong:
        raise BadPack(wrong)
    return build_all(found)


def build_all(found: Bundle) -> Pack:
    """Everything in a bundle without faults."""
    organisation = organisation_pack.build(found)
    texts = build_texts(found, organisation.municipality.short)
    return Pack(organisation, directory_pack.build(found), build(found, texts), texts)


def build(found: Bundle, texts: Texts) -> Guidebook:
    rules = [_rule(item) for _where, item in found.items("guide", "rules")]
    return Guidebook(
        questions=tuple(_question(item) for _where, item in found.items("guide", "questions")),
        child_questions=tuple(_question(item) for _where, item in found.items("guide", "child_questions")),
        rules=tuple(sorted(rules, key=lambda rule: rule.order)),
        text_keys=texts.keys,
    )


def _question(item: dict[str, Any]) -> Question:
    return Question(
        item["id"], item.get("kind", "choice"), tuple(_option(option) for option in item.get("options", ()))
    )


def _option(item: str | dict[str, Any]) -> Option:
    return Option(item) if isinstance(item, str) else Option(item["id"], item.get("situation"))


def _rule(item: dict[str, Any]) -> Rule:
    when = tuple((key, frozenset(values)) for key, values in item.get("when", {}).items())
    return Rule(item["id"], when, item["then"].get("function"), item["then"].get("receiver"), item["order"])


# --- What does not hold together -------------------------------------------------------------------------------

_ASKED = {
    "questions": ("danger", "who", "what", "where", "help"),
    "child_questions": ("danger", "what_child", "where"),
}
_NEEDED = {"danger": ("now", "unsure", "no"), "who": ("child", "professional"), "what": ("other",)}


def faults(found: Bundle) -> list[Fault]:
    """Everything in the pack that keeps it from being used; missing texts are not among them (`all_faults`)."""
    return [
        *organisation_pack.faults(found),
        *directory_pack.faults(found),
        *_question_faults(found),
        *_rule_faults(found),
    ]


def all_faults(found: Bundle) -> list[Fault]:
    """As `faults`, with every text that is missing or does not agree between the languages."""
    return [*faults(found), *text_faults(found)]


def _options(found: Bundle, name: str) -> dict[str, list[tuple[Where, Option]]]:
    options: dict[str, list[tuple[Where, Option]]] = {}
    for where, item in found.items("guide", name):
        places = ((*where, "options", index) for index in range(len(item.get("options", ()))))
        options[item["id"]] = [
            (at, _option(option)) for at, option in zip(places, item.get("options", ()), strict=True)
        ]
    return options


def _question_faults(found: Bundle) -> Iterator[Fault]:
    situations = {option.id for _where, option in _options(found, "questions").get("what", ())}
    for name, asked in _ASKED.items():
        options = _options(found, name)
        for question in asked:
            if question not in found.known("guide", name):
                message = _("the question “%(id)s” is missing among %(list)s") % {"id": question, "list": name}
                yield found.fault(("guide", name), message)
        for where, item in found.items("guide", name):
            if (item.get("kind") == "place") != (item["id"] == "where"):
                yield found.fault(where, _("the question “where”, and only that one, is of the kind place"))
            if item.get("kind") != "place" and not item.get("options"):
                yield found.fault(where, _("the question has nothing to choose among"))
            chosen = {option.id for _where, option in options[item["id"]]}
            for needed in _NEEDED.get(item["id"], ()):
                if needed not in chosen and item.get("options"):
                    yield found.fault(where, _("the option “%(id)s” is missing") % {"id": needed})
            for place, option in options[item["id"]]:
                if option.id == SKIPPED:
                    yield found.fault(place, _("“skipped” is the answer of those who skip; it cannot be an option"))
                if option.situation is not None and option.situation not in situations:
                    message = _("there is no situation “%(id)s” among the options of “what”")
                    yield found.fault((*place, "situation"), message % {"id": option.situation})


def _rule_faults(found: Bundle) -> Iterator[Fault]:
    adults = _options(found, "questions")
    allowed: dict[str, set[str]] = {key: {option.id for _w, option in adults.get(key, ())} for key in KEYS}
    allowed["where"] = {INSIDE, OUTSIDE, *found.known("areas", "areas")}
    allowed["child"] = {"yes", "no"}
    for where, item in found.items("guide", "rules"):
        for key, values in item.get("when", {}).items():
            for index, value in enumerate(values):
                if value not in allowed[key] and not (value == SKIPPED and key != "child"):
                    options = ", ".join(sorted(allowed[key])) if len(allowed[key]) < 30 else "…"
                    message = _("“%(value)s” is no answer to “%(question)s”; it may be: %(options)s") % {
                        "value": value,
                        "question": key,
                        "options": options,
                    }
                    yield found.fault((*where, "when", key, index), message)
        then = item["then"]
        if "function" in then and then["function"] not in found.known("units", "functions"):
            message = _("there is no function with the id “%(id)s”") % {"id": then["function"]}
            yield found.fault((*where, "then", "function"), message)
        if "receiver" in then and then["receiver"] not in found.known("receivers", "receivers"):
            message = _("there is no receiver with the id “%(id)s”") % {"id": then["receiver"]}
            yield found.fault((*where, "then", "receiver"), message)
