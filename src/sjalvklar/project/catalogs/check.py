# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is missing or would break: said per language and sentence, so that a translator can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from sjalvklar.kernel import languages
from sjalvklar.project.catalogs import keep
from sjalvklar.project.catalogs.collect import Sentence
from sjalvklar.project.catalogs.keep import load
from sjalvklar.project.catalogs.places import CODES, LOCALE, parts

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%%")
_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Lack:
    """One fault in one language. `sentence` is the English."""

    code: str
    sentence: str
    what: str

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence!r}: {self.what}"


def placeholders(text: str) -> set[str]:
    return {found.group(0) for found in _PLACEHOLDER.finditer(text)}


def _lacks_in(code: str, sentence: Sentence, message: Message | None, plurals: int) -> list[str]:
    ids = [sentence.id] if isinstance(sentence.id, str) else list(sentence.id)
    forms = keep.forms(message.string) if message is not None else ()
    if message is None or not all(forms):
        return ["has no translation"]
    if isinstance(message.id, str) != isinstance(sentence.id, str):
        return ["is a plural in one of source and translation only"]
    if len(ids) > 1 and len(forms) != plurals:
        return [f"has {len(forms)} plural forms; the language has {plurals}"]
    asked = set().union(*(placeholders(one) for one in ids))
    needed = asked if len(ids) == 1 else set()  # "one message" may do without the number
    found: list[str] = []
    for form in forms:
        there = placeholders(form)
        if there - asked or needed - there:
            found.append(f"placeholders {sorted(there)} where the English has {sorted(asked)}")
        if sorted(_TAG.findall(form)) != sorted(_TAG.findall(ids[-1])):
            found.append("other tags than the English")
        if form.startswith("\n") != ids[0].startswith("\n") or form.endswith("\n") != ids[0].endswith("\n"):
            found.append("begins or ends on another line than the English")
    return found


def check(sentences: list[Sentence], folder: Path = LOCALE) -> list[Lack]:
    """Every fault in every language; an empty list when a relative meets no English by mistake."""
    found: list[Lack] = []
    for code in CODES:
        catalog: Catalog = load(code, folder)
        for sentence in sentences:
            if sentence.public or code == languages.SOURCE:
                message = catalog.get(sentence.id, sentence.context)
                for what in _lacks_in(code, sentence, message, catalog.num_plurals):
                    found.append(Lack(code, sentence.key[0], what))
    return found


def left_over(sentences: list[Sentence], folder: Path = LOCALE) -> list[Lack]:
    """Translations in the rooms' Swedish parts whose sentence no longer stands in any source: told, not a fault."""
    known = {sentence.key for sentence in sentences}
    found: list[Lack] = []
    for path in parts(folder):
        with path.open("rb") as file:
            for message in read_po(file, locale="sv", domain="django"):
                first = message.id if isinstance(message.id, str) else message.id[0]
                if first and (first, message.context) not in known:
                    found.append(Lack("sv", first, f"stands in {path.name} but in no source"))
    return found
