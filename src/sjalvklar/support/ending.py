# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What rooms above do when a support ends, and which supports they still need afterwards. They say so when the product
is loaded: support knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sjalvklar.trust import deeds

Ended = Callable[[UUID, datetime], None]
Kept = Callable[[datetime], Q]
Died = Callable[[Collection[UUID], int, datetime], None]

_ENDED: list[Ended] = []
_KEPT: list[Kept] = []
_DIED: list[Died] = []


def tell(*, ended: Ended, kept: Kept, died: Died) -> None:
    """`ended` is called in the transaction that closes a support; `kept` names those that may not be erased yet;
    `died` ends what whom some supports are for had said yes to, in the transaction that notes that they have died."""
    _ENDED.append(ended)
    _KEPT.append(kept)
    _DIED.append(died)


def has_died(there: Collection[UUID], *, by: int, at: datetime) -> None:
    """Whom those supports are for has died."""
    with deeds.beyond_the_desk():  # whoever answers for one of them may be another
        for died in _DIED:
            died(there, by, at)


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
