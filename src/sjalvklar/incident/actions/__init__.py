# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes an incident or opens a seal in it, on record in the same transaction."""

from sjalvklar.incident.actions.circles import assign, unassign
from sjalvklar.incident.actions.families import (
    add_family,
    change_family,
    consent,
    name_contact,
    reach,
    set_day,
    settle,
    write_note,
)
from sjalvklar.incident.actions.life import calm, close, hand_over, open_incident, reopen, wake
from sjalvklar.incident.actions.reading import look, read, read_circle, read_family
from sjalvklar.incident.actions.sheets import (
    AlertLine,
    CallLine,
    CircleSheet,
    DutyLine,
    FamilyRow,
    FamilySheet,
    Line,
    ReachLine,
    Sheet,
    ShiftLine,
    TaskLine,
)
from sjalvklar.incident.actions.timers import keep_led, raise_overdue
from sjalvklar.incident.actions.work import (
    alert,
    answered,
    called,
    do_task,
    held_debrief,
    off_duty,
    plan_debrief,
    put_on_duty,
    set_place,
    write_line,
)

__all__ = [
    "AlertLine",
    "CallLine",
    "CircleSheet",
    "DutyLine",
    "FamilyRow",
    "FamilySheet",
    "Line",
    "ReachLine",
    "Sheet",
    "ShiftLine",
    "TaskLine",
    "add_family",
    "alert",
    "answered",
    "assign",
    "called",
    "calm",
    "change_family",
    "close",
    "consent",
    "do_task",
    "hand_over",
    "held_debrief",
    "keep_led",
    "look",
    "name_contact",
    "off_duty",
    "open_incident",
    "plan_debrief",
    "put_on_duty",
    "raise_overdue",
    "reach",
    "read",
    "read_circle",
    "read_family",
    "reopen",
    "set_day",
    "set_place",
    "settle",
    "unassign",
    "wake",
    "write_line",
    "write_note",
]
