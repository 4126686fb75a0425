# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Out to the provider and back. It begins with a link, so that the page's policy needs no exception."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.sessions import LoginSession
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from sjalvklar.faces.desk.sign_in.city import config, linking
from sjalvklar.faces.desk.sign_in.city.adapter import PROVIDER, kind_of, trouble, why
from sjalvklar.faces.desk.sign_in.city.claims import NotSaid
from sjalvklar.faces.desk.sign_in.city.config import City
from sjalvklar.faces.desk.sign_in.step_up import step_up_required

_log = logging.getLogger("sjalvklar.sign_in")
# A cookie of its own for two minutes: the session's does not come with another site's form.
_ANSWER = "__Secure-desk_answer" if settings.HTTPS else "desk_answer"
_LARGEST = 300_000

Inner = Callable[[HttpRequest, City], HttpResponse]


def _of(kind: str) -> Callable[[Inner], Callable[[HttpRequest], HttpResponse]]:
    """A view that is there only when the municipality signs in in that way; what fails in it is one calm page."""

    def of(inner: Inner) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(inner)
        def answered(request: HttpRequest) -> HttpResponse:
            city = config.city()
            if city is None or kind not in ("any", city.kind):
                return HttpResponseRedirect(reverse("account_login"))
            try:
                with _listening(city):
                    return inner(request, city)
            except ImmediateHttpResponse as said:
                return said.response
            except Exception as wrong:
                if not isinstance(wrong, _troubles(city)):
                    raise
                _log.warning("sign-in with the identity provider: %s", why(wrong))
                return trouble(request, kind_of(wrong) if city.kind == config.OIDC else "failed")

        return answered

    return of


def _listening(city: City) -> AbstractContextManager[None]:
    """Around what may ask an OpenID provider: a SAML provider is never asked by us, only by way of the browser."""
    if city.kind == config.SAML:
        return nullcontext()
    from sjalvklar.faces.desk.sign_in.city.asking import one_request

    return one_request()


def _troubles(city: City) -> tuple[type[Exception], ...]:
    common = (NotSaid, PermissionDenied)
    if city.kind == config.SAML:
        from sjalvklar.faces.desk.sign_in.city.saml import Refused

        return (*common, Refused)
    from sjalvklar.faces.desk.sign_in.city.oidc import TROUBLES

    return (*common, *TROUBLES)


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site sent the person here: it may not begin a sign-in in their name."""
    return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}


@require_GET
@_of("any")
def begin(request: HttpRequest, city: City) -> HttpResponse:
    """To the provider. `again` asks it to ask anew, for what is most sensitive."""
    return _begun(request, city)


@require_GET
@step_up_required(back=lambda request: reverse("city_link"))
@_of("any")
def link_out(request: HttpRequest, city: City) -> HttpResponse:
    """To the provider, by somebody signed in with an account made here who wants it to be the provider's."""
    linking.begin(request)
    return _begun(request, city)


def _begun(request: HttpRequest, city: City) -> HttpResponse:
    if _from_elsewhere(request) or not ratelimit.consume(request, action="city"):
        return trouble(request, "failed")
    provider = get_adapter(request).get_provider(request, PROVIDER)
    if city.kind == config.OIDC:
        from sjalvklar.faces.desk.sign_in.city import oidc

        return oidc.begin(request, provider)
    from allauth.account.utils import get_next_redirect_url

    from sjalvklar.faces.desk.sign_in.city import saml

    links = linking.links(request)
    asked = saml.question(city, again=bool(request.GET.get("again")) or links is not None)
    provider.stash_redirect_state(
        request,
        AuthProcess.LOGIN if links is None else AuthProcess.CONNECT,
        next_url=get_next_redirect_url(request),
        data={"links": links},
        state_id=asked.id,
    )
    return HttpResponseRedirect(asked.address)


@require_GET
@_of(config.OIDC)
def back(request: HttpRequest, city: City) -> HttpResponse:
    """From an OpenID provider, with a code."""
    from sjalvklar.faces.desk.sign_in.city.callback import Back

    if request.GET.get("iss", city.issuer).rstrip("/") != city.issuer:
        return trouble(request, "failed")  # RFC 9207: the answer is another provider's
    return Back.of(request, PROVIDER)


@csrf_exempt
@require_POST
@_of(config.SAML)
def saml_answer(request: HttpRequest, city: City) -> HttpResponse:
    """From a SAML provider, as another site's form. Nothing is believed yet: it waits for the person's own session."""
    answer = request.POST.get("SAMLResponse", "")
    if not answer or len(answer) > _LARGEST or not ratelimit.consume(request, action="city"):
        return trouble(request, "failed")
    response = HttpResponseRedirect(reverse("city_saml_done"))
    request.COOKIES.pop(_ANSWER, None)  # always a new one: nobody hands another a place of theirs
    waiting = LoginSession(request, "_saml_answer", _ANSWER)
    waiting.store["answer"] = answer
    waiting.store.set_expiry(120)
    waiting.save(response)
    response.cookies[_ANSWER]["httponly"] = True
    return response


@require_GET
@_of(config.SAML)
def saml_done(request: HttpRequest, city: City) -> HttpResponse:
    """The answer meets the question: believed once, in the session that asked."""
    from sjalvklar.faces.desk.sign_in.city import saml

    waiting = LoginSession(request, "_saml_answer", _ANSWER)
    answer = str(waiting.store.get("answer", ""))
    waiting.delete()
    if not answer:
        return trouble(request, "failed")
    provider = get_adapter(request).get_provider(request, PROVIDER)
    question_id = saml.asked(city, answer)
    state = provider.unstash_redirect_state(request, question_id)
    found = saml.believed(city, answer, question_id)
    request._came = found  # type: ignore[attr-defined]
    sociallogin = provider.sociallogin_from_response(request, found)
    sociallogin.state = state
    response: HttpResponse = complete_social_login(request, sociallogin)
    response.delete_cookie(_ANSWER, path=reverse("city_saml_done"))
    return response


@require_GET
@_of(config.SAML)
def metadata(request: HttpRequest, city: City) -> HttpResponse:
    """What the provider needs to know of us."""
    from sjalvklar.faces.desk.sign_in.city import saml

    return HttpResponse(saml.metadata(city), content_type="application/samlmetadata+xml; charset=utf-8")


@require_GET
@_of(config.SAML)
def saml_out(request: HttpRequest, city: City) -> HttpResponse:
    """The provider says that the person signs out everywhere, or that they now have."""
    from sjalvklar.faces.desk.sign_in.city import saml

    ends, address = saml.signed_out(city, {name: str(request.GET[name]) for name in request.GET})
    if ends:
        logout(request)
    return HttpResponseRedirect(address or reverse("account_login"))


@require_GET
@_of("any")
def out(request: HttpRequest, city: City) -> HttpResponse:
    """After signing out here: to the provider's own place for signing out, when it has one."""
    if _from_elsewhere(request):
        return trouble(request, "failed")
    known: dict[str, Any] = request.session.pop("city_out", {})
    address = ""
    if city.kind == config.SAML:
        from sjalvklar.faces.desk.sign_in.city import saml

        address = saml.sign_out_address(city, known)
    else:
        from sjalvklar.faces.desk.sign_in.city import oidc

        place = str(oidc.describe(city).get("end_session_endpoint") or "")
        if place:
            asked = {"client_id": city.client_id, "post_logout_redirect_uri": city.address + reverse("account_login")}
            address = f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"
    return HttpResponseRedirect(address or reverse("account_login"))
