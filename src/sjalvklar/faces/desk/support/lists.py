# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of supports: mine, what waits in the unit, the unit for its head, and what is closed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sjalvklar.faces.desk import turned
from sjalvklar.faces.desk.children import words as about_children
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.support import permissions, queries
from sjalvklar.support.queries import View


def serving(request: HttpRequest) -> Here:
    """Whoever may have to do with supports at all. For the others there are no such pages."""
    now = here(request)
    if not now.serves or now.unit is None:
        raise Http404
    return now


def can_begin(now: Here) -> bool:
    return now.unit is not None and permissions.can_open(now.viewer, now.unit.id, now.unit.authority_id)


def counts(request: HttpRequest, now: Here) -> queries.Counts | None:
    """What the tabs show; how many wait is counted once, for the menu too."""
    if now.unit is None:
        return None
    found = queries.counts(now.viewer, unit_id=now.unit.id)
    request._desk_waiting_for_support = found.waiting  # type: ignore[attr-defined]
    return found


def _page(request: HttpRequest, view: View) -> HttpResponse:
    now = serving(request)
    assert now.unit is not None
    unit_id = now.unit.id
    found, after = turned.asked(
        request, lambda place: queries.page(now.viewer, view=view, unit_id=unit_id, after=place)
    )
    return render(
        request,
        "desk/support/list.html",
        {
            "here": now,
            "view": "support",
            "list": view.value,
            "rows": tuple(map(rows.line, found.rows)),
            **turned.ways(now, request.path, found, after),
            "can_begin": can_begin(now),
            "counts": counts(request, now),
            "children": about_children.shares(now.viewer, unit_id) if view is View.UNIT else (),
        },
    )


@require_safe
@desk_view
def mine(request: HttpRequest) -> HttpResponse:
    return _page(request, View.MINE)


@require_safe
@desk_view
def waiting(request: HttpRequest) -> HttpResponse:
    return _page(request, View.WAITING)


@require_safe
@desk_view
def unit(request: HttpRequest) -> HttpResponse:
    """All that is open in the unit, without content, for its head."""
    return _page(request, View.UNIT)


@require_safe
@desk_view
def closed(request: HttpRequest) -> HttpResponse:
    return _page(request, View.CLOSED)
