# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of marks and decisions."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a mark is of."""

    SURNAME = "surname"
    ADDRESS = "address"
    NUMBER = "number"


class Outcome(StrEnum):
    """What a reviewer decides about a finding."""

    JUSTIFIED = "justified"  # the work asked for it
    EXPLAIN = "explain"  # the one who read is to explain
    BREACH = "breach"  # there was no reason; to be reported
    REPORTED = "reported"  # and it has been: to the employer, the data protection officer, the police


class Reason(StrEnum):
    """On what ground: a code, since a reviewer's own words would be new personal data."""

    TASK = "task"
    STOOD_IN = "stood_in"
    ASKED = "asked"
    EMERGENCY = "emergency"
    MISTAKE = "mistake"
    NO_ANSWER = "no_answer"
    NO_REASON = "no_reason"


NEXT: dict[Outcome | None, frozenset[Outcome]] = {
    None: frozenset({Outcome.JUSTIFIED, Outcome.EXPLAIN, Outcome.BREACH}),
    Outcome.EXPLAIN: frozenset({Outcome.JUSTIFIED, Outcome.BREACH}),
    Outcome.JUSTIFIED: frozenset({Outcome.EXPLAIN, Outcome.BREACH}),
    Outcome.BREACH: frozenset({Outcome.REPORTED, Outcome.JUSTIFIED}),
    Outcome.REPORTED: frozenset(),
}
"""What may be decided after what. A reported breach is no longer the reviewer's to take back."""

OPEN = frozenset({None, Outcome.EXPLAIN, Outcome.BREACH})
"""What somebody still has to do something about."""

REASONS: dict[Outcome, tuple[Reason, ...]] = {
    Outcome.JUSTIFIED: (Reason.TASK, Reason.STOOD_IN, Reason.ASKED, Reason.EMERGENCY, Reason.MISTAKE),
    Outcome.EXPLAIN: (Reason.NO_ANSWER,),
    Outcome.BREACH: (Reason.NO_REASON, Reason.NO_ANSWER),
    Outcome.REPORTED: (Reason.NO_REASON,),
}
"""The grounds a decision can have. That somebody is asked to explain has one: there is no answer yet."""
