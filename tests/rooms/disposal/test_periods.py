# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When something may go: the calendar, birth, and rules that change from a day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.rooms.disposal.archive import number

from sjalvklar.disposal import pack
from sjalvklar.disposal.rules import About, Disposal, Period, RecordType, Why
from sjalvklar.kernel import personal_numbers
from sjalvklar.organisation.pack import bundle

PACKS = Path(__file__).parents[3] / "packs"
LAW = pack.build(bundle(PACKS / "stockholm"))
_DAYS = random.Random(20261122)


def _about(last: date, **more: object) -> About:
    return replace(About(RecordType.CASE, "sdn-bromma", last, born=date(1980, 3, 1)), **more)  # type: ignore[arg-type]


def _any_day() -> date:
    return date(2025, 7, 1) + timedelta(days=_DAYS.randrange(20_000))


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("2026-03-14", "2031-03-15"),
        ("2028-02-29", "2033-03-01"),  # there is no such date: the time ends on the last day of the month
        ("2027-02-28", "2032-02-29"),
        ("2026-12-31", "2032-01-01"),
    ],
)
def test_five_years_after_the_last_note_and_gone_when_the_next_calendar_year_has_ended(last: str, due: str) -> None:
    first = date.fromisoformat(due)
    about = _about(date.fromisoformat(last))
    day_before = LAW.judge(about, first - timedelta(days=1))
    on_the_day = LAW.judge(about, first)
    assert (day_before.why, on_the_day.why) == (Why.NOT_YET, Why.PAST)
    assert on_the_day.due == first
    assert on_the_day.gone_by == date(first.year + 1, 12, 31)


def test_whatever_the_day_nothing_goes_within_five_years_and_everything_may_before_the_year_has_ended() -> None:
    for _ in range(3_000):
        last, today = _any_day(), _any_day()
        verdict = LAW.judge(_about(last), today)
        if today < date(min(last.year + 5, 9999), last.month, min(last.day, 28)):
            assert verdict.why is Why.NOT_YET
        if today > date(last.year + 5, last.month, 28) + timedelta(days=4):
            assert verdict.why is Why.PAST
            assert verdict.gone_by.year == verdict.due.year + 1  # type: ignore[union-attr]


def test_a_new_note_counts_the_time_anew() -> None:
    today = date(2033, 1, 10)
    assert LAW.judge(_about(date(2027, 6, 1)), today).why is Why.PAST
    assert LAW.judge(_about(date(2030, 6, 1)), today).why is Why.NOT_YET


def test_an_open_case_is_never_erased_however_old() -> None:
    assert LAW.judge(_about(date(2026, 1, 1), is_open=True), date(2060, 1, 1)).why is Why.OPEN


@pytest.mark.parametrize("coordination", [False, True])
def test_about_those_born_on_the_fifth_fifteenth_and_twenty_fifth_it_is_kept(coordination: bool) -> None:
    kept = set()
    for day in range(1, 32):
        written = number(f"195401{day:02d}", coordination=coordination)
        born = personal_numbers.parse(written, today=date(2026, 1, 1)).born
        if LAW.judge(_about(date(2026, 1, 1), born=born), date(2035, 1, 1)).why is Why.BORN_ON_DAY:
            kept.add(day)
    assert kept == {5, 15, 25}


def test_when_the_birth_is_unknown_it_is_kept_for_a_person_to_look_at() -> None:
    assert LAW.judge(_about(date(2026, 1, 1), born=None), date(2035, 1, 1)).why is Why.BORN_UNKNOWN


@pytest.mark.parametrize(
    ("code", "kept"),
    [("0580", True), ("0980", True), ("2281", True), ("1480", True), ("1481", False), ("0180", False)],
)
def test_in_some_areas_all_is_kept(code: str, kept: bool) -> None:
    why = replace(LAW, code=code).judge(_about(date(2026, 1, 1)), date(2035, 1, 1)).why
    assert why is (Why.AREA if kept else Why.PAST)


def test_a_file_begun_when_somebody_was_a_child_is_kept_until_thirty_years_from_the_birth() -> None:
    born = date(2010, 8, 9)
    about = _about(date(2027, 1, 1), born=born, begun=date(2026, 2, 1))
    waits = LAW.judge(about, date(2040, 8, 9))
    assert (waits.why, waits.until) == (Why.CHILD, date(2040, 8, 10))
    assert LAW.judge(about, date(2040, 8, 10)).why is Why.PAST
    grown_up = replace(about, begun=date(2028, 8, 10))
    assert LAW.judge(grown_up, date(2035, 1, 1)).why is Why.PAST


def test_a_rule_holds_from_its_day() -> None:
    [old] = [rule for rule in LAW.rules if rule.record is RecordType.CASE]
    changed = replace(LAW, rules=(*LAW.rules, replace(old, id="new", period=Period(years=7), starts=date(2034, 1, 1))))
    about = _about(date(2028, 1, 1))
    assert changed.judge(about, date(2033, 12, 31)).rule == "case-file"
    assert changed.judge(about, date(2033, 12, 31)).why is Why.PAST
    assert changed.judge(about, date(2034, 1, 1)).why is Why.NOT_YET
    assert LAW.judge(about, date(2020, 1, 1)).why is Why.NO_RULE


@pytest.mark.parametrize("name", ["stockholm", "solvik"])
def test_where_no_board_is_known_to_have_decided_nothing_goes_that_needs_a_decision(name: str) -> None:
    said: Disposal = pack.build(bundle(PACKS / name))
    assert said.decisions == ()
    for record in (RecordType.CONTACT, RecordType.LOG, RecordType.REVIEW, RecordType.STATISTICS):
        assert said.judge(About(record, "any", date(2025, 8, 1)), date(2090, 1, 1)).why is Why.NO_DECISION


def test_a_decision_of_the_boards_own_goes_before_one_for_all_and_a_later_one_before_an_earlier(
    grano: None,
) -> None:
    found = pack.build(bundle(Path(__file__).parents[1] / "mailbox" / "grano"))
    [all_boards] = found.decisions
    own = replace(all_boards, id="own", authority="sdn-norr", period=Period(days=30))
    keeps = replace(own, id="keeps", keeps=True, starts=date(2027, 1, 1))
    said = replace(found, decisions=(all_boards, own, keeps))
    today = date(2026, 12, 1)
    assert said.period(RecordType.CONTACT, "sdn-norr", today) == Period(days=30)
    assert said.period(RecordType.CONTACT, "sdn-soder", today) == Period(days=90)
    assert said.period(RecordType.CONTACT, "sdn-norr", date(2026, 1, 19)) is None
    assert said.period(RecordType.CONTACT, "sdn-norr", date(2027, 1, 1)) is None
