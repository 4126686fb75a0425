# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may not be erased for now, whatever its time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sjalvklar.disposal.rules.words import HoldKind
from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy_line

LONGEST_REFERENCE = 60


@dataclass(frozen=True, slots=True)
class Marks:
    """By what a hold finds one thing: its authority and unit, and its number, id and person where it has them."""

    authority: str
    unit: str
    number: str = ""
    thread: str = ""
    person: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """The holds in force, as (kind, authority, what)."""

    placed: frozenset[tuple[HoldKind, str, str]] = frozenset()

    def cover(self, marks: Marks) -> bool:
        """Whether one of them keeps it."""
        asked: Collection[tuple[HoldKind, str]] = [
            (HoldKind.UNIT, marks.unit),
            (HoldKind.CASE, marks.number),
            (HoldKind.THREAD, marks.thread),
            *((HoldKind.PERSON, value) for value in marks.person),
        ]
        return any(what and (kind, marks.authority, what) in self.placed for kind, what in asked)

    def any_unit(self) -> bool:
        """Whether all of some unit is kept: then so is what was done in no unit, since it may be about one there."""
        return any(kind is HoldKind.UNIT for kind, _authority, _what in self.placed)


def checked_reference(text: str) -> str:
    """The number under which the ground is registered. Raises Invalid(needed, too_long_here)."""
    kept = tidy_line(text)
    if not kept:
        raise Invalid("needed", field="reference")
    if len(kept) > LONGEST_REFERENCE:
        raise Invalid("too_long_here", field="reference")
    return kept
