# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says who is in a case and what is between them. Codes in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sjalvklar.casework.actions import NoContactLine, PersonLine
from sjalvklar.casework.rules import Between, ForgetGround, JoinGround, NoContact, Part, ProtectionLevel, RelationKind
from sjalvklar.faces.desk.words import Words

PARTS: Mapping[Part, Words] = {
    Part.RELATIVE: _("The relative"),
    Part.PERSON_OF_CONCERN: _("The one they worry about"),
    Part.CHILD: pgettext_lazy("in a case", "Child"),
    Part.OTHER: _("Somebody else around them"),
}
BEREAVED = _("The bereaved relative")
KINDS: Mapping[RelationKind, Words] = {
    RelationKind.PARENT: _("parent"),
    RelationKind.CHILD: pgettext_lazy("of somebody", "child"),
    RelationKind.SIBLING: _("sibling"),
    RelationKind.PARTNER: _("partner"),
    RelationKind.FORMER_PARTNER: _("former partner"),
    RelationKind.GRANDPARENT: _("grandparent"),
    RelationKind.GRANDCHILD: _("grandchild"),
    RelationKind.KIN: _("other family"),
    RelationKind.FRIEND: _("friend"),
    RelationKind.GUARDIAN: _("guardian"),
    RelationKind.WARD: _("in the custody"),
    RelationKind.CARER: _("carer"),
    RelationKind.CARED_FOR: _("cared for"),
    RelationKind.PROFESSIONAL: _("professional contact"),
    RelationKind.CLIENT: _("is helped"),
    RelationKind.NO_CONTACT: _("no contact"),
}
_TO: Mapping[RelationKind, Words] = {
    RelationKind.PARENT: _("parent of %(name)s"),
    RelationKind.CHILD: _("child of %(name)s"),
    RelationKind.SIBLING: _("sibling of %(name)s"),
    RelationKind.PARTNER: _("partner of %(name)s"),
    RelationKind.FORMER_PARTNER: _("former partner of %(name)s"),
    RelationKind.GRANDPARENT: _("grandparent of %(name)s"),
    RelationKind.GRANDCHILD: _("grandchild of %(name)s"),
    RelationKind.KIN: _("other family of %(name)s"),
    RelationKind.FRIEND: _("friend of %(name)s"),
    RelationKind.GUARDIAN: _("guardian of %(name)s"),
    RelationKind.WARD: _("in the custody of %(name)s"),
    RelationKind.CARER: _("carer of %(name)s"),
    RelationKind.CARED_FOR: _("cared for by %(name)s"),
    RelationKind.PROFESSIONAL: _("professional contact of %(name)s"),
    RelationKind.CLIENT: _("is helped by %(name)s"),
    RelationKind.NO_CONTACT: _("no contact with %(name)s"),
}
NO_CONTACT: Mapping[NoContact, Words] = {
    NoContact.OWN_WISH: _("own wish"),
    NoContact.CONTACT_BAN: _("contact ban"),
    NoContact.DANGER: _("danger"),
}
JOIN_GROUNDS: Mapping[JoinGround, Words] = {
    JoinGround.SAME_NUMBER: _("It is the same personal number"),
    JoinGround.TOLD: _("They have said so themselves"),
    JoinGround.PAPERS: _("Papers show it"),
    JoinGround.ENTERED_TWICE: _("We have noted the same person twice"),
}
FORGET_GROUNDS: Mapping[ForgetGround, Words] = {
    ForgetGround.MISTAKE: _("They were noted by mistake"),
    ForgetGround.NOT_NEEDED: _("Their data are not needed for the support"),
    ForgetGround.ASKED: _("They ask for it, and nothing says that it must be kept"),
}
SENTENCES: Mapping[str, Words] = {
    "choose_called": _("Write what they are called here: somebody protected is shown by nothing else."),
    "relation_to_oneself": _("Choose two different people."),
    "no_such_person": _("There is nobody with that number in the case."),
    "ends_before_it_begins": _("It ends before it begins. Check the days."),
    "guardian_of_a_child": _("Only a child has a guardian. Is it noted that they are a child?"),
    "relation_there": _("That is noted already. Say from when and until when, if it was at another time."),
    "relation_both_ways": _("The opposite is noted already. Which of them is it?"),
    "relation_both_at_once": _("Partner and former partner cannot hold at the same time. End the first one."),
    "partial_date": _("Write a year, a month or a day: 2024, 2024-05 or 2024-05-17."),
    "not_come": _("That day has not come. Write a day that has been."),
    "changed_meanwhile": _(
        "Somebody else has changed this since you opened the page. Nothing was written over: look at it, and send "
        "yours again."
    ),
    "protect_first": _(
        "Somebody here is protected, and it takes two named people. Protect the case first, on its page."
    ),
    "too_many_people": _("There are sixty people in this case. Are all of them needed?"),
    "on_hold": _("Nothing may be erased from this case just now. Ask the archivist."),
    "confirm_forget": _("Tick that it cannot be undone."),
    "joined_to_oneself": _("That is the same person already. Choose two."),
    "already_joined": _("They are noted as the same person already."),
    "relative_stays": _("Whom the case is about stays. Choose the other one to be shown as them."),
    "no_such_other_case": _("There is no other case with that number that you may write in."),
}  # fmt: skip


