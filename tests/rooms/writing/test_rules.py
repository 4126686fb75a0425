# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept of a form before it is sent, which of two drafts is the newest, and what headings leave behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.writing.rules import (
    FORMS,
    LONGEST,
    Heading,
    Kind,
    Template,
    Writing,
    check_is_the_newest,
    checked_values,
    drop_empty,
    fitting,
    form_of,
    next_version,
    put_in,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LINES = ["Hur det är", "Barnen", "Nästa steg"]


def test_every_form_keeps_its_words_and_never_who_somebody_is_or_how_they_are_reached() -> None:
    for (kind, name), form in FORMS.items():
        kept = {*form.texts, *form.beside}
        assert not kept & {"called", "value", "channel", "safe_when", "number", "address", "csrfmiddlewaretoken"}
        assert "decided_words" not in kept, "what the police decided is shown on request alone"
        assert form_of(kind.value, name) == (kind, form)


@pytest.mark.parametrize(("kind", "name"), [("x", "write"), ("c", "reveal"), ("s", "identity"), ("", "")])
def test_what_is_no_form_where_somebody_writes_is_not_there(kind: str, name: str) -> None:
    with pytest.raises(NotFound):
        form_of(kind, name)


def test_of_a_form_only_what_belongs_to_the_text_is_kept() -> None:
    form = FORMS[Kind.SUPPORT, "talk"]
    typed = {"words": "Hon orkar lite mer.", "minutes": "45", "way": "", "called": "Amal", "nonce": "ab" * 16}
    kept = checked_values(form, typed)
    assert kept == {"words": "Hon orkar lite mer.", "minutes": "45", "nonce": "ab" * 16}
    assert checked_values(form, {"words": " \n ", "minutes": "45"}) == {}
    with pytest.raises(Invalid):
        checked_values(form, {"words": "x" * (LONGEST + 1)})


def test_a_form_with_several_texts_is_kept_while_one_of_them_says_something() -> None:
    form = FORMS[Kind.SUPPORT, "own-plan"]
    typed = {"wants": " ", "helps": "Att sova.", "look_on": "2026-12-24", "x": "y"}
    assert checked_values(form, typed) == {"helps": "Att sova.", "look_on": "2026-12-24"}
    assert checked_values(form, {"wants": " ", "helps": "", "look_on": "2026-12-24"}) == {}
    with pytest.raises(Invalid):
        checked_values(form, {"wants": "x" * LONGEST, "we_do": "y"})


def test_another_window_is_told_and_the_same_page_is_not() -> None:
    check_is_the_newest(None, 7, "a")  # gone there: kept anew
    check_is_the_newest((7, "b"), 7, "a")  # what this page was drawn with
    check_is_the_newest((9, "a"), 7, "a")  # this page saved it itself
    with pytest.raises(NotNow):
        check_is_the_newest((9, "b"), 7, "a")


def test_no_two_savings_have_the_same_number() -> None:
    first = next_version(None, AT)
    second = next_version(first, AT)
    assert second == first + 1
    assert next_version(second, AT - timedelta(hours=1)) == second + 1
    assert next_version(None, AT + timedelta(seconds=1)) > second


def test_headings_come_after_what_is_written_and_only_once() -> None:
    text = put_in("Hon ringde.", LINES)
    assert text.startswith("Hon ringde.\n\nHur det är\n")
    assert put_in(text, LINES).rstrip() == text.rstrip()
    assert put_in("", LINES[:1]) == "Hur det är\n"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hur det är\n\n\nBarnen\nTvå, de vet.\n\nNästa steg\n", "Barnen\nTvå, de vet."),
        ("Hur det är\n\n\nBarnen\n", ""),
        ("Hon ringde.\n\nHur det är\nTungt.\n", "Hon ringde.\n\nHur det är\nTungt."),
        ("Hur det är nu\n", "Hur det är nu"),  # the writer has made it her own
        ("  Barnen  \r\nTvå.", "  Barnen  \nTvå."),
        ("Ett stycke.\n\nEtt till.", "Ett stycke.\n\nEtt till."),
    ],
)
def test_a_heading_without_words_is_left_out(text: str, kept: str) -> None:
    assert drop_empty(text, LINES) == kept


@given(st.lists(st.sampled_from([*LINES, "ord", "", "  "])))
def test_no_word_is_ever_lost_with_the_headings(lines: list[str]) -> None:
    kept = drop_empty("\n".join(lines), LINES)
    assert kept.split().count("ord") == lines.count("ord")
    assert drop_empty(kept, LINES) == kept


def test_headings_made_for_this_sort_of_support_come_first() -> None:
    one = Template("talk", Heading("Ett samtal", "A talk"), frozenset({Writing.TALK}), frozenset(), ())
    crisis = Template(
        "crisis", Heading("Kris", "Crisis"), frozenset({Writing.TALK}), frozenset({"crisis_support"}), ()
    )
    note = Template("note", Heading("Not", "Note"), frozenset({Writing.NOTE}), frozenset(), ())
    everything = (one, crisis, note)
    assert fitting(everything, Writing.TALK, "crisis_support") == (crisis, one)
    assert fitting(everything, Writing.TALK, "advice") == (one,)
    assert one.name.in_language("en") == "A talk"
    assert one.name.in_language("ar") == "Ett samtal"
