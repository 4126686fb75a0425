# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Putting deeds on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sjalvklar.kernel import clock
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.rules import Actor


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
    made = entry(actor=actor, action=action, object=object, basis=basis, detail=detail, at=at)
    made.save(force_insert=True)
