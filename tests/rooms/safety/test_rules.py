# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Safety as rules: when fear and an answer differ, and what each deed leads to. No score anywhere."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules import Confidence, Fact
from sjalvklar.safety.rules import (
    ASSESSMENTS,
    COMPANY,
    MEASURES,
    AssessmentState,
    CompanyDeed,
    CompanyState,
    Heed,
    MeasureDeed,
    MeasureState,
    PoliceAnswer,
    Said,
    Sentence,
    Setting,
    check_answer,
    check_coming,
    check_heed,
    check_level,
    check_passed,
    checked_number,
    differs,
    is_high,
    move_company,
    move_measure,
)

TODAY = date(2026, 11, 23)
LEVELS = st.one_of(st.none(), st.integers(0, 10))
ANSWERS = st.one_of(st.none(), st.sampled_from(PoliceAnswer))


@pytest.mark.parametrize(
    ("level", "high", "answer", "then"),
    [
        (9, 7, PoliceAnswer.NO_MEASURE, True),
        (9, 7, PoliceAnswer.NO_ANSWER, True),
        (7, 7, PoliceAnswer.NO_MEASURE, True),
        (6, 7, PoliceAnswer.NO_MEASURE, False),
        (9, 7, PoliceAnswer.MEASURES, False),
        (9, 7, None, False),  # still waiting
        (None, 7, PoliceAnswer.NO_MEASURE, False),  # did not want to say
        (10, None, PoliceAnswer.NO_MEASURE, False),  # nobody has decided what is high
    ],
)
def test_fear_and_the_polices_answer_differ_when_they_do(
    level: int | None, high: int | None, answer: PoliceAnswer | None, then: bool
) -> None:
    assert differs(level, high, answer) is then


@given(LEVELS, st.one_of(st.none(), st.integers(1, 10)), ANSWERS)
def test_nothing_but_what_was_said_what_is_written_and_what_was_answered_decides(
    level: int | None, high: int | None, answer: PoliceAnswer | None
) -> None:
    found = differs(level, high, answer)
    assert not found or is_high(level, high)
    assert not found or answer in {PoliceAnswer.NO_MEASURE, PoliceAnswer.NO_ANSWER}
    if level is not None and level < 10:
        assert differs(level + 1, high, answer) or not found, "more fear never makes a difference go away"


def test_what_is_kept_of_fear_holds_what_was_said_and_nothing_else() -> None:
    assert [field.name for field in dataclasses.fields(Said)] == ["level", "words"]


@pytest.mark.parametrize(("state", "deed"), list(product(MeasureState, MeasureDeed)))
def test_a_measure_goes_only_where_the_table_says(state: MeasureState, deed: MeasureDeed) -> None:
    if (state, deed) in MEASURES:
        assert state.is_open
        assert move_measure(state, deed) is MEASURES[state, deed]
    else:
        with pytest.raises(NotNow):
            move_measure(state, deed)


@pytest.mark.parametrize(("state", "deed"), list(product(CompanyState, CompanyDeed)))
def test_company_to_the_police_goes_only_where_the_table_says(state: CompanyState, deed: CompanyDeed) -> None:
    if (state, deed) in COMPANY:
        assert move_company(state, deed) is COMPANY[state, deed]
    else:
        with pytest.raises(NotNow):
            move_company(state, deed)


@pytest.mark.parametrize(("state", "answer"), list(product(AssessmentState, PoliceAnswer)))
def test_an_answer_may_come_late_and_is_never_changed(state: AssessmentState, answer: PoliceAnswer) -> None:
    if answer in ASSESSMENTS[state]:
        assert check_answer(state, answer) is answer.state
    else:
        with pytest.raises(NotNow):
            check_answer(state, answer)
    assert not ASSESSMENTS[AssessmentState.ANSWERED]


def test_what_cannot_be_is_refused_with_a_word() -> None:
    for level in (-1, 11, 100):
        with pytest.raises(Invalid, match="level"):
            check_level(level)
    for fine in (None, 0, 10):
        check_level(fine)
    with pytest.raises(Invalid, match="not_yet_been"):
        check_passed(TODAY + timedelta(days=1), TODAY, field="asked_on")
    with pytest.raises(Invalid, match="too_long_ago"):
        check_passed(date(2019, 1, 1), TODAY, field="asked_on")
    with pytest.raises(Invalid, match="passed"):
        check_coming(TODAY - timedelta(days=1), TODAY, field="review_on")
    with pytest.raises(Invalid, match="too_far"):
        check_coming(TODAY + timedelta(days=900), TODAY, field="review_on")
    with pytest.raises(Invalid, match="choose"):
        check_heed(Heed(("no-such",)), {"no-doorbell"})
    with pytest.raises(Invalid, match="needed"):
        check_heed(Heed(), {"no-doorbell"})
    with pytest.raises(Invalid, match="too_long_here"):
        checked_number("5" * 41)
    assert checked_number("  5000-K123-26 ") == "5000-K123-26"


def fact(confidence: Confidence) -> Fact:
    return Fact(source="made up", checked="2026-11", confidence=confidence)


def test_what_counts_as_high_holds_only_when_somebody_has_decided_it() -> None:
    assert Setting().high_for(demo=True) is None
    probable = Setting(7, fact(Confidence.PROBABLE))
    assert (probable.high_for(demo=True), probable.high_for(demo=False)) == (7, None)
    assert Setting(7, fact(Confidence.VERIFIED)).high_for(demo=False) == 7
    assert Setting(7, fact(Confidence.UNVERIFIED)).high_for(demo=True) is None


def test_a_warning_is_said_in_the_readers_language_and_empty_when_it_has_left_the_pack() -> None:
    setting = Setting(warnings=(Sentence("no-doorbell", "Ring inte på dörren", "Do not ring the doorbell"),))
    assert setting.said("no-doorbell", "sv") == "Ring inte på dörren"
    assert setting.said("no-doorbell", "en") == "Do not ring the doorbell"
    assert setting.said("gone", "sv") == ""
