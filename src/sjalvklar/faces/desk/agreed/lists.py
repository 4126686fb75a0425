# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom colleagues are to remind in the unit: days and who answers for the support; never how, nor of what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sjalvklar.faces.desk import turned, words
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.support.lists import counts, serving
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock
from sjalvklar.support import queries


@require_safe
@desk_view
def reminders(request: HttpRequest) -> HttpResponse:
    now = serving(request)
    assert now.unit is not None
    unit_id = now.unit.id
    found, after = turned.asked(request, lambda place: queries.reminders(now.viewer, unit_id=unit_id, after=place))
    today = queries.today(clock.now())
    return render(
        request,
        "desk/agreed/reminders.html",
        {
            "here": now,
            "view": "support",
            "list": "reminders",
            "rows": [
                {
                    "support": rows.line(row.support),
                    "on": words.day(row.on, today),
                    "today": row.today and not row.late,
                    "late": row.late,
                    "address": f"/desk/s/{row.support.id}/{'talks/' if 'read' in row.support.may else ''}",
                }
                for row in found.rows
            ],
            **turned.ways(now, reverse("desk_reminders"), found, after),
            "counts": counts(request, now),
        },
    )
