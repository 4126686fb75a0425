# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which key must have signed a checkpoint, when the record's signing key has been changed.

A change is a checkpoint that names the old key and the new, signed by both. Whoever knows one key of the chain can
follow it forwards and backwards, link by link; a key that no link leads to has signed nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sjalvklar.trust.audit import note
from sjalvklar.trust.audit.note import BadNote, Checkpoint, Verifier


@dataclass(frozen=True, slots=True)
class InForce:
    """A key, and the sizes of the tree that it signs for: from `first` up to `last`, both with it; None is no end."""

    key: Verifier
    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The keys, the oldest first."""

    keys: tuple[InForce, ...]

    @property
    def newest(self) -> Verifier:
        return self.keys[-1].key

    def signed(self, text: str) -> Checkpoint:
        """The checkpoint, when the key of its time signed it. Raises BadNote."""
        size = note.parse(text).size
        trouble: BadNote | None = None
        for one in reversed(self.keys):
            if one.first <= size and (one.last is None or size <= one.last):
                try:
                    return note.signed_by(text, one.key)
                except BadNote as error:
                    trouble = error
        raise trouble or BadNote("no key of ours signs for that size")


def of(notes: Iterable[str], known: Verifier) -> Chain:
    """The chain that the notes' own words make, through a key that is known from elsewhere."""
    changes = sorted(
        ((note.parse(text).size, *change) for text in set(notes) if (change := note.change_of_key(text)) is not None),
        key=lambda one: one[0],
    )
    made = [InForce(known, 0, None)]
    while True:  # forwards: the first change away from a key is the one that counts
        last = made[-1]
        after = next((one for one in changes if one[1] == last.key and one[0] >= last.first), None)
        if after is None or any(one.key == after[2] for one in made):
            break
        made[-1:] = [InForce(last.key, last.first, after[0]), InForce(after[2], after[0], None)]
    while True:  # backwards: the first change to a key is the one it came with
        first = made[0]
        before = next((one for one in changes if one[2] == first.key), None)
        if before is None or any(one.key == before[1] for one in made):
            break
        made[:1] = [InForce(before[1], 0, before[0]), InForce(first.key, before[0], first.last)]
    return Chain(tuple(made))
