# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What rooms above do when a support ends, and which supports they still need afterwards. They say so when the product
is loaded: support knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

Ended = Callable[[UUID, datetime], None]
Kept = Callable[[datetime], Q]

_ENDED: list[Ended] = []
_KEPT: list[Kept] = []


def tell(*, ended: Ended, kept: Kept) -> None:
    """`ended` is called in the transaction that closes a support; `kept` names those that may not be erased yet."""
    _ENDED.append(ended)
    _KEPT.append(kept)


def has_ended(support_id: UUID, at: datetime) -> None:
    """The support is closed, by the caller's transaction."""
    for told in _ENDED:
        told(support_id, at)


def is_kept(at: datetime) -> Q:
    """Supports that somebody above still needs: none is erased meanwhile."""
    found = Q(pk__in=[])
    for kept in _KEPT:
        found |= kept(at)
    return found
