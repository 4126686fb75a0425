# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of plans without opening a seal. Every question takes the viewer first."""

from sjalvklar.plans.queries.lists import (
    PartRow,
    Row,
    can_begin,
    can_lead,
    has_any,
    in_case,
    my_parts,
    party_units,
    plan_of,
    row,
    worklist,
)
from sjalvklar.plans.queries.settings import settings, today, zone

__all__ = [
    "PartRow",
    "Row",
    "can_begin",
    "can_lead",
    "has_any",
    "in_case",
    "my_parts",
    "party_units",
    "plan_of",
    "row",
    "settings",
    "today",
    "worklist",
    "zone",
]
