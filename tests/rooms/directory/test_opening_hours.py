# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open now, or when: through nights, holidays, eves, exceptions and clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.directory.rules import (
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
from sjalvklar.directory.rules.hours import DAY, spans_on

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE = Hours(weekly=tuple(Span(day, 8 * 60, 16 * 60 + 30) for day in range(5)))
NIGHTS = Hours(weekly=tuple(Span(day, 21 * 60, 30 * 60) for day in range(7)), holidays=OnHoliday.AS_WEEKDAY)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def said(hours: Hours, text: str) -> str:
    """The state at a local time, as a person would say it."""
    state = open_state(hours, local(text), STOCKHOLM)
    if state.until:
        return f"open until {state.until.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"
    if state.at:
        return f"opens {state.at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"
    return state.kind.value


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-01-01", DayKind.HOLIDAY),
        ("2026-01-05", DayKind.BEFORE),  # the day before Epiphany
        ("2026-04-02", DayKind.BEFORE),  # Maundy Thursday
        ("2026-04-03", DayKind.HOLIDAY),  # Good Friday
        ("2026-04-06", DayKind.HOLIDAY),  # Easter Monday
        ("2026-04-30", DayKind.BEFORE),  # Walpurgis
        ("2026-05-14", DayKind.HOLIDAY),  # Ascension Day
        ("2026-06-06", DayKind.HOLIDAY),  # the National Day
        ("2026-06-18", DayKind.BEFORE),  # the day before Midsummer's Eve
        ("2026-06-19", DayKind.EVE),  # Midsummer's Eve
        ("2026-06-20", DayKind.HOLIDAY),
        ("2026-10-31", DayKind.HOLIDAY),  # All Saints' Day
        ("2026-12-24", DayKind.EVE),
        ("2026-12-25", DayKind.HOLIDAY),
        ("2026-12-31", DayKind.EVE),
        ("2027-01-01", DayKind.HOLIDAY),
        ("2026-11-22", DayKind.ORDINARY),  # a Sunday is a Sunday, and no holiday
    ],
)
def test_the_days_of_the_swedish_year(day: str, kind: DayKind) -> None:
    assert day_kind(date.fromisoformat(day)) is kind


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23 08:00", "open until 2026-11-23 16:30"),
        ("2026-11-23 16:29", "open until 2026-11-23 16:30"),
        ("2026-11-23 16:30", "opens 2026-11-24 08:00"),
        ("2026-11-23 07:59", "opens 2026-11-23 08:00"),
        ("2026-11-20 17:00", "opens 2026-11-23 08:00"),  # Friday evening
        ("2026-12-23 17:00", "opens 2026-12-28 08:00"),  # Christmas: eve, two holidays, and a Sunday
        ("2026-04-02 17:00", "opens 2026-04-07 08:00"),  # Easter
        ("2026-06-19 10:00", "opens 2026-06-22 08:00"),  # Midsummer's Eve is closed
        ("2026-12-31 10:00", "opens 2027-01-04 08:00"),
    ],
)
def test_office_hours_through_the_year(at: str, expected: str) -> None:
    assert said(OFFICE, at) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-22 20:59", "opens 2026-11-22 21:00"),
        ("2026-11-22 23:59", "open until 2026-11-23 06:00"),
        ("2026-11-23 00:00", "open until 2026-11-23 06:00"),
        ("2026-11-23 05:59", "open until 2026-11-23 06:00"),
        ("2026-11-23 06:00", "opens 2026-11-23 21:00"),
        ("2026-12-25 02:00", "open until 2026-12-25 06:00"),
    ],
)
def test_hours_over_midnight(at: str, expected: str) -> None:
    assert said(NIGHTS, at) == expected


def test_a_night_that_began_before_a_holiday_goes_on_into_it() -> None:
    hours = Hours(weekly=(Span(3, 21 * 60, 30 * 60),))  # Thursday night, closed on holidays
    assert said(hours, "2026-04-03 02:00") == "open until 2026-04-03 06:00"  # into Good Friday


def test_a_door_that_never_closes_is_open_always() -> None:
    assert open_state(Hours(always=True), local("2026-12-25 03:00"), STOCKHOLM).kind is OpenKind.OPEN_ALWAYS
    around = Hours(weekly=tuple(Span(day, 0, DAY) for day in range(7)), holidays=OnHoliday.OPEN, eves=OnHoliday.OPEN)
    assert open_state(around, local("2026-12-25 03:00"), STOCKHOLM).kind is OpenKind.OPEN_ALWAYS


