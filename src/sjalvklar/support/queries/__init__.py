# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of supports without opening them. Every question takes the viewer first."""

from sjalvklar.support.queries.agreed import ReminderRow, Short, reminders, short, to_remind
from sjalvklar.support.queries.groups import ActivityRow, GroupRow, SessionRow, activities, group, groups
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
    talks_held_on,
    waiting,
    worklist,
)
from sjalvklar.support.queries.services import (
    Given,
    catalogue,
    given,
    given_in,
    how_to_apply,
    name,
    rooms_in,
    situations,
    today,
    what_it_is,
)

__all__ = [
    "ActivityRow",
    "Counts",
    "Given",
    "GroupRow",
    "NoticedRow",
    "ReminderRow",
    "Row",
    "SessionRow",
    "Short",
    "View",
    "activities",
    "catalogue",
    "counts",
    "given",
    "given_in",
    "group",
    "groups",
    "how_to_apply",
    "in_case",
    "name",
    "noticed",
    "noticed_by",
    "reminders",
    "rooms_in",
    "row",
    "short",
    "situations",
    "talks_held_on",
    "to_remind",
    "today",
    "waiting",
    "what_it_is",
    "worklist",
]
