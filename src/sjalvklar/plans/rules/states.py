# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page docs/reference/states-of-plans.md, made from the states so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable

from sjalvklar.plans.rules.words import (
    COMMITMENT_TRANSITIONS,
    TRANSITIONS,
    CommitmentDeed,
    CommitmentState,
    Deed,
    State,
)

_STATES: dict[str, str] = {
    State.ACTUALISED: "Somebody has asked for it. Nothing is shared with anybody.",
    State.ASSESSED: "A first assessment says that it suits. Parties are asked for, and consents.",
    State.CONSENTED: "Consent holds for a party. What each takes on is agreed.",
    State.ACTIVE: "The joint work goes on. With a party whose consent has ended it has stopped.",
    State.FOLLOWED_UP: "A meeting was held. The next day is set, or the plan ends.",
    State.CLOSED: "Ended. No party sees anything of it.",
}
_DEEDS: dict[str, str] = {
    Deed.ASSESS: "Whoever leads: it suits, in their words.",
    Deed.DECLINE: "Whoever leads: it does not suit, in their words. The plan ends with that as its reason.",
    Deed.CONSENT: "Whoever leads, when for at least one party everybody needed has said yes and it holds.",
    Deed.ACTIVATE: "Whoever leads, when a police officer is named and the police's consent holds, something is taken "
    "on, and there is a day to meet on.",
    Deed.FOLLOW_UP: "Whoever leads: a meeting was held, with who came and what came of it.",
    Deed.GO_ON: "Whoever leads, when there is a day for the next meeting.",
    Deed.CLOSE: "Whoever leads, with a reason.",
    Deed.REOPEN: "Whoever leads: whether it suits, and who says yes, is asked again.",
}
_COMMITMENTS: dict[str, str] = {
    CommitmentState.AGREED: "Taken on, by a day.",
    CommitmentState.MOVED: "To a new day.",
    CommitmentState.DONE: "Done.",
    CommitmentState.NOT_DONE: "It turned out not to be.",
}
_COMMITMENT_DEEDS: dict[str, str] = {
    CommitmentDeed.DO: "Whoever leads, or the party's own people: it is done.",
    CommitmentDeed.FAIL: "Whoever leads, or the party's own people: it was not done.",
    CommitmentDeed.MOVE: "Whoever leads, while the party's consent holds: it has a new day.",
    CommitmentDeed.UNDO: "Whoever leads, or the party's own people: it was marked by mistake.",
}


def _part(
    first: str, how: str, states: dict[str, str], deeds: dict[str, str], moves: Iterable[tuple[str, str, str]]
) -> list[str]:
    found = list(moves)
    return [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {first}: {how}",
        *(f"    {state} --> {to}: {deed}" for state, deed, to in found),
        "```",
        "",
        "| State | What it means |",
        "|---|---|",
        *(f"| `{state}` | {words} |" for state, words in states.items()),
        "",
        "| From | Deed | To | What it is |",
        "|---|---|---|---|",
        *(f"| `{state}` | `{deed}` | `{to}` | {deeds[deed]} |" for state, deed, to in found),
        "",
    ]


def states_document() -> str:
    """The page, in Markdown with the diagrams in Mermaid."""
    plan = [(state.value, deed.value, to.value) for (state, deed), to in TRANSITIONS.items()]
    taken_on = [(state.value, deed.value, to.value) for (state, deed), to in COMMITMENT_TRANSITIONS.items()]
    return (
        "\n".join(
            [
                "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->",
                "<!-- SPDX-FileCopyrightText: 2026 Självklar contributors -->",
                f"<!-- SPDX-{'License'}-Identifier: EUPL-1.2 -->",
                "",
                "# Where a plan stands",
                "",
                "From `src/sjalvklar/plans/rules/words.py`. What is not in the table cannot happen. Whether a party's",
                "consent holds is no state: it is read from the clock each time somebody looks.",
                "",
                *_part(State.ACTUALISED.value, "begin", _STATES, _DEEDS, plan),
                "## Something that a party has taken on",
                "",
                *_part(CommitmentState.AGREED.value, "add_commitment", _COMMITMENTS, _COMMITMENT_DEEDS, taken_on),
            ]
        ).rstrip()
        + "\n"
    )
