# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of days, questions, codes and proofs: pure, and tried at the edges of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.followup.rules import (
    SETTLING,
    TRANSITIONS,
    After,
    AskingDeed,
    AskingState,
    Deed,
    Questions,
    State,
    check_asking,
    check_transition,
    codes,
    days,
    proof,
    questions,
)
from sjalvklar.kernel.errors import Invalid, NotNow

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "after", "falls_on"),
    [
        (date(2028, 2, 29), After(months=12), date(2029, 2, 28)),
        (date(2028, 2, 29), After(months=48), date(2032, 2, 29)),
        (date(2027, 1, 31), After(months=1), date(2027, 2, 28)),
        (date(2028, 1, 31), After(months=1), date(2028, 2, 29)),
        (date(2026, 12, 31), After(days=1), date(2027, 1, 1)),
        (date(2026, 12, 31), After(months=2), date(2027, 2, 28)),
        (date(2027, 1, 10), After(days=-60), date(2026, 11, 11)),
        (date(2026, 3, 28), After(days=1), date(2026, 3, 29)),
    ],
)
def test_days_are_counted_by_the_calendar(start: date, after: After, falls_on: date) -> None:
    assert after.counted_from(start) == falls_on


@given(DAYS, st.integers(0, 60), st.integers(0, 400))
def test_whatever_is_counted_lies_where_months_and_days_say(start: date, months: int, more: int) -> None:
    month = After(months=months).counted_from(start)
    assert (month.year * 12 + month.month) - (start.year * 12 + start.month) == months
    assert month.day == start.day or (month + timedelta(days=1)).day == 1
    assert After(days=more, months=months).counted_from(start) == month + timedelta(days=more)


@given(DAYS)
def test_a_day_ends_at_midnight_where_the_municipality_is_also_when_it_has_23_or_25_hours(day: date) -> None:
    end = days.end_of_day(day, STOCKHOLM)
    assert end.astimezone(STOCKHOLM).date() == day + timedelta(days=1)
    assert (end - timedelta(microseconds=1)).astimezone(STOCKHOLM).date() == day
    begin = days.end_of_day(day - timedelta(days=1), STOCKHOLM)
    assert end - begin in {timedelta(hours=hours) for hours in (23, 24, 25)}


def test_the_days_when_clocks_change_are_23_and_25_hours() -> None:
    spring, autumn = date(2027, 3, 28), date(2027, 10, 31)
    assert days.end_of_day(spring, STOCKHOLM) == datetime(2027, 3, 28, 22, tzinfo=UTC)
    assert days.end_of_day(autumn, STOCKHOLM) == datetime(2027, 10, 31, 23, tzinfo=UTC)


@given(DAYS, st.none() | st.integers(0, 900), st.integers(-180, 400))
def test_what_is_expected_is_asked_about_before_it_is_forgotten(today: date, ahead: int | None, after: int) -> None:
    around = None if ahead is None else today + timedelta(days=ahead)
    day = days.look_on(around, After(days=after), today)
    assert today <= day <= (around or today + days.LOOK_AGAIN)


@given(DAYS, st.integers(0, 366), st.integers(-180, 400))
def test_contact_after_something_that_happened_is_never_on_a_day_that_has_passed(
    today: date, ago: int, after: int
) -> None:
    assert days.due_after(today - timedelta(days=ago), After(days=after), today) >= today


def test_days_that_cannot_be_planned_for_are_refused() -> None:
    today = date(2026, 11, 23)
    for on, code in ((today - timedelta(days=1), "passed"), (today + timedelta(days=365 * 6), "too_far")):
        with pytest.raises(Invalid, match=code):
            days.check_ahead(on, today)
    for on, code in ((today + timedelta(days=1), "not_yet"), (today - timedelta(days=400), "too_long_ago")):
        with pytest.raises(Invalid, match=code):
            days.check_happened(on, today)
    for months in (0, 37):
        with pytest.raises(Invalid, match="months"):
            days.consent_until(today, months)
    assert days.consent_until(date(2028, 2, 29), 12) == date(2029, 2, 28)


def test_only_what_stands_in_the_tables_can_happen() -> None:
    for state, deed in product(State, Deed):
        if (state, deed) not in TRANSITIONS:
            with pytest.raises(NotNow, match="not_happened" if state.is_coming else "settled"):
                check_transition(state, deed)
    assert {check_transition(State.DUE, deed) for deed in SETTLING.values()} == set(SETTLING)
    for asked in set(AskingState) - {AskingState.OPEN}:
        for deed in AskingDeed:
            with pytest.raises(NotNow, match="asked_already"):
                check_asking(asked, deed)


def test_any_question_may_be_skipped_but_not_all_of_them() -> None:
    assert questions.checked(Questions.WELLBEING, {"sleep": "0", "safe": "4", "other": "3"}) == {"sleep": 0, "safe": 4}
    for wrong in ("5", "-1", "x", "٣", "1.0", "44"):
        with pytest.raises(Invalid, match="choose"):
            questions.checked(Questions.WELLBEING, {"sleep": wrong})
    for nothing in ({}, {"sleep": ""}, {"help": "1"}):
        with pytest.raises(Invalid, match="nothing_answered"):
            questions.checked(Questions.WELLBEING, nothing)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=32))
def test_a_code_is_always_as_long_and_is_read_however_it_was_copied(about: bytes, number: bytes) -> None:
    code = codes.of_form(about, number)
    assert codes.of_form(about, number) == code
    assert len(code) == codes.LENGTH
    assert codes.read(f" {code[:5]}-{code[5:10].upper()} {code[10:]}") == code
    assert codes.of_form(about, number + b"1") != code


@pytest.mark.parametrize("written", ["", "abc", "0" * 20, "l" * 20, "a" * 21, "å" * 20, "a" * 10_000])
def test_what_can_be_no_code_is_none(written: str) -> None:
    assert codes.read(written) == ""
    assert len(codes.finding(codes.read(written))) == 32


def test_a_proof_says_days_that_are_on_record_and_nothing_else() -> None:
    first, second = date(2026, 11, 2), date(2026, 11, 16)
    assert proof.checked_days([second, first, second], [first, second]) == (first, second)
    for days_asked in ([], [date(2026, 11, 3)], [first, date(2026, 11, 3)]):
        with pytest.raises(Invalid, match="days"):
            proof.checked_days(days_asked, [first, second])
    assert proof.checked_name("  Amal ", may_be_named=True) == "Amal"
    for name, named, code in (
        ("Amal", False, "no_place_for_it"),
        ("A" * 61, True, "too_long_here"),
        ("Amal 19850607-1234", True, "personal_number_here"),
        ("070-174 06 05", True, "phone_here"),
    ):
        with pytest.raises(Invalid, match=code):
            proof.checked_name(name, may_be_named=named)
