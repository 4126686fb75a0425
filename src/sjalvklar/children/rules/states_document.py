# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page docs/reference/states-of-concerns.md, made from the states so that it cannot say anything else."""

from __future__ import annotations

from sjalvklar.children.rules.concern import TRANSITIONS, Deed, State

_STATES: dict[State, str] = {
    State.CONSIDERING: "Somebody weighs whether to report. One at a time in one support or contact.",
    State.REPORTED: "The report was made, in the municipality's case system.",
    State.NOT_REPORTED: "It was decided not to report, with a ground. Whoever thinks otherwise weighs it anew.",
    State.FEEDBACK_ASKED: "Somebody has asked what came of it.",
    State.FEEDBACK_GIVEN: "Whoever received it has said what came of it.",
}
_DEEDS: dict[Deed, str] = {
    Deed.REPORT: "With what was gone through, to whom it was sent, and who was told first. Never changed.",
    Deed.LEAVE: "With what was gone through, and why. Never changed.",
    Deed.ASK_FEEDBACK: "The time is kept.",
    Deed.NOTE_FEEDBACK: "What they said, and which day.",
}


def document() -> str:
    """The page, in Markdown with the diagram in Mermaid."""
    lines = [
        "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->",
        "<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->",
        "<!-- SPDX-License-Identifier: EUPL-1.2 -->",
        "",
        "# Where concern for a child stands",
        "",
        "From `src/sjalvklar/children/rules/concern.py`. Every deed is by whoever may read the support or the contact",
        "it is in: the duty to report is each person's. What is not in the table cannot happen; nothing goes back.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {State.CONSIDERING.value}: consider",
    ]
    lines += [f"    {state.value} --> {to.value}: {deed.value}" for (state, deed), to in TRANSITIONS.items()]
    lines += ["```", "", "| State | What it means |", "|---|---|"]
    lines += [f"| `{state.value}` | {_STATES[state]} |" for state in State]
    lines += ["", "| From | Deed | To | What it does |", "|---|---|---|---|"]
    lines += [
        f"| `{state.value}` | `{deed.value}` | `{to.value}` | {_DEEDS[deed]} |"
        for (state, deed), to in TRANSITIONS.items()
    ]
    return "\n".join([*lines, ""])
