# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""OpenID Connect: allauth's code flow with state and PKCE, and what it leaves out: nonce, signature, issuer, age.

OpenID Connect Core 1.0 3.1.3.7 (checking an ID token), RFC 9700 (what a client of today does).
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sjalvklar.faces.desk.sign_in.city import linking
from sjalvklar.faces.desk.sign_in.city.claims import Came, came, identity, session_mark
from sjalvklar.faces.desk.sign_in.city.config import City

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
SLACK = 60  # seconds between two clocks
OLDEST = 10 * 60  # seconds since an ID token was made
_KEPT = 15 * 60  # seconds the provider's own description is believed
_ONCE = 60  # seconds between two times of fetching its keys when a stranger may be who asks
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST = 1024
_described: dict[str, tuple[float, dict[str, Any]]] = {}


def describe(city: City) -> dict[str, Any]:
    """The provider's own description, fetched at most every quarter of an hour. Raises OAuth2Error."""
    now = time.monotonic()
    kept = _described.get(city.issuer)
    if kept is None or now - kept[0] > _KEPT:
        found = _fetched(f"{city.issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != city.issuer:
            raise OAuth2Error("the description is another provider's")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if urlsplit(str(found.get(name, ""))).scheme not in {"https", urlsplit(city.issuer).scheme}:
                raise OAuth2Error(f"{name} is not an address")
        kept = _described[city.issuer] = (now, found)
    return kept[1]


def _fetched(address: str) -> dict[str, Any]:
    with get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        if answer.is_redirect:
            raise OAuth2Error("it leads elsewhere")
        found = answer.json()
    if not isinstance(found, dict):
        raise OAuth2Error("not a description")
    return found


_keys: dict[str, tuple[float, dict[str, Any]]] = {}


def keys_of(city: City, described: dict[str, Any], *, kept: bool = False, kid: str | None = None) -> dict[str, Any]:
    """The provider's public keys. `kept`: as fetched within a quarter of an hour, unless the key wanted is not among
    them, and fetched at most once a minute: strangers may ask. Raises OAuth2Error, requests.RequestException."""
    now = time.monotonic()
    age, known = (now - _keys[city.issuer][0], _keys[city.issuer][1]) if city.issuer in _keys else (None, {})
    listed = known.get("keys") if isinstance(known.get("keys"), list) else []
    there = kid is None or any(isinstance(one, dict) and one.get("kid") == kid for one in listed or [])
    if kept and age is not None and (age < _ONCE or (there and age < _KEPT)):
        return known
    _keys[city.issuer] = (now, known)  # also when it fails: not again at once
    found = _fetched(described["jwks_uri"])
    _keys[city.issuer] = (now, found)
    return found


def _said(city: City, token: str, described: dict[str, Any], keys: dict[str, Any], need: list[str]) -> dict[str, Any]:
    """What a token says that the provider has signed, for us, in its time. Raises OAuth2Error."""
    try:
        header = jwt.get_unverified_header(token)
        fitting = [
            key
            for key in jwt.PyJWKSet.from_dict(keys).keys
            if key.public_key_use in (None, "sig") and header.get("kid") in (None, key.key_id)
        ]
        if len(fitting) != 1:
            raise OAuth2Error("no one key of the provider's fits")
        said: dict[str, Any] = jwt.decode(
            token,
            key=fitting[0].key,
            algorithms=[name for name in ALGORITHMS if name == header.get("alg")],
            audience=city.client_id,
            issuer=described["issuer"],
            leeway=SLACK,
            options={"require": ["iss", "aud", "exp", "iat", *need]},
        )
    except (jwt.PyJWTError, ValueError, KeyError, TypeError) as wrong:
        raise OAuth2Error(f"the token does not hold: {type(wrong).__name__}") from wrong
    audience = said["aud"] if isinstance(said["aud"], list) else [said["aud"]]
    if (len(audience) > 1 or "azp" in said) and said.get("azp") != city.client_id:
        raise OAuth2Error("the token was made for another")
    if time.time() - float(said["iat"]) > OLDEST:
        raise OAuth2Error("the token is old")
    return said


def checked(city: City, token: str, *, nonce: str, described: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    """What an ID token says, when all of it holds. Raises OAuth2Error."""
    said = _said(city, token, described, keys, ["sub"])
    if not nonce or not secrets.compare_digest(str(said.get("nonce", "")).encode(), nonce.encode()):
        raise OAuth2Error("the ID token answers another question")
    return said


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Who has signed out at the provider, as the marks that are kept here: a person, a session, or both."""

    identity: str
    session: str
    word: str  # the mark of what was said, which is taken once
    until: float  # seconds since 1970: from then on it is too old to be taken


def signed_out(city: City, token: str) -> SignedOut:
    """What a logout token says, when all of it holds (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6).

    Raises OAuth2Error, requests.RequestException.
    """
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as wrong:
        raise OAuth2Error("not a token") from wrong
    if str(header.get("typ", "JWT")).lower() not in {"jwt", "logout+jwt"}:
        raise OAuth2Error("a token for something else")
    described = describe(city)
    keys = keys_of(city, described, kept=True, kid=header.get("kid"))
    said = _said(city, token, described, keys, ["jti", "events"])
    if "nonce" in said:
        raise OAuth2Error("an ID token")  # whoever has got hold of one cannot sign others out by it
    events = said["events"]
    if not isinstance(events, dict) or not isinstance(events.get(_LOGOUT), dict):
        raise OAuth2Error("it is not about signing out")
    subject, sid, number = (said.get(name, "") for name in ("sub", "sid", "jti"))
    if not all(isinstance(one, str) and len(one) <= _LONGEST for one in (subject, sid, number)):
        raise OAuth2Error("names that are none")
    if not number or not (subject or sid):
        raise OAuth2Error("it does not say who")
    return SignedOut(
        identity=identity(city.issuer, subject) if subject else "",
        session=session_mark(city.issuer, sid),
        word=identity(city.issuer, f"jti {number}"),
        until=time.time() + OLDEST + 2 * SLACK,
    )


class CityOpenID(OpenIDConnectProvider):
    """What is asked for is ours to say: nothing in an address of ours changes it."""

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        city: City = self.app.city
        links = linking.links(request)
        again = bool(request.GET.get("again")) or links is not None
        nonce = secrets.token_urlsafe(32)
        asked: dict[str, str] = {"nonce": nonce}
        if again:
            asked |= {"prompt": "login", "max_age": "0"}
        if city.ask_acr:
            asked["acr_values"] = " ".join(city.ask_acr)
        return {
            "process": AuthProcess.LOGIN if links is None else AuthProcess.CONNECT,
            "next_url": get_next(request),
            "data": {"nonce": nonce, "again": again, "links": links},
            "scope": list(city.scopes),
            "auth_params": asked,
        }

    def get_oauth2_adapter(self, request: HttpRequest) -> OpenIDAdapter:
        return OpenIDAdapter(request, self.app.provider_id)

    def extract_uid(self, data: Came) -> str:
        return data.identity

    def extract_extra_data(self, data: Came) -> dict[str, Any]:
        return {}  # what the provider says of somebody is read and not kept

    def extract_common_fields(self, data: Came) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: Came) -> list[Any]:
        return []


def get_next(request: HttpRequest) -> str | None:
    from allauth.account.utils import get_next_redirect_url

    found: str | None = get_next_redirect_url(request)
    return found


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):
    """allauth's, with the checks of the ID token that it leaves to others."""

    nonce = ""

    @property
    def city(self) -> City:
        city: City = self.get_provider().app.city
        return city

    @property
    def openid_config(self) -> dict[str, Any]:
        return describe(self.city)

    @property
    def basic_auth(self) -> bool:
        if self.city.basic is not None:
            return self.city.basic
        methods = self.openid_config.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_basic" in methods

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return self.city.address + reverse("city_back")

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: Any = None
    ) -> Any:
        if not pkce_code_verifier:
            raise OAuth2Error("no PKCE")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **given: Any) -> SocialLogin:
        city, id_token = self.city, given["response"].get("id_token")
        if not isinstance(id_token, str):
            raise OAuth2Error("no ID token")
        described = self.openid_config
        keys = keys_of(city, described)
        said = checked(city, id_token, nonce=self.nonce, described=described, keys=keys)
        if city.userinfo:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != said["sub"]:
                raise OAuth2Error("the user info is another's")
            said = {**more, **said}
        amr = said.get("amr")
        found = came(
            city,
            said,
            issuer=city.issuer,
            subject=str(said["sub"]),
            acr=frozenset({str(said.get("acr", ""))}),
            amr=frozenset(str(one) for one in amr) if isinstance(amr, list) else frozenset(),
            at=_proved(said),
            session=str(said.get("sid") or "")[:_LONGEST],
        )
        request._came = found  # type: ignore[attr-defined]
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, found)
        return login


def _proved(said: dict[str, Any]) -> float:
    """When the person last proved who they are; a provider that does not say counts as long ago."""
    at = said.get("auth_time")
    return min(float(at), time.time()) if isinstance(at, (int, float)) else 0.0


def begin(request: HttpRequest, provider: CityOpenID) -> HttpResponse:
    """Send the person to the provider. Raises OAuth2Error, requests.RequestException."""
    describe(provider.app.city)
    away: HttpResponse = provider.redirect_from_request(request)
    return away


TROUBLES = (OAuth2Error, requests.RequestException, ValueError, KeyError, TypeError)
