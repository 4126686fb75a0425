# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses under /desk/cases/: lists, search, openings. No address says whom anything is about."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.cases import close_ones, glass, lists

urlpatterns = [
    path("", lists.mine, name="desk_cases"),
    path("closed/", lists.closed, name="desk_cases_closed"),
    path("unit/", lists.unit, name="desk_cases_unit"),
    path("names/", lists.names, name="desk_case_names"),
    path("search/", lists.search, name="desk_case_search"),
    path("new/", lists.new, name="desk_case_new"),
    path("naming/<uuid:naming>/", lists.naming, name="desk_case_naming"),
    path("glass/", glass.break_glass, name="desk_case_glass"),
    path("reviews/", glass.reviews, name="desk_glass_reviews"),
    path("reviews/<uuid:glass_id>/", glass.review, name="desk_glass_review"),
    path("close-ones/", close_ones.close_ones, name="desk_close_ones"),
    path("close-ones/<int:declared_id>/withdraw/", close_ones.withdraw, name="desk_withdraw"),
]
