# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says what a case is and what was done with it. Codes in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.casework.queries import NoticeRow, TwoRow
from sjalvklar.casework.rules import (
    Closeness,
    CloseReason,
    GlassReason,
    NoticeKind,
    Outcome,
    ProtectionLevel,
    Purpose,
    Recipient,
    SearchKind,
    SecrecyGround,
    Treatment,
    TwoFor,
)
from sjalvklar.casework.stops import CONTACT
from sjalvklar.faces.desk.support.words import ELSEWHERE
from sjalvklar.faces.desk.words import Words
from sjalvklar.safety.actions import STOPPED

CLOSE_REASONS: Mapping[CloseReason, Words] = {
    CloseReason.GOAL_REACHED: _("What we agreed on is done"),
    CloseReason.PERSON_ENDED: _("The person wants to end it"),
    CloseReason.MOVED: _("The person has moved, and the help goes on there"),
    CloseReason.NO_CONTACT: _("We can no longer reach the person"),
    CloseReason.DECEASED: _("The person has died"),
    CloseReason.OPENED_BY_MISTAKE: _("The case was opened by mistake"),
    CloseReason.CONTINUED: _("It is about the same person as another case, and goes on there"),
}
LEVELS: Mapping[ProtectionLevel, Words] = {
    ProtectionLevel.NONE: _("No protection"),
    ProtectionLevel.MARKED: _("Confidentiality marking"),
    ProtectionLevel.PROTECTED_REGISTRATION: _("Protected registration"),
}
LEVEL_HINTS: Mapping[ProtectionLevel, Words] = {
    ProtectionLevel.MARKED: _("No address is kept."),
    ProtectionLevel.PROTECTED_REGISTRATION: _(
        "No address, telephone or e-mail is kept. Letters go through Skatteverket."
    ),
}
GLASS_REASONS: Mapping[GlassReason, Words] = {
    GlassReason.DANGER: _("Danger to somebody's life or health"),
    GlassReason.CHILD: _("A child may come to harm"),
    GlassReason.PERSON_HERE: _("The person is here or on the phone, and nobody who has the case is"),
    GlassReason.OWNER_AWAY: _("It cannot wait until whoever has the case is back"),
    GlassReason.OTHER: _("Something else, which I describe"),
}
OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.JUSTIFIED: _("It was justified"),
    Outcome.NOT_JUSTIFIED: _("It was not justified"),
}
CLOSENESS: Mapping[Closeness, Words] = {
    Closeness.OWN: _("My own number"),
    Closeness.FAMILY: _("Family"),
    Closeness.HOUSEHOLD: _("Lives where I live"),
}
TWO_FOR: Mapping[TwoFor, Words] = {
    TwoFor.REVEAL: _("see who it is"),
    TwoFor.LIFT: _("end the protection"),
    TwoFor.LOWER: _("change the protection to: %(level)s"),
    TwoFor.UNNAME: _("take %(name)s off the list"),
    TwoFor.DISPOSE: _("erase the case for ever"),
}
SEARCHED: Mapping[SearchKind, Words] = {
    SearchKind.NAME: _("name"),
    SearchKind.NUMBER: _("personal number"),
    SearchKind.CASE: _("case number"),
}
BASIS: Mapping[str, Words] = {
    "assignment": _("has the case"),
    "stand_in": _("stands in for whoever has the case"),
    "head": _("unit head"),
    "named": _("named person"),
    "glass": _("opened in an emergency"),
    "authority": _("works in the same authority"),
    "leads": _("leads a plan (SIG) in the file"),
    "party": _("takes part in the plan for a party"),
}
DEEDS: Mapping[str, Words] = {
    "case.open": _("Opened the file"),
    "case.read": _("Read"),
    "case.write": _("Wrote"),
    "case.correct": _("Put something right"),
    "case.reveal": _("Saw name and contact details"),
    "case.reveal_name": _("Saw the name"),
    "case.change_identity": _("Changed name or contact details"),
    "case.found": _("Found it in a search"),
    "case.hand_over": _("Handed it over to a colleague"),
    "case.close": _("Closed the file"),
    "case.reopen": _("Opened the file again"),
    "case.break_glass": _("Opened it in an emergency"),
    "case.access_list": _("Printed this list"),
    "case.people": _("Looked at the people in the file"),
    "case.add_person": _("Noted a person in the file"),
    "case.change_person": _("Changed what a person in the file is called"),
    "case.change_person_identity": _("Changed name or contact details of a person in the file"),
    "case.reveal_person": _("Saw name and contact details of a person in the file"),
    "case.protect_person": _("Changed the protection of a person in the file"),
    "case.person_died": _("Noted that a person in the file has died"),
    "case.person_lives": _("Undid that a person in the file had died"),
    "case.forget_person": _("Erased a person from the file"),
    "case.relate": _("Noted a relation in the file"),
    "case.end_relation": _("Changed until when a relation in the file held"),
    "case.take_back_relation": _("Took away a relation from the file"),
    "case.join": _("Noted that two in the file are the same person"),
    "case.approve_join": _("Agreed that two in the file are the same person"),
    "case.undo_join": _("Noted that two in the file are not the same person"),
    "case.go_on_from": _("Noted that another file about the person goes on in this one"),
    "case.extract": _("Took out a copy of what is kept about the person"),
    "safety.read": _("Read about safety"),
    "safety.see_number": _("Saw the police's number"),
    "safety.see_police": _("Saw what the police decided"),
    "plan.begin": _("Began a plan (SIG) in the file"),
    "plan.read": _("Read a plan (SIG) in the file"),
    "plan.share": _("Shared something of the plan with a party, by consent"),
    "plan.take_sheet": _("Took out a party's part of the plan on paper, by consent"),
    "plan.read_part": _("Read a party's part of the plan, by consent"),
    "plan.say": _("Told something in a party's part of the plan"),
    "followup.prove": _("Made a proof of contact"),
    "followup.read": _("Read what is followed up in the file"),
    "support.open": _("Began support in the file"),
    "support.plan_paper": _("Took out the plan for the support on paper"),
    "support.read": _("Read about support in the file"),
    "support.read_agreed": _("Read what is agreed about the support"),
    "support.safe_contact": _("Changed how it is safe to reach the person"),
    "support.write": _("Wrote about support in the file"),
    "case.move_out": _("Moved a copy to the board's case system"),
}
# The same of a support without a file, where it is said otherwise.
DEEDS_IN_A_SUPPORT: Mapping[str, Words] = {
    "followup.read": _("Read what is followed up"),
    "support.close": _("Closed the support"),
    "support.extract": _("Took out a copy of what is kept about the person"),
    "support.hand_over": _("Handed it over to a colleague"),
    "support.open": _("Began the support"),
    "support.read": _("Read"),
    "support.reopen": _("Opened the support again"),
    "support.reveal": _("Saw what to call them and how to reach them safely"),
    "support.take": _("Took it on"),
    "support.write": _("Wrote"),
}
BASIS_IN_A_SUPPORT: Mapping[str, Words] = {
    "assignment": _("has the support"),
    "stand_in": _("stands in for whoever has the support"),
    "unit": _("works in the unit"),
}
SENTENCES: Mapping[str, Words] = {
    "number_needed": _("Write the personal number or the case number."),
    "case_number": _("That is not a case number. It is a year and six digits: 2026-123456."),
    "not_yet": _("That is later than now. Write when it happened."),
    "wrong_state": _("A colleague was faster, or the case has moved on. This is how it stands now."),
    "too_long_here": _("That is longer than what can be kept here."),
    "personal_number": _("That is not a personal number. Check the digits: YYYYMMDD-NNNN."),
    "not_a_number": _("That is not a telephone number."),
    "not_an_address": _("That is not an e-mail address."),
    "not_kept": _("That is not kept about somebody with this protection. Leave it empty."),
    "reason_needed": _("Say in a few words why. Whoever reviews it must be able to judge it."),
    "search": _("Search with a whole name, a personal number or a case number."),
    "plan_goes_on": _(
        "A plan (SIG) goes on in the case. Tick that it ends too, or see to the plan first: no party may read of a "
        "case that nobody answers for."
    ),
    "not_when_protected": _(
        "Somebody protected is never led to from one case to another. Close it for another reason, or let it be."
    ),
    "other_authority": _(
        "The other case is another board's. What is told to another board is a disclosure, decided by itself."
    ),
    "no_such_note": _("There is no such note to put right."),
    "not_a_colleague": _("That colleague cannot take the case. Choose another."),
    "name_another": _("That colleague cannot be named for this case. Choose another."),
    "too_close": _("You are too close to this person to open a case. Ask your unit head."),
    "already_protected": _("The case is protected already."),
    "not_protected": _("The case is not protected."),
    "owner_first": _("Give the case to somebody who works in the unit first."),
    "two_must_be_left": _("Two named people must be left. Name another first."),
    "owner_stays": _("Whoever has the case stays on the list. Hand it over first."),
    "not_due": _("Its time has not passed, or it must be kept for another reason: it may not be erased."),
    "nothing_asked": _("There is nothing to agree to any more. Ask again."),
    "confirm_first": _("Confirm that it is you first."),
    "unreviewed": _("An emergency opening of yours has not been reviewed in time. Ask your unit head to review it."),
    "yours_already": _("You can read this case already."),
    "ask_the_head": _("After an hour only your unit head can take it away."),
    "too_many": _("There is no room for more."),
    "choose_each": _("Choose what is done with this note."),
    "ground_needed": _("Choose why something is left out."),
    "ground_of_a_child": _("That reason is only for when a guardian asks."),
    "mark_words": _("Write the words that are left out, one on each line."),
    "word_not_there": _("One of the words is not in the note. Write them as they stand there, one on each line."),
    STOPPED: _(
        "There are signs of violence in the home. Nobody is reached from here until that has been gone through: see "
        "Safety."
    ),
    CONTACT: ELSEWHERE,
}


