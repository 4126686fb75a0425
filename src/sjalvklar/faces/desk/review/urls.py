# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses under /desk/review/. No address says who read, or about whom."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.review import incident, views

urlpatterns = [
    path("", views.rounds, name="desk_review"),
    path("incident/", incident.incident, name="desk_review_incident"),
    path("<int:round_id>/", views.queue, name="desk_review_round"),
    path("f/<uuid:finding_id>/", views.finding, name="desk_review_finding"),
]
