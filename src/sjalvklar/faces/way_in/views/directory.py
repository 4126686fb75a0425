# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everybody who can help, without a guide: for those who know whom they look for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from sjalvklar.directory import queries as directory
from sjalvklar.directory.rules import Entry
from sjalvklar.faces.way_in import addresses, reader, words
from sjalvklar.faces.way_in.cards import Card, entry_card
from sjalvklar.faces.way_in.journey import Journey, Step
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import see, shows, takes
from sjalvklar.kernel import clock
from sjalvklar.organisation import queries as organisation

# The order people look in: danger, people who listen, then everybody else. Each is a heading in the template.
_KINDS = (
    ("emergency", ("emergency",)),
    ("municipal", ("municipal",)),
    ("listen", ("helpline", "association")),
    ("health", ("health",)),
    ("police", ("police",)),
    ("authority", ("authority", "prison_service")),
)


def _groups(entries: tuple[Entry, ...], language: str) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    groups = []
    for heading, kinds in _KINDS:
        found = [entry for entry in entries if entry.receiver.kind.value in kinds]
        found.sort(key=lambda entry: (not entry.open.is_open, entry.name))
        if found:
            groups.append((heading, tuple(entry_card(entry, language) for entry in found)))
    return tuple(groups)


def _listing(request: HttpRequest, journey: Journey) -> HttpResponse:
    town = organisation.organisation()
    today = clock.today(town.municipality.zone)
    area = town.current_area(journey.where, today) if journey.where else None
    entries = directory.receivers(area=area.id) if area else directory.receivers()
    nearby = journey.but(step=Step.DIRECTORY)
    return page(
        request,
        "directory.html",
        shell(
            journey.language,
            lambda code: addresses.journey(nearby.but(language=code)) if area else addresses.place("d", code),
        ),
        {
            "groups": _groups(entries, journey.language),
            "area": words.named(area.name, journey.language) if area else "",
            "areas": tuple(
                (each.name, addresses.journey(nearby.but(where=each.id)))
                for each in sorted(town.areas_on(today), key=lambda each: each.name)
            ),
            "everywhere": addresses.place("d", journey.language),
        },
    )


@shows
def everybody(request: HttpRequest, language: str) -> HttpResponse:
    """All receivers, wherever one lives."""
    if reader.spoken(language) is None:
        raise Http404
    return _listing(request, Journey(language=language))


@takes
def nearby(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The receivers of one area."""
    if request.method == "POST":
        return see(addresses.journey(journey))
    return _listing(request, journey)
