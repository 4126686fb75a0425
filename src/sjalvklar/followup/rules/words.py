# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words a follow-up is described in, and what each deed leads to."""

from __future__ import annotations

from enum import StrEnum

from sjalvklar.kernel.errors import NotNow


class EventKind(StrEnum):
    """What may happen after which a relative needs support again."""

    ARREST = "arrest"  # gripen, anhållen eller häktad
    HEARING = "hearing"  # häktningen prövas
    INDICTMENT = "indictment"  # åtal väcks
    TRIAL_BEGINS = "trial_begins"
    JUDGMENT = "judgment"
    JUDGMENT_FINAL = "judgment_final"  # laga kraft: the lawyer's task ends too
    CASE_DROPPED = "case_dropped"
    TRANSFER = "transfer"  # to another prison or home
    LEAVE = "leave"  # permission
    PAROLE_DECISION = "parole_decision"
    RELEASE = "release"
    DISCHARGE = "discharge"  # from hospital, detox or a home
    DECISION = "decision"  # an authority decides; then there is a time to appeal
    DECISION_EXPIRES = "decision_expires"  # protection, contact ban, marking
    FLAT_LEFT = "flat_left"  # the day the flat must be left
    MOVE = "move"  # moves out, or to a special home
    RETURN = "return"  # comes back from abroad
    DEATH = "death"
    AUTOPSY_READY = "autopsy_ready"
    FUNERAL = "funeral"
    ANNIVERSARY = "anniversary"
    BIRTHDAY = "birthday"  # 15, 18 or 21: other rules from then on
    SCHOOL = "school"  # term begins, breaks, another school
    RELAPSE = "relapse"
    FLARES_UP = "flares_up"  # the conflict, in the area
    NEWS = "news"  # it is in the papers again
    POST_RETURNED = "post_returned"
    LIMIT = "limit"  # a time limit to apply or appeal
    OTHER = "other"


class State(StrEnum):
    """Where a follow-up stands."""

    EXPECTED = "expected"  # hangs on something that has not happened; its day is when to ask about it
    DUE = "due"  # contact is to be offered on its day
    CONTACTED = "contacted"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"  # did not want it
    MOVED = "moved"  # another day was agreed, which is a follow-up of its own
    ENDED = "ended"  # the support ended, or the yes to the time after it was taken back

    @property
    def is_coming(self) -> bool:
        return self in COMING


COMING = frozenset({State.EXPECTED, State.DUE})


class Deed(StrEnum):
    """What moves a follow-up."""

    HAPPEN = "happen"
    LOOK_LATER = "look_later"
    REACH = "reach"
    MISS = "miss"
    DECLINE = "decline"
    MOVE = "move"
    END = "end"


TRANSITIONS: dict[tuple[State, Deed], State] = {
    (State.EXPECTED, Deed.HAPPEN): State.DUE,
    (State.EXPECTED, Deed.LOOK_LATER): State.EXPECTED,
    (State.EXPECTED, Deed.DECLINE): State.DECLINED,
    (State.EXPECTED, Deed.END): State.ENDED,
    (State.DUE, Deed.REACH): State.CONTACTED,
    (State.DUE, Deed.MISS): State.NOT_REACHED,
    (State.DUE, Deed.DECLINE): State.DECLINED,
    (State.DUE, Deed.MOVE): State.MOVED,
    (State.DUE, Deed.END): State.ENDED,
}

SETTLING: dict[State, Deed] = {
    State.CONTACTED: Deed.REACH,
    State.NOT_REACHED: Deed.MISS,
    State.DECLINED: Deed.DECLINE,
    State.MOVED: Deed.MOVE,
}
"""What somebody may say became of a follow-up, and the deed it is."""


def check_transition(state: State, deed: Deed) -> State:
    """The state the deed leads to. Raises NotNow("settled") for what is settled already."""
    try:
        return TRANSITIONS[state, deed]
    except KeyError:
        raise NotNow("settled" if not state.is_coming else "not_happened") from None


class Questions(StrEnum):
    """Which questions somebody is asked. They are our own: see the decision."""

    WELLBEING = "wellbeing"  # how it has been this week
    EXPERIENCE = "experience"  # how our help was


class AskedBy(StrEnum):
    """How somebody is asked."""

    LINK = "link"  # an address with a code, handed over as they said is safe
    PAPER = "paper"
    TALK = "talk"


class AskingState(StrEnum):
    """Where an asking stands."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"


class AskingDeed(StrEnum):
    """What moves an asking."""

    ANSWER = "answer"
    EXPIRE = "expire"
    TAKE_BACK = "take_back"


ASKING_TRANSITIONS: dict[tuple[AskingState, AskingDeed], AskingState] = {
    (AskingState.OPEN, AskingDeed.ANSWER): AskingState.ANSWERED,
    (AskingState.OPEN, AskingDeed.EXPIRE): AskingState.EXPIRED,
    (AskingState.OPEN, AskingDeed.TAKE_BACK): AskingState.TAKEN_BACK,
}


def check_asking(state: AskingState, deed: AskingDeed) -> AskingState:
    """The state the deed leads to. Raises NotNow("asked_already")."""
    try:
        return ASKING_TRANSITIONS[state, deed]
    except KeyError:
        raise NotNow("asked_already") from None
