# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said of plans: states, parties, consents, and why something could not be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk import words
from sjalvklar.plans import queries
from sjalvklar.plans.rules import (
    CloseReason,
    CommitmentState,
    ConsentWay,
    Giver,
    MeetingResult,
    NoteKind,
    PartyKind,
    Share,
    SharedBy,
    Standing,
    State,
    Target,
    Why,
)

Words = Promise | str

STATES: Mapping[State, Words] = {
    State.ACTUALISED: _("Asked for"),
    State.ASSESSED: _("Assessed, it suits"),
    State.CONSENTED: _("Consent is given"),
    State.ACTIVE: pgettext_lazy("plan", "Active"),
    State.FOLLOWED_UP: _("Followed up"),
    State.CLOSED: _("Closed"),
}
TARGETS: Mapping[Target, Words] = {
    Target.THREATENED_RELATIVE: _("A relative under threat"),
    Target.CRIMINAL_LIFESTYLE: _("Somebody in a criminal lifestyle"),
    Target.VIOLENT_EXTREMISM: _("Somebody in violent extremism"),
    Target.OTHER: _("Another"),
}
NEEDED: Mapping[Giver, Words] = {
    Giver.OWN: _("The person alone: is an adult"),
    Giver.GUARDIAN: _("The young person and one guardian"),
    Giver.SECOND_GUARDIAN: _("The young person and both guardians"),
}
GIVERS: Mapping[Giver, Words] = {
    Giver.OWN: _("The person themselves"),
    Giver.GUARDIAN: _("Guardian"),
    Giver.SECOND_GUARDIAN: _("The other guardian"),
}
KINDS: Mapping[PartyKind, Words] = {
    PartyKind.SOCIAL_SERVICES: _("Social services"),
    PartyKind.SCHOOL: _("School"),
    PartyKind.POLICE: _("Police"),
    PartyKind.HEALTH_CARE: _("Health care"),
    PartyKind.PROBATION: _("Probation"),
    PartyKind.OTHER: _("Another party"),
}
SHARES: Mapping[Share, Words] = {
    Share.PLAN: _("That there is a plan, and their own part of it"),
    Share.GOALS: _("What the plan is to lead to"),
    Share.SITUATION: _("How things are now"),
    Share.FAMILY: _("The family"),
    Share.SAFETY: _("Threat and protection"),
    Share.SCHOOL_WORK: _("School and work"),
    Share.HEALTH: _("Health"),
}
CONSENT_WAYS: Mapping[ConsentWay, Words] = {
    ConsentWay.PAPER: _("Signed on paper"),
    ConsentWay.ELECTRONIC: _("Signed electronically, outside of here"),
}
WAYS: Mapping[SharedBy, Words] = {
    SharedBy.DESK: _("Here, at the desk"),
    SharedBy.SHEET: _("On paper"),
    SharedBy.MEETING: _("At a meeting"),
    SharedBy.PHONE: _("By telephone"),
}
WHY: Mapping[Why, Words] = {
    Why.NONE: "",
    Why.NEVER: _("not all who must have said yes"),
    Why.NOT_BEGUN: _("the consent has not begun"),
    Why.ENDED: _("the consent has ended"),
    Why.REVOKED: _("the consent was taken back"),
}
COMMITMENTS: Mapping[CommitmentState, Words] = {
    CommitmentState.AGREED: "",
    CommitmentState.MOVED: _("moved"),
    CommitmentState.DONE: _("done"),
    CommitmentState.NOT_DONE: _("not done"),
}
RESULTS: Mapping[MeetingResult, Words] = {
    MeetingResult.GO_ON: _("We go on as before"),
    MeetingResult.CHANGE: _("We go on, with something changed"),
    MeetingResult.END: _("The plan can end"),
}
NOTES: Mapping[NoteKind, Words] = {
    NoteKind.ASSESSMENT: _("First assessment"),
    NoteKind.MEETING: _("Meeting"),
    NoteKind.NOTE: "",
}
REASONS: Mapping[CloseReason, Words] = {
    CloseReason.GOAL_REACHED: _("The goal is reached"),
    CloseReason.NO_CONSENT: _("There is no consent"),
    CloseReason.OTHER_HELP: _("Other help suits better"),
    CloseReason.NOT_SUITED: _("The assessment: it does not suit"),
    CloseReason.MOVED: _("The person has moved"),
    CloseReason.NO_CONTACT: _("No contact any more"),
    CloseReason.DECEASED: _("The person has died"),
}
LEFT: Mapping[str, Words] = {
    "no_consent_yet": _("For no party has everybody said yes yet."),
    "no_officer": _("The police are not among the parties with a named officer."),
    "no_police_consent": _("Consent for the police is missing."),
    "no_commitments": _("Nobody has taken anything on yet."),
    "no_meeting": _("There is no day to meet on."),
}
SENTENCES: Mapping[str, Words] = {
    "wrong_state": _("A colleague was faster, or it has moved on. This is how it stands now."),
    "no_consent": _("There is no consent for that party now. Nothing was shared."),
    "not_consented_to": _("That is not among what may be shared with that party. Nothing was shared."),
    "person_is_dead": _("The person has died. Nobody says yes for them."),
    "has_plan": _("There is already a plan in the case."),
    "case_closed": _("The case has ended. Open the case again first."),
    "seen": _("Tick that you have seen the consent in writing."),
    "ended_already": _("That day has already passed."),
    "day_passed": _("That day has already passed."),
    "too_far": _("That is more than can be planned ahead."),
    "too_old": _("It began more than 60 days ago: ask for it anew."),
    "too_early": _("It begins more than 60 days from now: write it down when it is time."),
    "ends_before": _("The end must come after the beginning."),
    "too_long_here": _("That is longer than what can be kept here: at most 120 characters."),
    "too_long": _("The text is too long: at most 5,000 characters."),
    "too_many": _("That is more than can be kept here."),
    "personal_number_here": _("A personal number seems to stand there. It is not kept here: take it away."),
    "not_here": _("That party has no account here. Choose another way."),
    "reads_here": _("That party's people read it here: it is not taken out on paper."),
    "no_such_unit": _("Choose one."),
    "not_yet": _("The meeting has not been held yet."),
    "time": _("Write a day, as in 2026-11-24, and for a meeting a time, as in 08:00."),
    "not_a_colleague": _("Choose somebody on the list."),
    **LEFT,
}


def pairs(found: Mapping[Any, Words]) -> list[tuple[str, str]]:
    """Words to choose among, as a form takes them."""
    return [(str(getattr(one, "value", one)), str(text)) for one, text in found.items()]


def too_long_a_time() -> str:
    """How long a consent may last here."""
    return gettext("A consent lasts at most %(days)s days here.") % {"days": queries.settings().longest_consent.days}


def standing(now: Standing) -> str:
    """How it stands with a party's consent, in a few words."""
    if now.holds and now.until is not None:
        return gettext("Consent holds until the end of %(when)s") % {"when": words.last_day(now.until)}
    missing = words.names(tuple(str(GIVERS[giver]).lower() for giver in sorted(now.missing)))
    return gettext("Stopped: %(why)s (%(who)s)") % {"why": str(WHY[now.why]), "who": missing}
