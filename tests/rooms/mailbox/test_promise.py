# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A promise is kept by the clock: every hour or only open ones, also over nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.mailbox import promises
from sjalvklar.mailbox.rules import promise_due, waited
from sjalvklar.organisation.rules import Counted, Promise

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = Promise(24, Counted.ALWAYS)
OPEN_8 = Promise(8, Counted.OPEN)


def _local(*when: int) -> datetime:
    return datetime(*when, tzinfo=STOCKHOLM)  # type: ignore[arg-type]


def test_24_hours_are_24_hours_also_when_the_clocks_go_back_and_forward() -> None:
    for evening, morning in ((_local(2026, 10, 24, 20), 19), (_local(2026, 3, 28, 20), 21)):
        due = promise_due(DAY, evening.astimezone(UTC))
        assert due - evening.astimezone(UTC) == timedelta(hours=24)
        assert due.astimezone(STOCKHOLM).hour == morning


def test_open_hours_only_count_when_somebody_is_there() -> None:
    def due(*when: int) -> datetime:
        return promises.clocks("norr-intag", _local(*when).astimezone(UTC))[0].astimezone(STOCKHOLM)

    assert due(2026, 11, 20, 9) == _local(2026, 11, 23, 9)  # Friday at nine: seven hours left then, one on Monday
    assert due(2026, 11, 20, 8) == _local(2026, 11, 20, 16)
    assert due(2026, 11, 21, 3) == _local(2026, 11, 23, 16)  # a Saturday night: the whole of Monday
    assert due(2026, 12, 23, 12) == _local(2026, 12, 28, 12)  # Christmas on a Thursday and a Friday
    assert due(2026, 3, 27, 15) == _local(2026, 3, 30, 15)  # over the night in March when an hour is missing


def test_somebody_must_have_taken_it_before_the_answer_is_due() -> None:
    at = _local(2026, 11, 22, 20).astimezone(UTC)
    assert promises.clocks("norr-anhorigstod", at) == (at + timedelta(hours=24), at + timedelta(hours=4))
    due, take_by = promises.clocks("norr-intag", at)
    assert take_by.astimezone(STOCKHOLM) == _local(2026, 11, 23, 10)
    assert take_by < due


def test_a_unit_that_promised_nothing_answers_within_a_day() -> None:
    at = _local(2026, 11, 22, 20).astimezone(UTC)
    assert promises.clocks("norr-arkiv", at) == (at + timedelta(hours=24), at + timedelta(hours=4))
    assert promises.clocks("gone", at) == (at + timedelta(hours=24), at + timedelta(hours=4))


def test_hours_that_are_not_known_let_every_hour_count() -> None:
    at = datetime(2026, 11, 22, 19, tzinfo=UTC)
    for opening in (None, lambda _moment: (False, None), lambda moment: (False, moment + timedelta(days=1))):
        assert promise_due(OPEN_8, at, opening) == at + timedelta(hours=8)
    assert promise_due(OPEN_8, at, lambda _moment: (True, None)) == at + timedelta(hours=8)
    with pytest.raises(ValueError, match="move on"):
        promise_due(OPEN_8, at, lambda moment: (True, moment))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)), st.floats(0.25, 60))  # noqa: DTZ001
def test_a_promise_in_open_hours_is_due_in_an_open_hour_and_never_early(when: datetime, hours: float) -> None:
    at = when.replace(tzinfo=UTC)

    def opening(moment: datetime) -> tuple[bool, datetime]:
        local = moment.astimezone(STOCKHOLM)
        nine, five = (
            local.replace(hour=9, minute=0, second=0, microsecond=0),
            local.replace(hour=17, minute=0, second=0, microsecond=0),
        )
        if local < nine:
            return False, nine.astimezone(UTC)
        if local < five:
            return True, five.astimezone(UTC)
        return False, (nine + timedelta(days=1)).astimezone(UTC)

    due = promise_due(Promise(hours, Counted.OPEN), at, opening)
    assert due >= at + timedelta(hours=hours)
    assert opening(due - timedelta(microseconds=1))[0]


@given(
    st.timedeltas(timedelta(days=-400), timedelta(days=400)), st.timedeltas(timedelta(minutes=1), timedelta(days=10))
)
def test_a_share_is_between_none_and_all_whatever_the_clock_says(off: timedelta, whole: timedelta) -> None:
    since = datetime(2026, 11, 22, tzinfo=UTC)
    wait = waited(since, since + whole, since + off)
    assert 0 <= wait.share <= 1
    assert wait.waited >= timedelta()
    assert wait.left is not None
    assert wait.left <= max(whole, timedelta())
    assert wait.late == (off >= whole)
    assert waited(since, None, since + off).share == 0
