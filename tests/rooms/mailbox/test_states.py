# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every state and every way between them, and that the published diagram is what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest

from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox.rules.states import OPEN, OWED, TRANSITIONS, CloseReason, Deed, State, can, check_transition
from sjalvklar.mailbox.rules.states_document import document

ROOT = Path(__file__).parents[3]


def test_every_state_can_be_reached_and_left() -> None:
    reached, new = {State.WAITING}, {State.WAITING}
    while new:
        new = {to for (state, _), to in TRANSITIONS.items() if state in reached} - reached
        reached |= new
    assert reached == set(State)
    assert {state for state, _ in TRANSITIONS} == set(State)


def test_every_deed_moves_something() -> None:
    assert {deed for _, deed in TRANSITIONS} == set(Deed)


def test_open_and_closed_are_all_there_is_and_an_answer_is_owed_only_while_open() -> None:
    assert set(State) - OPEN == {State.CLOSED}
    assert OWED < OPEN


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", Deed)
def test_what_the_table_does_not_have_is_refused(state: State, deed: Deed) -> None:
    if (state, deed) in TRANSITIONS:
        assert can(state, deed)
        assert check_transition(state, deed) is TRANSITIONS[state, deed]
    else:
        assert not can(state, deed)
        with pytest.raises(NotNow, match="wrong_state"):
            check_transition(state, deed)


def test_the_relative_may_write_in_every_state() -> None:
    assert all(can(state, Deed.WRITE_AGAIN) for state in State)


def test_what_waits_can_be_closed_by_the_relative_only() -> None:
    assert not can(State.WAITING, Deed.CLOSE)
    assert can(State.WAITING, Deed.CLOSE_AS_RELATIVE)
    assert CloseReason.BY_RELATIVE.value == "by_relative"


def test_the_published_diagram_is_made_from_the_table() -> None:
    assert (ROOT / "docs" / "reference" / "states.md").read_text(encoding="utf-8") == document()
