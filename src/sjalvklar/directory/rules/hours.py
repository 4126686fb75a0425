# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opening hours: weekly, over midnight, on Swedish holidays and eves, with exceptions, right through clock changes.

Hours are local wall time; answers are moments in UTC. Where an hour does not exist (the last Sunday of March) the door
opens when the clock has passed it; where it comes twice (the last Sunday of October) an opening means the first and
so does a closing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from sjalvklar.organisation.rules import Fact

DAY = 24 * 60  # minutes
WEEK = 7 * DAY
_AHEAD = 60  # days looked ahead for the next opening


class DayKind(Enum):
    """What kind of day it is in Sweden, as opening hours see it."""

    ORDINARY = "ordinary"
    BEFORE = "before"  # the day before a holiday or an eve
    EVE = "eve"  # Midsummer, Christmas and New Year's Eve: holidays in all but name
    HOLIDAY = "holiday"  # lag (1989:253) om allmänna helgdagar


class OnHoliday(StrEnum):
    """What becomes of the hours on a holiday."""

    CLOSED = "closed"
    OPEN = "open"
    AS_WEEKDAY = "as_weekday"
    AS_SUNDAY = "as_sunday"


@dataclass(frozen=True, slots=True)
class Span:
    """Open on a weekday (0 is Monday), in minutes after its midnight; `end` may reach into the next day."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OnDate:
    """Other hours on one date; no times is closed."""

    day: date
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is there. `eves` None is as holidays; `before_holiday` is the minute the day before one ends."""

    always: bool = False
    weekly: tuple[Span, ...] = ()
    holidays: OnHoliday = OnHoliday.CLOSED
    eves: OnHoliday | None = None
    before_holiday: int | None = None
    exceptions: tuple[OnDate, ...] = ()
    fact: Fact | None = field(default=None, compare=False)


