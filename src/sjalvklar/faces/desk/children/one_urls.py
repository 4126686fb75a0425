# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses under one support."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.children import one

urlpatterns = [
    path("child/", one.children, name="desk_children"),
    path("child-<slug:deed>/", one.do, name="desk_children_do"),
]
