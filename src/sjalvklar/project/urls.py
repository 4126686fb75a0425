# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses: the public door at the root, the staff's room at /desk/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from sjalvklar.faces.desk.views.errors import not_there
from sjalvklar.faces.way_in.views.errors import not_found

urlpatterns = [
    path("desk/", include("sjalvklar.faces.desk.urls")),
    path("", include("sjalvklar.faces.way_in.urls")),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not there, as the room says it where somebody stands."""
    return not_there(request) if request.path_info.startswith("/desk/") else not_found(request, exception)


handler400 = "sjalvklar.faces.way_in.views.errors.bad_request"
handler403 = "sjalvklar.faces.way_in.views.errors.not_allowed"
handler500 = "sjalvklar.faces.way_in.views.away.our_fault"
