# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses under /desk/incidents/. No address says what happened, or to whom."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.incidents import circle, family, incident, lists

urlpatterns = [
    path("", lists.incidents, name="desk_incidents"),
    path("closed/", lists.closed, name="desk_incidents_closed"),
    path("new/", lists.new, name="desk_incident_new"),
    path("i/<uuid:incident_id>/", incident.incident, name="desk_incident"),
    path("i/<uuid:incident_id>/<str:deed>/", incident.do, name="desk_incident_do"),
    path("c/<uuid:circle_id>/", circle.circle, name="desk_circle"),
    path("f/<uuid:family_id>/", family.family, name="desk_family"),
    path("f/<uuid:family_id>/<str:deed>/", family.do, name="desk_family_do"),
]
