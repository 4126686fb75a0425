# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two pages that only say something: how to read without being seen, and what we keep."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from sjalvklar.faces.way_in import addresses, reader
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import shows
from sjalvklar.organisation import queries as organisation


@shows
def safe_reading(request: HttpRequest, language: str) -> HttpResponse:
    """How to leave fast, what we cannot hide, and what is safest."""
    if reader.spoken(language) is None:
        raise Http404
    return page(request, "safe.html", shell(language, lambda code: addresses.place("s", code)))


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
        {"accessibility": municipality.accessibility},
    )
