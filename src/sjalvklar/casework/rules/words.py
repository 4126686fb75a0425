# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words a case is described in, and what each deed leads to."""

from __future__ import annotations

from enum import StrEnum

from sjalvklar.kernel.errors import NotNow


class State(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLOSED = "closed"


class ProtectionLevel(StrEnum):
    """How a person's data are protected in the population register (domain.md: skyddade personuppgifter).

    Assumed identity (fingerade personuppgifter) is not here: such a person is an ordinary new person, and there is no
    field where the old one could be put.
    """

    NONE = "none"
    MARKED = "marked"  # sekretessmarkering
    PROTECTED_REGISTRATION = "protected_registration"  # skyddad folkbokföring

    def is_weaker_than(self, other: ProtectionLevel) -> bool:
        """Whether it hides less. To hide more is decided by one, to hide less by two."""
        order = list(ProtectionLevel)
        return order.index(self) < order.index(other)


class CloseReason(StrEnum):
    """Why a case ended."""

    GOAL_REACHED = "goal_reached"
    PERSON_ENDED = "person_ended"
    MOVED = "moved"
    NO_CONTACT = "no_contact"
    DECEASED = "deceased"
    OPENED_BY_MISTAKE = "opened_by_mistake"
    CONTINUED = "continued"  # the person was found to be whom another case is about, and it goes on there


class GlassReason(StrEnum):
    """Why somebody without an assignment had to read."""

    DANGER = "danger"  # to life or health
    CHILD = "child"  # a child may come to harm
    PERSON_HERE = "person_here"  # the person is here or calls, and nobody who answers for them is
    OWNER_AWAY = "owner_away"  # something cannot wait until the owner is back
    OTHER = "other"


class Outcome(StrEnum):
    """What a reviewer decided about an opening with break-glass."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class Closeness(StrEnum):
    """Whose personal number a member of staff has declared."""

    OWN = "own"
    FAMILY = "family"
    HOUSEHOLD = "household"


class TwoFor(StrEnum):
    """What takes two people with a protected case."""

    REVEAL = "reveal"  # see who it is
    LIFT = "lift"  # make it ordinary again
    LOWER = "lower"  # a weaker protection, which still is one
    UNNAME = "unname"  # take another person off the list
    DISPOSE = "dispose"  # erase it, when its time has passed


class NoticeKind(StrEnum):
    """What somebody is told at the desk."""

    GLASS = "glass"  # a case of yours, or in your unit, was opened with break-glass
    GLASS_REVIEWED = "glass_reviewed"
    HANDED = "handed"  # a case was given to you
    HANDED_MANY = "handed_many"  # several were
    NAMED = "named"  # you are one of the named for a protected case
    ASKED = "asked"  # a colleague asks you to approve
    APPROVED = "approved"
    GIVE_AWAY = "give_away"  # a case in your unit must be given to another
    GIVE_AWAY_MANY = "give_away_many"  # several must


class SearchKind(StrEnum):
    """What was searched with. There are no others (förordning (2001:637) 15 §)."""

    NAME = "name"
    NUMBER = "number"
    CASE = "case"


class Deed(StrEnum):
    """What moves a case."""

    WRITE = "write"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    REOPEN = "reopen"


TRANSITIONS: dict[tuple[State, Deed], State] = {
    (State.OPEN, Deed.WRITE): State.OPEN,
    (State.OPEN, Deed.HAND_OVER): State.OPEN,
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
