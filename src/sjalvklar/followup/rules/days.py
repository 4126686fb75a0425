# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days: counted by the calendar where the municipality is, so that a day of 23 or 25 hours is one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sjalvklar.kernel.errors import Invalid

LONGEST_AHEAD = timedelta(days=5 * 366)
OLDEST = timedelta(days=366)  # an event is dated while it still matters
LOOK_AGAIN = timedelta(days=30)  # when nobody knows a day, it is asked about once a month
CONSENT_LASTS = 36  # months at most; then somebody asks again


@dataclass(frozen=True, slots=True)
class After:
    """So many months and days after; days may be before, as sixty days before a release."""

    days: int = 0
    months: int = 0

    def counted_from(self, day: date) -> date:
        """What falls on a day that the month does not have is on its last: a year after 29 February is the 28th."""
        whole = day.month - 1 + self.months
        year, month = day.year + whole // 12, whole % 12 + 1
        first = date(year, month, 1)
        last = ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day
        return first.replace(day=min(day.day, last)) + timedelta(days=self.days)


def check_ahead(on: date, today: date, *, field: str = "on") -> None:
    """Raises Invalid for a day that has passed (passed), or that nobody can plan for (too_far)."""
    if on < today:
        raise Invalid("passed", field=field)
    if on > today + LONGEST_AHEAD:
        raise Invalid("too_far", field=field)


def check_happened(on: date, today: date) -> None:
    """Raises Invalid for an event that lies ahead (not_yet), or too far back (too_long_ago)."""
    if on > today:
        raise Invalid("not_yet", field="happened_on")
    if on < today - OLDEST:
        raise Invalid("too_long_ago", field="happened_on")


def look_on(around: date | None, after: After, today: date) -> date:
    """The day to ask about an expected event: when contact would be due if it happens then, at the latest around it;
    within a month when nobody knows. Never a day that has passed."""
    if around is None:
        return today + LOOK_AGAIN
    return max(min(after.counted_from(around), around), today)


def due_after(happened_on: date, after: After, today: date) -> date:
    """The day of contact after something that happened; today when that day had passed already."""
    return max(after.counted_from(happened_on), today)


def consent_until(given_on: date, months: int) -> date:
    """The last day of a consent. Raises Invalid("months")."""
    if not 1 <= months <= CONSENT_LASTS:
        raise Invalid("months", field="months")
    return After(months=months).counted_from(given_on)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first moment after a day where the municipality is, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