def test_unknown_hours_and_a_door_closed_for_months_are_unknown() -> None:
    assert open_state(None, local("2026-11-23 10:00"), STOCKHOLM).kind is OpenKind.UNKNOWN
    assert open_state(Hours(weekly=()), local("2026-11-23 10:00"), STOCKHOLM).kind is OpenKind.UNKNOWN


def test_evenings_and_weekends_with_whole_holidays() -> None:
    weekdays = tuple(Span(day, 16 * 60 + 30, DAY + 8 * 60) for day in range(5))
    duty = Hours(
        weekly=(*weekdays, Span(5, 0, DAY), Span(6, 0, DAY + 8 * 60)), holidays=OnHoliday.OPEN, eves=OnHoliday.OPEN
    )
    assert said(duty, "2026-11-20 17:00") == "open until 2026-11-23 08:00"
    assert said(duty, "2026-11-23 10:00") == "opens 2026-11-23 16:30"
    # Christmas Eve is a Thursday: from Wednesday evening until Monday morning without a break.
    assert said(duty, "2026-12-23 17:00") == "open until 2026-12-28 08:00"


def test_holidays_as_sundays() -> None:
    hours = Hours(weekly=(Span(4, 8 * 60, 20 * 60), Span(6, 12 * 60, 15 * 60)), holidays=OnHoliday.AS_SUNDAY)
    assert said(hours, "2026-04-03 11:00") == "opens 2026-04-03 12:00"


def test_the_day_before_a_holiday_ends_early() -> None:
    hours = Hours(weekly=OFFICE.weekly, before_holiday=12 * 60)
    assert said(hours, "2026-04-02 11:00") == "open until 2026-04-02 12:00"
    assert said(hours, "2026-04-02 12:30") == "opens 2026-04-07 08:00"
    assert said(hours, "2026-04-08 12:30") == "open until 2026-04-08 16:30"


def test_one_date_may_have_hours_of_its_own() -> None:
    closed = Hours(weekly=OFFICE.weekly, exceptions=(OnDate(date(2026, 11, 23), None, None),))
    assert said(closed, "2026-11-23 10:00") == "opens 2026-11-24 08:00"
    late = Hours(weekly=OFFICE.weekly, exceptions=(OnDate(date(2026, 12, 24), 10 * 60, 12 * 60),))
    assert said(late, "2026-12-24 11:00") == "open until 2026-12-24 12:00"
    always = Hours(always=True, exceptions=(OnDate(date(2026, 12, 24), None, None),))
    assert said(always, "2026-12-24 11:00") == "opens 2026-12-25 00:00"


def test_spans_that_meet_are_one() -> None:
    hours = Hours(weekly=(Span(0, 8 * 60, 12 * 60), Span(0, 12 * 60, 16 * 60)))
    assert said(hours, "2026-11-23 09:00") == "open until 2026-11-23 16:00"


def test_an_hour_that_does_not_exist_opens_when_the_clock_has_passed_it() -> None:
    hours = Hours(weekly=(Span(6, 2 * 60, 4 * 60),))  # Sunday 02-04, on the night the clock springs
    assert said(hours, "2026-03-29 01:59") == "opens 2026-03-29 03:00"
    assert said(hours, "2026-03-29 03:30") == "open until 2026-03-29 04:00"


def test_an_hour_that_comes_twice_does_not_open_a_closed_door() -> None:
    hours = Hours(weekly=(Span(6, 4 * 60, 5 * 60),))
    second = datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM, fold=1)
    state = open_state(hours, second, STOCKHOLM)
    assert state.at is not None
    assert state.at.astimezone(STOCKHOLM).hour == 4


def test_a_night_is_an_hour_longer_when_the_clock_falls_back() -> None:
    state = open_state(NIGHTS, local("2026-10-24 22:00"), STOCKHOLM)
    assert state.until is not None
    assert state.until - local("2026-10-24 22:00").astimezone(UTC) == timedelta(hours=9)
    spring = open_state(NIGHTS, local("2026-03-28 22:00"), STOCKHOLM)
    assert spring.until is not None
    assert spring.until - local("2026-03-28 22:00").astimezone(UTC) == timedelta(hours=7)


