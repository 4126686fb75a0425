# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sealed journey, the order of the questions, and how times are said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.directory.rules import OpenKind, OpenState
from sjalvklar.faces.way_in import numbers, questions, words
from sjalvklar.faces.way_in.journey import SKIPPED, Journey, Note, Step, seal, unseal
from sjalvklar.kernel import clock, languages
from sjalvklar.trust import keyring

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SUNDAY_EVENING = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def keys() -> None:
    keyring.create(Path(settings.KEYS_DIR))


journeys = st.builds(
    Journey,
    language=st.sampled_from(languages.CODES),
    step=st.sampled_from(Step),
    note=st.sampled_from(Note),
    child=st.booleans(),
    danger=st.sampled_from([None, SKIPPED, "now", "no"]),
    place=st.text(max_size=60),
    at=st.integers(0, 2**53),
)


@given(journeys)
def test_a_journey_comes_out_of_its_token_as_it_went_in_and_always_gets_the_same_token(journey: Journey) -> None:
    token = seal(journey)
    assert unseal(token) == journey
    assert seal(journey) == token


@given(st.text(max_size=200))
def test_no_text_that_somebody_makes_up_is_a_token(text: str) -> None:
    assert unseal(text) is None


def test_every_question_is_asked_in_turn_and_skipping_them_all_ends_at_people() -> None:
    journey = Journey(question=questions.first_step(Journey()))
    asked = []
    while journey.step is Step.ASK:
        asked.append(journey.question)
        assert questions.progress(journey).number == len(asked)
        journey = questions.skipped(journey)
    assert asked == ["danger", "who", "what", "where", "help"]
    assert journey.step is Step.RESULT


def test_what_was_chosen_on_the_first_page_is_not_asked_again() -> None:
    begin = Journey(what="older", preset="what")
    journey = begin.but(question=questions.first_step(begin))
    asked = []
    while journey.step is Step.ASK:
        asked.append(journey.question)
        journey = questions.skipped(journey)
    assert asked == ["danger", "who", "where", "help"]
    assert journey.what == "older"


def test_changing_one_answer_leads_back_to_the_results() -> None:
    journey = Journey(
        question="who", danger="no", who="parent", what="crime", where=SKIPPED, help="talk", changing=True
    )
    changed = questions.onward(journey.answered("who", "sibling"))
    assert changed.step is Step.RESULT
    assert changed.who == "sibling"
    assert changed.what == "crime"


def test_a_child_goes_on_with_the_children_s_questions_and_keeps_what_was_said_of_danger() -> None:
    led_over = questions.as_child(Journey(question="who", danger="unsure"))
    assert led_over.child
    assert led_over.danger == "unsure"
    assert led_over.question == "what_child"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sv", "i morgon klockan 14.10"),
        ("en", "tomorrow at 14:10"),
    ],
)
def test_a_promise_is_said_as_a_day_and_a_time_in_the_reader_s_language(code: str, said: str) -> None:
    with clock.frozen(SUNDAY_EVENING), translation.override(code):
        assert words.moment(datetime(2026, 11, 23, 13, 10, tzinfo=UTC), STOCKHOLM, code) == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (OpenState(OpenKind.OPEN_ALWAYS, None, None), "Öppet nu, dygnet runt"),
        (OpenState(OpenKind.OPEN, None, datetime(2026, 11, 22, 21, tzinfo=UTC)), "Öppet nu till 22.00"),
        (OpenState(OpenKind.OPENS, datetime(2026, 11, 23, 7, tzinfo=UTC), None), "Öppnar i morgon klockan 08.00"),
        (OpenState(OpenKind.OPENS, datetime(2026, 11, 25, 7, tzinfo=UTC), None), "Öppnar onsdag klockan 08.00"),
        (
            OpenState(OpenKind.OPENS, datetime(2026, 12, 28, 7, tzinfo=UTC), None),
            "Öppnar måndag 28 december klockan 08.00",
        ),
        (OpenState(OpenKind.UNKNOWN, None, None), "Öppettiderna är inte kända"),
    ],
)
def test_opening_hours_are_said_as_people_say_them(state: OpenState, said: str) -> None:
    with clock.frozen(SUNDAY_EVENING), translation.override("sv"):
        assert words.opening(state, STOCKHOLM, "sv") == said


@pytest.mark.parametrize(
    ("code", "soon", "later", "whole"),
    [
        ("sv", "onsdag klockan 08.00", "måndag 28 december klockan 08.00", "28 december 2026"),
        ("en", "Wednesday at 08:00", "Monday 28 December at 08:00", "28 December 2026"),
        ("fi", "keskiviikkona kello 8.00", "maanantaina 28. joulukuuta kello 8.00", "28. joulukuuta 2026"),
        ("ar", "الأربعاء الساعة 08:00", "الاثنين، 28 ديسمبر الساعة 08:00", "28 ديسمبر 2026"),
    ],
)
def test_a_day_is_said_with_the_endings_and_marks_of_its_language(
    code: str, soon: str, later: str, whole: str
) -> None:
    after_christmas = datetime(2026, 12, 28, 7, tzinfo=UTC)
    with clock.frozen(SUNDAY_EVENING), translation.override(code):
        assert words.moment(datetime(2026, 11, 25, 7, tzinfo=UTC), STOCKHOLM, code) == soon
        assert words.moment(after_christmas, STOCKHOLM, code) == later
        assert words.full_date(after_christmas, STOCKHOLM, code) == whole


@pytest.mark.parametrize("code", languages.CODES)
def test_every_language_can_say_a_time_a_list_and_the_name_of_a_language(code: str) -> None:
    with clock.frozen(SUNDAY_EVENING), translation.override(code):
        assert "14" in words.moment(datetime(2026, 11, 24, 13, 10, tzinfo=UTC), STOCKHOLM, code)
        assert "Samir" in words.listed(["Gunilla", "Samir"], code, "or")
        assert words.language_name("ar", code)


def test_a_form_s_number_is_good_for_a_day_and_no_longer() -> None:
    with clock.frozen(SUNDAY_EVENING):
        number = numbers.fresh()
        raw = numbers.opened(number)
    assert raw is not None
    assert len(raw) == 24
    with clock.frozen(datetime(2026, 11, 23, 18, 59, tzinfo=UTC)):
        assert numbers.opened(number) == raw
    with clock.frozen(datetime(2026, 11, 23, 19, 1, tzinfo=UTC)):
        assert numbers.opened(number) is None


def test_a_clock_that_goes_back_a_little_still_takes_the_form() -> None:
    with clock.frozen(SUNDAY_EVENING):
        number = numbers.fresh()
    with clock.frozen(datetime(2026, 11, 22, 18, 58, tzinfo=UTC)):
        assert numbers.opened(number) is not None
