# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk speaks of children. Codes in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.children import queries
from sjalvklar.children.rules import ELSEWHERE, Answer, Consent, Harm, Knows, NotReported, State, Told
from sjalvklar.faces.desk.support import words as support
from sjalvklar.faces.desk.words import Words
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.queries import today
from sjalvklar.support.rules import AgeBand, Children

CONSENTS: Mapping[Consent, Words] = {
    Consent.CHILD: _("The child, who is 12 or older"),
    Consent.GUARDIAN: _("A guardian"),
    Consent.WITHOUT: _("Nobody was asked: to ask would harm the child"),
}
HARMS: Mapping[Harm, Words] = {
    Harm.VIOLENCE: _("There is violence at home"),
    Harm.HONOUR: _("It is about honour"),
    Harm.THREAT: _("The child, or somebody close, would be threatened"),
    Harm.OTHER: _("Something else, written below"),
}
KNOWS: Mapping[Knows, Words] = {
    Knows.NOTHING: _("Nothing, not even that there is a contact"),
    Knows.THAT: _("That the child has somebody to talk to, not what is said"),
    Knows.ALL: _("Also what is said, but for what is named"),
}
NOW: Mapping[Knows, Words] = {
    Knows.NOTHING: _("Guardians may know nothing of this contact, not even that it exists."),
    Knows.THAT: _("Guardians may know that the child has somebody to talk to, not what is said."),
    Knows.ALL: _("Guardians may know what is said, but for what is named here."),
}
STATES: Mapping[State, Words] = {
    State.CONSIDERING: _("being weighed"),
    State.REPORTED: _("reported"),
    State.NOT_REPORTED: _("not reported"),
    State.FEEDBACK_ASKED: _("reported, feedback asked for"),
    State.FEEDBACK_GIVEN: _("reported, feedback given"),
}
NOT_REPORTED: Mapping[NotReported, Words] = {
    NotReported.NO_SUSPICION: _("Nothing that was said or seen gives reason to suspect that a child is badly off"),
    NotReported.WHO_UNKNOWN: _("Nobody here knows who the child is; the person was helped to call and ask themselves"),
    NotReported.REPORTED_BEFORE: _("The same has already been reported from here"),
}
TOLD: Mapping[Told, Words] = {
    Told.CHILD: _("The child, or whoever we are in touch with"),
    Told.GUARDIAN: _("A guardian"),
    Told.BOTH: _("Both the child and a guardian"),
    Told.NOBODY: _("Nobody: it would have put the child in danger"),
    Told.UNREACHED: _("Nobody: we could not reach them"),
}
ANSWERS: Mapping[Answer, Words] = {
    Answer.INQUIRY: _("An inquiry has been opened"),
    Answer.NO_INQUIRY: _("No inquiry has been opened"),
    Answer.GOING_ON: _("There was an inquiry already"),
    Answer.NOT_SAID: _("They could not say"),
}
SENTENCES: Mapping[str, Words] = {
    **support.SENTENCES,
    "from_twelve": _("Younger than 12: choose a guardian, or why nobody was asked."),
    "harm": _("Choose why it would harm the child to ask."),
    "harm_words": _("Write in a sentence why it would harm the child to ask."),
    "harm_tells_nothing": _("It could harm the child: then guardians may know nothing."),
    "judge_first": _("Say first whether the child is mature enough to decide this."),
    "childs_own_say": _("The child is mature enough to decide, and has not said yes to that much."),
    "not_own": _("Say first that this is the child's own contact."),
    "no_such_concern": _("It is not there any more."),
    "check": _("The list has changed. Go through it again."),
    "to": _("Choose who the report was sent to."),
    "told": _("Choose who was told first."),
    "not_reported": _("Choose why it is not reported."),
    "no_place_for_it": _("There is no place for words here. Empty the field."),
    "came_on": _("Write the day the answer came: after the report, and no later than today."),
    "wrong_state": _("It has been decided, and that is not changed. Begin anew if you think otherwise now."),
}


def ages(bands: tuple[AgeBand, ...]) -> str:
    """How old, as "6-9 and 12-14"."""
    said = [band.value.replace("-", "–") for band in bands]
    if len(said) < 2:
        return "".join(said)
    return gettext("%(some)s and %(last)s") % {"some": ", ".join(said[:-1]), "last": said[-1]}


def step(children: Children) -> str:
    """The step about children as a sentence; empty when nobody has asked."""
    if children.asked is None:
        return ""
    if not children.asked:
        return gettext("It has not come up.")
    if not children.count:
        return gettext("There are no children.")
    many = children.count > 1
    parts = [gettext("%(n)s children") % {"n": children.count} if many else gettext("One child")]
    if children.ages:
        parts[0] += gettext(", %(ages)s years") % {"ages": ages(children.ages)}
    parts[0] += "."
    parts.append(gettext("Informed.") if children.informed else gettext("Not informed yet."))
    parts.append(gettext("Offered support of their own.") if children.offered else gettext("Not offered support yet."))
    if children.talked:
        on = children.talked_on.isoformat() if children.talked_on else ""
        parts.append(gettext("A talk was held %(day)s.") % {"day": on} if on else gettext("A talk was held."))
    return " ".join(parts)


def short(found: queries.Standing) -> tuple[str, str]:
    """What the page is called, and a word on how it stands, for the support's own page."""
    parts = [gettext("A child's own contact")] if found.own else []
    if found.concern is not None:
        parts.append(gettext("Concern: %(state)s") % {"state": STATES[found.concern]})
    return gettext("A child's own contact, and concern"), ". ".join(parts) or gettext("Nothing is noted.")


def shares(viewer: Viewer, unit_id: str) -> tuple[str, ...]:
    """How often children are asked about and offered support of their own, as sentences, for the unit's head."""
    found = queries.shares(viewer, unit_id=unit_id, until=today())
    sentences = []
    if found.contacts:
        asked = gettext("Children were asked about in %(n)s of %(all)s contacts with adults.")
        sentences.append(asked % {"n": found.asked, "all": found.contacts})
    if found.known:
        offered = gettext("%(n)s of %(all)s children who were told of have been offered support of their own.")
        sentences.append(offered % {"n": found.offered, "all": found.known})
    return tuple(sentences)


def language() -> str:
    """Which of the two languages of the desk."""
    return "en" if (get_language() or "sv")[:2] == "en" else "sv"


def receivers(on: date) -> list[tuple[str, str]]:
    """Who receives reports, as a list to choose from."""
    intake = gettext("Intake for children")
    found = [(one.id, f"{one.unit or intake}, {one.board}") for one in queries.receivers(on)]
    return [*found, (ELSEWHERE, gettext("Another municipality, or somebody else"))]
