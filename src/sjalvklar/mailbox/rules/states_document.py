# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page docs/reference/states.md, made from the states so that it cannot say anything else."""

from __future__ import annotations

from sjalvklar.mailbox.rules.states import OWED, TRANSITIONS, Deed, State

_STATES: dict[State, str] = {
    State.WAITING: "Somebody wrote, and nobody at the unit has taken it. Anybody who answers there may.",
    State.TAKEN: "A named person answers for it, and an answer is owed.",
    State.ANSWERED: "The relative has the word. Nothing is owed.",
    State.CLOSED: "Ended, by the desk or by the relative.",
}
_DEEDS: dict[Deed, tuple[str, str]] = {
    Deed.TAKE: ("anybody who answers in the unit, or its head", "Becomes the owner."),
    Deed.ANSWER: ("the owner, or the owner's stand-in", "The promise is kept; its clock stops."),
    Deed.WRITE_AGAIN: (
        "whoever holds the code",
        "After an answer or a closing the clock of a new promise starts; before it, the running one goes on.",
    ),
    Deed.HAND_OVER: ("the owner, the stand-in, or the head of the unit", "A colleague in the unit becomes the owner."),
    Deed.PASS_ON: (
        "the owner, the stand-in, or the head of the unit",
        "Another unit of the same authority holds it; its key is wrapped anew, and the old wrap is destroyed.",
    ),
    Deed.ESCALATE: (
        "the clock",
        "Nobody took it in time: the head of the unit answers for it. Anybody may still take it.",
    ),
    Deed.RETURN_TO_QUEUE: ("the clock", "The owner no longer works there."),
    Deed.CLOSE: (
        "the owner, or the owner's stand-in",
        "The code opens for 30 more days, and writing again opens the thread again.",
    ),
    Deed.CLOSE_AS_RELATIVE: ("whoever holds the code", "The code is dead at once, and its wrap is destroyed."),
}


def document() -> str:
    """The page, in Markdown with the diagram in Mermaid."""
    lines = [
        "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->",
        "<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->",
        "<!-- SPDX-License-Identifier: EUPL-1.2 -->",
        "",
        "# Where a thread stands",
        "",
        "From `src/sjalvklar/mailbox/rules/states.py`. What is not in the table cannot happen.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {State.WAITING.value}: store_contact",
    ]
    lines += [f"    {state.value} --> {to.value}: {deed.value}" for (state, deed), to in TRANSITIONS.items()]
    lines += [
        f"    {State.CLOSED.value} --> [*]: erase",
        "```",
        "",
        "| State | What it means | Is an answer owed? |",
        "|---|---|---|",
    ]
    lines += [f"| `{state.value}` | {_STATES[state]} | {'yes' if state in OWED else 'no'} |" for state in State]
    lines += ["", "| From | Deed | To | By | What it does |", "|---|---|---|---|---|"]
    lines += [
        f"| `{state.value}` | `{deed.value}` | `{to.value}` | {_DEEDS[deed][0]} | {_DEEDS[deed][1]} |"
        for (state, deed), to in TRANSITIONS.items()
    ]
    lines += [
        "",
        "A thread that its relative closed cannot be written in: its code opens nothing any more. Every thread,",
        "whatever its state, is erased when the retention time has passed since the last activity.",
        "",
    ]
    return "\n".join(lines)
