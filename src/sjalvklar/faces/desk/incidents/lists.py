# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which incidents there are, and a new one: four fields, and everything else later."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sjalvklar.faces.desk import refusals, sent, words
from sjalvklar.faces.desk.incidents import doing
from sjalvklar.faces.desk.incidents import words as said
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.incident import actions, queries
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.queries import staff


@dataclass(frozen=True, slots=True)
class Line:
    """An incident in the list."""

    address: str
    kind: str
    number: str
    state: str
    happened: str
    leader: str
    mine: bool
    circle: str
    late: int


def line(row: queries.Row) -> Line:
    """Where one goes from the list: whoever leads to the incident, whoever works in a circle there first."""
    return Line(
        address=reverse("desk_incident", args=[row.id]),
        kind=said.named("kinds", row.kind),
        number=row.number,
        state=str(said.STATES[row.state]),
        happened=words.moment(row.happened_at),
        leader=row.leader,
        mine=row.mine,
        circle=str(said.CIRCLES[row.circle]) if row.circle else "",
        late=row.late,
    )


def _list(request: HttpRequest, *, closed: bool) -> HttpResponse:
    now = doing.serving(request)
    rows = queries.worklist(now.viewer, closed=closed)
    context = {
        "here": now,
        "view": "incidents",
        "closed": closed,
        "rows": tuple(map(line, rows)),
        "can_open": bool(queries.may_open_in(now.viewer)),
    }
    return render(request, "desk/incidents/list.html", context)


@require_safe
@desk_view
def incidents(request: HttpRequest) -> HttpResponse:
    return _list(request, closed=False)


@require_safe
@desk_view
def closed(request: HttpRequest) -> HttpResponse:
    return _list(request, closed=True)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def new(request: HttpRequest) -> HttpResponse:
    """Open an incident and lead it."""
    now = doing.serving(request)
    units = queries.may_open_in(now.viewer)
    if not units:
        raise Http404
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = actions.open_incident(
                actor=now.viewer,
                unit_id=request.POST.get("unit", "") or units[0],
                kind=request.POST.get("kind", ""),
                place=request.POST.get("place", "")[:1000],
                happened_at=doing.moment(request, "day", "time"),
                nonce=sent.nonce(request),
            )
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            field = refused.field if isinstance(refused, Invalid) else None
            wrong = {"when" if field == "day" else field or "form": doing.sentence(refused)}
        else:
            messages.success(request, gettext("The incident is open, and you lead it. Put somebody in each circle."))
            return HttpResponseRedirect(reverse("desk_incident", args=[made]))
    local = words.local(clock.now())
    typed = request.POST if request.method == "POST" else {}
    preferred = now.unit.id if now.unit and now.unit.id in units else units[0]
    context = {
        "here": now,
        "view": "incidents",
        "kinds": [(one.id, said.named("kinds", one.id)) for one in queries.template().kinds],
        "units": [(unit.id, unit.name) for unit in staff.units(units)],
        "unit": typed.get("unit") or preferred,
        "kind": typed.get("kind", ""),
        "place": typed.get("place", ""),
        "day": typed.get("day") or local.date().isoformat(),
        "time": typed.get("time") or local.strftime("%H:%M"),
        "nonce": typed.get("nonce") or sent.new_nonce(),
        "wrong": wrong,
    }
    return render(request, "desk/incidents/new.html", context)
