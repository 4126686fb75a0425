# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which plans there are for whoever looks, the parts they take part in, and the plans of one case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sjalvklar.casework import queries as casework
from sjalvklar.faces.desk import refusals, sent, turned, words
from sjalvklar.faces.desk.cases import rows as case_rows
from sjalvklar.faces.desk.plans import doing
from sjalvklar.faces.desk.plans import words as said
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.plans import actions, queries
from sjalvklar.plans.rules import CloseReason, Giver, PartyKind, State


def line(row: queries.Row) -> dict[str, object]:
    """A plan in a list."""
    return {
        "address": reverse("desk_plan", args=[row.id]),
        "number": row.number,
        "state": str(said.STATES[row.state]),
        "leader": row.leader,
        "mine": row.mine,
        "late": row.late,
        "ending": row.ending,
        "stopped": row.stopped,
        "next": words.moment(row.next_meeting) if row.next_meeting else "",
        "closed": words.moment(row.closed_at) if row.closed_at else "",
        "reason": str(said.REASONS[CloseReason(row.close_reason)]) if row.close_reason else "",
    }


def _list(request: HttpRequest, *, closed: bool) -> HttpResponse:
    now = doing.serving(request)
    found, after = turned.asked(request, lambda place: queries.page(now.viewer, closed=closed, after=place))
    parts = () if closed or after else queries.my_parts(now.viewer)
    context = {
        "here": now,
        "view": "plans",
        "closed": closed,
        "rows": [line(row) for row in found.rows],
        **turned.ways(now, reverse("desk_plans_closed" if closed else "desk_plans"), found, after),
        "parts": [
            {
                "address": reverse("desk_part", args=[part.id]),
                "number": part.number,
                "unit": part.unit,
                "kind": str(said.KINDS[PartyKind(part.kind)]),
                "next": words.moment(part.next_meeting) if part.next_meeting else "",
                "late": part.late,
            }
            for part in parts
        ],
        "stopped": [
            {"number": one.number, "unit": one.unit, "when": words.moment(one.ended_at)}
            for one in (() if closed else queries.stopped_lately(now.viewer))
        ],
        "ended": [
            {"number": one.number, "unit": one.unit, "when": words.moment(one.ended_at)}
            for one in (() if closed or after else queries.ended_lately(now.viewer))
        ],
    }
    return render(request, "desk/plans/list.html", context)


@require_safe
@desk_view
def plans(request: HttpRequest) -> HttpResponse:
    return _list(request, closed=False)


@require_safe
@desk_view
def closed(request: HttpRequest) -> HttpResponse:
    return _list(request, closed=True)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The plans of a case; sent, a new one."""
    now = here(request)
    row = casework.row(now.viewer, case_id)
    if "read" not in row.may:
        raise NotFound("no_such_case")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = actions.begin(
                actor=now.viewer,
                case_id=case_id,
                aim=doing.aim(request),
                needed=Giver(sent.number(request, "needed", "choose")),
                nonce=sent.nonce(request),
            )
        except (Refused, ValueError) as failed:
            refused = failed if isinstance(failed, Refused) else Invalid("choose", field="needed")
            if isinstance(refused, NotFound):
                raise
            refusals.note(request, refused)
            field = refused.field if isinstance(refused, Invalid) else None
            wrong = {field or "form": doing.PLAN.sentence(refused)}
        else:
            messages.success(request, gettext("The plan is begun, and you lead it. Make the first assessment."))
            return HttpResponseRedirect(reverse("desk_plan", args=[made]))
    typed = request.POST if request.method == "POST" else doing.typed(request, case_id)
    context = {
        "here": now,
        "view": "cases",
        "row": case_rows.line(row),
        "plans": [line(one) for one in queries.in_case(now.viewer, case_id)],
        "can_begin": queries.can_begin(now.viewer, case_id),
        "targets": said.pairs(said.TARGETS),
        "needed": said.pairs(said.NEEDED),
        "typed": typed,
        "nonce": typed.get("nonce") or sent.new_nonce(),
        "wrong": wrong,
    }
    return render(request, "desk/plans/of_case.html", context)


def word(viewer_rows: tuple[queries.Short, ...]) -> str:
    """How it stands with plans in a case, in a few words."""
    going = next((row for row in viewer_rows if row.state is not State.CLOSED), None)
    if going is not None:
        return f"{going.number}, {str(said.STATES[going.state]).lower()}"
    return gettext("None going on") if viewer_rows else gettext("None")
