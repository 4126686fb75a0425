# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How we speak: to the public as a kind, competent person, never as an office, and never louder than needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from tests.architecture import house

from sjalvklar.kernel import languages, yamlsource
from sjalvklar.project.catalogs import keep
from sjalvklar.project.catalogs.collect import Sentence, collect

# Nobody who is afraid should be shouted at, apologised to in passing, or smiled at by an error.
NEVER = re.compile(r"(?<!\()!(?![)\[])|\btyvärr\b|\boops\b|\bhoppsan\b|\bunfortunately\b", re.IGNORECASE)
# The trade's words: right at the desk, cold at the door. "Social insatsgrupp" is a name and may be said.
OFFICE = re.compile(r"\b(?:ärende\w*|insats(?:en|er|erna|ens|ers)?|aktualiser\w*|handlägg\w*)\b", re.IGNORECASE)
STAFF_KEYS = re.compile(r"\.four_words$|^demo\.")

Text = tuple[str, str]


def _pieces(key: str, value: Any) -> Iterator[Text]:
    for piece in value if isinstance(value, list) else [value]:
        yield key, str(piece)


def pack_texts(pattern: str) -> list[Text]:
    """Every text of the packs toward the public, with where it stands, for languages whose file fits the pattern."""
    return [
        (f"{path.relative_to(house.ROOT)} {key}", text)
        for path in sorted((house.ROOT / "packs").glob(f"*/texts/{pattern}.yaml"))
        for key, value in yamlsource.read(path).data.items()
        if not STAFF_KEYS.search(key)
        for key, text in _pieces(key, value)
    ]


@cache
def sentences() -> tuple[Sentence, ...]:
    """Every sentence of the product; all of it is read to find them."""
    return tuple(collect())


def catalog_texts(code: str, *, public_only: bool) -> list[Text]:
    """Every translated sentence of the product in a language, with its English."""
    wanted = {sentence.key for sentence in sentences() if sentence.public or not public_only}
    found = []
    for message in keep.load(code):
        ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        if ids[0] and (ids[0], message.context) in wanted:
            forms = [message.string] if isinstance(message.string, str) else list(message.string)
            found += [(f"{code} {ids[0]!r}", form) for form in forms]
    return found


def broken(texts: list[Text], words: re.Pattern[str]) -> list[str]:
    return [f"{where}: {match.group(0)!r}" for where, text in texts if (match := words.search(text))]


@pytest.mark.parametrize("code", languages.CODES)
def test_no_text_of_a_pack_shouts_or_says_unfortunately(code: str) -> None:
    texts = pack_texts(code)
    assert len(texts) > 50
    assert broken(texts, NEVER) == []


@pytest.mark.parametrize("pattern", ["sv", "sv-lattlast"])
def test_no_swedish_text_of_a_pack_speaks_as_an_office(pattern: str) -> None:
    assert broken(pack_texts(pattern), OFFICE) == []


@pytest.mark.parametrize("code", keep.CODES)
def test_no_sentence_of_the_product_shouts_or_says_unfortunately(code: str) -> None:
    texts = catalog_texts(code, public_only=False)
    assert len(texts) > 50
    assert broken(texts, NEVER) == []


@pytest.mark.parametrize("code", ["sv", "sv-lattlast"])
def test_no_swedish_sentence_toward_the_public_speaks_as_an_office(code: str) -> None:
    assert broken(catalog_texts(code, public_only=True), OFFICE) == []


def test_the_handbook_speaks_as_we_do() -> None:
    pages = [(str(path), house.read(path)) for path in house.sources(".md", under="docs/handbok/")]
    assert len(pages) > 5
    assert broken(pages, NEVER) == []


def test_no_english_sentence_of_the_product_shouts() -> None:
    ids = [one for s in sentences() for one in ([s.id] if isinstance(s.id, str) else s.id)]
    assert broken([("en", one) for one in ids], NEVER) == []


@pytest.mark.parametrize("text", ["Välkommen!", "Tyvärr gick det inte.", "Oops, något blev fel", "Hoppsan"])
def test_shouting_and_apologies_in_passing_are_noticed(text: str) -> None:
    assert broken([("here", text)], NEVER)


@pytest.mark.parametrize(
    "text", ["Ditt ärende är mottaget.", "Du får en insats.", "Insatserna är fria.", "vid aktualisering"]
)
def test_an_office_voice_is_noticed(text: str) -> None:
    assert broken([("here", text)], OFFICE)


def test_the_name_of_a_group_is_not_an_office_voice() -> None:
    assert broken([("here", "Sociala insatsgruppen (SIG) finns för unga.")], OFFICE) == []
