# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of plans without opening a seal. Every question takes the viewer first."""

from sjalvklar.plans.queries.lists import (
    EndedRow,
    Page,
    PartRow,
    Row,
    Short,
    can_begin,
    can_lead,
    ended_lately,
    goes_on,
    in_case,
    my_parts,
    others_for,
    page,
    party_units,
    plan_of,
    row,
    shorts_in,
    stopped_lately,
    to_see_to,
    worklist,
)
from sjalvklar.plans.queries.settings import settings, today, zone

__all__ = [
    "EndedRow",
    "Page",
    "PartRow",
    "Row",
    "Short",
    "can_begin",
    "can_lead",
    "ended_lately",
    "goes_on",
    "in_case",
    "my_parts",
    "others_for",
    "page",
    "party_units",
    "plan_of",
    "row",
    "settings",
    "shorts_in",
    "stopped_lately",
    "to_see_to",
    "today",
    "worklist",
    "zone",
]
