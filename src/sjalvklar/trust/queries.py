# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the record, and the holders' keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from sjalvklar.trust import keys
from sjalvklar.trust.audit.erasures import NEVER_ERASED
from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.models import AuditEntry, AuditLeaf, HolderKey


class NoHolderKey(LookupError):
    """A unit has no key of its own yet: `ensure_holder_key` makes one when the pack is applied."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed on record."""

    at: datetime
    actor_kind: str
    actor_id: str
    unit: str
    action: str
    object: str
    basis: str
    detail: dict[str, Any]


def holder_public(holder: str) -> bytes:
    """The public key to seal to. Raises NoHolderKey."""
    # Asked for each contact: in plain SQL a fourth of the work.
    with connection.cursor() as cursor:
        cursor.execute("SELECT public FROM trust_holderkey WHERE holder = %s", [holder])
        found = cursor.fetchone()
    if found is None:
        raise NoHolderKey(holder)
    return bytes(found[0])


def open_as_unit(holder: str, wrapped: bytes, *, name: bytes) -> bytes:
    """What was wrapped to the unit's public key under that name, opened by whoever holds the keys.

    The unit's private key is never seen here. Raises NoHolderKey, CannotOpen, KeyHolderAway.
    """
    try:
        return keys.holder().open_as_unit(holder, _sealed_private(holder), wrapped, name=name)
    except CannotOpen:  # perhaps because a rotation came between reading the row and opening it
        return keys.holder().open_as_unit(holder, _sealed_private(holder), wrapped, name=name)


def _sealed_private(holder: str) -> bytes:
    found = HolderKey.objects.filter(pk=holder).values_list("sealed_private", flat=True).first()
    if found is None:
        raise NoHolderKey(holder)
    return bytes(found)


def holders() -> tuple[str, ...]:
    """Everyone who has a key."""
    return tuple(HolderKey.objects.order_by("holder").values_list("holder", flat=True))


_FIELDS = ("at", "actor_kind", "actor_id", "unit", "action", "object", "basis", "detail")


def entries_about(object: str) -> tuple[Entry, ...]:
    """What was done with one thing, oldest first."""
    rows = AuditEntry.objects.filter(object=object).order_by("id").values_list(*_FIELDS)
    return tuple(Entry(*row) for row in rows)


def newest_about(object: str) -> Entry | None:
    """What was last done with one thing."""
    row = AuditEntry.objects.filter(object=object).order_by("-id").values_list(*_FIELDS).first()
    return None if row is None else Entry(*row)


def entries_by(actor_ids: Iterable[str], *, limit: int = 500) -> tuple[Entry, ...]:
    """What somebody did, newest first."""
    rows = AuditEntry.objects.filter(actor_id__in=list(actor_ids)).order_by("-id").values_list(*_FIELDS)[:limit]
    return tuple(Entry(*row) for row in rows)


def entries_numbered(ids: Iterable[int]) -> tuple[Entry, ...]:
    """The rows with those numbers, oldest first; what has been erased is not among them."""
    rows = AuditEntry.objects.filter(id__in=list(ids)).order_by("id").values_list(*_FIELDS)
    return tuple(Entry(*row) for row in rows)


def entries_between(since: datetime, until: datetime, *, actions: Iterable[str]) -> Iterator[tuple[int, Entry]]:
    """Rows of those actions with their numbers, from one moment up to but not including another, not in order."""
    rows = AuditEntry.objects.filter(at__gte=since, at__lt=until, action__in=list(actions))
    for number, *row in rows.values_list("id", *_FIELDS).iterator(chunk_size=5_000):
        yield number, Entry(*row)


def _erasable(unit: str) -> QuerySet[AuditEntry]:
    """What was done in a unit, or for the empty one in none, but for what accounts for the record's own gaps."""
    accounts = Q()
    for beginning in NEVER_ERASED:
        accounts |= Q(action__startswith=beginning)
    return AuditEntry.objects.filter(unit=unit).exclude(accounts)


def count_entries(unit: str, until: datetime | None) -> tuple[int, int]:
    """How many rows there are of what was done in a unit: until a moment, and after it."""
    rows = _erasable(unit)
    past = 0 if until is None else rows.filter(at__lte=until).count()
    return past, rows.count() - past


def placed_entries(unit: str, until: datetime, *, most: int) -> tuple[int, ...]:
    """The oldest rows of a unit until a moment that have their place in the tree, by number."""
    placed = AuditLeaf.objects.filter(entry=OuterRef("pk"))
    rows = _erasable(unit).filter(Exists(placed), at__lte=until).order_by("id")
    return tuple(rows.values_list("id", flat=True)[:most])
