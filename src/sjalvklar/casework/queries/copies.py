# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which copies of a case have left, for whoever may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sjalvklar.casework.models import HandOut
from sjalvklar.casework.queries.lists import Row
from sjalvklar.casework.rules import CopyKind, Purpose, Recipient
from sjalvklar.organisation.queries import staff as organisation


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy that left. `upto` is the newest note that could be in it; `masked` and `left_out` how many notes lack
    something, or did not go along."""

    kind: CopyKind
    to: Recipient
    why: Purpose
    by: str
    at: datetime
    upto: int
    masked: int
    left_out: int


def handed_out(row: Row) -> tuple[CopyRow, ...]:
    """Newest first, from the case's row as whoever asks sees it."""
    rows = list(HandOut.objects.filter(case=row.id).order_by("-at", "-id"))
    names = organisation.names(row.staff_id for row in rows)
    return tuple(
        CopyRow(
            kind=CopyKind(row.kind),
            to=Recipient(row.to),
            why=Purpose(row.why),
            by=names.get(row.staff_id, ""),
            at=row.at,
            upto=row.upto,
            masked=row.masked,
            left_out=row.left_out,
        )
        for row in rows
    )
