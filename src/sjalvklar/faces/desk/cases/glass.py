# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Break-glass: one case by its number, who one is once more, why; and the review by somebody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sjalvklar.casework import actions, queries
from sjalvklar.casework.rules import GlassReason, Outcome, checked_reason
from sjalvklar.faces.desk import refusals, sent
from sjalvklar.faces.desk.cases import doing, rows, words
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
@step_up.step_up_required
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open one case in an emergency, found by its number or the person's. What there is no case of, what is protected
    and what one is too close to are answered alike."""
    now = here(request)
    if not now.serves:
        raise Http404
    typed = {name: request.POST.get(name, "") for name in ("q", "reason", "text")} if request.method == "POST" else {}
    typed = typed or step_up.typed(request)
    wrong: dict[str, str] = {}
    if request.method == "POST" and not (wrong := _unfilled(request, typed)):
        try:
            reason = sent.chosen(request, "reason", GlassReason)
            case_id = actions.open_by_number(
                actor=now.viewer, text=typed["q"][:60], reason=reason, why=typed["text"], confirmed=True
            )
        except NotFound as refused:
            refusals.note(request, refused)
            wrong = {"q": gettext("There is no case with that number that can be opened like this.")}
        except Refused as refused:
            refusals.note(request, refused)
            field = {"search": "q", "choose": "reason"}.get(refused.code, "text")
            wrong = {field: doing.FORMS.sentence(refused)}
        else:
            messages.success(request, gettext("The case is open to you for four hours. Those who answer for it know."))
            return HttpResponseRedirect(doing.FORMS.address(case_id))
    return render(
        request,
        "desk/cases/glass.html",
        {
            "here": now,
            "view": "cases",
            "typed": typed or {"q": request.GET.get("n", "")[:20]},
            "wrong": wrong,
            "reasons": [(reason.value, str(text)) for reason, text in words.GLASS_REASONS.items()],
            "locked": actions.is_locked(now.viewer, clock.now()),
        },
    )


def _unfilled(request: HttpRequest, typed: dict[str, str]) -> dict[str, str]:
    """Everything that is left out or too short, all at once: whoever is in a hurry mends it once."""
    wrong: dict[str, str] = {}
    if not typed["q"].strip():
        wrong["q"] = doing.FORMS.sentence(Invalid("number_needed"))
    for field, check in (
        ("reason", lambda: sent.chosen(request, "reason", GlassReason)),
        ("text", lambda: checked_reason(typed["text"])),
    ):
        try:
            check()
        except Invalid as refused:
            wrong[field] = doing.FORMS.sentence(refused)
    return wrong


@require_safe
@desk_view
def reviews(request: HttpRequest) -> HttpResponse:
    """Openings that the viewer judges. Nobody else has such a page."""
    now = here(request)
    found = queries.to_review(now.viewer)
    judges = now.leads or any(grant.role.value == "security_officer" for grant in now.viewer.grants)
    if not (found or judges):
        raise Http404
    return render(
        request,
        "desk/cases/reviews.html",
        {"here": now, "view": "cases", "rows": tuple(map(rows.glass_line, found))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """One opening: why, in their words, and the decision."""
    now = here(request)
    wrong = ""
    if request.method == "POST":
        try:
            outcome = sent.chosen(request, "outcome", Outcome)
            actions.review(actor=now.viewer, glass_id=glass_id, outcome=outcome)
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            wrong = doing.FORMS.sentence(refused)
        else:
            messages.success(request, gettext("Your decision is on record."))
            return HttpResponseRedirect("/desk/cases/reviews/")
    found = actions.why(actor=now.viewer, glass_id=glass_id)
    return render(
        request,
        "desk/cases/review.html",
        {
            "here": now,
            "view": "cases",
            "row": rows.glass_line(found.row),
            "text": found.text,
            "wrong": wrong,
            "outcomes": [(outcome.value, str(text)) for outcome, text in words.OUTCOMES.items()],
        },
    )
