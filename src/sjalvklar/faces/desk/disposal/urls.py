# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses under /desk/disposal/."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.disposal import views

urlpatterns = [
    path("", views.overview, name="desk_disposal"),
    path("plan/", views.plan, name="desk_disposal_plan"),
    path("plan/<uuid:plan_id>/", views.sheet, name="desk_disposal_sheet"),
    path("hold/", views.hold, name="desk_disposal_hold"),
    path("hold/<uuid:hold_id>/lift/", views.lift, name="desk_disposal_lift"),
]
