# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the review picks out, and what it leaves alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.review.rules.find import Found, find, sample
from sjalvklar.review.rules.readings import Facts, Marks, Reading
from sjalvklar.review.rules.thresholds import Thresholds, Why
from sjalvklar.review.rules.usual import limit

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
JONAS, SAMIR = "1", "2"
_numbers = count(1)


def reading(
    staff: str = JONAS, about: str = "case:a", at: datetime = TUESDAY, basis: str = "assignment", **more: object
) -> Reading:
    fields = {"unit": "north", "action": "case.read", "protected": False, "found": None} | more
    return Reading(entry=next(_numbers), at=at, staff=staff, object=about, basis=basis, **fields)  # type: ignore[arg-type]


def search(staff: str = JONAS, at: datetime = TUESDAY, found: int = 0) -> Reading:
    return reading(staff, "search:case", at, "search", action="case.search", found=found)


def refusal(staff: str = JONAS, at: datetime = TUESDAY, times: int = 1) -> Reading:
    return reading(staff, "case:z", at, "refused", action="desk.refuse", refused=times)


def found(*readings: Reading, facts: Facts | None = None) -> list[Found]:
    ordered = sorted(readings, key=lambda one: one.at)
    return find(ordered, facts or Facts(), begins=NOVEMBER, ends=DECEMBER)


def marks(surname: str = "", address: str = "", number: str = "") -> Marks:
    return Marks(*(frozenset({word.encode()} if word else ()) for word in (surname, address, number)))


def test_ones_own_work_in_working_hours_is_nobodys_business() -> None:
    assert found(*(reading(at=TUESDAY + timedelta(days=day)) for day in range(0, 14, 7))) == []


@pytest.mark.parametrize("basis", ["glass", "break_glass"])
def test_every_breaking_of_the_glass_comes_up(basis: str) -> None:
    [one] = found(reading(basis=basis))
    assert one.why == {Why.GLASS}


def test_every_reading_about_a_protected_person_comes_up_and_names_no_unit() -> None:
    [one] = found(reading(protected=True, unit="", basis="named"))
    assert (one.why, one.unit) == ({Why.PROTECTED}, "")


def test_a_cousin_s_case_comes_up_even_when_it_is_ones_own_to_read() -> None:
    facts = Facts(
        {JONAS: marks("ovanlig")}, {"case:a": marks("ovanlig"), **{f"case:{n}": marks(f"n{n}") for n in range(500)}}
    )
    [one] = found(reading(), facts=facts)
    assert one.why == {Why.SAME_SURNAME}


def test_a_surname_that_many_bear_says_little_by_itself() -> None:
    facts = Facts({JONAS: marks("andersson")}, {f"case:{name}": marks("andersson") for name in "abcdefghij"})
    assert found(reading(), facts=facts) == []
    [one] = found(reading(), reading(SAMIR, at=TUESDAY), reading(basis="stand_in", at=TUESDAY), facts=facts)
    assert one.why == {Why.SAME_SURNAME, Why.NOT_ASSIGNED}


@pytest.mark.parametrize(
    ("theirs", "why"),
    [
        (marks(address="vägen 1"), Why.SAME_ADDRESS),
        (marks(number="191212121212"), Why.SELF),
        (marks(number="191212121220"), Why.COLLEAGUE),
    ],
)
def test_a_neighbour_oneself_and_a_colleague_come_up(theirs: Marks, why: Why) -> None:
    ours = marks("a", "vägen 1", "191212121212")
    facts = Facts({JONAS: ours, SAMIR: marks("b", "vägen 2", "191212121220")}, {"case:a": theirs})
    [one] = found(reading(), facts=facts)
    assert why in one.why


def test_standing_in_for_somebody_who_is_away_is_nothing() -> None:
    there = TUESDAY - timedelta(days=1)
    assert found(reading(SAMIR, at=there), reading(basis="stand_in")) == []


def test_a_late_evening_alone_is_nothing_but_in_anothers_closed_case_it_is_a_question() -> None:
    evening = TUESDAY.replace(hour=21)
    assert found(reading(at=evening)) == []
    closed = {"case:a": ((TUESDAY - timedelta(days=200), None),)}
    day = [reading(at=TUESDAY - timedelta(weeks=n), about="case:b") for n in range(30)]
    [one] = found(*day, reading(SAMIR), reading(at=evening, basis="stand_in"), facts=Facts(closed=closed))
    assert one.why == {Why.CLOSED, Why.NOT_ASSIGNED, Why.OUT_OF_HOURS}


def test_who_works_in_the_evening_does_not_come_up_for_it() -> None:
    evenings = [reading(at=TUESDAY.replace(hour=20) + timedelta(days=n), basis="stand_in") for n in range(5)]
    assert all(Why.OUT_OF_HOURS not in one.why for one in found(*evenings, reading(SAMIR)))


def test_what_was_reopened_is_not_closed() -> None:
    span = ((TUESDAY - timedelta(days=200), TUESDAY - timedelta(days=100)),)
    assert found(reading(SAMIR), reading(basis="stand_in"), facts=Facts(closed={"case:a": span})) == []


def test_the_first_to_look_after_an_incident_comes_up_unless_it_is_theirs() -> None:
    facts = Facts(incidents={"case:a": (TUESDAY - timedelta(hours=3),)})
    assert found(reading(), facts=facts) == []
    [one] = found(reading(basis="stand_in"), facts=facts)
    assert Why.AFTER_INCIDENT in one.why
    late = Facts(incidents={"case:a": (TUESDAY - timedelta(hours=73),)})
    assert all(Why.AFTER_INCIDENT not in one.why for one in found(reading(basis="stand_in"), facts=late))


