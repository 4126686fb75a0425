# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be followed up in the unit: days, services and who answers for them, overdue first; never what about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sjalvklar.faces.desk import turned, words
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.support.lists import counts, serving
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.followup import queries
from sjalvklar.kernel import clock
from sjalvklar.support import queries as supports


@require_safe
@desk_view
def unit(request: HttpRequest) -> HttpResponse:
    now = serving(request)
    assert now.unit is not None
    unit_id = now.unit.id
    found, after = turned.asked(request, lambda place: queries.page(now.viewer, unit_id=unit_id, after=place))
    today = supports.today(clock.now())
    return render(
        request,
        "desk/followup/list.html",
        {
            "here": now,
            "view": "support",
            "list": "followups",
            "rows": [
                {
                    "support": rows.line(row.support),
                    "on": words.day(row.on, today),
                    "overdue": row.overdue,
                    "raised": row.raised,
                    "afterwards": row.afterwards,
                    "needs_owner": row.needs_owner,
                    "address": f"/desk/s/{row.support.id}/{'follow-up/' if 'read' in row.support.may else ''}",
                }
                for row in found.rows
            ],
            **turned.ways(now, reverse("desk_followups"), found, after),
            "counts": counts(request, now),
        },
    )
