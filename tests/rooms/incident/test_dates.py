# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When something is due: hours exactly, days by the calendar, and what the month does not have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.incident.rules import (
    After,
    Circle,
    Event,
    Family,
    Name,
    Step,
    Template,
    authorities_for,
    check_day,
    checked_family,
    checkpoints_for,
    has_number,
)
from sjalvklar.kernel.errors import Invalid

ZONE = ZoneInfo("Europe/Stockholm")
NAME = Name("a", "a")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE).astimezone(UTC)


def test_a_day_is_a_day_also_when_the_clock_is_changed() -> None:
    night = local(2026, 10, 24, 23, 30)
    assert After(days=1).counted_from(night, ZONE) == local(2026, 10, 25, 12)
    assert After(days=7).counted_from(night, ZONE) == local(2026, 10, 31, 12)
    assert After(hours=24).counted_from(night, ZONE) == night + timedelta(hours=24)
    spring = local(2026, 3, 28, 2, 30)
    assert After(days=1).counted_from(spring, ZONE) == local(2026, 3, 29, 12)


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2026, 11, 22), 6, (2027, 5, 22)),
        ((2026, 12, 31), 11, (2027, 11, 30)),
        ((2026, 11, 22), 30, (2029, 5, 22)),
    ],
)
def test_what_falls_on_a_day_the_month_has_not_is_due_on_its_last(day, months, due) -> None:
    assert After(months=months).counted_from(local(*day, 1), ZONE) == local(*due, 12)


def test_what_happens_later_has_its_day_before_or_after_and_never_in_the_past() -> None:
    known = local(2026, 11, 23, 15)
    trial = Event("trial", NAME, -7, frozenset(Circle))
    assert trial.due(date(2027, 4, 1), known_at=known, zone=ZONE) == local(2027, 3, 25, 12)
    assert trial.due(date(2026, 11, 25), known_at=known, zone=ZONE) == local(2026, 11, 23, 12), "today: it is near"
    judged = Event("judgment", NAME, 3, frozenset(Circle))
    assert judged.due(date(2026, 11, 22), known_at=known, zone=ZONE) == local(2026, 11, 25, 12)


@pytest.mark.parametrize("days", [-366, 0, 366 * 20])
def test_a_day_within_reason_is_taken_and_no_other(days: int) -> None:
    today = date(2026, 11, 22)
    check_day(today + timedelta(days=days), today)
    with pytest.raises(Invalid, match="day"):
        check_day(today + timedelta(days=days + (-1 if days < 0 else 366 * 20 + 1)), today)


@given(st.integers(0, 60_000), st.integers(1, 40))
def test_what_is_due_after_something_is_never_before_it(hour: int, number: int) -> None:
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    for after in (After(hours=number), After(days=number), After(months=number)):
        assert after.counted_from(moment, ZONE) > moment


STEPS = (
    Step("h24", NAME, After(hours=24), frozenset(Circle)),
    Step("d25", NAME, After(days=25), frozenset({Circle.BEREAVED})),
    Step("y1", NAME, After(months=12), frozenset(Circle)),
)


def test_a_family_we_learn_of_late_gets_its_first_day_and_no_date_that_has_passed() -> None:
    happened = local(2026, 11, 22, 23)
    known = happened + timedelta(days=40)
    found = checkpoints_for(
        Template(checkpoints=STEPS), Circle.BEREAVED, happened_at=happened, known_at=known, zone=ZONE
    )
    assert [(due.step, due.at) for due in found] == [
        ("h24", known + timedelta(hours=24)),
        ("y1", local(2027, 11, 22, 12)),
    ]


def test_each_circle_has_its_own_dates_and_authorities() -> None:
    happened = local(2026, 11, 22, 23)
    template = Template(checkpoints=STEPS, authorities=STEPS)
    for circle, steps in ((Circle.BEREAVED, {"h24", "d25", "y1"}), (Circle.SUSPECTS_FAMILY, {"h24", "y1"})):
        dates = checkpoints_for(template, circle, happened_at=happened, known_at=happened, zone=ZONE)
        assert {due.step for due in dates} == steps
        assert {due.step for due in authorities_for(template, circle, happened_at=happened, zone=ZONE)} == steps


@pytest.mark.parametrize(
    "text",
    ["19900101-2385", "900101-2385", "199001012385", "Hon är född 900101 2385.", "19900161-2382", "900101+2385"],
)
def test_a_personal_number_is_seen_however_it_is_written(text: str) -> None:
    assert has_number(text)
    with pytest.raises(Invalid, match="no_numbers"):
        checked_family(Family("Amal", safe_contact=text))


@pytest.mark.parametrize("text", ["070-174 06 12", "0701740612", "116 006", "Provgatan 4, 123 45 Granö", "kl 21-22"])
def test_a_telephone_number_and_an_address_are_none(text: str) -> None:
    assert checked_family(Family("Amal", safe_contact=text)).safe_contact == text


def test_a_family_has_a_name_of_any_sort_that_fits() -> None:
    assert checked_family(Family("  Brodern,   tredje våningen ")).called == "Brodern, tredje våningen"
    assert checked_family(Family("A" * 60)).called == "A" * 60
    with pytest.raises(Invalid, match="needed"):
        checked_family(Family("   "))
    with pytest.raises(Invalid, match="too_long_here"):
        checked_family(Family("A" * 121))