def part(line: PersonLine, *, bereaved: bool) -> str:
    """As what somebody is in the case, in words that hold when somebody has died."""
    return str(BEREAVED if line.part is Part.RELATIVE and bereaved else PARTS[line.part])


def name(number: int, called: str, kind: Part) -> str:
    """What somebody is called on a page: always with something that tells two alike apart."""
    shown = (
        called
        or {
            Part.RELATIVE: gettext("the relative"),
            Part.PERSON_OF_CONCERN: gettext("the one they worry about"),
            Part.CHILD: gettext("a child"),
            Part.OTHER: gettext("somebody without a name"),
        }[kind]
    )
    return gettext("%(name)s (no. %(number)s)") % {"name": shown, "number": number}


def shown(called: str, kind: Part) -> str:
    """The same without the number, for where it stands beside."""
    return called or str(PARTS[kind] if kind is not Part.OTHER else gettext("Without a name"))


def tags(line: PersonLine, *, levels: Mapping[ProtectionLevel, Words]) -> tuple[tuple[str, str], ...]:
    """What changes how one acts: text and look."""
    found = []
    if line.dead:
        died = gettext("died %(day)s") % {"day": line.died} if line.died else gettext("has died")
        found.append((died, "know"))
    if line.level is not ProtectionLevel.NONE:
        found.append((str(levels[line.level]), "hot"))
    if line.minor and line.part is not Part.CHILD:
        found.append((gettext("child"), "know"))
    return tuple(found)


def to(kind: RelationKind, name_of_other: str) -> str:
    """What somebody is to another."""
    return str(_TO[kind]) % {"name": name_of_other}


def when(between: Between) -> str:
    """Since and until, as far as is known."""
    return dated(between.since, between.until)


def dated(since: str, until: str) -> str:
    """The same, of two days."""
    if since and until:
        return gettext("%(since)s to %(until)s") % {"since": since, "until": until}
    if until:
        return gettext("until %(until)s") % {"until": until}
    return gettext("since %(since)s") % {"since": since} if since else ""


def warning(line: NoContactLine) -> str:
    """That two are to have no contact, and why, where somebody is about to be reached."""
    told = {
        NoContact.OWN_WISH: gettext("No contact between %(one)s and %(other)s: %(one)s wishes it."),
        NoContact.CONTACT_BAN: gettext("No contact between %(one)s and %(other)s: there is a contact ban."),
        NoContact.DANGER: gettext("No contact between %(one)s and %(other)s: it would be dangerous for %(one)s."),
    }
    return told[line.ground] % {
        "one": name(line.kept, line.kept_called, line.kept_part),
        "other": name(line.from_whom, line.from_called, line.from_part),
    }


def life(*, dead: bool, bereaved: bool) -> str:
    """The word beside the case's number when somebody has died."""
    if dead:
        return gettext("has died")
    return gettext("bereaved") if bereaved else ""


def how_many(people: int) -> str:
    """How many are noted, whom it is about among them."""
    return ngettext("%(count)d person", "%(count)d people", people) % {"count": people}
