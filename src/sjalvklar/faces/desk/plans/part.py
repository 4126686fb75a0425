# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Your part: what your unit has taken on in a plan, its dates and what was shared with you. Nothing else of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import sent
from sjalvklar.faces.desk.plans import doing, party
from sjalvklar.faces.desk.plans.doing import Deed
from sjalvklar.faces.desk.shell import Here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.plans import actions


@require_safe
@desk_view
def part(request: HttpRequest, party_id: UUID) -> HttpResponse:
    now = doing.serving(request)
    sheet = actions.read_part(actor=now.viewer, party_id=party_id)
    context = {
        **party.shown(sheet),
        "here": now,
        "view": "plans",
        "address": reverse("desk_part", args=[party_id]),
        "wrong": doing.at_field(doing.PART.wrong(request)),
        "typed": doing.typed(request, party_id),
        "nonce": sent.new_nonce(),
    }
    return render(request, "desk/plans/part.html", context)


def _settle(request: HttpRequest, now: Here, about: UUID) -> None:
    commitment, deed = party.settled(request)
    actions.settle_own(actor=now.viewer, party_id=about, commitment_id=commitment, deed=deed)


DEEDS: dict[str, Deed] = {
    "settle": Deed(_settle, _("It is noted.")),
    "say": Deed(
        lambda request, now, about: actions.say(
            actor=now.viewer, party_id=about, text=request.POST.get("text", ""), nonce=sent.nonce(request)
        ),
        _("Whoever leads the plan can read it."),
        "say",
    ),
}


@require_POST
@desk_view
def do(request: HttpRequest, party_id: UUID, deed: str) -> HttpResponse:
    """One deed with one's own part, by its name in the address."""
    doing.serving(request)
    if deed not in DEEDS:
        raise Http404
    return doing.do(request, doing.PART, party_id, deed, DEEDS)
