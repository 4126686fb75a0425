# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a deed in any room rests on: that the same form counts once, a number that tells nothing, and what is done
beyond the desk."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.db.models import QuerySet

from sjalvklar.kernel import meanwhile
from sjalvklar.trust.access.context import COMMAND, acting

SHORTEST_NONCE, LONGEST_NONCE = 16, 32
_ALL = 1_000_000


def check_nonce(nonce: bytes) -> None:
    """A form at the desk has a number of its own. Raises ValueError: it is ours, and nobody typed it."""
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise ValueError(f"a form's number has {SHORTEST_NONCE} to {LONGEST_NONCE} bytes")


def once(*parts: bytes) -> bytes:
    """The same for the same words from the same form. Where one part ends counts, so that no two forms meet."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()


def check_nothing_new(rows: QuerySet[Any], *, once: bytes, seen: int | None, by: int, field: str = "text") -> None:
    """Of the rows that a note is added to (with `number`, `staff_id` and `once`): that nobody else has added one since
    the page showed number `seen`. The same form sent twice is not asked. Raises Invalid("came_meanwhile")."""
    if seen is not None and not rows.filter(once=once).exists():
        since = rows.filter(number__gt=seen).values_list("number", "staff_id")
        meanwhile.check_nothing_new(seen, since, by, field=field)


def draw_number(year: int, letter: str = "", *, below: Callable[[int], int] = secrets.randbelow) -> str:
    """A year and six digits drawn by chance: numbers in a row would tell how many there are, and a gap among those
    one may see would tell of one that one may not. Whoever keeps it sees to that it is not taken."""
    return f"{letter}{year:04d}-{below(_ALL):06d}"


def beyond_the_desk() -> AbstractContextManager[object]:
    """For what somebody sets going but may not see themselves, once a permission has said so: telling others, and what
    a head decides without learning about whom. The database's own guard sees the desk's people only."""
    return acting(COMMAND)
