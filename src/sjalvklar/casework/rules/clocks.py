# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long each opening lasts, and when an opening with break-glass must have been reviewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sjalvklar.directory.rules.hours import DayKind, day_kind

GLASS_LASTS = timedelta(hours=4)
REVIEW_WITHIN = 3  # working days
ASK_LASTS = timedelta(minutes=30)  # a colleague is there or is not: yesterday's question is not today's consent
APPROVAL_LASTS = timedelta(minutes=30)
TYPED_WRONG = timedelta(hours=1)  # how long a declared number may be taken back by whoever declared it


def is_working_day(day: date) -> bool:
    """Whether Swedish offices work: no weekend, no holiday, and none of the eves that are holidays in all but name."""
    return day.weekday() < 5 and day_kind(day) not in {DayKind.HOLIDAY, DayKind.EVE}


def review_due(opened_at: datetime, zone: ZoneInfo, *, working: Callable[[date], bool] = is_working_day) -> datetime:
    """The end of the third working day after the day of the opening, in UTC."""
    day, left = opened_at.astimezone(zone).date(), REVIEW_WITHIN
    while left:
        day += timedelta(days=1)
        left -= working(day)
    return datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
