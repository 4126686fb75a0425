# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Concern for a child: weighed, reported or not, and answered.

It is enough to suspect, and a report is made at once (SoL (2025:400) 19 kap. 1 §). What is weighed is a list from the
pack; nothing is counted together from it, and any decision may follow whatever was ticked. A decision is never
changed: whoever thinks otherwise later begins anew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.support.rules import DocumentationMode

ELSEWHERE = "elsewhere"
"""Where a report goes when it is to another municipality, or a unit that the pack does not know."""


class State(StrEnum):
    """Where a concern stands."""

    CONSIDERING = "considering"
    REPORTED = "reported"
    NOT_REPORTED = "not_reported"
    FEEDBACK_ASKED = "feedback_asked"
    FEEDBACK_GIVEN = "feedback_given"


class Deed(StrEnum):
    """What moves it."""

    REPORT = "report"
    LEAVE = "leave"  # decide not to report
    ASK_FEEDBACK = "ask_feedback"
    NOTE_FEEDBACK = "note_feedback"


TRANSITIONS: dict[tuple[State, Deed], State] = {
    (State.CONSIDERING, Deed.REPORT): State.REPORTED,
    (State.CONSIDERING, Deed.LEAVE): State.NOT_REPORTED,
    (State.REPORTED, Deed.ASK_FEEDBACK): State.FEEDBACK_ASKED,
    (State.REPORTED, Deed.NOTE_FEEDBACK): State.FEEDBACK_GIVEN,  # it came before anybody asked
    (State.FEEDBACK_ASKED, Deed.NOTE_FEEDBACK): State.FEEDBACK_GIVEN,
}


def check_transition(state: State, deed: Deed) -> State:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return TRANSITIONS[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None


def deeds_in(state: State) -> frozenset[Deed]:
    """What can be done in that state."""
    return frozenset(deed for (found, deed) in TRANSITIONS if found is state)


class NotReported(StrEnum):
    """Why it was not reported."""

    NO_SUSPICION = "no_suspicion"  # nothing that was said or seen gives reason to suspect
    WHO_UNKNOWN = "who_unknown"  # nobody knows who the child is; the writer was helped to call and ask themselves
    REPORTED_BEFORE = "reported_before"  # the same has been reported from here


class Told(StrEnum):
    """Who was told before it was sent. The child first, when that puts nobody in danger."""

    CHILD = "child"
    GUARDIAN = "guardian"
    BOTH = "both"
    NOBODY = "nobody"  # it would have put the child in danger
    UNREACHED = "unreached"


class Answer(StrEnum):
    """What whoever received the report said came of it."""

    INQUIRY = "inquiry"
    NO_INQUIRY = "no_inquiry"
    GOING_ON = "going_on"  # there was one already
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the list, in Swedish and English, and where it comes from."""

    id: str
    name: dict[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class LegalGround:
    """What something here rests on, and from when until when."""

    id: str
    text: str
    valid_from: date
    valid_to: date | None = None
    verified: bool = False

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Concerns:
    """What the pack says: the list, what each thing rests on, and which function receives reports."""

    checks: tuple[Check, ...] = ()
    grounds: tuple[LegalGround, ...] = ()
    receives: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was weighed, and what was decided. `to` is the unit it was sent to, by its id, or `ELSEWHERE`; `disclosed`
    that it is another authority's; `words` why, in the words of whoever decided."""

    checks: tuple[str, ...] = ()
    ground: NotReported | None = None
    told: Told | None = None
    to: str = ""
    disclosed: bool = False
    words: str = field(default="", repr=False)


def checked_weighed(weighed: Weighed, deed: Deed, mode: DocumentationMode, known: Collection[str]) -> Weighed:
    """The decision as it is kept: of somebody anonymous that it was made and when, with no words and no unit, since
    the day and the unit together lead to whoever the report is about.

    Raises Invalid: `check` for a line the list does not have, `to` and `told` when it is reported, `not_reported` when
    it is not, `needed` for why not in words where there is a place for them, `no_place_for_it` where there is none.
    """
    if not set(weighed.checks) <= set(known):
        raise Invalid("check", field="checks")
    anonymous = mode is DocumentationMode.ANONYMOUS
    if anonymous and weighed.words.strip():
        raise Invalid("no_place_for_it", field="words")
    if deed is Deed.REPORT:
        if not weighed.to:
            raise Invalid("to", field="to")
        if weighed.told is None:
            raise Invalid("told", field="told")
        return replace(weighed, ground=None, to="" if anonymous else weighed.to)
    if weighed.ground is None:
        raise Invalid("not_reported", field="ground")
    if not anonymous and not weighed.words.strip():
        raise Invalid("needed", field="words")
    return replace(weighed, told=None, to="", disclosed=False)
