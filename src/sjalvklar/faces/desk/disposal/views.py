# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes and what stays, planned by one and decided by another; and what is on hold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sjalvklar.disposal import actions, permissions, queries
from sjalvklar.disposal.queries import PlanRow
from sjalvklar.disposal.rules import HoldGround, HoldKind
from sjalvklar.faces.desk import refusals, sent, words
from sjalvklar.faces.desk.cases import doing
from sjalvklar.faces.desk.disposal import words as said
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.sign_in.step_up import step_up_required
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as people


def _here(request: HttpRequest) -> Here:
    """Who looks. For whoever is no records officer there is no such page."""
    now = here(request)
    if not now.archives:
        raise Http404
    return now


def _name(authority_id: str) -> str:
    found = organisation().authority(authority_id)
    return found.name if found else authority_id


def _plan(row: PlanRow) -> dict[str, Any]:
    state = gettext("waits for somebody else to decide")
    if row.done_at:
        state = gettext("carried out %(when)s") % {"when": words.moment(row.done_at)}
    elif row.decided_at:
        state = gettext("decided %(when)s by %(who)s") % {"when": words.moment(row.decided_at), "who": row.decided_by}
    return {
        "address": reverse("desk_disposal_sheet", args=[row.id]),
        "authority": _name(row.authority_id),
        "made": words.moment(row.made_at),
        "by": row.made_by,
        "state": state,
        "may_decide": row.may_decide,
    }


@require_safe
@desk_view
def overview(request: HttpRequest) -> HttpResponse:
    """What holds in each authority of the viewer's, the plans, and what is on hold."""
    now, at = _here(request), clock.now()
    return render(
        request,
        "desk/disposal/overview.html",
        {
            "here": now,
            "view": "disposal",
            "authorities": [
                {
                    "id": authority,
                    "name": _name(authority),
                    "rules": [
                        (str(said.RECORDS[one.record]), said.holds(one), one.needs_decision)
                        for one in queries.in_force(authority, at)
                    ],
                    "units": [(unit.id, unit.name) for unit in people.units_of_authority(authority)],
                }
                for authority in permissions.authorities(now.viewer)
            ],
            "keeps": [(said.keeps(keep), keep.ground) for keep in queries.disposal().keeps],
            "plans": [_plan(row) for row in queries.plan_rows(now.viewer)],
            "holds": [
                {
                    "id": row.id,
                    "kind": str(said.HOLD_KINDS[row.kind]),
                    "what": row.what,
                    "ground": str(said.HOLD_GROUNDS[row.ground]),
                    "reference": row.reference,
                    "placed": words.moment(row.placed_at),
                    "by": row.placed_by,
                    "may_lift": row.may_lift,
                }
                for row in queries.hold_rows(now.viewer)
            ],
            "kinds": [(kind.value, str(text)) for kind, text in said.HOLD_KINDS.items()],
            "grounds": [(ground.value, str(text)) for ground, text in said.HOLD_GROUNDS.items()],
        },
    )


@require_POST
@desk_view
def plan(request: HttpRequest) -> HttpResponse:
    """Make a plan for one authority."""
    now = _here(request)
    made = actions.plan(actor=now.viewer, authority_id=request.POST.get("authority", "")[:60])
    return HttpResponseRedirect(reverse("desk_disposal_sheet", args=[made]))


def _page(_request: HttpRequest, plan_id: UUID) -> str:
    return reverse("desk_disposal_sheet", args=[plan_id])


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def sheet(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One plan: what goes, what stays and why, what came of it; and the decision."""
    if request.method == "POST":
        return _decide(request, plan_id)
    now = _here(request)
    found = queries.sheet(now.viewer, plan_id)
    units = {line.unit for line in (*found.kept, *found.stayed)}
    units |= {line.unit for line in found.goes} | {line.unit for line in found.receipts}
    names = {unit.id: unit.name for unit in people.units(units)}
    return render(
        request,
        "desk/disposal/sheet.html",
        {
            "here": now,
            "view": "disposal",
            "plan": _plan(found.row),
            "goes": [
                {
                    "record": str(said.RECORDS[line.record]),
                    "unit": said.unit(line.unit, names),
                    "count": line.count,
                    "gone_by": words.day(line.gone_by, words.local(clock.now()).date()).rstrip("."),
                    "numbers": line.numbers,
                }
                for line in found.goes
            ],
            "kept": [
                (str(said.RECORDS[line.record]), said.unit(line.unit, names), line.count, said.becomes(line))
                for line in (*found.kept, *found.stayed)
            ],
            "receipts": [
                (
                    str(said.RECORDS[line.record]),
                    said.unit(line.unit, names),
                    line.count,
                    words.moment(line.at),
                    line.ids,
                )
                for line in found.receipts
            ],
        },
    )


@step_up_required(back=_page)
def _decide(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    now = _here(request)
    try:
        actions.decide(actor=now.viewer, plan_id=plan_id)
    except NotFound:
        raise
    except Refused as refused:
        refusals.note(request, refused)
        messages.error(request, _sentence(refused))
    else:
        messages.success(
            request, gettext("Decided. It is erased within minutes, and this page tells when it is done.")
        )
    return HttpResponseRedirect(_page(request, plan_id))


def _sentence(refused: Refused) -> str:
    return {
        "another_decides": gettext(
            "Somebody else decides what you have planned, and lifts what you have put on hold."
        ),
        "plan_is_old": gettext("The plan is more than thirty days old. Make a new one."),
    }.get(refused.code) or doing.FORMS.sentence(refused)


@require_POST
@desk_view
def hold(request: HttpRequest) -> HttpResponse:
    """Put something on hold. Whether it exists is not told."""
    now = _here(request)
    try:
        actions.place(
            actor=now.viewer,
            authority_id=request.POST.get("authority", "")[:60],
            kind=sent.chosen(request, "kind", HoldKind),
            what=request.POST.get("what", "")[:80],
            ground=sent.chosen(request, "ground", HoldGround),
            reference=request.POST.get("reference", "")[:200],
        )
    except NotFound:
        raise
    except Invalid as refused:
        field = {
            "what": gettext("Say what it is about."),
            "reference": gettext("Say under which number it is registered, in at most 60 characters."),
            "number": gettext("That is not a personal number."),
        }.get(refused.field or "")
        messages.error(request, field or doing.FORMS.sentence(refused))
    else:
        messages.success(request, gettext("On hold. Nothing that it is about is erased until somebody else lifts it."))
    return HttpResponseRedirect(reverse("desk_disposal"))


@require_POST
@desk_view
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """End a hold that somebody else has placed."""
    now = _here(request)
    try:
        actions.lift(actor=now.viewer, hold_id=hold_id)
    except NotFound:
        raise
    except Refused as refused:
        refusals.note(request, refused)
        messages.error(request, _sentence(refused))
    else:
        messages.success(request, gettext("Lifted."))
    return HttpResponseRedirect(reverse("desk_disposal"))
