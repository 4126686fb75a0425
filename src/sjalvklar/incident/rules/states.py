# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page docs/reference/states-of-incidents.md, made from the states so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable

from sjalvklar.incident.rules.words import FAMILY_TRANSITIONS, TRANSITIONS, Deed, FamilyDeed, FamilyState, State

_STATES: dict[str, str] = {
    State.OPEN: "It is going on: people are sought and met.",
    State.WATCH: "The first days are over. The dates that were set go on.",
    State.CLOSED: "Ended. What families agreed to for the time after goes on.",
}
_FAMILY_STATES: dict[str, str] = {
    FamilyState.OPEN: "Worked with as long as the incident is not closed.",
    FamilyState.FOLLOW_UP: "The incident has closed and the family wants us to go on: its dates are kept.",
    FamilyState.ENDED: "Nothing more is due.",
}
_DEEDS: dict[str, str] = {
    Deed.CALM: "Whoever leads: the first days are over.",
    Deed.WAKE: "Whoever leads: it has flared up again.",
    Deed.CLOSE: "Whoever leads, when every family has been reached, has said no, or could not be found.",
    Deed.REOPEN: "Whoever leads: families that ended come back with the dates they had left.",
    FamilyDeed.CLOSE_WITH_CONSENT: "The incident closes, and the family has said yes to the time after.",
    FamilyDeed.CLOSE_WITHOUT: "The incident closes, and nothing was agreed: what was due ends.",
    FamilyDeed.REOPEN: "The incident is opened again.",
    FamilyDeed.WITHDRAW: "The family no longer wants it.",
}


def _diagram(first: str, how: str, moves: Iterable[tuple[str, str, str]]) -> list[str]:
    return [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {first}: {how}",
        *(f"    {state} --> {to}: {deed}" for state, deed, to in moves),
        "```",
        "",
    ]


def _tables(states: dict[str, str], moves: Iterable[tuple[str, str, str]]) -> list[str]:
    return [
        "| State | What it means |",
        "|---|---|",
        *(f"| `{state}` | {words} |" for state, words in states.items()),
        "",
        "| From | Deed | To | What it is |",
        "|---|---|---|---|",
        *(f"| `{state}` | `{deed}` | `{to}` | {_DEEDS[deed]} |" for state, deed, to in moves),
        "",
    ]


def states_document() -> str:
    """The page, in Markdown with the diagrams in Mermaid."""
    moves = [(state.value, deed.value, to.value) for (state, deed), to in TRANSITIONS.items()]
    family = [(state.value, deed.value, to.value) for (state, deed), to in FAMILY_TRANSITIONS.items()]
    return (
        "\n".join(
            [
                "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->",
                "<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->",
                f"<!-- SPDX-{'License'}-Identifier: EUPL-1.2 -->",
                "",
                "# Where an incident stands",
                "",
                "From `src/sjalvklar/incident/rules/words.py`. What is not in the table cannot happen.",
                "",
                *_diagram(State.OPEN.value, "open_incident", moves),
                *_tables(_STATES, moves),
                "## The work with one family",
                "",
                *_diagram(FamilyState.OPEN.value, "add_family", family),
                *_tables(_FAMILY_STATES, family),
            ]
        ).rstrip()
        + "\n"
    )
