# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each step of a plan needs before it is taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sjalvklar.kernel.errors import NotNow
from sjalvklar.plans.rules.words import PartyKind


@dataclass(frozen=True, slots=True)
class PartyNow:
    """A party that has not left, as a step looks at it: whether somebody in it is named, and its consent holds."""

    kind: PartyKind
    named: bool
    consented: bool


def check_can_consent(parties: Collection[PartyNow]) -> None:
    """There is somebody to work with. Raises NotNow("no_consent_yet")."""
    if not any(party.consented for party in parties):
        raise NotNow("no_consent_yet")


def can_consent(parties: Collection[PartyNow]) -> bool:
    return any(party.consented for party in parties)


def needed_to_activate(parties: Collection[PartyNow], *, commitments: int, next_meeting: bool) -> tuple[str, ...]:
    """What is left before the plan becomes active, in the order it is done: a consent that holds, a named police
    officer whose party has one, something that somebody has taken on, a day to meet on."""
    police = [party for party in parties if party.kind is PartyKind.POLICE]
    left = {
        "no_consent_yet": not can_consent(parties),
        "no_officer": not any(party.named for party in police),
        "no_police_consent": not any(party.named and party.consented for party in police),
        "no_commitments": commitments == 0,
        "no_meeting": not next_meeting,
    }
    return tuple(code for code, missing in left.items() if missing)


def check_can_activate(parties: Collection[PartyNow], *, commitments: int, next_meeting: bool) -> None:
    """Raises NotNow with the first thing that is missing."""
    left = needed_to_activate(parties, commitments=commitments, next_meeting=next_meeting)
    if left:
        raise NotNow(left[0])


def check_can_go_on(*, next_meeting: bool) -> None:
    """After a follow-up there is a day for the next. Raises NotNow("no_meeting")."""
    if not next_meeting:
        raise NotNow("no_meeting")
