# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is written in the relative's own contact about a time: when, and where when it is asked for. Never about what,
with which unit or why."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date, format_time
from django.utils.translation import gettext, override

from sjalvklar.kernel import languages
from sjalvklar.organisation.queries import municipality


def moment(at: datetime, language: str) -> str:
    """A day and a time on the clock on the wall, in a public language."""
    zone, locale = municipality.organisation().municipality.zone, languages.language(language).locale
    day = format_date(at.astimezone(zone).date(), format="full", locale=locale)
    return f"{day} {format_time(at, format='short', tzinfo=zone, locale=locale)}"


def reminder(at: datetime, language: str) -> str:
    """A reminder of a talk."""
    with override(languages.language(language).code):
        return gettext("Reminder of the time we agreed on: %(when)s.") % {"when": moment(at, language)}


def place(at: datetime, link: str, language: str) -> str:
    """When a talk by video is, and where."""
    with override(languages.language(language).code):
        return gettext("The time we agreed on: %(when)s. Open this link then: %(link)s") % {
            "when": moment(at, language),
            "link": link,
        }