def test_a_table_of_the_coming_days() -> None:
    table = opening_times(OFFICE, local("2026-12-23 09:00"), STOCKHOLM, days=3)
    assert table[0] == (date(2026, 12, 23), ((time(8), time(16, 30)),))
    assert table[1] == (date(2026, 12, 24), ())


def test_the_better_door_sorts_first() -> None:
    now = local("2026-11-23 10:00").astimezone(UTC)
    states = [
        OpenState(OpenKind.UNKNOWN),
        OpenState(OpenKind.OPENS, at=now + timedelta(hours=5)),
        OpenState(OpenKind.OPENS, at=now + timedelta(hours=1)),
        OpenState(OpenKind.OPEN, until=now + timedelta(hours=1)),
        OpenState(OpenKind.OPEN, until=now + timedelta(hours=5)),
        OpenState(OpenKind.OPEN_ALWAYS),
    ]
    assert sorted(states, key=lambda state: state.rank) == states[::-1]


# --- Properties --------------------------------------------------------------------------------------------------

spans = st.builds(
    lambda day, start, length: Span(day, start * 15, start * 15 + length * 15),
    st.integers(0, 6),
    st.integers(0, 95),
    st.integers(1, 96),
)
hours = st.builds(
    lambda weekly, holidays, eves, before: Hours(
        weekly=tuple(weekly), holidays=holidays, eves=eves, before_holiday=before
    ),
    st.lists(spans, min_size=1, max_size=6),
    st.sampled_from(OnHoliday),
    st.sampled_from(OnHoliday),
    st.none() | st.integers(1, 95).map(lambda quarter: quarter * 15),
)
moments = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def _by_hand(hours: Hours, at: datetime) -> bool:
    """Whether it is open, worked out from the day and the day before alone."""
    here = at.astimezone(STOCKHOLM)
    for back in (0, 1):
        day = here.date() - timedelta(days=back)
        for start, end in spans_on(hours, day):
            if _at(day, start) <= at < _at(day, end):
                return True
    return False


def _at(day: date, minutes: int) -> datetime:
    whole = datetime.combine(day + timedelta(days=minutes // DAY), time(minutes % DAY // 60, minutes % 60))
    return whole.replace(tzinfo=STOCKHOLM).astimezone(UTC)


@given(hours, moments)
def test_open_is_what_the_day_and_the_day_before_say(hours: Hours, at: datetime) -> None:
    assert open_state(hours, at, STOCKHOLM).is_open == _by_hand(hours, at)


@given(hours, moments)
def test_what_is_promised_of_opening_and_closing_comes_true(hours: Hours, at: datetime) -> None:
    state = open_state(hours, at, STOCKHOLM)
    minute = timedelta(minutes=1)
    if state.until is not None:
        assert at < state.until
        assert open_state(hours, state.until - minute, STOCKHOLM).is_open
        assert not open_state(hours, state.until, STOCKHOLM).is_open
    if state.at is not None:
        assert at < state.at
        assert open_state(hours, state.at, STOCKHOLM).is_open
        assert not open_state(hours, state.at - minute, STOCKHOLM).is_open


@given(hours, st.integers(0, 7 * DAY - 1))
def test_the_bits_of_a_week_are_the_week(hours: Hours, minute: int) -> None:
    # A week in September with no holiday in it or beside it, and no clock change.
    monday = datetime(2026, 9, 14, tzinfo=STOCKHOLM)
    at = (monday + timedelta(minutes=minute)).astimezone(UTC)
    assert bool(week_minutes(hours, DayKind.ORDINARY) >> minute & 1) == open_state(hours, at, STOCKHOLM).is_open


@given(hours, st.sampled_from(DayKind))
def test_a_whole_hour_is_open_when_each_of_its_minutes_is(hours: Hours, kind: DayKind) -> None:
    minutes, by_hour = week_minutes(hours, kind), week_mask(hours, kind)
    for hour in range(168):
        whole = all(minutes >> minute & 1 for minute in range(hour * 60, hour * 60 + 60))
        assert bool(by_hour >> hour & 1) == whole
    assert by_hour < 1 << 168


def test_hours_that_are_not_known_have_no_open_hour() -> None:
    assert week_mask(None) == 0
    assert week_mask(Hours(always=True)) == (1 << 168) - 1
