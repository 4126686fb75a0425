# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two pages that only say something: how to read without being seen, and what we keep."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from sjalvklar.disposal import queries as disposal
from sjalvklar.disposal.rules import RecordType
from sjalvklar.faces.way_in import addresses, reader
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import shows
from sjalvklar.kernel import clock
from sjalvklar.organisation import queries as organisation


@shows
def safe_reading(request: HttpRequest, language: str) -> HttpResponse:
    """How to leave fast, what we cannot hide, and what is safest."""
    if reader.spoken(language) is None:
        raise Http404
    return page(request, "safe.html", shell(language, lambda code: addresses.place("s", code)))


@dataclass(frozen=True, slots=True)
class Kept:
    """How long things are kept, when all boards say the same: days after a contact's last message, and years after the
    last note in a file of one's own. Zero is: ask the board."""

    days: int
    years: int


def kept() -> Kept:
    """From the same rules that erase."""
    at, whole = clock.now(), organisation.organisation()
    contacts = {disposal.contacts_kept(unit.id, at) for unit in whole.units if unit.receives_messages}
    files = {disposal.period(RecordType.CASE, one.id, at) for one in whole.authorities}
    [period] = contacts if len(contacts) == 1 else [None]
    [years] = files if len(files) == 1 else [None]
    return Kept(period.days if period else 0, years.years if years else 0)


@shows
def privacy(request: HttpRequest, language: str) -> HttpResponse:
    """What we keep and for how long, and the statement of accessibility (DOS-lagen 2018:1937, 13 §)."""
    if reader.spoken(language) is None:
        raise Http404
    municipality = organisation.organisation().municipality
    return page(
        request,
        "privacy.html",
        shell(language, lambda code: addresses.place("p", code)),
        {"accessibility": municipality.accessibility, "kept": kept()},
    )
