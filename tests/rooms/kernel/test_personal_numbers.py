# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal numbers as people write them. Only numbers that Skatteverket has published for tests, and made-up ones
whose birth number is in the series kept for tests (980-989)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.kernel import personal_numbers
from sjalvklar.kernel.errors import Invalid

TODAY = date(2026, 11, 22)
PUBLISHED = ["189001019802", "189001029819", "199001012385", "200002292399", "202402292383"]
COORDINATION = "191401682396"


def parse(text: str, today: date = TODAY) -> personal_numbers.PersonalNumber:
    return personal_numbers.parse(text, today=today)


@pytest.mark.parametrize("number", PUBLISHED)
def test_a_published_test_number_is_read_however_it_is_written(number: str) -> None:
    for written in (
        number,
        f"{number[:8]}-{number[8:]}",
        f" {number[:8]} {number[8:]} ",
        f"{number[:8]}–{number[8:]}",
    ):
        assert parse(written).twelve == number
    assert parse(number).written == f"{number[:8]}-{number[8:]}"


def test_a_coordination_number_has_sixty_added_to_its_day() -> None:
    found = parse(COORDINATION)
    assert found.is_coordination
    assert found.born == date(1914, 1, 8)
    assert not parse(PUBLISHED[2]).is_coordination


@pytest.mark.parametrize(
    ("written", "year"),
    [("900101-2385", 1990), ("9001012385", 1990), ("000229-2399", 2000), ("240229-2383", 2024), ("900101+9802", 1890)],
)
def test_the_mark_says_the_century(written: str, year: int) -> None:
    assert parse(written).born.year == year


def test_the_twenty_ninth_of_february_exists_in_leap_years_only() -> None:
    assert parse("20000229-2399").born == date(2000, 2, 29)
    wrong = "190002298"
    with pytest.raises(Invalid, match="personal_number"):
        parse(f"1900{wrong[4:8]}980{personal_numbers.check_digit('000229980')}")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "abc",
        "19900101-2386",  # check digit
        "19901301-2385",
        "19900101+2385",  # a plus sign with the century written out means two things at once
        "1990010123850",
        "٢٠٠٠٠٢٢٩٢٣٩٩",
        "199001012385\x00",
    ],
)
def test_what_is_nobodys_number_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid, match="personal_number"):
        parse(wrong)


def test_a_day_that_has_not_come_is_nobodys() -> None:
    nine = "261224980"
    with pytest.raises(Invalid):
        parse(f"20{nine}{personal_numbers.check_digit(nine)}")
    assert parse(f"{nine}{personal_numbers.check_digit(nine)}").born == date(1926, 12, 24)


# Whoever turns a hundred this year is written with a plus from the first of January.
BORN = st.dates(min_value=date(1927, 1, 1), max_value=TODAY)
SERIAL = st.integers(980, 989)


def _number(born: date, serial: int, *, coordination: bool = False) -> str:
    day = born.day + (60 if coordination else 0)
    nine = f"{born.year % 100:02d}{born.month:02d}{day:02d}{serial:03d}"
    return f"{born.year // 100:02d}{nine}{personal_numbers.check_digit(nine)}"


@given(BORN, SERIAL, st.booleans())
def test_twelve_digits_come_back_as_they_were_and_ten_mean_the_last_hundred_years(
    born: date, serial: int, coordination: bool
) -> None:
    number = _number(born, serial, coordination=coordination)
    assert parse(number).twelve == number
    assert parse(number).born == born
    assert parse(number).is_coordination is coordination
    assert parse(f"{number[2:8]}-{number[8:]}").twelve == number


@given(BORN, SERIAL, st.integers(2, 11), st.integers(1, 9))
def test_one_digit_wrong_is_always_noticed(born: date, serial: int, place: int, more: int) -> None:
    number = _number(born, serial)
    wrong = str((int(number[place]) + more) % 10)
    with pytest.raises(Invalid):
        parse(number[:place] + wrong + number[place + 1 :])


def test_the_number_is_not_shown_in_a_traceback() -> None:
    assert "2385" not in repr(parse(PUBLISHED[2]))
