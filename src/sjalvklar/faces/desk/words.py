# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says it: spans of time, moments, who writes, how they want to be met. Codes in, sentences out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_time
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.guide import queries as guide
from sjalvklar.kernel import clock, languages
from sjalvklar.mailbox.rules import Channel, CloseReason, Days, Hours, Voicemail, WhoMayAnswer
from sjalvklar.mailbox.rules.files import STEP, Kind, OriginalReason
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.rules.staff import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from sjalvklar.mailbox.actions import FileFacts

    Words = _StrPromise
else:
    Words = str  # a sentence that is put into the reader's language when it is shown

ROLES: Mapping[Role, Words] = {
    Role.RELATIVES_ADVISER: _("adviser for relatives"),
    Role.SOCIAL_WORKER: _("social worker"),
    Role.UNIT_HEAD: _("unit head"),
    Role.CASE_OFFICER: _("case officer"),
    Role.IT_ADMINISTRATOR: _("IT administrator"),
    Role.SECURITY_OFFICER: _("security officer"),
    Role.RECORDS_OFFICER: _("archivist"),
}
WHO: Mapping[str, Words] = {
    "parent": _("Parent"),
    "partner": _("Partner"),
    "sibling": _("Sibling"),
    "child": _("Child of the person"),
    "friend": _("Friend"),
    "relative": _("Relative"),
    "professional": _("Meets relatives at work"),
}
REASONS: Mapping[CloseReason, Words] = {
    CloseReason.HELPED: _("They have got the help they wanted"),
    CloseReason.CONTINUES_ELSEWHERE: _("The help continues somewhere else"),
    CloseReason.NO_REPLY: _("They have stopped answering"),
    CloseReason.ALREADY_OPEN: _("They already have a contact with us"),
    CloseReason.NOT_A_CONTACT: _("It was not a relative's contact"),
}
CLOSED: Mapping[str, Words] = {
    "helped": _("got help"),
    "continues_elsewhere": _("continues elsewhere"),
    "no_reply": _("stopped answering"),
    "already_open": _("already has a contact"),
    "not_a_contact": _("not a contact"),
    "by_relative": _("closed by the relative"),
}
_CHANNELS: Mapping[Channel, Words] = {
    Channel.PORTAL: _("A written answer"),
    Channel.PHONE: _("A call"),
    Channel.SMS: _("A text message"),
    Channel.EMAIL: _("An e-mail"),
    Channel.POST: _("A letter"),
}
_DAYS: Mapping[Days, Words] = {Days.WEEKDAYS: _("on weekdays"), Days.WEEKEND: _("at the weekend")}
_HOURS: Mapping[Hours, Words] = {
    Hours.MORNING: _("8–12"),
    Hours.AFTERNOON: _("12–17"),
    Hours.EVENING: _("17–20"),
}
VOICEMAIL: Mapping[Voicemail, Words] = {
    Voicemail.NO: _("Leave no voicemail"),
    Voicemail.VAGUE: _("Voicemail with your first name only, no authority and no number"),
    Voicemail.FULL: _("Voicemail is fine"),
}
ANSWERING: Mapping[WhoMayAnswer, Words] = {
    WhoMayAnswer.ONLY_ME: _("Speak with nobody else: if another person answers, say it was a wrong number"),
    WhoMayAnswer.SOMEONE_WHO_KNOWS: _("This person may answer too:"),
    WhoMayAnswer.ANYONE: _("Anyone may answer"),
}


def _locale() -> Locale:
    return Locale.parse("en_GB" if (get_language() or "sv").startswith("en") else "sv_SE")


def span(length: timedelta) -> str:
    """A span as people say it: minutes under an hour, hours under two days, then days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 1:
        return gettext("under 1 min")
    if minutes < 60:
        return ngettext("%(number)d min", "%(number)d min", minutes) % {"number": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(number)d hr", "%(number)d hrs", hours) % {"number": hours}
    days = hours // 24
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


def local(moment: datetime) -> datetime:
    """That moment on the municipality's clock."""
    return moment.astimezone(organisation().municipality.zone)


def day(on: date, today: date | None) -> str:
    """today, tomorrow, yesterday, or weekday and date; the year when it is another. On paper no day is today: None."""
    if today is None:
        return _short(on, "d MMM y")
    if on == today:
        return gettext("today")
    if on == today + timedelta(days=1):
        return gettext("tomorrow")
    if on == today - timedelta(days=1):
        return gettext("yesterday")
    return _short(on, "EEE d MMM" if on.year == today.year else "d MMM y")


def _short(on: date, written: str) -> str:
    """Without the points of shortened months: a date often ends a sentence, which has its own."""
    return format_date(on, written, locale=_locale()).replace(".", "")


def time_of(moment: datetime) -> str:
    swedish = not (get_language() or "sv").startswith("en")
    return format_time(local(moment).time(), "HH.mm" if swedish else "HH:mm", locale=_locale())


_BROWSERS = {"edge": "Edge", "chrome": "Chrome", "firefox": "Firefox", "safari": "Safari"}
_SYSTEMS = {"windows": "Windows", "mac": "Mac", "ios": "iPhone/iPad", "android": "Android", "linux": "Linux"}


def moment(at: datetime, *, on_paper: bool = False) -> str:
    """Day and time of day: "today 14.10", "Tue 24 Nov 08.00"; on paper "24 Nov 2026 08.00"."""
    return f"{day(local(at).date(), None if on_paper else local(clock.now()).date())} {time_of(at)}"


