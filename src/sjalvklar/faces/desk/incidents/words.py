# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said of incidents: circles, states, answers, and why something could not be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk import words
from sjalvklar.incident import queries
from sjalvklar.incident.rules import (
    AlertAnswer,
    Circle,
    DutyState,
    FamilyState,
    Outcome,
    Reached,
    State,
    ToldBy,
    Way,
)
from sjalvklar.kernel import clock

Words = Promise | str

CIRCLES: Mapping[Circle, Words] = {
    Circle.BEREAVED: _("The bereaved"),
    Circle.INJURED: _("The injured and theirs"),
    Circle.SUSPECTS_FAMILY: _("A suspect's family"),
    Circle.NEIGHBOURS: _("Neighbours and witnesses"),
    Circle.SCHOOL: _("School and friends"),
}
STATES: Mapping[State, Words] = {
    State.OPEN: _("Going on"),
    State.WATCH: _("The first days are over"),
    State.CLOSED: _("Closed"),
}
FAMILY_STATES: Mapping[FamilyState, Words] = {
    FamilyState.OPEN: "",
    FamilyState.FOLLOW_UP: _("followed for long"),
    FamilyState.ENDED: _("ended"),
}
REACHED: Mapping[Reached, Words] = {
    Reached.NOT_YET: _("not reached"),
    Reached.REACHED: _("reached"),
    Reached.DECLINED: _("wants no contact"),
    Reached.NOT_FOUND: _("could not be found"),
}
OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.REACHED: _("Reached them"),
    Outcome.NO_ANSWER: _("Nobody answered"),
    Outcome.LATER: _("They want us to come back"),
    Outcome.DECLINED: _("They want no contact"),
    Outcome.NOT_FOUND: _("They are not there, we have looked"),
    Outcome.MISTAKE: _("Noted by mistake: they are not reached"),
}
WAYS: Mapping[Way, Words] = {
    Way.VISIT: _("Visit"),
    Way.PHONE: _("Telephone"),
    Way.LOCAL_ROOM: _("The local room"),
    Way.HOSPITAL: _("Hospital"),
    Way.SCHOOL: _("School"),
    Way.BY_OTHER: _("Through somebody they trust"),
}
TOLD_BY: Mapping[ToldBy, Words] = {
    ToldBy.NOT_ASKED: _("Not asked"),
    ToldBy.POLICE: _("The police"),
    ToldBy.HOSPITAL: _("The hospital"),
    ToldBy.FAMILY: _("Their own"),
    ToldBy.US: _("We did"),
    ToldBy.MEDIA: _("A phone or the news"),
    ToldBy.NOT_TOLD: _("Nobody: they do not know yet"),
}
ANSWERS: Mapping[AlertAnswer, Words] = {
    AlertAnswer.COMING: _("They are coming"),
    AlertAnswer.READY_NOW: _("They receive people now"),
    AlertAnswer.READY_TOMORROW: _("They receive people tomorrow"),
    AlertAnswer.CALLS_BACK: _("They call back"),
    AlertAnswer.CANNOT: _("They cannot"),
    AlertAnswer.NO_ANSWER: _("Nobody answered"),
}
DUTY_STATES: Mapping[DutyState, Words] = {
    DutyState.DUE: "",
    DutyState.DONE: _("done"),
    DutyState.DECLINED: _("they declined"),
    DutyState.NOT_NEEDED: _("not needed"),
    DutyState.ENDED: _("ended"),
}
SENTENCES: Mapping[str, Words] = {
    "wrong_state": _("A colleague was faster, or it has moved on. This is how it stands now."),
    "no_numbers": _("A personal number seems to stand there. It is not kept here: take it away."),
    "not_yet": _("That is later than now. Write when it happened."),
    "too_long_ago": _("That is more than three years ago."),
    "too_long_here": _("That is longer than what can be kept here: at most 120 characters."),
    "too_many": _("That is more than can be kept here."),
    "how_many": _("Write a number from 1 to 99."),
    "one_circle": _("That colleague has worked in another circle of this incident, and cannot see two."),
    "not_in_circle": _("Choose somebody who works in the circle."),
    "not_all_reached": _("Somebody has not been reached yet. See the board."),
    "not_alerted": _("They have not been alerted yet."),
    "busy": _("That person is already on duty then."),
    "ends_before": _("The end must come after the beginning."),
    "too_long_a_shift": _("That is more than a day and a night. Let somebody else take over."),
    "no_such_step": _("That is not on the list."),
    "not_a_colleague": _("Choose somebody on the list."),
}


def named(kind: str, id: str) -> str:
    """What something of the template is called, in the language of the desk."""
    return queries.template().name(kind, id, (get_language() or "sv")[:2])


def since(moment: datetime | None) -> str:
    """How long ago, as in "3 hours"; empty when never."""
    return words.span(clock.now() - moment) if moment is not None else ""


def people(number: int, children: int | None) -> str:
    """How many they are."""
    numbers = {"number": number, "children": children or 0}
    if children is None:
        return (
            ngettext(
                "%(number)s person, children not asked about", "%(number)s people, children not asked about", number
            )
            % numbers
        )
    if not children:
        return ngettext("%(number)s person, no children", "%(number)s people, no children", number) % numbers
    return (
        ngettext("%(number)s person, under 18", "%(number)s people, %(children)s of them under 18", number) % numbers
    )
