# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of supports without opening them. Every question takes the viewer first."""

from sjalvklar.support.queries.lists import (
    Counts,
    NoticedRow,
    Row,
    View,
    counts,
    in_case,
    noticed,
    noticed_by,
    row,
    worklist,
)
from sjalvklar.support.queries.services import Given, catalogue, given, given_in, rooms_in, today

__all__ = [
    "Counts",
    "Given",
    "NoticedRow",
    "Row",
    "View",
    "catalogue",
    "counts",
    "given",
    "given_in",
    "in_case",
    "noticed",
    "noticed_by",
    "rooms_in",
    "row",
    "today",
    "worklist",
]
