# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words an incident is described in, and what each deed leads to."""

from __future__ import annotations

from enum import StrEnum

from sjalvklar.kernel.errors import NotNow


class State(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    WATCH = "watch"  # the first days are over; the dates go on
    CLOSED = "closed"


class FamilyState(StrEnum):
    """Where the work with a family stands."""

    OPEN = "open"
    FOLLOW_UP = "follow_up"  # the incident has closed, and the family wants us to go on
    ENDED = "ended"


class Circle(StrEnum):
    """Those who must never meet: each has its own people at work, its own rooms, its own page."""

    BEREAVED = "bereaved"
    INJURED = "injured"
    SUSPECTS_FAMILY = "suspects_family"
    NEIGHBOURS = "neighbours"  # and witnesses
    SCHOOL = "school"


class Reached(StrEnum):
    """What came of trying to reach a family."""

    NOT_YET = ""
    REACHED = "reached"
    DECLINED = "declined"  # reached, and wants no contact
    NOT_FOUND = "not_found"  # nobody at that place or number; somebody has looked again

    @property
    def settles(self) -> bool:
        return self is not Reached.NOT_YET


class Outcome(StrEnum):
    """What came of one attempt."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LATER = "later"  # asked us to come back
    DECLINED = "declined"
    NOT_FOUND = "not_found"
    MISTAKE = "mistake"  # what was noted of them was wrong: they are not reached

    @property
    def settles(self) -> Reached:
        """Whether the family counts as reached after it, and how."""
        return {
            Outcome.REACHED: Reached.REACHED,
            Outcome.DECLINED: Reached.DECLINED,
            Outcome.NOT_FOUND: Reached.NOT_FOUND,
        }.get(self, Reached.NOT_YET)


class Way(StrEnum):
    """How somebody was sought."""

    VISIT = "visit"
    PHONE = "phone"
    LOCAL_ROOM = "local_room"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    BY_OTHER = "by_other"  # through somebody they trust


class ToldBy(StrEnum):
    """Who had told the family what happened, when we came."""

    NOT_ASKED = ""
    POLICE = "police"
    HOSPITAL = "hospital"
    FAMILY = "family"
    US = "us"
    MEDIA = "media"  # nobody told them: they learned it from a phone or the news
    NOT_TOLD = "not_told"


class DutyKind(StrEnum):
    """What is due for a family."""

    CHECKPOINT = "checkpoint"
    AUTHORITY = "authority"  # a step in the list of authorities


class DutyState(StrEnum):
    """Where it stands."""

    DUE = "due"
    DONE = "done"
    DECLINED = "declined"  # the family did not want it
    NOT_NEEDED = "not_needed"
    ENDED = "ended"  # the incident closed, and nothing was agreed for the time after


class AlertAnswer(StrEnum):
    """What the region or another that was alerted said."""

    COMING = "coming"
    READY_NOW = "ready_now"  # receives people already
    READY_TOMORROW = "ready_tomorrow"
    CALLS_BACK = "calls_back"
    CANNOT = "cannot"
    NO_ANSWER = "no_answer"


class Deed(StrEnum):
    """What moves an incident."""

    CALM = "calm"
    WAKE = "wake"
    CLOSE = "close"
    REOPEN = "reopen"


TRANSITIONS: dict[tuple[State, Deed], State] = {
    (State.OPEN, Deed.CALM): State.WATCH,
    (State.WATCH, Deed.WAKE): State.OPEN,  # it has flared up again
    (State.WATCH, Deed.CLOSE): State.CLOSED,
    (State.CLOSED, Deed.REOPEN): State.WATCH,
}


def check_transition(state: State, deed: Deed) -> State:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return TRANSITIONS[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None


class FamilyDeed(StrEnum):
    """What moves the work with a family."""

    CLOSE_WITH_CONSENT = "close_with_consent"
    CLOSE_WITHOUT = "close_without"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"  # the family no longer wants it


FAMILY_TRANSITIONS: dict[tuple[FamilyState, FamilyDeed], FamilyState] = {
    (FamilyState.OPEN, FamilyDeed.CLOSE_WITH_CONSENT): FamilyState.FOLLOW_UP,
    (FamilyState.OPEN, FamilyDeed.CLOSE_WITHOUT): FamilyState.ENDED,
    (FamilyState.FOLLOW_UP, FamilyDeed.WITHDRAW): FamilyState.ENDED,
    (FamilyState.FOLLOW_UP, FamilyDeed.REOPEN): FamilyState.OPEN,
    (FamilyState.ENDED, FamilyDeed.REOPEN): FamilyState.OPEN,
}
