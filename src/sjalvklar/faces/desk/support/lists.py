# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of supports: mine, what waits in the unit, the unit for its head, and what is closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import refusals
from sjalvklar.faces.desk.cases.doing import person
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import doing, rows
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.queries import staff
from sjalvklar.support import actions, permissions, queries
from sjalvklar.support.queries import View


def serving(request: HttpRequest) -> Here:
    """Whoever may have to do with supports at all. For the others there are no such pages."""
    now = here(request)
    if not now.serves or now.unit is None:
        raise Http404
    return now


def can_begin(now: Here) -> bool:
    return now.unit is not None and permissions.can_open(now.viewer, now.unit.id, now.unit.authority_id)


def _page(request: HttpRequest, view: View) -> HttpResponse:
    now = serving(request)
    assert now.unit is not None
    found = queries.worklist(now.viewer, view=view, unit_id=now.unit.id)
    people = [(who.staff_id, who.name) for who in staff.staff_of(now.unit.id)] if view is View.UNIT else []
    answering = {who.staff_id for who in staff.staff_of(now.unit.id) if who.answers}
    return render(
        request,
        "desk/support/list.html",
        {
            "here": now,
            "view": "support",
            "list": view.value,
            "rows": tuple(map(rows.line, found)),
            "can_begin": can_begin(now),
            "counts": queries.counts(now.viewer, unit_id=now.unit.id),
            "people": people,
            "takers": [pair for pair in people if pair[0] in answering],
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


@require_POST
@desk_view
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """Everything somebody answers for, given to another in one move: leave and resignation."""
    now = serving(request)
    assert now.unit is not None
    try:
        owner, to = person(request, "owner_id"), person(request, "staff_id")
        number = actions.hand_over_all(actor=now.viewer, unit_id=now.unit.id, owner_id=owner, staff_id=to)
    except Invalid as refused:
        refusals.note(request, refused)
        messages.error(request, doing.sentence(refused))
    else:
        said = ngettext("%(n)d support was handed over.", "%(n)d supports were handed over.", number)
        messages.success(request, said % {"n": number} if number else gettext("There was nothing to hand over."))
    return HttpResponseRedirect(f"/desk/support/unit/{now.query}")
