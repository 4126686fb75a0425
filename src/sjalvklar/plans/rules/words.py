# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words a plan is described in, and what each deed leads to."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from sjalvklar.kernel.errors import NotNow


class State(StrEnum):
    """Where a plan stands."""

    ACTUALISED = "actualised"  # aktualiserad: somebody has asked for it
    ASSESSED = "assessed"  # a first assessment says that it suits
    CONSENTED = "consented"  # there is a party that consent holds for
    ACTIVE = "active"
    FOLLOWED_UP = "followed_up"  # a meeting was held; what comes next is not decided
    CLOSED = "closed"

    @property
    def is_joint(self) -> bool:
        """Whether parties have a part at all: before and after, there is nothing to see."""
        return self in {State.CONSENTED, State.ACTIVE, State.FOLLOWED_UP}


class Deed(StrEnum):
    """What moves a plan."""

    ASSESS = "assess"
    DECLINE = "decline"  # the first assessment says that it does not suit
    CONSENT = "consent"
    ACTIVATE = "activate"
    FOLLOW_UP = "follow_up"
    GO_ON = "go_on"
    CLOSE = "close"
    REOPEN = "reopen"


TRANSITIONS: dict[tuple[State, Deed], State] = {
    (State.ACTUALISED, Deed.ASSESS): State.ASSESSED,
    (State.ACTUALISED, Deed.DECLINE): State.CLOSED,
    (State.ACTUALISED, Deed.CLOSE): State.CLOSED,
    (State.ASSESSED, Deed.CONSENT): State.CONSENTED,
    (State.ASSESSED, Deed.CLOSE): State.CLOSED,
    (State.CONSENTED, Deed.ACTIVATE): State.ACTIVE,
    (State.CONSENTED, Deed.CLOSE): State.CLOSED,
    (State.ACTIVE, Deed.FOLLOW_UP): State.FOLLOWED_UP,
    (State.ACTIVE, Deed.CLOSE): State.CLOSED,
    (State.FOLLOWED_UP, Deed.GO_ON): State.ACTIVE,
    (State.FOLLOWED_UP, Deed.CLOSE): State.CLOSED,
    (State.CLOSED, Deed.REOPEN): State.ACTUALISED,  # whether it suits, and who says yes, is asked again
}


def check_transition(state: State, deed: Deed) -> State:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return TRANSITIONS[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None


class Target(StrEnum):
    """Whom the plan is for."""

    CRIMINAL_LIFESTYLE = "criminal_lifestyle"
    VIOLENT_EXTREMISM = "violent_extremism"
    THREATENED_RELATIVE = "threatened_relative"  # hotad anhörig
    OTHER = "other"


class CloseReason(StrEnum):
    """Why a plan ended."""

    GOAL_REACHED = "goal_reached"
    NOT_SUITED = "not_suited"  # the first assessment said so
    NO_CONSENT = "no_consent"  # never given, or taken back
    OTHER_HELP = "other_help"
    MOVED = "moved"
    NO_CONTACT = "no_contact"
    DECEASED = "deceased"


class PartyKind(StrEnum):
    """Which sort of party."""

    SOCIAL_SERVICES = "social_services"
    SCHOOL = "school"
    POLICE = "police"
    HEALTH_CARE = "health_care"
    PROBATION = "probation"
    OTHER = "other"


class Giver(IntEnum):
    """Who says yes. Whom it is about always does; of somebody under 18 the guardians too."""

    OWN = 1
    GUARDIAN = 2
    SECOND_GUARDIAN = 3


class Share(StrEnum):
    """What may be shared with a party. That there is a plan, and the party's own part of it, is in every consent."""

    PLAN = "plan"
    GOALS = "goals"
    SITUATION = "situation"
    FAMILY = "family"
    SAFETY = "safety"  # threat and protection; never where a protected person is
    SCHOOL_WORK = "school_work"
    HEALTH = "health"


class ConsentWay(StrEnum):
    """How a consent was given. It is always in writing."""

    PAPER = "paper"  # signed, and seen by whoever wrote it down here
    ELECTRONIC = "electronic"  # signed outside of the product


class SharedBy(StrEnum):
    """How something reached a party, or came from it."""

    DESK = "desk"  # the party's people read or wrote it here
    SHEET = "sheet"  # on paper, for a party without an account
    MEETING = "meeting"
    PHONE = "phone"


class CommitmentState(StrEnum):
    """Where something that a party has taken on stands."""

    AGREED = "agreed"
    MOVED = "moved"  # to a new day
    DONE = "done"
    NOT_DONE = "not_done"

    @property
    def is_open(self) -> bool:
        return self in {CommitmentState.AGREED, CommitmentState.MOVED}


class CommitmentDeed(StrEnum):
    """What moves a commitment."""

    DO = "do"
    FAIL = "fail"
    MOVE = "move"
    UNDO = "undo"  # it was marked by mistake


COMMITMENT_TRANSITIONS: dict[tuple[CommitmentState, CommitmentDeed], CommitmentState] = {
    **{
        (state, deed): to
        for state in (CommitmentState.AGREED, CommitmentState.MOVED)
        for deed, to in (
            (CommitmentDeed.DO, CommitmentState.DONE),
            (CommitmentDeed.FAIL, CommitmentState.NOT_DONE),
            (CommitmentDeed.MOVE, CommitmentState.MOVED),
        )
    },
    (CommitmentState.DONE, CommitmentDeed.UNDO): CommitmentState.AGREED,
    (CommitmentState.NOT_DONE, CommitmentDeed.UNDO): CommitmentState.AGREED,
}


def check_commitment(state: CommitmentState, deed: CommitmentDeed) -> CommitmentState:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return COMMITMENT_TRANSITIONS[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None


class MeetingResult(StrEnum):
    """What came of a follow-up meeting."""

    GO_ON = "go_on"
    CHANGE = "change"  # go on, with other commitments
    END = "end"


class NoteKind(StrEnum):
    """What a note of the plan is about. Notes are for whoever leads and whoever may read the case."""

    ASSESSMENT = "assessment"
    MEETING = "meeting"
    NOTE = "note"
