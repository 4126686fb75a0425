# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses: the public door at the root, the staff's room at /desk/."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("desk/", include("sjalvklar.faces.desk.urls")),
    path("", include("sjalvklar.faces.way_in.urls")),
]

handler400 = "sjalvklar.faces.way_in.views.errors.bad_request"
handler403 = "sjalvklar.faces.way_in.views.errors.not_allowed"
handler404 = "sjalvklar.faces.way_in.views.errors.not_found"
handler500 = "sjalvklar.faces.way_in.views.errors.our_fault"
