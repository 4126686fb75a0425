# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words a support is described in, and what each deed leads to."""

from __future__ import annotations

from enum import StrEnum

from sjalvklar.kernel.errors import NotNow


class SupportForm(StrEnum):
    """What kind of support a service is."""

    SUPPORT_TALK = "support_talk"
    CRISIS_SUPPORT = "crisis_support"
    ADVICE = "advice"
    GROUP = "group"
    PRACTICAL_HELP = "practical_help"
    AUTHORITY_HELP = "authority_help"
    OUTREACH = "outreach"
    LECTURE = "lecture"
    DROP_IN = "drop_in"
    RESPITE_INFO = "respite_info"

    @property
    def is_for_many(self) -> bool:
        """Whether it is met by people nobody notes: counted, and never known."""
        return self in {SupportForm.OUTREACH, SupportForm.LECTURE, SupportForm.DROP_IN}

    @property
    def is_for_one(self) -> bool:
        """Whether it is given to one relative at a time, as a support that somebody answers for."""
        return self not in {SupportForm.GROUP, SupportForm.OUTREACH, SupportForm.LECTURE, SupportForm.DROP_IN}


class DocumentationMode(StrEnum):
    """What is written down of the person, the strictest duty last."""

    ANONYMOUS = "anonymous"  # no identity, and no place for one
    NAMED_WITHOUT_FILE = "named_without_file"  # what to call them and how to reach them safely; no personal number
    PERSONAL_FILE = "personal_file"  # in a case, and seen exactly as the case is

    @property
    def strictness(self) -> int:
        return list(DocumentationMode).index(self)


class State(StrEnum):
    """Where a support stands."""

    WAITING = "waiting"  # nobody has taken it; the clock goes
    OPEN = "open"  # somebody answers for it, with a next step and a day
    CLOSED = "closed"


class Deed(StrEnum):
    """What moves a support."""

    TAKE = "take"
    WRITE = "write"
    HAND_OVER = "hand_over"
    ESCALATE = "escalate"
    RETURN_TO_QUEUE = "return_to_queue"
    CLOSE = "close"
    REOPEN = "reopen"


TRANSITIONS: dict[tuple[State, Deed], State] = {
    (State.WAITING, Deed.TAKE): State.OPEN,
    (State.WAITING, Deed.HAND_OVER): State.OPEN,  # the head gives it to somebody, who then answers for it
    (State.WAITING, Deed.ESCALATE): State.WAITING,
    (State.OPEN, Deed.WRITE): State.OPEN,
    (State.OPEN, Deed.HAND_OVER): State.OPEN,
    (State.OPEN, Deed.RETURN_TO_QUEUE): State.WAITING,
    (State.OPEN, Deed.CLOSE): State.CLOSED,
    (State.CLOSED, Deed.HAND_OVER): State.CLOSED,  # the owner has left, and somebody must answer for what is kept
    (State.CLOSED, Deed.REOPEN): State.OPEN,
}


def check_transition(state: State, deed: Deed) -> State:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return TRANSITIONS[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None


class Source(StrEnum):
    """How the relative came."""

    THREAD = "thread"  # wrote to us
    NOTICED = "noticed"  # a colleague in another unit noticed them
    OWN = "own"  # we met them
    INCIDENT = "incident"  # something happened, and we went to them
    WALK_IN = "walk_in"  # came or called


class Way(StrEnum):
    """How a talk is held."""

    ROOM = "room"
    PHONE = "phone"
    VIDEO = "video"
    OUTDOORS = "outdoors"
    VISIT = "visit"


class NextStep(StrEnum):
    """What comes next. In clear, so that a head sees that something does."""

    TALK = "talk"  # meet again
    THEY_COME = "they_come"  # the relative gets in touch
    REACH_OUT = "reach_out"  # we get in touch, as they said is safe
    FIND_OUT = "find_out"
    LEAD_ON = "lead_on"  # introduce them to somebody else who helps
    FOLLOW_UP = "follow_up"

    @property
    def reaches_out(self) -> bool:
        return self is NextStep.REACH_OUT


class CloseReason(StrEnum):
    """Why a support ended."""

    ONE_TALK = "one_talk"  # one talk was what was wanted
    GOAL_REACHED = "goal_reached"
    PERSON_ENDED = "person_ended"
    ELSEWHERE = "elsewhere"  # gets support from somebody else
    NO_CONTACT = "no_contact"
    DECEASED = "deceased"
    NOT_SUPPORT = "not_support"  # was for somebody else, and was led there
    MISTAKE = "mistake"


class OfferAnswer(StrEnum):
    """What the relative said to a service."""

    OFFERED = "offered"  # has not answered
    WANTED = "wanted"
    DECLINED = "declined"


class NoticeAnswer(StrEnum):
    """What came of it when somebody in another unit noticed a relative."""

    CONTACT = "contact"  # offered, and wants to be contacted
    NOT_NOW = "not_now"  # offered, and not now
    INFORMED = "informed"  # offered, and wanted to know where to turn
    NOT_OFFERED = "not_offered"  # it could not be offered then

    @property
    def offered(self) -> bool:
        return self is not NoticeAnswer.NOT_OFFERED


class TalkState(StrEnum):
    """What became of a talk."""

    BOOKED = "booked"
    HELD = "held"
    CANCELLED = "cancelled"
    MISSED = "missed"  # nobody came


class SeatState(StrEnum):
    """How somebody stands in a group."""

    PLACE = "place"
    WAITING = "waiting"  # the group is full
    LEFT = "left"


class SessionState(StrEnum):
    """What became of a group's session."""

    BOOKED = "booked"
    HELD = "held"
    CANCELLED = "cancelled"


class AgeBand(StrEnum):
    """How old a child is, as nearly as it is kept: never a birthday. No band has 12 or 15 inside it, the ages where
    what a child may decide changes."""

    UNDER_6 = "0-5"
    UNDER_10 = "6-9"
    UNDER_12 = "10-11"
    UNDER_15 = "12-14"
    UNDER_18 = "15-17"

    @property
    def is_twelve(self) -> bool:
        """Whether everybody in it has turned 12."""
        return self in {AgeBand.UNDER_15, AgeBand.UNDER_18}


class Audience(StrEnum):
    """Whom one met, out where people are."""

    PARENTS = "parents"
    YOUNG = "young"
    RELATIVES = "relatives"
    ASSOCIATION = "association"
    SCHOOL = "school"
    STAFF = "staff"
    PUBLIC = "public"