def two_for(row: TwoRow) -> str:
    """What one asks and another agrees to."""
    level = LEVELS[row.level] if row.level is not None else ""
    return str(TWO_FOR[row.what]) % {"level": level, "name": row.who}


def deed(action: str, *, in_case: bool) -> str:
    """What somebody did, on the person's own list."""
    own = None if in_case else DEEDS_IN_A_SUPPORT.get(action)
    return str(own or DEEDS.get(action) or action)


def basis(ground: str, *, in_case: bool) -> str:
    """As what they did it."""
    own = None if in_case else BASIS_IN_A_SUPPORT.get(ground)
    return str(own or BASIS.get(ground) or "")


def note_named(key: int, room: str) -> str:
    """What a note is called in a copy: the case's own by their number, those of a support by where they stand."""
    return gettext("Note in the support") if room else gettext("Note %(number)s") % {"number": key}


def notice(row: NoticeRow) -> str:
    """What somebody is told."""
    said = {
        NoticeKind.GLASS: gettext("%(name)s has opened case %(number)s in an emergency."),
        NoticeKind.GLASS_REVIEWED: gettext("Your emergency opening of case %(number)s has been reviewed."),
        NoticeKind.HANDED: gettext("%(name)s has given you case %(number)s."),
        NoticeKind.HANDED_MANY: gettext("%(name)s has given you several cases."),
        NoticeKind.NAMED: gettext("%(name)s has named you for a protected case, %(number)s."),
        NoticeKind.ASKED: gettext("%(name)s asks you to agree to something about case %(number)s."),
        NoticeKind.APPROVED: gettext("%(name)s has agreed to what you asked about case %(number)s."),
        NoticeKind.GIVE_AWAY: gettext("%(name)s cannot have case %(number)s. Give it to somebody else."),
        NoticeKind.GIVE_AWAY_MANY: gettext("%(name)s has left several cases. They are yours: give them to others."),
    }
    return said[row.kind] % {"name": row.by, "number": row.number}


