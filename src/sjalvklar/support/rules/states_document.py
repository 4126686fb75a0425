# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page docs/reference/states-of-supports.md, made from the states so that it cannot say anything else."""

from __future__ import annotations

from sjalvklar.support.rules.reminders import REMINDERS, ReminderState
from sjalvklar.support.rules.words import TRANSITIONS, Deed, State

_STATES: dict[State, str] = {
    State.WAITING: "Nobody in the unit has taken it. The clock goes; anybody who answers there may take it.",
    State.OPEN: "A named person answers for it, and there is a next step and a day.",
    State.CLOSED: "Ended, with a reason. Erased when the board's decision says so.",
}
_DEEDS: dict[Deed, tuple[str, str]] = {
    Deed.TAKE: ("anybody who answers in the unit, or its head", "Becomes the owner; the first next step is set."),
    Deed.WRITE: ("the owner, or a stand-in", "A note, a talk, an offer, the step about children, the next step."),
    Deed.HAND_OVER: (
        "the owner, a stand-in, or the head of the unit",
        "A colleague becomes the owner. What is part of a case goes with the case instead.",
    ),
    Deed.ESCALATE: ("the clock", "Nobody took it in time: the head is told and answers for it. Anybody may take it."),
    Deed.RETURN_TO_QUEUE: ("the clock", "The owner no longer works there: it waits again, with a new clock."),
    Deed.CLOSE: ("the owner, or a stand-in", "With a reason; booked talks are taken off."),
    Deed.REOPEN: ("the owner, or a stand-in", "With a next step and a day."),
}

_REMINDERS: dict[ReminderState, str] = {
    ReminderState.DUE: "They have said yes, and there is a day that they said is safe.",
    ReminderState.DONE: "A colleague has reminded them, or it was written in their own contact.",
    ReminderState.COULD_NOT: "It could not be done in the way that they said, and no other was tried.",
    ReminderState.DROPPED: "The talk was moved or called off, they no longer want it, or nobody is to be reached.",
}


def document() -> str:
    """The page, in Markdown with the diagram in Mermaid."""
    lines = [
        "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->",
        "<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->",
        "<!-- SPDX-License-Identifier: EUPL-1.2 -->",
        "",
        "# Where a support stands",
        "",
        "From `src/sjalvklar/support/rules/words.py`. What is not in the table cannot happen.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {State.WAITING.value}: notice",
        f"    [*] --> {State.OPEN.value}: open_support",
    ]
    lines += [f"    {state.value} --> {to.value}: {deed.value}" for (state, deed), to in TRANSITIONS.items()]
    lines += [f"    {State.CLOSED.value} --> [*]: erase", "```", "", "| State | What it means |", "|---|---|"]
    lines += [f"| `{state.value}` | {_STATES[state]} |" for state in State]
    lines += ["", "| From | Deed | To | By | What it does |", "|---|---|---|---|---|"]
    lines += [
        f"| `{state.value}` | `{deed.value}` | `{to.value}` | {_DEEDS[deed][0]} | {_DEEDS[deed][1]} |"
        for (state, deed), to in TRANSITIONS.items()
    ]
    lines += [
        "",
        "## Where a reminder of a booked talk stands",
        "",
        "From `src/sjalvklar/support/rules/reminders.py`. There is none until somebody has said yes.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {ReminderState.DUE.value}",
        *(f"    {state.value} --> {to.value}: {deed.value}" for (state, deed), to in REMINDERS.items()),
        "```",
        "",
        "| State | What it means |",
        "|---|---|",
        *(f"| `{state.value}` | {_REMINDERS[state]} |" for state in ReminderState),
    ]
    return "\n".join([*lines, ""])
