# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The desk in Swedish or English: for the signed-in on the account, before that in the session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sjalvklar.organisation import actions
from sjalvklar.trust.rules import Actor


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen in {"sv", "en"}:
        if request.user.is_authenticated:
            actions.choose_language(staff_id=request.user.pk, language=chosen, actor=Actor.staff(request.user.pk))
        else:
            request.session["language"] = chosen
    back = request.POST.get("back", "")
    safe = back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if safe else "/desk/")
