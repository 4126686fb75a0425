# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way back for somebody without any way in: begun here, opened by two others, finished in this same browser."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sjalvklar.faces.desk import refusals, words
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.sign_in.step_up import step_up_required
from sjalvklar.faces.desk.views.errors import desk_view, sentence
from sjalvklar.kernel.errors import NotFound, NotNow, Refused
from sjalvklar.organisation import actions, permissions
from sjalvklar.organisation.queries import recovery as queries
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.recovery import Stage
from sjalvklar.trust.rules import Actor

_HELD = "recovery"


@require_http_methods(["GET", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Say who one is, and be told what to read aloud. Every name is answered alike."""
    if request.method == "POST":
        if not ratelimit.consume(request, action="lost"):
            messages.error(request, gettext("Too many attempts. Wait five minutes and try again."))
            return HttpResponseRedirect(reverse("desk_lost"))
        begun = actions.begin_recovery(username=request.POST.get("login", "").replace("\x00", ""))
        request.session.cycle_key()
        request.session[_HELD] = {"secret": begun.secret, "code": begun.code}
        return HttpResponseRedirect(reverse("desk_lost"))
    held = request.session.get(_HELD)
    stage = queries.stage(held["secret"]) if held else None
    if stage is Stage.OVER:
        request.session.pop(_HELD, None)
        held = stage = None
    return render(request, "desk/sign_in/lost.html", {"code": held["code"] if held else "", "stage": stage})


@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """Two have vouched: in, by the browser that waited, to choose a password and a second factor."""
    held = request.session.get(_HELD) or {}
    try:
        staff_id = actions.use_recovery(secret=str(held.get("secret", "")))
    except NotNow:
        return HttpResponseRedirect(reverse("desk_lost"))
    request.session.pop(_HELD, None)
    if not staff.waits_for_a_password(staff_id) or not settings.LOCAL_SIGN_IN:
        messages.success(request, gettext("Sign in as usual now. You are then asked to set up a new second factor."))
        return HttpResponseRedirect(reverse("account_login"))
    user = staff.account(staff_id)
    record_authentication(request, user, "recovery")
    came: HttpResponse = perform_login(request, Login(user=user, redirect_url=reverse("account_set_password")))
    return came


@require_GET
@desk_view
def waiting(request: HttpRequest) -> HttpResponse:
    """Colleagues a head has vouched for, for whoever may be the second."""
    now = here(request)
    rows = [
        {
            "id": row.staff_id,
            "field": f"code-{row.staff_id}",
            "name": row.name,
            "asked_by": row.asked_by,
            "at": words.moment(row.asked_at),
        }
        for row in queries.to_approve(now.viewer)
    ]
    return render(request, "desk/sign_in/vouch.html", {"here": now, "view": "duty", "people": rows})


def _duty(request: HttpRequest, **_given: object) -> str:
    return f"{reverse('desk_duty')}{here(request).query}"


@require_POST
@desk_view
@step_up_required(back=_duty)
def ask(request: HttpRequest, staff_id: int) -> HttpResponse:
    """The head vouches for a colleague of the unit, with the code the colleague reads out."""
    now = here(request)
    if now.unit is None or not permissions.can_plan(now.viewer, now.unit.id):
        raise Http404
    if staff_id not in {person.staff_id for person in staff.staff_of(now.unit.id)}:
        raise Http404
    try:
        actions.ask_for_recovery(
            staff_id=staff_id,
            code=request.POST.get("code", "")[:40],
            actor=Actor.staff(now.viewer.staff_id, now.unit.id),
        )
    except Refused as refused:
        refusals.note(request, refused)
        messages.error(request, sentence(refused))
    else:
        messages.success(
            request, gettext("You have vouched. Now another head or IT does the same, with the same code.")
        )
    return HttpResponseRedirect(_duty(request))


@require_POST
@desk_view
@step_up_required(back=lambda request, staff_id: reverse("desk_vouch"))
def approve(request: HttpRequest, staff_id: int) -> HttpResponse:
    """The second of the two."""
    now = here(request)
    if staff_id not in {row.staff_id for row in queries.to_approve(now.viewer)}:
        raise Http404
    try:
        actions.approve_recovery(
            staff_id=staff_id,
            code=request.POST.get("code", "")[:40],
            actor=Actor.staff(now.viewer.staff_id, now.unit.id if now.unit else None),
        )
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        refusals.note(request, refused)
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Done. Your colleague can go on in the window where they wait."))
    return HttpResponseRedirect(reverse("desk_vouch"))
