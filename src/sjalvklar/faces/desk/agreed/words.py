# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says what is agreed. Codes in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.support.words import SENTENCES as OF_SUPPORT
from sjalvklar.faces.desk.words import Words
from sjalvklar.kernel import clock
from sjalvklar.support import queries
from sjalvklar.support.queries import Row, Short, today
from sjalvklar.support.rules import ReminderState, ReminderWay, SaidBy

# The parts of the plan, by their fields: what is asked, and a hint.
PARTS: Mapping[str, tuple[Words, Words]] = {
    "wants": (_("What they want"), _("In their own words, as they say it.")),
    "helps": (_("What would help"), _("In their own words.")),
    "they_do": (_("What they do themselves"), _("Also what they already do.")),
    "we_do": (_("What we do"), _("Who, and by when.")),
}
WAYS: Mapping[ReminderWay, Words] = {
    ReminderWay.SAFE: _("We do it, in the way and at the times they said are safe"),
    ReminderWay.THREAD: _("Some words in their own contact, which they open with their code"),
}
SAID_BY: Mapping[SaidBy, Words] = {
    SaidBy.THEMSELVES: _("They said it themselves"),
    SaidBy.IN_WRITING: _("They wrote it in their contact"),
    SaidBy.WHO_THEY_SENT: _("Somebody whom they asked to say it"),
    SaidBy.WE_STOPPED: _("Somebody else said that it is no longer safe: we stop"),
}
REMINDED: Mapping[ReminderState, Words] = {
    ReminderState.DUE: _("to be reminded"),
    ReminderState.DONE: _("reminded"),
    ReminderState.COULD_NOT: _("could not be reminded"),
    ReminderState.DROPPED: _("is not reminded"),
}
SENTENCES: Mapping[str, Words] = {
    **OF_SUPPORT,
    "needed": _("Write what they want, in their own words."),
    "plan_moved_on": _("A colleague has written a new version. It stands below; what you wrote is in the form."),
    "no_plan": _("There is no plan yet."),
    "no_link": _("That talk has no link."),
    "no_such_way": _("They have not given us that way. Choose another, or note first what is safe."),
    "days_before": _("Write how many days before, from 0 to 7."),
    "settled": _("It has been noted already. This is how it stands now."),
    "reminder": _("That reminder is not here any more."),
    "not_read_there": _("Their contact is closed, or another unit has it now. Nothing was written there."),
    "take_first": _("Their contact is somebody else's. Nothing was written there."),
    "only_stop": _("From somebody else we take only that it is no longer safe. Choose that they get in touch."),
    "said_ahead": _("That day has not come."),
    "not_kept_here": _("In a file the number or address stands with who it is. Leave it empty here."),
    "no_place_for_it": _("There is no place for how to reach somebody in an anonymous support."),
}


Said = tuple[str, str, str]


def short(row: Row) -> tuple[Said, Said, Said]:
    """Of the plan, booked talks and what is safe: the page's name, how it stands in a word, and what is late."""
    found = queries.short(row)
    return _plan(found), _booked(found), _safe(found)


def _plan(found: Short) -> Said:
    title = gettext("Their own plan")
    if found.look_on is None:
        return title, gettext("There is none yet."), ""
    when = words.day(found.look_on, today(clock.now()))
    late = gettext("to look at again") if found.look_late else ""
    return title, gettext("Looked at again %(when)s.") % {"when": when}, late


def _booked(found: Short) -> Said:
    title, late = gettext("Booked talks"), gettext("remind today") if found.to_remind else ""
    if found.next_at is None:
        return title, gettext("None is booked."), late
    said = ngettext("%(n)s is booked, %(when)s.", "%(n)s are booked, the first %(when)s.", found.booked)
    return title, said % {"n": found.booked, "when": words.moment(found.next_at)}, late


def _safe(found: Short) -> Said:
    title = gettext("What is safe")
    if found.told_on is None:
        return title, gettext("As it was said at first."), ""
    return title, gettext("Said anew %(when)s.") % {"when": words.day(found.told_on, today(clock.now()))}, ""
