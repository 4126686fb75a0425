# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times, numbers and opening hours as people say them, in the reader's language."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sjalvklar.directory.rules import OpenKind, OpenState
from sjalvklar.kernel import clock
from sjalvklar.kernel.languages import language

# The order and the marks of a date where the common "Monday 23 November 2026" is not how the language writes it.
_WEEKDAY_AND_DATE = {"fi": "EEEE d. MMMM", "ar": "EEEE، d MMMM"}
_DATE = {"fi": "d. MMMM y"}


@lru_cache(maxsize=16)
def _locale(code: str) -> Locale:
    return Locale.parse(language(code).locale)


def time_of_day(at: datetime, zone: ZoneInfo, code: str) -> str:
    """14.10, 14:10 - as the language writes it. The clock is the municipality's."""
    local = at.astimezone(zone)
    if code.startswith("sv"):
        return local.strftime("%H.%M")
    pattern = "H.mm" if code == "fi" else "HH:mm"
    return format_time(local, pattern, locale=_locale(code))


def day(at: datetime, zone: ZoneInfo, code: str) -> str:
    """today, tomorrow, Tuesday within a week, else the date."""
    local = at.astimezone(zone).date()
    distance = (local - clock.today(zone)).days
    if distance == 0:
        return _("today")
    if distance == 1:
        return _("tomorrow")
    if distance == -1:
        return _("yesterday")
    if 1 < distance < 7:
        return format_date(local, "EEEE", locale=_locale(code))
    return format_date(local, _WEEKDAY_AND_DATE.get(code, "EEEE d MMMM"), locale=_locale(code))


def moment(at: datetime, zone: ZoneInfo, code: str) -> str:
    """tomorrow at 14.10"""
    # Translators: a day and a time of day, as in "tomorrow at 14.10".
    return _("%(day)s at %(time)s") % {"day": day(at, zone, code), "time": time_of_day(at, zone, code)}


def full_date(at: datetime, zone: ZoneInfo, code: str) -> str:
    """The whole date, for paper that is kept."""
    return format_date(at.astimezone(zone).date(), _DATE.get(code, "d MMMM y"), locale=_locale(code))


def minute(at: datetime) -> datetime:
    """Promises are kept to the minute; the seconds only confuse."""
    return (at + timedelta(seconds=59)).replace(second=0, microsecond=0)


def opening(state: OpenState, zone: ZoneInfo, code: str) -> str:
    """Open now until 17.00; Opens Monday at 08.00."""
    if state.kind is OpenKind.OPEN_ALWAYS:
        return _("Open now, day and night")
    if state.kind is OpenKind.OPEN:
        if state.until is None:
            return _("Open now")
        if (state.until.astimezone(zone).date() - clock.today(zone)).days > 1:
            return _("Open now, day and night")
        return _("Open now until %(time)s") % {"time": time_of_day(state.until, zone, code)}
    if state.kind is OpenKind.OPENS and state.at is not None:
        return _("Opens %(moment)s") % {"moment": moment(state.at, zone, code)}
    return _("Opening hours not known")


def listed(words: list[str], code: str, style: Literal["standard", "or"] = "standard") -> str:
    """a, b and c; or with style "or": a, b or c"""
    return format_list(words, style=style, locale=_locale(code)) if words else ""


def listed_marked(names: list[SafeString], code: str, style: Literal["standard", "or"] = "standard") -> SafeString:
    """As `listed`, of names that are marked."""
    return format_html(listed(["{}"] * len(names), code, style), *names) if names else SafeString("")


def named(name: str, code: str) -> SafeString:
    """A Swedish name in a text of another language, marked so that a screen reader says it as Swedish."""
    return escape(name) if language(code).html_lang.startswith("sv") else format_html('<bdi lang="sv">{}</bdi>', name)


def language_name(spoken: str, code: str) -> str:
    """The name of a language, in the reader's language."""
    return _locale(code).languages.get(spoken.split("-")[0]) or spoken


def size(count: int) -> str:
    """How large a file is, rounded up."""
    if count <= 1024 * 1000:
        return _("%(number)s kB") % {"number": -(-count // 1024)}
    return _("%(number)s MB") % {"number": -(-count // (1024 * 1024))}


def capital(sentence: str) -> str:
    """With a capital first letter, for a label that begins a line."""
    return sentence[:1].upper() + sentence[1:]
