# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says what a support is and what was done in it. Codes in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sjalvklar.casework.stops import CONTACT
from sjalvklar.faces.desk.words import Words
from sjalvklar.safety.actions import STOPPED
from sjalvklar.support import queries
from sjalvklar.support.actions import Why
from sjalvklar.support.rules import (
    Audience,
    CloseReason,
    DocumentationMode,
    NextStep,
    NoticeAnswer,
    OfferAnswer,
    SessionState,
    Source,
    TalkState,
    Way,
)

MODES: Mapping[DocumentationMode, Words] = {
    DocumentationMode.ANONYMOUS: _("Anonymous"),
    DocumentationMode.NAMED_WITHOUT_FILE: _("Without a file"),
    DocumentationMode.PERSONAL_FILE: _("In a file"),
}
MODE_HINTS: Mapping[DocumentationMode, Words] = {
    DocumentationMode.ANONYMOUS: _(
        "There is no place for who it is. Write no name, and nothing else that points at somebody."
    ),
    DocumentationMode.NAMED_WITHOUT_FILE: _(
        "What to call the person and how to reach them safely is kept, sealed. No personal number."
    ),
    DocumentationMode.PERSONAL_FILE: _("It is part of a case, and seen by those who see the case."),
}
SOURCES: Mapping[Source, Words] = {
    Source.THREAD: _("Wrote to us"),
    Source.NOTICED: _("Noticed in another unit"),
    Source.OWN: _("We met them"),
    Source.INCIDENT: _("After an incident"),
    Source.WALK_IN: _("Came or called"),
}
WAYS: Mapping[Way, Words] = {
    Way.ROOM: _("In a room with us"),
    Way.PHONE: _("By telephone"),
    Way.VIDEO: _("By video"),
    Way.OUTDOORS: _("Outdoors"),
    Way.VISIT: _("At their place"),
}
STEPS: Mapping[NextStep, Words] = {
    NextStep.TALK: _("A talk"),
    NextStep.THEY_COME: _("They get in touch"),
    NextStep.REACH_OUT: _("We get in touch, as is safe"),
    NextStep.FIND_OUT: _("Find something out"),
    NextStep.LEAD_ON: _("Introduce them to somebody else"),
    NextStep.FOLLOW_UP: _("Follow up"),
}
CLOSE_REASONS: Mapping[CloseReason, Words] = {
    CloseReason.ONE_TALK: _("One talk was what was wanted"),
    CloseReason.GOAL_REACHED: _("They have the support they wanted"),
    CloseReason.PERSON_ENDED: _("They want to end it"),
    CloseReason.ELSEWHERE: _("They get support somewhere else"),
    CloseReason.NO_CONTACT: _("We no longer reach them"),
    CloseReason.DECEASED: _("They have died"),
    CloseReason.NOT_SUPPORT: _("It was for somebody else, and we led them there"),
    CloseReason.MISTAKE: _("It was begun by mistake"),
}
OFFERS: Mapping[OfferAnswer, Words] = {
    OfferAnswer.OFFERED: _("offered, no answer yet"),
    OfferAnswer.WANTED: _("wants it"),
    OfferAnswer.DECLINED: _("does not want it"),
}
TALK_STATES: Mapping[TalkState, Words] = {
    TalkState.BOOKED: _("booked"),
    TalkState.HELD: _("held"),
    TalkState.CANCELLED: _("called off"),
    TalkState.MISSED: _("nobody came"),
}
SESSION_STATES: Mapping[SessionState, Words] = {
    SessionState.BOOKED: _("booked"),
    SessionState.HELD: _("held"),
    SessionState.CANCELLED: _("called off"),
}
AUDIENCES: Mapping[Audience, Words] = {
    Audience.RELATIVES: _("Relatives"),
    Audience.PARENTS: _("Parents"),
    Audience.YOUNG: _("Young people"),
    Audience.SCHOOL: _("A school"),
    Audience.ASSOCIATION: _("An association"),
    Audience.STAFF: _("Staff of other units"),
    Audience.PUBLIC: _("Everybody"),
}
ANSWERS: Mapping[NoticeAnswer, Words] = {
    NoticeAnswer.CONTACT: _("Yes, wants to be contacted"),
    NoticeAnswer.NOT_NOW: _("Not now"),
    NoticeAnswer.INFORMED: _("Wanted to know where to turn"),
    NoticeAnswer.NOT_OFFERED: _("It could not be offered then"),
}
NOT_SENT: Mapping[Why, Words] = {
    Why.NOT_WANTED: _("Nothing has been sent to anybody, and nothing is kept of who it is."),
    Why.NO_CONSENT: _("Nothing has been sent: the person did not want another authority to know."),
    Why.NO_DECISION: _(
        "Nothing has been sent: where the person lives, no board has decided that support may be given without a file."
    ),
    Why.NOBODY: _("Nothing has been sent: no unit is known that gives support there."),
}
ELSEWHERE = _(
    "There are signs of violence in the home, seen in another support or case of the same person. Nobody is reached "
    "from here until that has been gone through there."
)
SENTENCES: Mapping[str, Words] = {
    "wrong_state": _("A colleague was faster, or the support has moved on. This is how it stands now."),
    "person_is_dead": _("The person has died. Letters and offers of contact have stopped."),
    STOPPED: _(
        "There are signs of violence in the home. Nobody is reached from here until that has been gone through: see "
        "Safety."
    ),
    CONTACT: ELSEWHERE,
    "nobody_to_copy_for": _("The support is anonymous: nobody is known to give a copy to."),
    "not_to_them": _(
        "It is a child's own contact. A guardian, or whoever acts for the child, gets a copy when it has been judged "
        "that they may know what is said."
    ),
    "by_case": _("It is part of a case: do that with the case."),
    "service": _("Choose what it was."),
    "needs_case": _("The board has not decided that this may be given without a file. Open a case first."),
    "mode_not_decided": _("The board has not decided that it may be documented in that way."),
    "no_place_for_it": _("There is no place for who somebody is in an anonymous support. Empty the field."),
    "personal_number_here": _("That looks like a personal number, which may not stand here. Take it away."),
    "phone_here": _("That looks like a telephone number, which may not stand here. Take it away."),
    "email_here": _("That looks like an e-mail address, which may not stand here. Take it away."),
    "minutes": _("Write how many minutes, from 5 to 480."),
    "not_yet_held": _("That is later than now. Book it instead, or write when it was."),
    "too_long_ago": _("That is more than two months ago."),
    "not_a_time": _("Write day and time, as 2026-11-24 14:00."),
    "no_such_time": _("There is no such time that day: the clocks go forward. Write another."),
    "not_a_day": _("Write a day, as 2026-11-24."),
    "passed": _("That has passed. Choose a later day."),
    "too_far": _("That is more than a year away. Choose an earlier day."),
    "cannot_be_reached": _("Nobody knows how to reach somebody anonymous. Choose another next step."),
    "children_ages": _("Tick no more ages than there are children."),
    "talk_ahead": _("That day has not come. Write when the talk was, or leave it empty."),
    "ages": _("Write from which age to which, from 0 to 17; leave both empty when the group is for adults."),
    "led_by": _("Choose the adult who leads the group."),
    "children_count": _("Write how many children, as a number."),
    "staff_taken": _("You have another talk booked then."),
    "room_taken": _("The room is booked then."),
    "room": _("Choose a room."),
    "talk": _("That talk is not booked any more."),
    "not_a_colleague": _("That colleague cannot take it. Choose another."),
    "not_a_number": _("That is not a telephone number."),
    "too_long_here": _("That is longer than what can be kept here."),
    "places": _("Write how many there is room for, from 1 to 40."),
    "seat": _("Nobody with that number is in the group."),
    "session": _("That time is not booked any more."),
    "came": _("Write how many came, as a number."),
    "people": _("Write how many you met, as a number."),
    "led_to": _("Write how many of them wanted support: no more than you met."),
    "situation": _("Choose one from the list."),
    "area": _("Choose one from the list."),
    "consent": _("The unit that helps there is another authority. Ask if you may tell them, and answer below."),
}


def _language() -> str:
    return (get_language() or "sv")[:2]


def service(service_id: str) -> str:
    """A service's name, as the pack says it; its id when it has left the pack."""
    return queries.name(service_id, _language())


def what_it_is(service_id: str) -> str:
    """What a service is, in a sentence."""
    return queries.what_it_is(service_id, _language())


def how_to_apply() -> tuple[str, ...]:
    """How to apply for help that is assessed, as sentences."""
    return queries.how_to_apply(_language())


def situations() -> tuple[tuple[str, str], ...]:
    """What a support may be about, as the guide asks."""
    return queries.situations(_language())