def last_day(until: datetime, *, on_paper: bool = False) -> str:
    """The last day of what holds until a moment."""
    return day(local(until - timedelta(seconds=1)).date(), None if on_paper else local(clock.now()).date())


def device(said: str) -> str:
    """A device in words, from the record's `edge windows`: "Edge on Windows", or that it is not known."""
    parts = said.split()
    browser = next((name for key, name in _BROWSERS.items() if key in parts), "")
    system = next((name for key, name in _SYSTEMS.items() if key in parts), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown device")


def period(starts_at: datetime, ends_at: datetime) -> str:
    """From one moment until another, without saying the day twice."""
    if local(starts_at).date() == local(ends_at).date():
        return f"{moment(starts_at)}–{time_of(ends_at)}"
    return f"{moment(starts_at)} – {moment(ends_at)}"


def days(starts_at: datetime, ends_at: datetime) -> str:
    """Whole days from one moment until (not including) another."""
    today = local(clock.now()).date()
    first, last = local(starts_at).date(), local(ends_at - timedelta(seconds=1)).date()
    return day(first, today) if first == last else f"{day(first, today)} – {day(last, today)}"


def matter(situation: str) -> str:
    """What it is about in four words, as the pack says it; for the desk, not for the public."""
    language = (get_language() or "sv")[:2]
    for key in (f"situations.{situation}.four_words", f"situations.{situation}.name"):
        if situation and guide.has(key):
            return str(guide.text(key, language))
    return gettext("Did not say what it is about")


def who(code: str, *, child: bool) -> str:
    if child:
        return gettext("Child or young person")
    return str(WHO[code]) if code in WHO else gettext("Did not say who they are")


def area(code: str) -> str:
    """The area's own name; empty when none was said."""
    known = organisation().area(code) if code else None
    return known.name if known else ""


def danger(code: str) -> str:
    said = {
        "now": gettext("Somebody is in danger now"),
        "unsure": gettext("Unsure"),
        "no": gettext("Nobody right now"),
    }
    return said.get(code, "")


def fear(code: str) -> str:
    said = {"great": gettext("Very afraid"), "some": gettext("Somewhat afraid"), "none": gettext("Not afraid")}
    return said.get(code, "")


def language_name(code: str) -> str:
    """The language's name in the language of the desk; easy Swedish says that it is."""
    known = languages.language(code)
    name = Locale.parse(known.locale).get_language_name(str(_locale())) or known.endonym
    name = name[:1].upper() + name[1:]
    return gettext("%(language)s, easy to read") % {"language": name} if code.endswith("lattlast") else name


def meeting(channel: str, on: str, at: str) -> str:
    """How they want to be met: way, days, hours."""
    way = str(_CHANNELS[Channel(channel)])
    if Channel(channel) is Channel.PORTAL:
        return way
    said = (_DAYS.get(Days(on)), _HOURS.get(Hours(at)))
    when = [str(words) for words in said if words]
    # A line never breaks inside 17–20.
    return f"{way} {' '.join(when)}".strip().replace("–", "\u2060–\u2060")


def roles(held: tuple[Role, ...]) -> str:
    return ", ".join(str(ROLES[role]) for role in held)


def names(listed: tuple[str, ...]) -> str:
    """A, B and C."""
    if len(listed) < 2:
        return "".join(listed)
    return pgettext("list of people", "%(first)s and %(last)s") % {
        "first": ", ".join(listed[:-1]),
        "last": listed[-1],
    }


# A bare word.word is left alone: people forget the space after a full stop, and nothing here is a link anyway.
_LINK = re.compile(r"(?i)\b(?:(?:https?|ftp)://|www\.|(?=[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}/))[^\s<>\"]+")


ORIGINAL_REASONS = {
    OriginalReason.UNREADABLE: _("The copy cannot be read"),
    OriginalReason.EVIDENCE: _("The police, a court or another authority needs it just as it is"),
    OriginalReason.ASKED: _("The relative wants it back"),
}
TICK_THE_DANGER = _("Tick that you have read what it may do.")


def file(facts: FileFacts) -> str:
    """What a sent file is and how large, never what it was called."""
    number = -(-facts.steps * STEP // 1024)
    size = gettext("%(number)s kB") % {"number": number}
    if number > 1000:
        size = gettext("%(number)s MB") % {"number": -(-number // 1024)}
    match facts.kind:
        case Kind.TEXT:
            return gettext("Text, %(size)s") % {"size": size}
        case Kind.PDF:
            said = ngettext("PDF with %(pages)s page, %(size)s", "PDF with %(pages)s pages, %(size)s", facts.copies)
            return said % {"pages": facts.copies, "size": size}
        case _:
            return gettext("Picture, %(size)s") % {"size": size}


def harmless(text: str) -> str:
    """The same words, with addresses that cannot be followed by a slip of the hand: hxxps://example[.]org."""

    def defanged(match: re.Match[str]) -> str:
        link = re.sub(r"(?i)^http", "hxxp", match[0])
        head, slash, path = link.partition("://")
        host, rest = (path, "") if slash else (head, "")
        cut = re.search(r"[/?#]", host)
        if cut:
            host, rest = host[: cut.start()], host[cut.start() :]
        host = host.replace(".", "[.]")
        return f"{head}://{host}{rest}" if slash else host + rest

    return _LINK.sub(defanged, text)
