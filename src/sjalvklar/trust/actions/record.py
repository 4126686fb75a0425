# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Putting deeds on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from sjalvklar.kernel import clock
from sjalvklar.trust.audit.leaf import SEPARATOR, TABLE
from sjalvklar.trust.models import AuditEntry, kept, new_salt
from sjalvklar.trust.rules import Actor

_COLUMNS = ("salt", "actor_kind", "actor_id", "unit", "action", "object", "basis", "detail", "at")
_ADD = f"INSERT INTO {TABLE} ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"  # noqa: S608


def entry(
    *,
    actor: Actor,
    action: str,
    object: str,
    basis: str,
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """The row of a deed, for whoever writes it together with the deed's own rows, in the same transaction."""
    return AuditEntry(
        at=at or clock.now(),
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        unit=actor.unit or "",
        action=action,
        object=object,
        basis=basis,
        detail=dict(detail or {}),
    )


def record(
    *,
    actor: Actor,
    action: str,
    object: str,
    basis: str,
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Put a deed on record in the caller's transaction: if the deed is undone, so is its row, and the other way round.

    Law (2001:454) 10 §: access is documented and can be checked. `detail` holds codes and ids, never content.
    """
    words = (new_salt(), actor.kind.value, actor.id, actor.unit or "", action, object, basis, kept(dict(detail or {})))
    if SEPARATOR in "".join(words):
        raise ValueError("what is put on record holds no control character")
    moment = connection.ops.adapt_datetimefield_value(at or clock.now())
    # Past the model: it is done with every reading, and takes a third of the time.
    with connection.cursor() as cursor:
        cursor.execute(_ADD, (*words, moment))