def test_who_comes_back_over_weeks_to_what_was_never_theirs_comes_up() -> None:
    days = [TUESDAY - timedelta(days=n) for n in (0, 8, 16)]
    visits = [reading(at=day, basis="stand_in") for day in days]
    there = [reading(SAMIR, at=day) for day in days]
    [one] = found(*visits, *there)
    assert one.why == {Why.COMES_BACK, Why.NOT_ASSIGNED}
    assert found(*visits, *there, reading(at=TUESDAY - timedelta(days=40))) == [], "it was once theirs"


def usual_days() -> list[Reading]:
    return [
        reading(about=f"case:{number}", at=TUESDAY - timedelta(days=day) + timedelta(minutes=number))
        for day in range(5, 45)
        for number in range(4 + day % 3)
    ]


def test_a_day_of_opening_everybodys_cases_comes_up() -> None:
    opened = [reading(about=f"case:x{n}", at=TUESDAY + timedelta(minutes=n), basis="stand_in") for n in range(20)]
    assert [one.why for one in found(*usual_days(), *opened) if not one.object] == [{Why.BURST}]


def test_a_day_of_looking_through_what_is_closed_is_one_question_and_not_twenty() -> None:
    span = ((TUESDAY - timedelta(days=200), None),)
    closed = {f"case:x{n}": span for n in range(20)}
    opened = [
        reading(about=about, at=TUESDAY + timedelta(minutes=n), basis="stand_in") for n, about in enumerate(closed)
    ]
    [one] = found(*usual_days(), *opened, facts=Facts(closed=closed))
    assert (one.object, one.why, len(one.readings)) == ("", {Why.BURST}, 20)


def test_a_busy_day_with_ones_own_is_no_burst() -> None:
    opened = [reading(about=f"case:x{n}", at=TUESDAY + timedelta(minutes=n)) for n in range(20)]
    assert found(*usual_days(), *opened) == []


def test_opening_and_leaving_one_after_the_other_comes_up() -> None:
    opened = [reading(about=f"case:x{n}", at=TUESDAY + timedelta(seconds=4 * n)) for n in range(6)]
    assert [one.why for one in found(*usual_days(), *opened)] == [{Why.SERIES}]


def test_search_upon_search_with_nothing_opened_comes_up() -> None:
    sought = [search(at=TUESDAY + timedelta(seconds=20 * n)) for n in range(12)]
    assert [one.why for one in found(*usual_days(), *sought)] == [{Why.ENUMERATION}]
    worked = [
        made
        for n in range(12)
        for made in (search(at=TUESDAY + timedelta(minutes=n)), reading(at=TUESDAY + timedelta(minutes=n, seconds=9)))
    ]
    assert found(*usual_days(), *worked) == []


def test_only_the_month_comes_up_however_much_is_known_of_the_year() -> None:
    assert found(reading(basis="glass", at=NOVEMBER - timedelta(days=1)), reading(basis="glass", at=DECEMBER)) == []


def test_everybody_is_in_the_sample_at_least_twice() -> None:
    made = [reading(at=TUESDAY + timedelta(minutes=n)) for n in range(300)]
    few = [reading(SAMIR, at=TUESDAY + timedelta(minutes=n)) for n in range(3)]
    drawn = sample([*made, *few], begins=NOVEMBER, ends=DECEMBER, chance=random.Random(1))
    assert [one.staff for one in drawn].count(JONAS) == 6
    assert [one.staff for one in drawn].count(SAMIR) == 2
    assert all(one.sampled and one.unit == "north" for one in drawn)
    hidden = [reading(protected=True, unit="")]
    assert sample(hidden, begins=NOVEMBER, ends=DECEMBER, chance=random.Random(1)) == []


def test_every_threshold_is_data() -> None:
    stricter = Thresholds(enough=1)
    days = [reading(about=f"case:{n}", at=TUESDAY - timedelta(weeks=n)) for n in range(30)]
    evening = [*days, reading(at=TUESDAY.replace(hour=21))]
    evening.sort(key=lambda one: one.at)
    assert find(evening, Facts(), begins=NOVEMBER, ends=DECEMBER) == []
    assert [one.why for one in find(evening, Facts(), begins=NOVEMBER, ends=DECEMBER, given=stricter)]


@given(st.lists(st.integers(0, 40), min_size=1))
def test_the_usual_is_never_far_from_itself(counts: list[int]) -> None:
    assert limit(counts, times=3) >= sorted(counts)[(len(counts) - 1) // 2] + 3


def test_many_refusals_in_a_day_come_up_once_and_few_do_not() -> None:
    few = [refusal(at=TUESDAY + timedelta(minutes=number)) for number in range(9)]
    assert found(*few) == []
    [one] = found(*few, refusal(at=TUESDAY + timedelta(hours=2), times=20))
    assert (one.staff, one.unit, one.object, one.why, one.times) == (JONAS, "north", "", {Why.REFUSED}, 29)


def test_refusals_of_many_or_over_many_days_are_nobodys_burst() -> None:
    assert found(*(refusal(str(who)) for who in range(20))) == []
    assert found(*(refusal(at=TUESDAY + timedelta(days=day)) for day in range(15))) == []


def test_a_refusal_is_no_reading() -> None:
    """Neither in what is usual for somebody, nor among what is drawn at random, nor as a sign about a person."""
    mine = [reading(at=TUESDAY), *(refusal(at=TUESDAY + timedelta(minutes=one)) for one in range(5))]
    drawn = sample(mine, begins=NOVEMBER, ends=DECEMBER, chance=random.Random(1))
    assert [one.object for one in drawn] == ["case:a"]
    assert found(*mine) == []
