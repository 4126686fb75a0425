# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of incidents without opening a seal. Every question takes the viewer first."""

from sjalvklar.incident.queries.lists import (
    Board,
    CircleLine,
    InCircle,
    Row,
    been_in,
    board,
    can_lead,
    can_work,
    circle,
    in_circles,
    late_dates,
    may_open_in,
    rings,
    row,
    worklist,
)
from sjalvklar.incident.queries.seen import may_write_of
from sjalvklar.incident.queries.template import template, zone

__all__ = [
    "Board",
    "CircleLine",
    "InCircle",
    "Row",
    "been_in",
    "board",
    "can_lead",
    "can_work",
    "circle",
    "in_circles",
    "late_dates",
    "may_open_in",
    "may_write_of",
    "rings",
    "row",
    "template",
    "worklist",
    "zone",
]
