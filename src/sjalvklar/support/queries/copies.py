# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which copies of a support have left, for whoever may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sjalvklar.casework.rules import Recipient
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.support.models import HandOut
from sjalvklar.support.queries.lists import Row


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy that left."""

    to: Recipient
    by: str
    at: datetime


def handed_out(row: Row) -> tuple[CopyRow, ...]:
    """Newest first, from the support's row as whoever asks sees it."""
    found = list(HandOut.objects.filter(support=row.id).order_by("-at", "-id"))
    names = organisation.names(one.staff_id for one in found)
    return tuple(CopyRow(Recipient(one.to), names.get(one.staff_id, ""), one.at) for one in found)
