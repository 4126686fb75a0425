# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading leaves and rows in the order of the tree, many at a time, past the models: a million is a common number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sjalvklar.trust.audit import leaf, tree
from sjalvklar.trust.models import AuditCheckpoint, AuditLeaf

PIECE = 8_192
_WIDE = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Leaves that follow each other: places, the rows' ids, hashes, and the rows' texts (None: no such row)."""

    places: list[int]
    entries: list[int]
    hashes: list[bytes]
    texts: list[str | None]


def _ask(question: str, words: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, words)
        return list(cursor.fetchall())


def pieces(first: int = 0, *, size: int = PIECE) -> Iterator[Piece]:
    """The tree's leaves from a place on, each with the row it stands for."""
    text = leaf.text_in_sql(connection.vendor)
    while True:
        leaves = _ask(
            'SELECT "index", entry, hash FROM trust_auditleaf WHERE "index" >= %s ORDER BY "index" LIMIT %s',
            [first, size],
        )
        if not leaves:
            return
        places, entries, hashes = zip(*leaves, strict=True)
        low, high = min(entries), max(entries)
        # Places follow the rows' numbers but for the few that were late, so a range of numbers is nearly always right.
        if high - low < _WIDE * len(entries):
            question = f"SELECT e.id, {text} FROM {leaf.TABLE} e WHERE e.id BETWEEN %s AND %s"  # noqa: S608
            rows = dict(_ask(question, [low, high]))
        else:
            question = (
                f"SELECT e.id, {text} FROM trust_auditleaf l JOIN {leaf.TABLE} e ON e.id = l.entry"  # noqa: S608
                ' WHERE l."index" BETWEEN %s AND %s'
            )
            rows = dict(_ask(question, [places[0], places[-1]]))
        yield Piece(list(places), list(entries), [bytes(one) for one in hashes], [rows.get(one) for one in entries])
        first = places[-1] + 1


def leaf_hashes(first: int, end: int) -> list[bytes]:
    """The leaves from place `first` up to but not including `end`."""
    found = AuditLeaf.objects.filter(index__gte=first, index__lt=end).order_by("index").values_list("hash", flat=True)
    return [bytes(one) for one in found.iterator(chunk_size=PIECE)]


def edge_after(checkpoint: AuditCheckpoint | None) -> tree.Edge:
    """The tree as it is now, read from the last checkpoint's edge on: what it covers is not read again.

    Only leaves without a gap are taken.
    """
    edge = tree.Edge.from_bytes(checkpoint.size, bytes(checkpoint.edge)) if checkpoint else tree.Edge()
    found = AuditLeaf.objects.filter(index__gte=edge.size).order_by("index").values_list("index", "hash")
    for place, one in found.iterator(chunk_size=PIECE):
        if place != edge.size:
            break
        edge.append(bytes(one))
    return edge