class OpenKind(StrEnum):
    OPEN_ALWAYS = "open_always"
    OPEN = "open"
    OPENS = "opens"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open now (and until when), opening (and when), or not known. Moments are aware, in UTC."""

    kind: OpenKind
    at: datetime | None = None
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.kind in _OPEN

    @property
    def rank(self) -> tuple[int, float]:
        """Smaller is better: always open, open the longest, opening the soonest, not known."""
        if self.kind is OpenKind.OPEN_ALWAYS:
            return 0, 0.0
        if self.until is not None:
            return 1, -self.until.timestamp()
        return (2, self.at.timestamp()) if self.at is not None else (3, 0.0)


_OPEN = frozenset({OpenKind.OPEN_ALWAYS, OpenKind.OPEN})
ALWAYS = OpenState(OpenKind.OPEN_ALWAYS)
UNKNOWN = OpenState(OpenKind.UNKNOWN)


@cache
def _holidays(year: int) -> dict[date, DayKind]:
    # Imported here: it takes a fifth of a second, which a process that never asks should not pay.
    import holidays

    public = set(holidays.country_holidays("SE", years=[year - 1, year, year + 1]))
    eves = {day - timedelta(days=1) for day in public if (day.month, day.day) in {(12, 25), (1, 1)}}
    eves |= {day - timedelta(days=1) for day in public if day.month == 6 and day.weekday() == 5 and day.day >= 20}
    red = public | eves
    before = {day - timedelta(days=1) for day in red} - red
    kinds = {day: DayKind.BEFORE for day in before}
    kinds |= {day: DayKind.EVE for day in eves - public}
    kinds |= {day: DayKind.HOLIDAY for day in public}
    return {day: kind for day, kind in kinds.items() if day.year == year}


def day_kind(day: date) -> DayKind:
    """What kind of day a date is in Sweden."""
    return _holidays(day.year).get(day, DayKind.ORDINARY)


def spans(hours: Hours, weekday: int, kind: DayKind) -> tuple[tuple[int, int], ...]:
    """Minutes open on such a day, exceptions apart; a span that began the day before is not among them."""
    if hours.always:
        return ((0, DAY),)
    if kind in {DayKind.HOLIDAY, DayKind.EVE}:
        rule = hours.eves if kind is DayKind.EVE and hours.eves is not None else hours.holidays
        if rule is OnHoliday.CLOSED:
            return ()
        if rule is OnHoliday.OPEN:
            return ((0, DAY),)
        if rule is OnHoliday.AS_SUNDAY:
            weekday = 6
    found = sorted((span.start, span.end) for span in hours.weekly if span.day == weekday)
    if kind is DayKind.BEFORE and hours.before_holiday is not None and weekday < 5:
        found = [(start, min(end, hours.before_holiday)) for start, end in found if start < hours.before_holiday]
    return tuple(found)


def spans_on(hours: Hours, day: date) -> tuple[tuple[int, int], ...]:
    """Minutes open on a date, its exceptions counted; a span that began the day before is not among them."""
    stated = [other for other in hours.exceptions if other.day == day]
    if stated:
        return tuple(sorted((o.start, o.end) for o in stated if o.start is not None and o.end is not None))
    return spans(hours, day.weekday(), day_kind(day))


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day + timedelta(days=minutes // DAY), time(minutes % DAY // 60, minutes % 60), zone)
    return local.astimezone(UTC)


@lru_cache(maxsize=16384)
def _intervals(hours: Hours, day: date, zone: ZoneInfo) -> tuple[tuple[datetime, datetime], ...]:
    moments = ((_moment(day, start, zone), _moment(day, end, zone)) for start, end in spans_on(hours, day))
    return tuple((start, end) for start, end in moments if start < end)


def open_state(hours: Hours | None, at: datetime, zone: ZoneInfo) -> OpenState:
    """Whether somebody is there at a moment (aware); until when, or when they come back.

    Hours not known, and a door that stays closed for two months, are UNKNOWN. Spans that meet are one.
    """
    if hours is None:
        return UNKNOWN
    if hours.always and not hours.exceptions:
        return ALWAYS
    today = at.astimezone(zone).date()
    until: datetime | None = None
    for offset in range(-1, _AHEAD):
        day = today + timedelta(days=offset)
        if until is not None and offset > 0 and _moment(day, 0, zone) > until:
            break
        for start, end in _intervals(hours, day, zone):
            if until is not None:
                if start > until:
                    return OpenState(OpenKind.OPEN, until=until)
                until = max(until, end)
            elif start <= at < end:
                until = end
            elif start > at:
                return OpenState(OpenKind.OPENS, at=start)
    else:
        return ALWAYS if until is not None else UNKNOWN
    return OpenState(OpenKind.OPEN, until=until)


def opening_times(
    hours: Hours, at: datetime, zone: ZoneInfo, days: int = 7
) -> tuple[tuple[date, tuple[tuple[time, time], ...]], ...]:
    """The coming days with their local opening times, for a table. 24:00 is shown as 00:00."""
    today = at.astimezone(zone).date()

    def clock(minutes: int) -> time:
        return time(minutes % DAY // 60, minutes % 60)

    return tuple(
        (day, tuple((clock(start), clock(end)) for start, end in spans_on(hours, day)))
        for day in (today + timedelta(days=offset) for offset in range(days))
    )


# --- A whole week as bits, for proofs ----------------------------------------------------------------------------


def _week_spans(hours: Hours, kind: DayKind) -> Iterator[tuple[int, int]]:
    for weekday in range(7):
        for start, end in spans(hours, weekday, kind):
            yield weekday * DAY + start, weekday * DAY + end


@lru_cache(maxsize=4096)
def week_minutes(hours: Hours, kind: DayKind) -> int:
    """A week in which every day is of one kind, as 10,080 bits: bit 0 is Monday 00.00. Wraps from Sunday to Monday."""
    bits = 0
    for start, end in _week_spans(hours, kind):
        bits |= ((1 << (end - start)) - 1) << start
    return (bits | bits >> WEEK) & ((1 << WEEK) - 1)


def week_mask(hours: Hours | None, kind: DayKind = DayKind.ORDINARY) -> int:
    """As `week_minutes`, by the hour in 168 bits: set when the whole hour is open. Unknown hours are never open."""
    if hours is None:
        return 0
    minutes = week_minutes(hours, kind)
    whole = (1 << 60) - 1
    return sum(1 << hour for hour in range(168) if minutes >> (hour * 60) & whole == whole)
