# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A thread as its owner reads it: whose words, when, and when the answer comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sjalvklar.faces.way_in import words
from sjalvklar.kernel import clock
from sjalvklar.mailbox.actions import Conversation, FileFacts, Line
from sjalvklar.mailbox.rules import State
from sjalvklar.mailbox.rules.files import STEP, Kind
from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.queries.staff import on_duty


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message. `fresh` is an answer nobody has read before."""

    who: SafeString | str
    when: str
    moment: str
    text: str
    ours: bool
    fresh: bool
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """The thread in words."""

    unit: SafeString
    lines: tuple[Spoken, ...]
    earlier: int
    promise: str
    late: bool
    readers: SafeString
    answered: bool
    closed: bool
    opens_until: str
    may_write: bool
    wish: str


def talk(conversation: Conversation, language: str) -> Talk:
    """A conversation for its owner, newest first."""
    town = organisation.organisation()
    zone = town.municipality.zone
    unit = town.unit(conversation.unit_id)
    name = unit.name if unit is not None else town.municipality.name
    present = [words.named(each.first_name, language) for each in on_duty(conversation.unit_id)]

    def said(at: datetime) -> str:
        return words.capital(words.moment(at, zone, language))

    def spoken(line: Line) -> Spoken:
        who = words.named(line.by or name, language) if line.ours else _("You")
        return Spoken(
            who,
            said(line.at),
            line.at.isoformat(),
            line.text,
            line.ours,
            line.ours and not line.seen,
            tuple(map(file_words, line.files)),
        )

    due = conversation.promised_by
    return Talk(
        unit=words.named(name, language),
        lines=tuple(spoken(line) for line in sorted(conversation.messages, key=lambda line: -line.number)),
        earlier=conversation.earlier,
        promise=words.moment(words.minute(due), zone, language) if due else "",
        late=bool(due and due < clock.now()),
        readers=words.listed_marked(present, language, "or"),
        answered=any(line.ours for line in conversation.messages),
        closed=conversation.state is State.CLOSED,
        opens_until=said(conversation.opens_until) if conversation.opens_until else "",
        may_write=conversation.may_write,
        wish=_wish(conversation),
    )


def file_words(file: FileFacts) -> str:
    """What a sent file is and how large, never what it was called or shows."""
    size = words.size(file.steps * STEP)
    match file.kind:
        case Kind.TEXT:
            return _("Text, %(size)s") % {"size": size}
        case Kind.PDF:
            said = ngettext("PDF with %(pages)s page, %(size)s", "PDF with %(pages)s pages, %(size)s", file.copies)
            return said % {"pages": file.copies, "size": size}
        case _:
            return _("Picture, %(size)s") % {"size": size}


def _wish(conversation: Conversation) -> str:
    """How we may make contact, in one line; never the number or address itself."""
    match conversation.safe_contact.channel.value:
        case "phone":
            return _("You have said that we may call you.")
        case "sms":
            return _("You have said that we may send a text message.")
        case "email":
            return _("You have said that we may send an email.")
        case "post":
            return _("You have said that we may send a letter.")
        case _:
            return _("We do not contact you. You come back here with your code.")
