# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page docs/reference/states-of-safety.md, made from the states so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable

from sjalvklar.safety.rules.words import (
    ASSESSMENTS,
    COMPANY,
    MEASURES,
    AssessmentState,
    CompanyState,
    MeasureState,
)

_STATES: dict[str, str] = {
    AssessmentState.ASKED: "The police have been asked; an answer is awaited.",
    AssessmentState.ANSWERED: "They have answered. What they decided is opened only on request.",
    AssessmentState.UNANSWERED: "No answer came. One that comes later is noted.",
    MeasureState.AGREED: "Agreed on; there is a day on which it is looked at again.",
    MeasureState.IN_FORCE: "It holds; there is a day on which it is looked at again.",
    MeasureState.ENDED: "It has ended.",
    MeasureState.REFUSED: "Whoever was to do it said no.",
    CompanyState.ASKED: "The relative wants company.",
    CompanyState.PLANNED: "There is a day for it.",
    CompanyState.DONE: "Somebody was with them.",
    CompanyState.NOT_WANTED: "It is not wanted any more.",
}


def _part(title: str, first: str, states: Iterable[str], moves: list[tuple[str, str, str]]) -> list[str]:
    return [
        f"## {title}",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {first}",
        *(f"    {state} --> {to}: {deed}" for state, deed, to in moves),
        "```",
        "",
        "| State | What it means |",
        "|---|---|",
        *(f"| `{state}` | {_STATES[state]} |" for state in states),
        "",
        "| From | Deed | To |",
        "|---|---|---|",
        *(f"| `{state}` | `{deed}` | `{to}` |" for state, deed, to in moves),
        "",
    ]


def states_document() -> str:
    """The page, in Markdown with the diagrams in Mermaid."""
    answers = [
        (state.value, answer.value, answer.state.value)
        for state, allowed in ASSESSMENTS.items()
        for answer in sorted(allowed)
    ]
    measures = [(state.value, deed.value, to.value) for (state, deed), to in MEASURES.items()]
    company = [(state.value, deed.value, to.value) for (state, deed), to in COMPANY.items()]
    lines = [
        "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->",
        "<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->",
        f"<!-- SPDX-{'License'}-Identifier: EUPL-1.2 -->",
        "",
        "# Where what is kept of safety stands",
        "",
        "From `src/sjalvklar/safety/rules/words.py`. What is not in the tables cannot happen.",
        "",
        *_part("A protection assessment by the police", AssessmentState.ASKED, list(AssessmentState), answers),
        *_part("A protective measure", MeasureState.AGREED, list(MeasureState), measures),
        *_part("Company to the police", CompanyState.ASKED, list(CompanyState), company),
    ]
    return "\n".join(lines).rstrip() + "\n"
