# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is left of what was erased: how many, of which kind, on whose decision, and a hash of the ids."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sjalvklar.disposal.models import Receipt
from sjalvklar.disposal.rules import RecordType, hash_of


def receipt(
    record: RecordType,
    unit_id: str,
    ids: Collection[str],
    *,
    decision: str,
    at: datetime,
    plan_id: UUID | None = None,
) -> None:
    """Written in the transaction that erases."""
    Receipt.objects.create(
        plan_id=plan_id,
        decision=decision,
        record=record.value,
        unit=unit_id,
        count=len(ids),
        ids=hash_of(ids),
        at=at,
    )