TO_WHOM: Mapping[Recipient, Words] = {
    Recipient.PERSON: _("The person themselves"),
    Recipient.GUARDIAN: _("A guardian or trustee"),
    Recipient.REPRESENTATIVE: _("A representative with a power of attorney"),
    Recipient.CASE_SYSTEM: _("The board's case system"),
}
WHY_COPIES: Mapping[Purpose, Words] = {
    Purpose.ACCESS_REQUEST: _("The person asks what is kept about them (GDPR article 15)"),
    Purpose.PARTY: _("The person is a party and wants to see the file (OSL 10 kap. 3 §)"),
    Purpose.ASSESSED_HELP: _("An application or a decision takes it over"),
    Purpose.ONE_FILE: _("The support goes on, and the board keeps one file about the person"),
}
WHY_OF_COPY: Mapping[Purpose, Words] = {
    Purpose.ACCESS_REQUEST: _("You have the right to see what is kept about you (GDPR article 15)."),
    Purpose.PARTY: _("You have the right to see what is in your case (OSL 10 kap. 3 §)."),
}
GIVEN_TO: Mapping[Recipient, Words] = {
    Recipient.PERSON: _("It is for you only."),
    Recipient.GUARDIAN: _("It was given to whoever has custody of you or is your trustee."),
    Recipient.REPRESENTATIVE: _("It was given to your representative."),
}
TREATMENTS: Mapping[Treatment, Words] = {
    Treatment.KEEP: _("Goes along"),
    Treatment.MASK: _("Leave words out"),
    Treatment.LEAVE_OUT: _("Leave the note out"),
}
GROUNDS: Mapping[SecrecyGround, Words] = {
    SecrecyGround.SOMEBODY_ELSE: _("It is about somebody else"),
    SecrecyGround.INFORMANT: _("It shows who told us, who may come to harm"),
    SecrecyGround.HUNTED: _("It shows where somebody is who is hunted"),
    SecrecyGround.INVESTIGATION: _("It may harm a criminal investigation"),
    SecrecyGround.CHILD: _("A guardian asks, and the child may come to harm"),
    SecrecyGround.DRAFT: _("It is a draft"),
}
GROUNDS_TOLD: Mapping[SecrecyGround, Words] = {
    SecrecyGround.SOMEBODY_ELSE: _("It is about somebody else"),
    SecrecyGround.INFORMANT: _("Somebody who has told us something may come to harm"),
    SecrecyGround.HUNTED: _("Somebody may come to harm if they are found"),
    SecrecyGround.INVESTIGATION: _("The police's or a prosecutor's work may be harmed"),
    SecrecyGround.CHILD: _("Somebody may come to harm if it is known"),
    SecrecyGround.DRAFT: _("It is not in its final form"),
}
