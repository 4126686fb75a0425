# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Noting that something has happened around somebody, so that the readings after it come up in the log review."""

from __future__ import annotations

from datetime import date, datetime, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sjalvklar.casework import actions
from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.cases import doing
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.organisation.queries import organisation
from sjalvklar.review import queries

_FIELDS = {"number": 20, "day": 10, "time": 5}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def incident(request: HttpRequest) -> HttpResponse:
    """A case number and when it happened. Whether there is such a case is not told: the answer is the same."""
    now = here(request)
    if not queries.units_to_review(now.viewer):
        raise Http404
    local = words.local(clock.now())
    typed = {"number": request.GET.get("n", "")[:20], "day": local.date().isoformat(), "time": f"{local:%H:%M}"}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip()[:most] for name, most in _FIELDS.items()}
        try:
            happened = _happened(typed)
            actions.note_incident(actor=now.viewer, number=typed["number"], happened=happened)
        except NotFound:
            raise
        except Invalid as refused:
            wrong = {refused.field or "number": doing.FORMS.sentence(refused)}
        else:
            said = gettext("Noted for %(number)s. If you review that case, whoever reads it afterwards comes up.")
            messages.success(request, said % {"number": typed["number"]})
            return HttpResponseRedirect("/desk/review/", status=303)
    return render(
        request, "desk/review/incident.html", {"here": now, "view": "review", "typed": typed, "wrong": wrong}
    )


def _happened(typed: dict[str, str]) -> datetime:
    """The day and the time of day on the municipality's clock. Raises Invalid("time")."""
    try:
        day = date.fromisoformat(typed["day"])
    except ValueError:
        raise Invalid("time", field="day") from None
    try:
        return datetime.combine(day, time.fromisoformat(typed["time"]), organisation().municipality.zone)
    except ValueError:
        raise Invalid("time", field="time") from None
