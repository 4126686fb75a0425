# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is most sensitive asks again who it is: a second factor within the last ten minutes, in this very session.

A page that needs it, whose form is shown at the same address:

    @require_http_methods(["GET", "POST"])
    @desk_view
    @step_up_required
    def break_glass(request, case_id): ...
        form = step_up.typed(request)          # {} or what was typed before the person was asked who they are

A form that is sent to an address without a page of its own says where its page is:

    @step_up_required(back=lambda request, case_id: f"/desk/c/{case_id}/")

A view that knows only half-way that it needs it:

    if not step_up.is_fresh(request):
        return step_up.ask(request, back=address)

Whoever is asked comes back to that page with `?typed=…`; nothing is done on the way, the form is sent again by hand.
What was typed waits sealed for half an hour, and opens only for the same person on the same page.
"""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, overload
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox import queries

View = Callable[..., HttpResponse]
Back = Callable[..., str]

FRESH = 10 * 60  # seconds
_AHEAD = 60  # a record from further ahead than this is from a clock that has been set back, and counts for nothing
_NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code", "credential"}
)


def is_strong(record: Mapping[str, Any]) -> bool:
    """Whether a way of having confirmed who one is had a second factor: ours, or the city's own."""
    return record.get("method") == "mfa" or bool(record.get("mfa"))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person confirmed with a second factor within ten minutes. A password alone never counts."""
    now = time.time()
    records = get_authentication_records(request, request.user)
    return any(is_strong(one) and -_AHEAD <= now - float(one.get("at", 0)) < FRESH for one in records)


def has_been_strong(request: HttpRequest) -> bool:
    """Whether this session was opened or confirmed with a second factor at some time, however long ago."""
    return any(map(is_strong, get_authentication_records(request, request.user)))


def way(user: AbstractBaseUser) -> str:
    """The address of the page where this person confirms: with a passkey or code of ours, else at the city's."""
    types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    if Authenticator.Type.WEBAUTHN in types:
        return reverse("mfa_reauthenticate_webauthn")
    if types:
        return reverse("mfa_reauthenticate")
    return reverse("account_reauthenticate")


def ask(request: HttpRequest, *, back: str = "", typed: Mapping[str, str] | None = None) -> HttpResponse:
    """Send the person to confirm and then to `back`, with what was typed: this address and this POST unless told."""
    address = back or (request.get_full_path() if request.method in {"GET", "HEAD"} else request.path)
    given = {name: str(request.POST[name]) for name in request.POST} if typed is None else typed
    token = _keep(request, address, given)
    if token:
        address += f"{'&' if '?' in address else '?'}{urlencode({'typed': token})}"
    confirm = f"{way(request.user)}?{urlencode({'next': address})}"  # type: ignore[arg-type]
    if "HX-Request" in request.headers:
        response = HttpResponse(status=200)
        response.headers["HX-Redirect"] = confirm
        return response
    return HttpResponseRedirect(confirm)


def _keep(request: HttpRequest, address: str, given: Mapping[str, str]) -> str:
    kept = {name: value for name, value in given.items() if name not in _NEVER_KEPT}
    if not any(value.strip() for value in kept.values()):
        return ""
    try:
        key = mailbox.keep_draft({"typed": kept, "page": urlsplit(address).path, "staff": request.user.pk})
    except Invalid:
        return ""
    return base64.urlsafe_b64encode(key).decode("ascii").rstrip("=")


def typed(request: HttpRequest) -> dict[str, str]:
    """What this person had typed on this page before being asked; empty when there is nothing, or it is another's."""
    token = request.GET.get("typed", "")
    if not token or len(token) > 64:
        return {}
    try:
        key = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return {}
    data = queries.draft(key)
    if not data or data.get("page") != request.path or data.get("staff") != request.user.pk:
        return {}
    return {str(name): str(value) for name, value in dict(data.get("typed") or {}).items()}


@overload
def step_up_required(view: View) -> View: ...
@overload
def step_up_required(*, back: Back) -> Callable[[View], View]: ...
def step_up_required(view: View | None = None, *, back: Back | None = None) -> View | Callable[[View], View]:
    """A view that is only reached with a second factor within the last ten minutes. See the module for how."""

    def required(inner: View) -> View:
        @wraps(inner)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_fresh(request):
                return inner(request, *args, **kwargs)
            return ask(request, back=back(request, *args, **kwargs) if back else "")

        return answered

    return required if view is None else required(view)
