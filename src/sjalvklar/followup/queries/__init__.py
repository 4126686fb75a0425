# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of follow-ups without opening them, the schedules, and what a code shows."""

from sjalvklar.followup.queries.door import Asked, asked
from sjalvklar.followup.queries.lists import Page, Row, Short, overdue, page, short
from sjalvklar.followup.queries.schedules import schedules, step_name, suggested, zone

__all__ = [
    "Asked",
    "Page",
    "Row",
    "Short",
    "asked",
    "overdue",
    "page",
    "schedules",
    "short",
    "step_name",
    "suggested",
    "zone",
]
