# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The room's tables: supports and what belongs to them, and groups and activities, which hold nobody."""

from sjalvklar.support.models.agreed import OwnPlan, Reminder, ReminderWish, SafetyTold
from sjalvklar.support.models.many import Activity, Group, Seat, Session
from sjalvklar.support.models.one import Assignment, HandOut, Note, Noticed, Offer, Place, Support, Talk

__all__ = [
    "Activity",
    "Assignment",
    "Group",
    "HandOut",
    "Note",
    "Noticed",
    "Offer",
    "OwnPlan",
    "Place",
    "Reminder",
    "ReminderWish",
    "SafetyTold",
    "Seat",
    "Session",
    "Support",
    "Talk",
]
