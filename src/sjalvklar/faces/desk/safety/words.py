# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says what is kept of safety. Codes in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk.support import words as support
from sjalvklar.faces.desk.words import Words
from sjalvklar.safety import queries
from sjalvklar.safety.rules import (
    AssessmentState,
    CompanyState,
    CompanyWay,
    Doer,
    Heed,
    MeasureKind,
    MeasureState,
    PoliceAnswer,
    PoliceParty,
    PoliceWay,
    Said,
)

PARTIES: Mapping[PoliceParty, Words] = {
    PoliceParty.POLICE_SAFETY_UNIT: _("The police's crime-victim and personal-safety unit (BOPS)"),
    PoliceParty.POLICE: _("Somebody else at the police"),
}
POLICE_WAYS: Mapping[PoliceWay, Words] = {
    PoliceWay.PHONE: _("By telephone"),
    PoliceWay.MEETING: _("At a meeting with the police"),
    PoliceWay.VISIT: _("At a police station"),
    PoliceWay.WRITING: _("In writing"),
    PoliceWay.BY_THEM: _("The relative asked"),
}
ANSWERS: Mapping[PoliceAnswer, Words] = {
    PoliceAnswer.MEASURES: _("They take protective measures"),
    PoliceAnswer.NO_MEASURE: _("They take no measure"),
    PoliceAnswer.NO_ANSWER: _("No answer came"),
}
ASSESSED: Mapping[AssessmentState, Words] = {
    AssessmentState.ASKED: _("waiting for an answer"),
    AssessmentState.ANSWERED: _("answered"),
    AssessmentState.UNANSWERED: _("no answer came"),
}
KINDS: Mapping[MeasureKind, Words] = {
    MeasureKind.SAFE_TIMES_AND_PLACES: _("Safe times and places"),
    MeasureKind.ACCOMPANIMENT: _("Somebody goes along"),
    MeasureKind.ALARM: _("Alarm"),
    MeasureKind.HOME: _("Locks, light and door at home"),
    MeasureKind.SCHOOL: _("Agreed with the school"),
    MeasureKind.SHELTER: _("Protected housing"),
    MeasureKind.RESTRAINING_ORDER: _("Restraining order"),
    MeasureKind.PROTECTED_DATA: _("Protected personal data"),
    MeasureKind.MOVED: _("Has moved"),
    MeasureKind.OTHER: _("Something else"),
}
DOERS: Mapping[Doer, Words] = {
    Doer.US: _("We"),
    Doer.RELATIVE: _("The relative"),
    Doer.POLICE: _("The police"),
    Doer.SOCIAL_SERVICES: _("Another unit of social services"),
    Doer.COURT: _("Prosecutor or court"),
    Doer.LANDLORD: _("The landlord"),
    Doer.SCHOOL: _("The school"),
    Doer.OTHER: _("Somebody else"),
}
MEASURE_STATES: Mapping[MeasureState, Words] = {
    MeasureState.AGREED: _("agreed"),
    MeasureState.IN_FORCE: _("in force"),
    MeasureState.ENDED: _("ended"),
    MeasureState.REFUSED: _("they said no"),
}
COMPANY_WAYS: Mapping[CompanyWay, Words] = {
    CompanyWay.GO_ALONG: _("Go along to the police"),
    CompanyWay.CALL_TOGETHER: _("Call the police together"),
}
COMPANY_STATES: Mapping[CompanyState, Words] = {
    CompanyState.ASKED: _("asked for"),
    CompanyState.PLANNED: _("planned"),
    CompanyState.DONE: _("done"),
    CompanyState.NOT_WANTED: _("not wanted any more"),
}
SENTENCES: Mapping[str, Words] = {
    **support.SENTENCES,
    "wrong_state": _("A colleague was faster, or it has changed. This is how it stands now."),
    "level": _("Choose a number from 0 to 10, or that they did not want to say."),
    "not_yet_been": _("That day has not been yet."),
    "before_asked": _("That is before they were asked."),
    "assessment": _("That question to the police is not here."),
    "measure": _("That measure is not here."),
    "company": _("That is not here."),
    "warning": _("That warning is not here."),
    "consent": _("They are another authority. Ask the relative if you may tell them, and tick the box."),
    "nobody_knows_violence": _("The pack names nobody who knows violence. Ask your head whom to tell."),
}


UNREAD = _("There is a warning that you may not read. Ask your head before you meet the person.")


def language() -> str:
    return (get_language() or "sv")[:2]


def heed(one: Heed) -> str:
    """A warning in words, on one line."""
    chosen = (queries.setting().said(code, language()) for code in one.chosen)
    return ". ".join(text.rstrip(".") for text in (*filter(None, chosen), one.words) if text) + "."


def level(said: Said) -> str:
    """The number as they said it, or that they did not want to."""
    return gettext("did not want to say") if said.level is None else str(said.level)


def short(state: queries.State) -> tuple[str, str, str]:
    """The page's name, a word on how it stands, and what is late there."""
    if state.violence:
        return gettext("Safety"), gettext("Signs of violence in the home."), gettext("nobody is reached")
    late = ""
    if state.overdue:
        late = ngettext("%(n)s measure to look at again", "%(n)s measures to look at again", state.overdue)
        late = late % {"n": state.overdue}
    elif state.unanswered:
        late = gettext("no answer from the police")
    elif state.to_offer:
        late = gettext("an offer to make")
    if not state.measures:
        return gettext("Safety"), gettext("Fear, the police, what is agreed."), late
    said = ngettext("%(n)s measure that holds.", "%(n)s measures that hold.", state.measures) % {"n": state.measures}
    return gettext("Safety"), said, late
