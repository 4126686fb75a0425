# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leaving, coming back on purpose, and whether we are here at all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sjalvklar.faces.way_in import addresses, leaving
from sjalvklar.faces.way_in.journey import Journey
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import shows, takes


@takes
def leave(request: HttpRequest) -> HttpResponse:
    """Away at once."""
    return leaving.leave()


@shows
def alive(request: HttpRequest) -> HttpResponse:
    """Nothing, quickly: the page asks before it sends what someone has written."""
    return HttpResponse(status=204)


def come_back(request: HttpRequest, journey: Journey) -> HttpResponse:
    """A bare page with one button, for somebody who left and then asked for our address again."""
    if request.method == "POST":
        to = addresses.place(journey.place, journey.language) if journey.place else addresses.start(journey.language)
        return leaving.come_back(to)
    return page(request, "return.html", shell(journey.language))
