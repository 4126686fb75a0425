# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions, cookies and sign-in exist under /desk and nowhere else.

The public door can set no cookie because the machinery that could is not run for it. Under /desk nothing is reachable
before password and second factor, and everything unreachable looks alike.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation

from sjalvklar.faces.desk import kept
from sjalvklar.faces.desk.sign_in.step_up import is_strong
from sjalvklar.faces.desk.views.errors import only_with_a_button
from sjalvklar.kernel import clock
from sjalvklar.trust.access.context import acting, staff

Handler = Callable[[HttpRequest], HttpResponse]

ROOM = "/desk"
_IN = f"{ROOM}/in/"
_SIGN_IN = f"{_IN}login/"
_SIGN_OUT = f"{_IN}logout/"
_LOST = frozenset({f"{_IN}lost/", f"{_IN}lost/done/"})
_CITY = f"{_IN}city/"
_BY_MACHINES = frozenset({f"{_CITY}logout/"})  # the provider's own server asks: no cookie is read, and none is set
_BEFORE_SIGN_IN = _LOST | {_SIGN_IN, f"{_IN}passkey/", f"{_IN}confirm/", f"{ROOM}/language/"}
_PASSWORD = f"{_IN}password/"
_PASSWORDS = frozenset({_PASSWORD, f"{_IN}password/first/"})
_SECURITY = f"{_IN}security/"
_SETTING_UP = (f"{_IN}security/", f"{_IN}codes/", f"{_IN}passkeys/", f"{_IN}recovery/", f"{_IN}again/")
_SEEN_EVERY = 60  # seconds between two notes of being there: a write to the session each


class StaffOnly:
    """The staff's room: its own middleware, and the gate."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.csrf = CsrfViewMiddleware(self._after_csrf)
        self.room = SessionMiddleware(self.csrf)
        self.people = AuthenticationMiddleware(MessageMiddleware(self._gate))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_ours(request):
            return self.get_response(request)
        try:
            response = self.room(request)
        except SessionInterrupted:  # ended from elsewhere while this was being answered
            response = _to_sign_in(request)
        response.headers["Referrer-Policy"] = "same-origin"  # type: ignore[union-attr]
        return response  # type: ignore[return-value]

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Django asks only the outermost middleware, so the forgery check is passed on here."""
        if not _is_ours(request):
            return None
        return self.csrf.process_view(request, view, args, kwargs)

    def _after_csrf(self, request: HttpRequest) -> HttpResponse:
        return self.people(request)  # type: ignore[return-value]

    def _gate(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated and not self._over(request)
        language = _language(request) if signed_in else request.session.get("language", "sv")
        with translation.override(language):
            refused = self._refusal(request, signed_in)
            if refused is None and signed_in:
                with acting(staff(request.user.pk or 0)):
                    response = self.get_response(request)
                    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
                        response = only_with_a_button(request, response)
            else:
                response = refused or self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    def _over(self, request: HttpRequest) -> bool:
        """Whether the session has lasted too long or been left too long; if so it is ended."""
        now = clock.now().timestamp()
        since, seen = request.session.get("since"), request.session.get("seen")
        if since is None or seen is None:
            since = seen = request.session["since"] = request.session["seen"] = now
        if now - since > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
            language = _language(request)
            logout(request)
            request.session["language"] = language
            return True
        # The page asks for news by itself; that is not somebody being there.
        if now - seen > _SEEN_EVERY and "HX-Request" not in request.headers:
            request.session["seen"] = now
        return False

    def _refusal(self, request: HttpRequest, signed_in: bool) -> HttpResponse | None:
        path = request.path_info
        if path == ROOM:
            return HttpResponseRedirect(f"{ROOM}/")
        if path in _BEFORE_SIGN_IN or path.startswith(_CITY):
            return None
        if not signed_in:
            return _to_sign_in(request)
        if path == _SIGN_OUT:
            return None
        if request.user.temporary_until is not None:  # type: ignore[union-attr]
            return None if path in _PASSWORDS else HttpResponseRedirect(_PASSWORD)
        if _second_factor_used(request):
            return None
        if _has_second_factor(request):
            logout(request)
            return _to_sign_in(request)
        return None if path.startswith(_SETTING_UP) else HttpResponseRedirect(_SECURITY)


def _language(request: HttpRequest) -> str:
    return str(getattr(request.user, "language", "sv"))


def _is_ours(request: HttpRequest) -> bool:
    if request.path_info in _BY_MACHINES:
        return False
    return request.path_info == ROOM or request.path_info.startswith(f"{ROOM}/")


def _second_factor_used(request: HttpRequest) -> bool:
    """Whether this very session was opened with a second factor, or one was set up in it.

    That the account has one is not enough: a session that knew only the password would be let in by another's.
    """
    if request.session.get("second_factor"):
        return True
    return any(is_strong(record) for record in get_authentication_records(request, request.user))


def _has_second_factor(request: HttpRequest) -> bool:
    factors = Authenticator.objects.filter(user_id=request.user.pk)
    return factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, which leads back. What was typed is kept, sealed, under a key that is only in the address."""
    if "HX-Request" in request.headers:
        response = HttpResponse(status=200)
        response.headers["HX-Redirect"] = _SIGN_IN
        return response
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else kept.address_for_later(request)
    query = f"?{urlencode({'next': back})}" if back and back not in {f"{ROOM}/", ROOM} else ""
    return HttpResponseRedirect(_SIGN_IN + query)
