# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What faces may ask of the guide: advice and texts, read once per process from the pack."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sjalvklar.directory import queries as directory_queries
from sjalvklar.guide import pack
from sjalvklar.guide import rules as guide_rules
from sjalvklar.guide.pack import Pack, Text, Unconfirmed
from sjalvklar.guide.rules import Answers, Guidance, Guidebook
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import municipality


@lru_cache(maxsize=4)
def _loaded(folder: Path) -> Pack:
    return pack.checked(municipality.read(folder))


def _pack() -> Pack:
    return _loaded(settings.PACK_DIR)


def guidebook() -> Guidebook:
    """The guide of `settings.PACK_DIR`. Raises organisation.pack.BadPack when the pack has faults."""
    return _pack().guidebook


def advise(answers: Answers, at: datetime | None = None) -> Guidance:
    """Who helps somebody who has said this, now or at another moment (aware). Never empty."""
    found = _pack()
    return guide_rules.advise(
        found.guidebook,
        found.organisation,
        found.directory,
        answers,
        at or clock.now(),
        demo=directory_queries.demo(),
    )


def text(key: str, language: str, **values: str) -> Text:
    """A text of the pack, with names filled in: a string, or a tuple of sentences. Empty when there is none."""
    return _pack().texts.text(key, language, values)


def lines(key: str, language: str, **values: str) -> tuple[str, ...]:
    """A text of the pack as sentences, one or many; none when there is no such text."""
    found = text(key, language, **values)
    if isinstance(found, tuple):
        return found
    return (found,) if found else ()


def has(key: str) -> bool:
    """Whether the pack has a text."""
    return key in _pack().texts.keys


def child_key(key: str) -> str:
    """The key of the same text in a child's words when there is one, else the key itself."""
    own = f"{key}_child"
    return own if has(own) else key


def situation_name(situation: str, language: str) -> str:
    """A situation in a few words; its id when the pack has no words for it any more."""
    return str(text(f"situations.{situation}.name", language)) or situation


def reviewed(language: str) -> bool:
    """Whether a person who reads the language has read the pack's texts in it."""
    return _pack().organisation.municipality.reviewed(language)


def unconfirmed(pack_dir: Path) -> tuple[Unconfirmed, ...]:
    """What keeps a pack from production: shown facts that the municipality has not confirmed."""
    return pack.unconfirmed(pack_dir)


def clear() -> None:
    """Forget what was read: a pack has changed under a running process."""
    _loaded.cache_clear()
    directory_queries.clear()
    municipality.clear()
