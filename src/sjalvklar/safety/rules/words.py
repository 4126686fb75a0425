# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words safety is described in, and what each deed leads to."""

from __future__ import annotations

from enum import StrEnum

from sjalvklar.kernel.errors import NotNow


class PoliceParty(StrEnum):
    """Who at the police was asked."""

    POLICE_SAFETY_UNIT = "police_safety_unit"  # brottsoffer- och personsäkerhet (BOPS)
    POLICE = "police"  # somebody else there


class PoliceWay(StrEnum):
    """How they were asked."""

    PHONE = "phone"  # 114 14 or a number of their own
    VISIT = "visit"
    WRITING = "writing"
    MEETING = "meeting"  # where we meet the police anyway
    BY_THEM = "by_them"  # the relative asked


class AssessmentState(StrEnum):
    """Where a protection assessment stands, as far as is known here."""

    ASKED = "asked"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"  # no answer came


class PoliceAnswer(StrEnum):
    """What came of it. `NO_ANSWER` is no decision of theirs; the others are only opened on request."""

    MEASURES = "measures"
    NO_MEASURE = "no_measure"
    NO_ANSWER = "no_answer"

    @property
    def without_measure(self) -> bool:
        return self is not PoliceAnswer.MEASURES

    @property
    def state(self) -> AssessmentState:
        return AssessmentState.UNANSWERED if self is PoliceAnswer.NO_ANSWER else AssessmentState.ANSWERED


ASSESSMENTS: dict[AssessmentState, frozenset[PoliceAnswer]] = {
    AssessmentState.ASKED: frozenset(PoliceAnswer),
    AssessmentState.UNANSWERED: frozenset({PoliceAnswer.MEASURES, PoliceAnswer.NO_MEASURE}),  # it came later
    AssessmentState.ANSWERED: frozenset(),  # what they think now is asked for anew
}


def check_answer(state: AssessmentState, answer: PoliceAnswer) -> AssessmentState:
    """The state that an answer leads to. Raises NotNow("wrong_state")."""
    if answer not in ASSESSMENTS[state]:
        raise NotNow("wrong_state")
    return answer.state


class MeasureKind(StrEnum):
    """What was agreed."""

    SHELTER = "shelter"  # skyddat boende; never where it is
    RESTRAINING_ORDER = "restraining_order"  # kontaktförbud
    SAFE_TIMES_AND_PLACES = "safe_times_and_places"
    ACCOMPANIMENT = "accompaniment"  # somebody goes along
    ALARM = "alarm"
    MOVED = "moved"  # never where to
    PROTECTED_DATA = "protected_data"  # skyddade personuppgifter
    HOME = "home"  # locks, light, door
    SCHOOL = "school"  # who may fetch, no photographs
    OTHER = "other"


class Doer(StrEnum):
    """Who does it."""

    US = "us"
    RELATIVE = "relative"
    POLICE = "police"
    SOCIAL_SERVICES = "social_services"  # another unit of ours or another board's
    COURT = "court"  # court or prosecutor
    LANDLORD = "landlord"
    SCHOOL = "school"
    OTHER = "other"


class MeasureState(StrEnum):
    """Where a protective measure stands."""

    AGREED = "agreed"
    IN_FORCE = "in_force"
    ENDED = "ended"
    REFUSED = "refused"  # whoever was to do it said no

    @property
    def is_open(self) -> bool:
        return self in {MeasureState.AGREED, MeasureState.IN_FORCE}


class MeasureDeed(StrEnum):
    """What moves a measure."""

    START = "start"
    REVIEW = "review"
    END = "end"
    REFUSE = "refuse"


MEASURES: dict[tuple[MeasureState, MeasureDeed], MeasureState] = {
    (MeasureState.AGREED, MeasureDeed.START): MeasureState.IN_FORCE,
    (MeasureState.AGREED, MeasureDeed.REVIEW): MeasureState.AGREED,
    (MeasureState.AGREED, MeasureDeed.END): MeasureState.ENDED,
    (MeasureState.AGREED, MeasureDeed.REFUSE): MeasureState.REFUSED,
    (MeasureState.IN_FORCE, MeasureDeed.REVIEW): MeasureState.IN_FORCE,
    (MeasureState.IN_FORCE, MeasureDeed.END): MeasureState.ENDED,
}


def move_measure(state: MeasureState, deed: MeasureDeed) -> MeasureState:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return MEASURES[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None


class CompanyWay(StrEnum):
    """How somebody is with the relative when a crime is reported."""

    GO_ALONG = "go_along"
    CALL_TOGETHER = "call_together"


class CompanyState(StrEnum):
    """Where company to the police stands."""

    ASKED = "asked"
    PLANNED = "planned"
    DONE = "done"
    NOT_WANTED = "not_wanted"


class CompanyDeed(StrEnum):
    """What moves it."""

    PLAN = "plan"
    DO = "do"
    DROP = "drop"


COMPANY: dict[tuple[CompanyState, CompanyDeed], CompanyState] = {
    (CompanyState.ASKED, CompanyDeed.PLAN): CompanyState.PLANNED,
    (CompanyState.ASKED, CompanyDeed.DO): CompanyState.DONE,  # they went at once
    (CompanyState.ASKED, CompanyDeed.DROP): CompanyState.NOT_WANTED,
    (CompanyState.PLANNED, CompanyDeed.PLAN): CompanyState.PLANNED,  # another day
    (CompanyState.PLANNED, CompanyDeed.DO): CompanyState.DONE,
    (CompanyState.PLANNED, CompanyDeed.DROP): CompanyState.NOT_WANTED,
}


def move_company(state: CompanyState, deed: CompanyDeed) -> CompanyState:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return COMPANY[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None
