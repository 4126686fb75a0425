# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who has an account made here makes it the one that the municipality's provider opens.

Both sides are proved in one sitting: here with a second factor, then at the provider, which is asked to ask anew. What
came back is shown, and nothing is tied together until the person presses. Nobody is ever found by name or address.
"""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sjalvklar.faces.desk import refusals
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.sign_in.city import config
from sjalvklar.faces.desk.sign_in.city.claims import Came
from sjalvklar.faces.desk.sign_in.city.config import City
from sjalvklar.kernel.errors import Refused
from sjalvklar.organisation import actions as organisation
from sjalvklar.organisation.queries import linked
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.rules import Actor

_HELD = "city_link"


def begin(request: HttpRequest) -> None:
    """This question to the provider is about the account of whoever is signed in."""
    request._links = int(request.user.pk or 0)  # type: ignore[attr-defined]


def links(request: HttpRequest) -> int | None:
    """Whose account the question is about; None for a sign-in."""
    return getattr(request, "_links", None)


def came_back(request: HttpRequest, city: City, found: Came, data: dict[str, Any]) -> HttpResponse | None:
    """Keep whom the provider vouched for until the person has seen it; None when it is not the one who asked, or the
    provider did not ask anew."""
    whose = data.get("links")
    fresh = time.time() - found.at < step_up.FRESH
    if not request.user.is_authenticated or request.user.pk != whose or not fresh or not step_up.is_fresh(request):
        return None
    request.session[_HELD] = {
        "staff": whose,
        "identity": found.identity,
        "name": found.name[:120],
        "username": found.username[:120],
        "roles": sorted((unit, role.value) for unit, role in city.granted(found.values)),
        "until": time.time() + step_up.FRESH,
    }
    return HttpResponseRedirect(reverse("city_link"))


def _held(request: HttpRequest) -> dict[str, Any] | None:
    held: dict[str, Any] | None = request.session.get(_HELD)
    if held is None or held["staff"] != request.user.pk or not 0 <= held["until"] - time.time() <= step_up.FRESH:
        return None
    return held


@require_http_methods(["GET", "POST"])
@step_up.step_up_required
def link(request: HttpRequest) -> HttpResponse:
    """What it means, the way out to the provider, and when back from there: whom it vouched for, and the button."""
    city, staff_id = config.city(), int(request.user.pk or 0)
    if city is None or linked.is_from_city(staff_id):
        return HttpResponseRedirect(reverse("mfa_index"))
    held = _held(request)
    if request.method == "POST" and held is not None:
        request.session.pop(_HELD)
        roles = [(str(unit), Role(role)) for unit, role in held["roles"]]
        try:
            organisation.link_city(
                staff_id=staff_id, identity=held["identity"], roles=roles, actor=Actor.staff(staff_id)
            )
        except Refused as refused:
            refusals.note(request, refused)
            messages.error(request, _sentence(refused, city))
            return HttpResponseRedirect(reverse("mfa_index"))
        logout(request)
        said = gettext("Done. From now on you sign in with %(city)s. Try it now.")
        messages.success(request, said % {"city": city.name})
        return HttpResponseRedirect(reverse("account_login"))
    if request.method == "POST":
        messages.error(request, gettext("Too long has passed. Begin again; nothing has been changed."))
        return HttpResponseRedirect(reverse("city_link"))
    whose = {"username": request.user.get_username(), "name": getattr(request.user, "name", "")}
    return render(
        request, "desk/sign_in/city_link.html", {"city": city.name, "held": held, "whose": whose, "view": "security"}
    )


def _sentence(refused: Refused, city: City) -> str:
    if refused.code == "no_role":
        said = gettext("%(city)s gives you no role here, so nothing was linked. Ask your unit head to have it added.")
        return said % {"city": city.name}
    return gettext("That could not be done. Nothing was changed.")
