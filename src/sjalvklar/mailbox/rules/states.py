# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a thread stands, and every way it can move. The diagram in docs/reference/states.md is made from this."""

from __future__ import annotations

from enum import StrEnum

from sjalvklar.kernel.errors import NotNow


class State(StrEnum):
    """Where a thread stands. Whoever is owed the next word owns the clock."""

    WAITING = "waiting"  # somebody wrote, and nobody at the unit has taken it
    TAKEN = "taken"  # a named person answers for it, and an answer is owed
    ANSWERED = "answered"  # the relative has the word
    CLOSED = "closed"  # ended, by the desk or by the relative


class Deed(StrEnum):
    """What moves a thread from one state to another."""

    TAKE = "take"
    ANSWER = "answer"
    WRITE_AGAIN = "write_again"
    HAND_OVER = "hand_over"
    PASS_ON = "pass_on"  # noqa: S105
    ESCALATE = "escalate"
    RETURN_TO_QUEUE = "return_to_queue"
    CLOSE = "close"
    CLOSE_AS_RELATIVE = "close_as_relative"


TRANSITIONS: dict[tuple[State, Deed], State] = {
    (State.WAITING, Deed.TAKE): State.TAKEN,
    (State.WAITING, Deed.WRITE_AGAIN): State.WAITING,
    (State.WAITING, Deed.HAND_OVER): State.TAKEN,  # the unit head gives it to somebody
    (State.WAITING, Deed.PASS_ON): State.WAITING,
    (State.WAITING, Deed.ESCALATE): State.WAITING,  # the unit head answers for it; anybody may still take it
    (State.WAITING, Deed.CLOSE_AS_RELATIVE): State.CLOSED,
    (State.TAKEN, Deed.ANSWER): State.ANSWERED,
    (State.TAKEN, Deed.WRITE_AGAIN): State.TAKEN,
    (State.TAKEN, Deed.HAND_OVER): State.TAKEN,
    (State.TAKEN, Deed.PASS_ON): State.WAITING,
    (State.TAKEN, Deed.RETURN_TO_QUEUE): State.WAITING,  # the owner no longer works there
    (State.TAKEN, Deed.CLOSE): State.CLOSED,
    (State.TAKEN, Deed.CLOSE_AS_RELATIVE): State.CLOSED,
    (State.ANSWERED, Deed.ANSWER): State.ANSWERED,
    (State.ANSWERED, Deed.WRITE_AGAIN): State.TAKEN,
    (State.ANSWERED, Deed.HAND_OVER): State.ANSWERED,
    (State.ANSWERED, Deed.PASS_ON): State.WAITING,
    (State.ANSWERED, Deed.RETURN_TO_QUEUE): State.WAITING,
    (State.ANSWERED, Deed.CLOSE): State.CLOSED,
    (State.ANSWERED, Deed.CLOSE_AS_RELATIVE): State.CLOSED,
    (State.CLOSED, Deed.WRITE_AGAIN): State.WAITING,  # only after the desk closed, while the code still opens
}

OPEN = frozenset({State.WAITING, State.TAKEN, State.ANSWERED})
OWED = frozenset({State.WAITING, State.TAKEN})  # an answer is owed: the promise's clock runs


def check_transition(state: State, deed: Deed) -> State:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return TRANSITIONS[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None


def can(state: State, deed: Deed) -> bool:
    """Whether the deed can be done in that state, whoever asks."""
    return (state, deed) in TRANSITIONS


class CloseReason(StrEnum):
    """Why a thread ended."""

    HELPED = "helped"  # got what was asked for here
    CONTINUES_ELSEWHERE = "continues_elsewhere"  # a talk, a visit or another receiver took over
    NO_REPLY = "no_reply"  # we answered, and nobody came back
    ALREADY_OPEN = "already_open"  # the same person has another thread
    NOT_A_CONTACT = "not_a_contact"  # advertising, abuse, a test
    BY_RELATIVE = "by_relative"


DESK_REASONS = tuple(reason for reason in CloseReason if reason is not CloseReason.BY_RELATIVE)
