# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where allauth asks about people from the provider: nobody signs up, nobody is found by e-mail, roles come first."""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sjalvklar.faces.desk import refusals
from sjalvklar.faces.desk.sign_in.city import config, linking
from sjalvklar.faces.desk.sign_in.city.claims import Came
from sjalvklar.kernel.errors import NotAllowed
from sjalvklar.organisation import actions as organisation
from sjalvklar.organisation.queries import staff

_log = logging.getLogger("sjalvklar.sign_in")
PROVIDER = "city"


class FromTheCity(DefaultSocialAccountAdapter):
    """One provider, from the municipality's file. What stands in allauth's own tables of providers is never asked."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        city = config.city()
        if city is None:
            return []
        kind = "openid_connect" if city.kind == config.OIDC else "saml"
        app = SocialApp(provider=kind, provider_id=PROVIDER, name=city.name[:40], client_id=city.client_id or PROVIDER)
        app.secret = city.secret
        app.settings = {"oauth_pkce_enabled": True, "server_url": city.issuer}
        app.city = city
        return [app]

    def get_app(self, request: HttpRequest, provider: Any, client_id: Any = None) -> SocialApp:
        apps = self.list_apps(request)
        if not apps or provider not in {PROVIDER, apps[0].provider}:
            raise SocialApp.DoesNotExist
        return apps[0]

    def get_provider(self, request: HttpRequest, provider: Any, client_id: Any = None) -> Any:
        app = self.get_app(request, provider)
        if app.provider == "saml":
            from sjalvklar.faces.desk.sign_in.city.saml import CitySAML

            return CitySAML(request, app=app)
        from sjalvklar.faces.desk.sign_in.city.oidc import CityOpenID

        return CityOpenID(request, app=app)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        return None

    def get_requests_session(self) -> Any:
        """What is fetched from the provider is fetched from there, nothing is followed elsewhere, and nothing of ours
        is held meanwhile."""
        from sjalvklar.faces.desk.sign_in.city.asking import ASKING

        session = super().get_requests_session()
        ask = session.request

        def stay(*given: Any, **named: Any) -> Any:
            fixed = {**named, "allow_redirects": False}  # `get` says yes by itself
            return ASKING.ask(lambda **limits: ask(*given, **{**fixed, **limits}))

        session.request = stay
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The provider's word is what the person may do from now on; without a role there is no account."""
        city = config.city()
        found: Came = request._came  # type: ignore[attr-defined]
        if city is None:
            raise ImmediateHttpResponse(trouble(request, "off"))
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            back = linking.came_back(request, city, found, sociallogin.state.get("data") or {})
            raise ImmediateHttpResponse(back or trouble(request, "failed"))
        try:
            staff_id = organisation.admit(
                identity=found.identity,
                name=found.name,
                public_name=found.first_name,
                username=found.username,
                roles=city.granted(found.values),
            )
        except NotAllowed as refused:
            logout(request)  # whoever sat here before is not signed in behind the page that says no
            raise ImmediateHttpResponse(trouble(request, refused.code, found.identity)) from refused
        sociallogin.account = SocialAccount.objects.get(provider=PROVIDER, uid=found.identity)
        sociallogin.user = staff.account(staff_id)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: BaseException | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """One calm page of ours for whatever went wrong; why stands in the log, without who."""
        if exception is not None:
            _log.warning("sign-in with the identity provider: %s", why(exception))
        raise ImmediateHttpResponse(trouble(request, "cancelled" if error == "cancelled" else kind_of(exception)))


def kind_of(wrong: BaseException | None) -> str:
    """The page for what went wrong: `away` when the provider did not answer, else `failed`."""
    from sjalvklar.faces.desk.sign_in.city.asking import is_away

    return "away" if is_away(wrong) else "failed"


def why(wrong: BaseException) -> str:
    """What went wrong, on one line of the log and no more: some of it can be words that a stranger sent."""
    return f"{type(wrong).__name__}: {str(wrong)[:200]!r}"


def trouble(request: HttpRequest, code: str, identity: str = "") -> HttpResponse:
    """The page for somebody who could not come in: `no_role`, `closed`, `cancelled`, `away`, `failed` or `off`."""
    known = code if code in {"no_role", "cancelled", "away"} else "failed"
    if code == "closed":
        known = "no_role"  # whether there is an account is said to nobody
    status = {"cancelled": 200, "away": 503}.get(known, 403)
    if known in {"no_role", "failed"} and code != "off":
        refusals.note_sign_in(request, f"city_{code}", lambda: _whose(identity))
    city = config.city()
    return render(
        request,
        "desk/sign_in/city_trouble.html",
        {"why": known, "city": city.name if city else "", "inside": request.user.is_authenticated},
        status=status,
    )


def _whose(identity: str) -> int | None:
    """The account of somebody whom the provider has vouched for, when there is one."""
    known = SocialAccount.objects.filter(provider=PROVIDER, uid=identity) if identity else SocialAccount.objects.none()
    return known.values_list("user_id", flat=True).first()
