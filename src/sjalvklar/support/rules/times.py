# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Moments as people write them, where the municipality is: an hour that does not exist is refused, one that comes
twice is the first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sjalvklar.kernel.errors import Invalid
from sjalvklar.support.rules.words import DocumentationMode, NextStep, Way

SHORTEST, LONGEST = 5, 480  # minutes
LONGEST_AHEAD = timedelta(days=366)
OLDEST = timedelta(days=60)  # a talk is registered while it is remembered


def moment(text: str, zone: ZoneInfo, *, field: str = "starts") -> datetime:
    """A local time as a form has it (2026-11-23T14:00), in UTC. Raises Invalid(needed, not_a_time, no_such_time)."""
    if not text.strip():
        raise Invalid("needed", field=field)
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("not_a_time", field=field) from None
    if local.tzinfo is not None or not 2000 <= local.year <= 2200:
        raise Invalid("not_a_time", field=field)
    found = local.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local:
        raise Invalid("no_such_time", field=field)
    return found


def day(text: str, *, field: str = "next_on") -> date:
    """A date as a form has it. Raises Invalid(needed, not_a_day)."""
    if not text.strip():
        raise Invalid("needed", field=field)
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("not_a_day", field=field) from None


def check_minutes(minutes: int) -> None:
    """How long a talk may be. Raises Invalid("minutes")."""
    if not SHORTEST <= minutes <= LONGEST:
        raise Invalid("minutes", field="minutes")


def check_held(starts_at: datetime, now: datetime) -> None:
    """Raises Invalid when a talk that has been held lies ahead (not_yet_held), or further back than is remembered."""
    if starts_at > now:
        raise Invalid("not_yet_held", field="starts")
    if starts_at < now - OLDEST:
        raise Invalid("too_long_ago", field="starts")


def check_booked(starts_at: datetime, now: datetime) -> None:
    """Raises Invalid when a talk cannot be booked then: passed, too_far."""
    if starts_at <= now:
        raise Invalid("passed", field="starts")
    if starts_at > now + LONGEST_AHEAD:
        raise Invalid("too_far", field="starts")


def check_next(step: NextStep, on: date, today: date, mode: DocumentationMode) -> None:
    """What comes next can be done, and on a day that has not passed. Raises Invalid: passed, too_far, and
    `cannot_be_reached` for reaching out to somebody nobody knows how to reach."""
    if on < today:
        raise Invalid("passed", field="next_on")
    if on > today + LONGEST_AHEAD:
        raise Invalid("too_far", field="next_on")
    if step.reaches_out and mode is DocumentationMode.ANONYMOUS:
        raise Invalid("cannot_be_reached", field="next_step")


def needs_room(way: Way) -> bool:
    return way is Way.ROOM


def overlaps(starts_at: datetime, ends_at: datetime, other_starts: datetime, other_ends: datetime) -> bool:
    """Whether two times meet; one that begins when the other ends does not."""
    return starts_at < other_ends and other_starts < ends_at
