# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page docs/reference/states-of-follow-ups.md, made from the states so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable

from sjalvklar.followup.rules.words import (
    ASKING_TRANSITIONS,
    TRANSITIONS,
    AskingDeed,
    AskingState,
    Deed,
    State,
)

_STATES: dict[str, str] = {
    State.EXPECTED: "Hangs on something that has not happened. Its day is when to ask whether it has.",
    State.DUE: "Contact is to be offered on its day, by whoever answers for the support.",
    State.CONTACTED: "There was contact.",
    State.NOT_REACHED: "Nobody was reached. A new day is a follow-up of its own.",
    State.DECLINED: "The relative did not want it.",
    State.MOVED: "Another day was agreed, which is a follow-up of its own.",
    State.ENDED: "The support ended without a yes to the time after, or that yes was taken back. It never comes back.",
}
_DEEDS: dict[str, str] = {
    Deed.HAPPEN: "The owner, or a stand-in: it has happened, on a day; contact is due as the schedule says.",
    Deed.LOOK_LATER: "The owner, or a stand-in: it has not happened; ask again another day.",
    Deed.REACH: "The owner, or a stand-in: contacted.",
    Deed.MISS: "The owner, or a stand-in: not reached, and perhaps a new day.",
    Deed.DECLINE: "The owner, or a stand-in: the relative did not want it.",
    Deed.MOVE: "The owner, or a stand-in: another day instead.",
    Deed.END: "The support closes and nobody said yes to the time after, the yes is taken back, or its time is out.",
}
_ASKING_STATES: dict[str, str] = {
    AskingState.OPEN: "The questions have been handed over. A link lives two weeks.",
    AskingState.ANSWERED: "Answered once. A code opens nothing any more.",
    AskingState.EXPIRED: "Nobody answered in time. The code is forgotten.",
    AskingState.TAKEN_BACK: "Taken back by whoever handed it over, or with the yes to the time after.",
}
_ASKING_DEEDS: dict[str, str] = {
    AskingDeed.ANSWER: "The relative by the link, or the owner who types in a paper or a talk.",
    AskingDeed.EXPIRE: "The clock.",
    AskingDeed.TAKE_BACK: "The owner, or a stand-in; withdrawal does it too.",
}


def _part(first: str, how: str, moves: list[tuple[str, str, str]], *tables: dict[str, str]) -> Iterable[str]:
    states, deeds = tables
    yield from ("```mermaid", "stateDiagram-v2", f"    [*] --> {first}: {how}")
    yield from (f"    {state} --> {to}: {deed}" for state, deed, to in moves)
    yield from ("```", "", "| State | What it means |", "|---|---|")
    yield from (f"| `{state}` | {words} |" for state, words in states.items())
    yield from ("", "| From | Deed | To | What it is |", "|---|---|---|---|")
    yield from (f"| `{state}` | `{deed}` | `{to}` | {deeds[deed]} |" for state, deed, to in moves)
    yield ""


def document() -> str:
    """The page, in Markdown with the diagrams in Mermaid."""
    moves = [(state.value, deed.value, to.value) for (state, deed), to in TRANSITIONS.items()]
    asking = [(state.value, deed.value, to.value) for (state, deed), to in ASKING_TRANSITIONS.items()]
    lines = [
        "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->",
        "<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->",
        f"<!-- SPDX-{'License'}-Identifier: EUPL-1.2 -->",
        "",
        "# Where a follow-up stands",
        "",
        "From `src/sjalvklar/followup/rules/words.py`. What is not in the table cannot happen.",
        "",
        *_part(State.DUE.value, "plan, or add", moves, _STATES, _DEEDS),
        "## What somebody was asked",
        "",
        *_part(AskingState.OPEN.value, "ask", asking, _ASKING_STATES, _ASKING_DEEDS),
    ]
    return "\n".join(lines).rstrip() + "\n"
