# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses under /desk/plans/: p is a plan, g a party of its group, d the part of whoever takes part."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.plans import lists, part, party, plan

urlpatterns = [
    path("", lists.plans, name="desk_plans"),
    path("closed/", lists.closed, name="desk_plans_closed"),
    path("p/<uuid:sig_id>/", plan.plan, name="desk_plan"),
    path("p/<uuid:sig_id>/<slug:deed>/", plan.do, name="desk_plan_do"),
    path("g/<uuid:party_id>/", party.party, name="desk_party"),
    path("g/<uuid:party_id>/sheet/", party.sheet, name="desk_party_sheet"),
    path("g/<uuid:party_id>/<slug:deed>/", party.do, name="desk_party_do"),
    path("d/<uuid:party_id>/", part.part, name="desk_part"),
    path("d/<uuid:party_id>/<slug:deed>/", part.do, name="desk_part_do"),
]
