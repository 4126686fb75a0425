# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One circle, for those who work in it: who has not been reached, first; and a family that one has learned of."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sjalvklar.faces.desk import refusals, sent, words
from sjalvklar.faces.desk.incidents import doing, lists
from sjalvklar.faces.desk.incidents import words as said
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.incident import actions
from sjalvklar.incident.rules import Family, Reached, State
from sjalvklar.kernel.errors import Invalid, NotFound, Refused


def typed_family(request: HttpRequest) -> Family:
    """Who they are, as it was typed."""
    return Family(*(request.POST.get(name, "")[:5000] for name in FIELDS))


FIELDS = ("called", "relation", "safe_contact", "language", "interpreter")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def circle(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The circle's families; sent, a new one."""
    now = doing.serving(request)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = actions.add_family(
                actor=now.viewer,
                circle_id=circle_id,
                family=typed_family(request),
                people=sent.number_or_nothing(request, "people", "how_many") or 1,
                children=sent.number_or_nothing(request, "children", "how_many"),
                nonce=sent.nonce(request),
            )
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            field = refused.field if isinstance(refused, Invalid) else None
            wrong = {field or "form": doing.sentence(refused)}
        else:
            messages.success(request, gettext("The family is written down. Try to reach them, and note how it went."))
            return HttpResponseRedirect(reverse("desk_family", args=[made]))
    page = request.GET.get("page", "1")
    sheet = actions.read_circle(
        actor=now.viewer,
        circle_id=circle_id,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
    )
    context = {
        "here": now,
        "view": "incidents",
        "sheet": sheet,
        "line": lists.line(sheet.row),
        "name": str(said.CIRCLES[sheet.kind]),
        "can_add": sheet.row.state is not State.CLOSED,
        "families": [
            {
                "address": reverse("desk_family", args=[one.id]),
                "called": one.called,
                "number": one.number,
                "people": one.people,
                "unreached": one.reached is Reached.NOT_YET,
                "reached": str(said.REACHED[one.reached]),
                "waits": said.since(one.made_at) if one.reached is Reached.NOT_YET else "",
                "attempts": one.attempts,
                "contact": one.contact,
                "mine": one.mine,
                "late": one.late,
                "next": words.moment(one.next_due) if one.next_due else "",
                "state": str(said.FAMILY_STATES[one.state]),
            }
            for one in sheet.families
        ],
        "staff": words.names(tuple(who.name for who in sheet.staff)),
        "wrong": wrong,
        "typed": doing.typed(request, circle_id),
        "nonce": request.POST.get("nonce") or sent.new_nonce(),
    }
    return render(request, "desk/incidents/circle.html", context)
