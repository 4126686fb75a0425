# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says what is followed up. Codes in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.support.words import SENTENCES as OF_SUPPORT
from sjalvklar.faces.desk.words import Words
from sjalvklar.followup import queries
from sjalvklar.followup.content import What
from sjalvklar.followup.rules import AskedBy, AskingState, EventKind, State
from sjalvklar.kernel import clock
from sjalvklar.support.queries import Row, today

EVENTS: Mapping[EventKind, Words] = {
    EventKind.ARREST: _("Somebody is arrested or detained"),
    EventKind.HEARING: _("The detention is tried in court"),
    EventKind.INDICTMENT: _("Somebody is charged"),
    EventKind.TRIAL_BEGINS: _("The trial begins"),
    EventKind.JUDGMENT: _("The judgment comes"),
    EventKind.JUDGMENT_FINAL: _("The judgment becomes final"),
    EventKind.CASE_DROPPED: _("The investigation is dropped"),
    EventKind.TRANSFER: _("Somebody is moved to another prison or home"),
    EventKind.LEAVE: _("Leave from prison or home"),
    EventKind.PAROLE_DECISION: _("A decision about parole"),
    EventKind.RELEASE: _("Somebody is released"),
    EventKind.DISCHARGE: _("Somebody is discharged from care"),
    EventKind.DECISION: _("An authority decides"),
    EventKind.DECISION_EXPIRES: _("A decision about protection runs out"),
    EventKind.FLAT_LEFT: _("The flat must be left"),
    EventKind.MOVE: _("Somebody moves out, or to a special home"),
    EventKind.RETURN: _("Somebody comes back from abroad"),
    EventKind.DEATH: _("A death"),
    EventKind.AUTOPSY_READY: _("The autopsy is ready"),
    EventKind.FUNERAL: _("The funeral"),
    EventKind.ANNIVERSARY: _("An anniversary"),
    EventKind.BIRTHDAY: _("A birthday after which other rules hold"),
    EventKind.SCHOOL: _("A term begins, a break, or another school"),
    EventKind.RELAPSE: _("A relapse"),
    EventKind.FLARES_UP: _("The conflict flares up"),
    EventKind.NEWS: _("It is in the news again"),
    EventKind.POST_RETURNED: _("Post comes back"),
    EventKind.LIMIT: _("A time limit to apply or appeal"),
    EventKind.OTHER: _("Something else"),
}
STATES: Mapping[State, Words] = {
    State.EXPECTED: _("has not happened"),
    State.DUE: _("to do"),
    State.CONTACTED: _("contacted"),
    State.NOT_REACHED: _("nobody was reached"),
    State.DECLINED: _("did not want it"),
    State.MOVED: _("another day was agreed"),
    State.ENDED: _("ended with the support"),
}
OUTCOMES: Mapping[State, Words] = {
    State.CONTACTED: _("We had contact"),
    State.NOT_REACHED: _("We did not reach them"),
    State.DECLINED: _("They did not want it"),
    State.MOVED: _("Another day instead"),
}
ASKED_BY: Mapping[AskedBy, Words] = {
    AskedBy.LINK: _("By link"),
    AskedBy.PAPER: _("On paper"),
    AskedBy.TALK: _("In a talk"),
}
ASKINGS: Mapping[AskingState, Words] = {
    AskingState.OPEN: _("handed over, not answered"),
    AskingState.ANSWERED: _("answered"),
    AskingState.EXPIRED: _("not answered in time"),
    AskingState.TAKEN_BACK: _("taken back"),
}
SENTENCES: Mapping[str, Words] = {
    **OF_SUPPORT,
    "settled": _("A colleague has noted it already. This is how it stands now."),
    "not_happened": _("Say first whether it has happened."),
    "followup": _("That is not here any more."),
    "asking": _("That is not here any more."),
    "steps": _("Choose at least one day."),
    "too_many_days": _("There are sixty days already. Settle some of them first."),
    "not_yet": _("That is later than today. Write when it happened."),
    "too_long_ago": _("That is more than a year ago."),
    "too_far": _("That is more than five years away. Choose an earlier day."),
    "months": _("Write how many months, from 1 to 36."),
    "no_consent": _("Nobody has said yes to the time after."),
    "asked_already": _("It has been answered, or its time has passed. Make a new link."),
    "nothing_answered": _("Choose an answer to at least one question."),
    "days": _("Choose the days that the person wants on the paper."),
    "choose": _("Choose one."),
}


def language() -> str:
    return (get_language() or "sv")[:2]


def what(about: What) -> str:
    """What a follow-up hangs on, in a few words."""
    parts = [
        str(EVENTS[about.event]) if about.event else queries.step_name(about.step, language()),
        about.words,
    ]
    return ". ".join(filter(None, parts)) or gettext("Offer contact")


def on_paper(on: date) -> str:
    """A day as a paper says it, with its year."""
    return format_date(on, format="long", locale="en_GB" if language() == "en" else "sv_SE")


def short(row: Row) -> tuple[str, str, str]:
    """The page's name, how it stands in a word, and what is late."""
    found = queries.short(row)
    if found.next_on is None:
        return gettext("Follow-up"), gettext("Nothing is planned."), ""
    day = words.day(found.next_on, today(clock.now()))
    said = ngettext("%(n)s day planned, %(day)s.", "%(n)s days planned, the first %(day)s.", found.coming)
    late = gettext("the day has passed") if found.overdue else ""
    return gettext("Follow-up"), said % {"n": found.coming, "day": day}, late
