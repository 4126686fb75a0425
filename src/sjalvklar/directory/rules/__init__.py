# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory as pure rules: receivers, ways, opening hours, and what may be shown."""

from sjalvklar.directory.rules.entries import Directory, Entry, ShownWay, Visible, visible
from sjalvklar.directory.rules.hours import (
    DayKind,
    Hours,
    OnDate,
    OnHoliday,
    OpenKind,
    OpenState,
    Span,
    day_kind,
    open_state,
    opening_times,
    week_mask,
    week_minutes,
)
from sjalvklar.directory.rules.receivers import Receiver, ReceiverKind, Way, WayKind
from sjalvklar.organisation.rules import Shown, shown

__all__ = [
    "DayKind",
    "Directory",
    "Entry",
    "Hours",
    "OnDate",
    "OnHoliday",
    "OpenKind",
    "OpenState",
    "Receiver",
    "ReceiverKind",
    "Shown",
    "ShownWay",
    "Span",
    "Visible",
    "Way",
    "WayKind",
    "day_kind",
    "open_state",
    "opening_times",
    "shown",
    "visible",
    "week_mask",
    "week_minutes",
]
