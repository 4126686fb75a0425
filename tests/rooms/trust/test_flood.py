# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What anybody can repeat is on record, and does not fill it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.trust.flood import HOUR, Flood


def test_a_hundred_thousand_tries_are_some_twenty_rows_that_say_how_many_they_were() -> None:
    flood = Flood(first=5, keys=50)
    rows = [times for times in (flood.told("one place", 0) for _ in range(100_000)) if times]
    assert rows[:8] == [1, 1, 1, 1, 1, 5, 10, 20]
    assert len(rows) < 25
    assert sum(rows) <= 100_000 < 2 * sum(rows)


def test_many_places_together_are_counted_as_one_and_the_others_still_told_apart() -> None:
    flood = Flood(first=5, keys=50)
    rows = [times for times in (flood.told(f"place {number}", 0) for number in range(100_000)) if times]
    assert len(rows) < 50 + 25
    assert sum(rows) > 50_000
    assert flood.told("place 1", 1) == 1


@given(st.lists(st.sampled_from("abcdefgh"), max_size=400), st.integers(1, 6), st.integers(1, 6))
def test_the_rows_never_say_more_than_was_tried_and_at_least_half(tries: list[str], first: int, keys: int) -> None:
    flood = Flood(first=first, keys=keys)
    told = sum(flood.told(one, 7) for one in tries)
    assert told <= len(tries)
    assert 2 * told >= len(tries)


def test_each_hour_is_counted_afresh() -> None:
    flood = Flood(first=1, keys=5)
    assert [flood.told("a", 0) for _ in range(4)] == [1, 1, 0, 2]
    assert flood.told("a", HOUR) == 1


def test_a_row_that_could_not_be_written_is_written_by_the_next_try() -> None:
    flood = Flood(first=2, keys=5)
    assert flood.told("a", 0) == 1
    flood.untold("a", 1)
    assert flood.told("a", 0) == 2
