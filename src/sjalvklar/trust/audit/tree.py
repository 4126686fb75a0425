# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Merkle tree of RFC 6962 section 2.1 (the same in RFC 9162): pure arithmetic on hashes, and nothing else.

A leaf is hashed with 0x00 before it and a node with 0x01, so that no leaf can be taken for a node. `Edge` is the
right edge of a growing tree: the roots of the whole subtrees it consists of, enough to go on from where it was
without reading what is in it. Hashes are SHA-256, 32 bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

SIZE = 32
EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


@dataclass
class Edge:
    """A tree of `size` leaves as the roots of its whole subtrees, the largest first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """One more leaf, given as its hash."""
        hashes, size = self.hashes, self.size
        while size & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            size >>= 1
        hashes.append(leaf)
        self.size += 1

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Many more leaves: whole subtrees are hashed by themselves, one level at a time, which is twice as fast."""
        done = 0
        while done < len(leaves):
            most = 1 << (len(leaves) - done).bit_length() - 1
            width = min(most, self.size & -self.size) if self.size else most
            self._append_whole(list(leaves[done : done + width]))
            done += width

    def _append_whole(self, level: list[bytes]) -> None:
        """A power of two of leaves, at a place that is a multiple of it."""
        width = len(level)
        while len(level) > 1:
            level = [
                sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=True)
            ]
        [top], size = level, self.size // width
        while size & 1:
            top = sha256(b"\x01" + self.hashes.pop() + top).digest()
            size >>= 1
        self.hashes.append(top)
        self.size += width

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        return b"".join(self.hashes)

    @staticmethod
    def from_bytes(size: int, kept: bytes) -> Edge:
        """The edge that was kept. Raises ValueError when it cannot be the edge of a tree of that size."""
        if len(kept) != SIZE * size.bit_count():
            raise ValueError(f"an edge of {size} leaves has {size.bit_count()} hashes")
        return Edge(size, [kept[at : at + SIZE] for at in range(0, len(kept), SIZE)])


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    edge = Edge()
    edge.extend(leaves)
    return edge.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from one leaf to the root (RFC 6962 2.1.1). Raises ValueError outside the tree."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"there is no leaf {index} among {len(leaves)}")
    proof: list[bytes] = []
    begin, end = 0, len(leaves)
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            proof.append(root(leaves[middle:end]))
            end = middle
        else:
            proof.append(root(leaves[begin:middle]))
            begin = middle
    return proof[::-1]


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """The hashes that show that the tree of the first `earlier` leaves was only added to (RFC 6962 2.1.2)."""
    if not 0 < earlier <= len(leaves):
        raise ValueError(f"there is no earlier tree of {earlier} leaves in one of {len(leaves)}")
    proof: list[bytes] = []
    begin, end, whole = 0, len(leaves), True
    while earlier != end:
        middle = begin + _split(end - begin)
        if earlier <= middle:
            proof.append(root(leaves[middle:end]))
            end = middle
        else:
            proof.append(root(leaves[begin:middle]))
            begin, whole = middle, False
    if not whole:
        proof.append(root(leaves[begin:end]))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], wanted: bytes) -> bool:
    """Whether the proof leads from the leaf's hash to the root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == wanted


def verify_consistency(earlier: int, size: int, earlier_root: bytes, wanted: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the later tree is the earlier one with more after it (RFC 9162 2.1.4.2). Size 0 is before everything."""
    if not 0 <= earlier <= size:
        return False
    if earlier == 0:
        return not proof and (size > 0 or wanted == EMPTY)
    if earlier == size:
        return not proof and earlier_root == wanted
    steps = list(proof)
    if earlier & (earlier - 1) == 0:
        steps.insert(0, earlier_root)
    if not steps:
        return False
    place, last = earlier - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == earlier_root and after == wanted
