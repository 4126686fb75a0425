# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says why a reading came up, what it was and what was decided. Codes in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk.cases.words import BASIS as CASE_BASIS
from sjalvklar.faces.desk.cases.words import DEEDS as CASE_DEEDS
from sjalvklar.faces.desk.words import Words
from sjalvklar.review.queries import FindingRow
from sjalvklar.review.rules.thresholds import Why
from sjalvklar.review.rules.words import Outcome, Reason

WHY: Mapping[Why, Words] = {
    Why.GLASS: _("It was opened in an emergency."),
    Why.PROTECTED: _("It is about somebody who is protected."),
    Why.SELF: _("It seems to be about the one who read."),
    Why.COLLEAGUE: _("It seems to be about a colleague."),
    Why.SAME_ADDRESS: _("The one who read has the same address."),
    Why.SAME_SURNAME: _("The one who read has the same surname."),
    Why.NOT_ASSIGNED: _("It belonged to somebody else, who was at work that day."),
    Why.OUT_OF_HOURS: _("It was at a time when the one who read does not usually work."),
    Why.CLOSED: _("It had been closed for three months or more."),
    Why.AFTER_INCIDENT: _("It was the first reading after something had happened."),
    Why.COMES_BACK: _("The one who read has come back for weeks, and never had it."),
    Why.BURST: _("Far more was opened that day than is usual for the one who read."),
    Why.SERIES: _("Several were opened within seconds of each other."),
    Why.ENUMERATION: _("There was search upon search, and nothing was opened."),
    Why.REFUSED: _("Much was refused that day: it was not theirs to see, or was not there."),
    Why.SAMPLE: _("It was picked at random."),
}
OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.JUSTIFIED: _("Had a reason"),
    Outcome.EXPLAIN: _("Ask for an explanation"),
    Outcome.BREACH: _("Breach"),
    Outcome.REPORTED: _("Reported"),
}
DECIDED: Mapping[Outcome, tuple[Words, str]] = {
    Outcome.JUSTIFIED: (_("had a reason"), "go"),
    Outcome.EXPLAIN: (_("an explanation is asked for"), "know"),
    Outcome.BREACH: (_("breach, to be reported"), "hot"),
    Outcome.REPORTED: (_("breach, reported"), ""),
}
GROUNDS: Mapping[tuple[Outcome, Reason], Words] = {
    (Outcome.JUSTIFIED, Reason.TASK): _("It was part of the work"),
    (Outcome.JUSTIFIED, Reason.STOOD_IN): _("Took somebody's place"),
    (Outcome.JUSTIFIED, Reason.ASKED): _("Was asked to by the one who has it, or by the person"),
    (Outcome.JUSTIFIED, Reason.EMERGENCY): _("It could not wait"),
    (Outcome.JUSTIFIED, Reason.MISTAKE): _("A slip of the hand, left at once"),
    (Outcome.EXPLAIN, Reason.NO_ANSWER): _("I do not see why, and ask the one who read"),
    (Outcome.BREACH, Reason.NO_REASON): _("There was no reason"),
    (Outcome.BREACH, Reason.NO_ANSWER): _("I asked, and got no explanation"),
    (Outcome.REPORTED, Reason.NO_REASON): _("The employer and the data protection officer have been told"),
}
DEEDS: Mapping[str, Words] = {
    **CASE_DEEDS,
    "case.read_reason": _("Read why it was opened in an emergency"),
    "case.search": _("Searched"),
    "desk.refuse": _("Was refused"),
    "case.open_attachment": _("Looked at a file"),
    "contact.take": _("Took the contact"),
    "contact.read": _("Read"),
    "contact.answer": _("Answered"),
    "contact.reveal": _("Saw how to reach the person"),
    "contact.open_attachment": _("Looked at a file"),
    "contact.take_original": _("Took out a file as it was sent"),
    "contact.hand_over": _("Handed it over to a colleague"),
    "contact.pass_on": _("Passed it on to another unit"),
    "contact.close": _("Closed the contact"),
    "support.open": _("Began the support"),
    "support.take": _("Took the support"),
    "support.read": _("Read"),
    "support.write": _("Wrote"),
    "support.reveal": _("Saw how to reach the person"),
    "support.hand_over": _("Handed it over to a colleague"),
    "support.close": _("Closed the support"),
    "support.reopen": _("Opened the support again"),
}
BASIS: Mapping[str, Words] = {
    **CASE_BASIS,
    "queue": _("from the list of those who wait"),
    "unit": _("works in the unit"),
    "search": _("search"),
    "retention": _("disposal"),
}
WRONG: Mapping[str, Words] = {
    "choose": _("Choose what you decide first."),
    "wrong_state": _("Somebody else has decided meanwhile. This is how it stands now."),
}


def month(of: date) -> str:
    """October 2026."""
    english = (get_language() or "sv").startswith("en")
    return capfirst(format_date(of, "LLLL y", locale="en_GB" if english else "sv_SE"))


def what(row: FindingRow) -> str:
    """Who read what, in one sentence. Never which case, nor about whom."""
    name = row.staff_name or gettext("Somebody who has left")
    if Why.REFUSED in row.why:
        said = ngettext(
            "%(name)s was refused once that day.", "%(name)s was refused %(number)s times that day.", row.readings
        )
    elif row.object.startswith("case:"):
        said = ngettext("%(name)s read a case file.", "%(name)s read a case file, %(number)s times.", row.readings)
    elif row.object.startswith("thread:"):
        said = ngettext("%(name)s read a contact.", "%(name)s read a contact, %(number)s times.", row.readings)
    else:
        said = ngettext(
            "%(name)s read or searched once that day.",
            "%(name)s read or searched %(number)s times that day.",
            row.readings,
        )
    return said % {"name": name, "number": row.readings}


def bases(row: FindingRow) -> str:
    """On which ground it was read; empty when the record gives none."""
    return ", ".join(str(BASIS[basis]) for basis in row.bases if basis in BASIS)
