# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom one is too close to: declared as numbers that are never shown again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sjalvklar.casework import actions, queries
from sjalvklar.casework.rules import Closeness
from sjalvklar.faces.desk import refusals, sent, words
from sjalvklar.faces.desk.cases import doing
from sjalvklar.faces.desk.cases.words import CLOSENESS
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import NotFound, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def close_ones(request: HttpRequest) -> HttpResponse:
    """Declare a number. Whether it matched anything is not told: the page says the same whoever it is."""
    now = here(request)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.declare(
                actor=now.viewer,
                number=request.POST.get("number", "")[:60],
                closeness=sent.chosen(request, "closeness", Closeness),
            )
        except Refused as refused:
            refusals.note(request, refused)
            wrong = {"closeness" if refused.code == "choose" else "number": doing.FORMS.sentence(refused)}
        else:
            messages.success(request, gettext("Noted. The number itself is not kept and cannot be shown again."))
            return HttpResponseRedirect("/desk/cases/close-ones/")
    listed = [("", queries.declared_by(now.viewer))]
    if now.leads and now.unit is not None:
        listed.append((now.unit.name, queries.declared_in(now.viewer, unit_id=now.unit.id)))
    return render(
        request,
        "desk/cases/close_ones.html",
        {
            "here": now,
            "view": "cases",
            "wrong": wrong,
            "closeness": [(word.value, str(text)) for word, text in CLOSENESS.items()],
            "chosen": request.POST.get("closeness", ""),
            "listed": [
                (
                    unit,
                    [
                        (
                            row.id,
                            row.who,
                            str(CLOSENESS[row.closeness]),
                            words.moment(row.declared_at),
                            row.can_withdraw,
                        )
                        for row in found
                    ],
                )
                for unit, found in listed
            ],
        },
    )


@require_POST
@desk_view
def withdraw(request: HttpRequest, declared_id: int) -> HttpResponse:
    try:
        actions.withdraw(actor=here(request).viewer, declared_id=declared_id)
    except NotFound:
        raise
    except Refused as refused:
        refusals.note(request, refused)
        messages.error(request, doing.FORMS.sentence(refused))
    else:
        messages.success(request, gettext("Taken away."))
    return HttpResponseRedirect("/desk/cases/close-ones/")
