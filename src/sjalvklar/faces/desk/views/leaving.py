# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has what in the unit, in numbers, and all of somebody's handed over in one deed when they go."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sjalvklar.faces.desk import refusals
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.views.errors import desk_view, sentence
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation import actions
from sjalvklar.organisation.belongings import Kind
from sjalvklar.organisation.queries import leaving
from sjalvklar.organisation.queries.leaving import Load
from sjalvklar.organisation.rules.staff import UnitRow

KINDS = {
    Kind.CONTACT: _("Contacts"),
    Kind.CASE: _("Cases"),
    Kind.SUPPORT: _("Support"),
    Kind.PLAN: _("Plans they lead"),
    Kind.INCIDENT: _("Incidents they lead"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How much of one kind: what it is called, how many are open, late, and closed."""

    name: str
    open: int
    late: int
    closed: int


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One colleague: how much of each kind, and whether still here."""

    id: int
    name: str
    here: bool
    counts: tuple[Count, ...]
    apart: tuple[tuple[str, str], ...]

    @property
    def closed(self) -> int:
        return sum(count.closed for count in self.counts)

    @property
    def anything(self) -> bool:
        return any(count.open or count.closed for count in self.counts)


def _line(load: Load) -> LoadLine:
    held = {one.kind: one for one in load.held}
    counts = [
        Count(str(name), held[kind].open, held[kind].overdue, held[kind].closed)
        for kind, name in KINDS.items()
        if kind in held
    ]
    apart = [(f"/desk/c/{case}/", number) for case, number in held[Kind.CASE].apart] if Kind.CASE in held else []
    return LoadLine(load.staff_id, load.name, load.here, tuple(counts), tuple(apart))


def _unit(now: Here) -> UnitRow:
    if now.unit is None:
        raise Http404
    return now.unit


@require_safe
@desk_view
def loads(request: HttpRequest) -> HttpResponse:
    """Everybody in the unit, for its head: numbers, and no word of anything."""
    now = here(request)
    found = leaving.loads(now.viewer, unit_id=_unit(now).id)
    lines = tuple(map(_line, found))
    kinds = [str(name) for kind, name in KINDS.items() if any(one.kind is kind for load in found for one in load.held)]
    return render(request, "desk/loads.html", {"here": now, "view": "head", "lines": lines, "kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def load(request: HttpRequest, staff_id: int) -> HttpResponse:
    """What is one colleague's, and all of it to others; for the head, and for oneself."""
    if staff_id >= 1 << 31:
        raise Http404
    now, unit = here(request), _unit(here(request))
    found = leaving.load(now.viewer, unit_id=unit.id, staff_id=staff_id)
    chosen = {stated for stated in request.POST.getlist("to") if stated.isascii() and stated.isdigit()}
    wrong = ""
    if request.method == "POST":
        try:
            given = actions.hand_over_all(
                actor=now.viewer,
                unit_id=unit.id,
                staff_id=staff_id,
                to=sorted(int(stated) for stated in chosen if len(stated) < 10),
                also_closed=request.POST.get("closed") == "yes",
            )
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            at_least_one = isinstance(refused, Invalid) and refused.code == "choose"
            wrong = gettext("Choose at least one.") if at_least_one else sentence(refused)
        else:
            said = ngettext("%(count)d has been handed over.", "%(count)d have been handed over.", given)
            messages.success(request, said % {"count": given})
            return HttpResponseRedirect(f"/desk/{'unit/people' if now.leads else 'mine'}/{now.query}")
    others = leaving.who_can_take_over(now.viewer, unit_id=unit.id, staff_id=staff_id)
    return render(
        request,
        "desk/load.html",
        {
            "here": now,
            "view": "head" if now.leads else "duty",
            "line": _line(found),
            "mine": staff_id == now.viewer.staff_id,
            "others": [(str(who.staff_id), who.name) for who in others],
            "chosen": chosen,
            "closed": request.POST.get("closed", ""),
            "wrong": wrong,
        },
    )
