# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two who write about the same thing at once: the one who sends second is shown what came meanwhile, keeps her own
words, and chooses.

What is added to (notes, messages): a form says the number of the newest that its page showed. What is replaced (a next
step, a plan's aim, who somebody is): it says a mark of the value that its page showed. Either is asked about while the
thing is held, before anything is written; a form that says nothing is not asked.

The page is then drawn again with the newest: sending once more is the choice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum

from sjalvklar.kernel.errors import Invalid

CAME = "came_meanwhile"
CHANGED = "changed_meanwhile"
_LENGTH = 16


def _plain(value: object) -> object:
    """The same however it is held: a word as its value, what has parts as them, nothing as nothing."""
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(_plain(getattr(value, part.name)) for part in fields(value))
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, tuple | list):
        return tuple(map(_plain, value))
    return "" if value is None else value


def mark(*value: object) -> str:
    """A mark of a value as a page showed it: the same for the same, and another when any of it is."""
    digest = hashlib.sha256()
    for part in value:
        plain = repr(_plain(part)).encode("utf-8", "surrogatepass")
        digest.update(len(plain).to_bytes(4, "big") + plain)
    return digest.hexdigest()[:_LENGTH]


def check_unchanged(shown: str, *value: object) -> None:
    """Raises Invalid("changed_meanwhile") when the value is another than the one that the page showed, by its mark."""
    if shown and shown != mark(*value):
        raise Invalid(CHANGED, field="shown")


def check_nothing_new(seen: int | None, written: Iterable[tuple[int, int | None]], by: int, *, field: str) -> None:
    """Raises Invalid("came_meanwhile") when somebody else has written something with a higher number than the newest
    that the page showed. `written` are numbers and who wrote each; one's own are no news."""
    if seen is not None and any(number > seen and who != by for number, who in written):
        raise Invalid(CAME, field=field)
