# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Jonas comes from the city's OpenID provider, a real one on loopback; and so do those who should not come in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from tests.faces.desk.providers.openid import CLIENT, SECRET
from tests.faces.desk.providers.running import running
from tests.faces.desk.test_sign_in import next_code, people, send  # noqa: F401 - fixtures

from sjalvklar.faces.desk.sign_in.city import config, oidc
from sjalvklar.organisation import actions
from sjalvklar.organisation.models import Grant, StaffMember
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust import queries as trust
from sjalvklar.trust.rules import Actor

UNIT = "jarva-anhorigstod"
CONSULTANT, HEAD = "sjk-jarva-konsulent", "sjk-jarva-chef"
FILE = """
kind: oidc
name: Stockholms stad
address: http://localhost
oidc:
  issuer: {issuer}
  client_id: {client}
claims:
  roles: realm.groups
second_factor:
  amr: [mfa]
  acr: [loa3]
roles:
  - {{value: sjk-jarva-konsulent, unit: jarva-anhorigstod, role: relatives_adviser}}
  - {{value: sjk-jarva-chef, unit: jarva-anhorigstod, role: unit_head}}
"""
STRONG = {"amr": ["pwd", "mfa"]}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running("openid") as address:
        yield address


@pytest.fixture(autouse=True)
def city(provider: str, tmp_path: Path, settings: Any) -> None:
    file = tmp_path / "sign-in.yaml"
    file.write_text(FILE.format(issuer=provider, client=CLIENT), encoding="utf-8")
    settings.CITY_SIGN_IN, settings.CITY_SECRET = str(file), SECRET


@pytest.fixture
def desk() -> Client:
    return Client(enforce_csrf_checks=True, SERVER_NAME="localhost", headers={"Sec-Fetch-Site": "same-origin"})


def go_out(desk: Client, address: str = "/desk/in/city/") -> str:
    """To the provider; where it is asked."""
    asked = desk.get(address)
    assert asked.status_code == 302, asked.content
    return str(asked["Location"])


def say(provider: str, sub: str, **claims: Any) -> None:
    requests.put(f"{provider}/users/{sub}", json=claims, timeout=10).raise_for_status()


def answered(asked: str, sub: str) -> str:
    """The person says who they are there; the way back, as the browser is sent."""
    back = requests.post(asked, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    assert (parts.scheme, parts.netloc, parts.path) == ("http", "localhost", "/desk/in/city/back/")
    return f"{parts.path}?{parts.query}"


def come(
    desk: Client, provider: str, sub: str, groups: list[str], address: str = "/desk/in/city/", **more: Any
) -> Any:
    said = {"name": "Jonas Ek", "given_name": "Jonas", "preferred_username": f"{sub}@stockholm.example"}
    say(provider, sub, **said, realm={"groups": groups}, **{"auth_time": int(time.time()), **more})
    return desk.get(answered(go_out(desk, address), sub))


def of(sub: str, provider: str) -> StaffMember:
    from sjalvklar.faces.desk.sign_in.city.claims import identity

    return StaffMember.objects.get(socialaccount__uid=identity(provider, sub))


def roles(member: StaffMember) -> set[Role]:
    viewer = staff.viewer(member.pk)
    return {grant.role for grant in viewer.grants} if viewer else set()


def test_who_comes_with_a_role_and_two_factors_is_in_and_it_is_on_record(desk: Client, provider: str) -> None:
    assert come(desk, provider, "jonas-1", [CONSULTANT, "something else"], **STRONG)["Location"] == "/desk/"
    assert desk.get("/desk/").status_code == 200
    member = of("jonas-1", provider)
    assert (member.name, member.public_name, member.username) == ("Jonas Ek", "Jonas", "jonas-1")
    assert roles(member) == {Role.RELATIVES_ADVISER}
    assert not member.has_usable_password()
    done = [entry.action for entry in trust.entries_about(f"staff:{member.pk}")]
    assert {"staff.create", "staff.grant", "staff.sign_in"} <= set(done)
    assert SocialAccount.objects.get(user=member).extra_data == {}
    assert not SocialToken.objects.exists()
    assert "jonas-1" not in SocialAccount.objects.get(user=member).uid


def test_what_is_asked_is_ours_to_say_and_has_pkce_state_and_nonce(desk: Client, provider: str) -> None:
    asked = parse_qs(
        urlsplit(go_out(desk, "/desk/in/city/?scope=email&auth_params=prompt%3Dnone&process=connect")).query
    )
    assert asked["redirect_uri"] == ["http://localhost/desk/in/city/back/"]
    assert set(asked["scope"][0].split()) == {"openid", "profile"}
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 40
    assert asked["state"][0]
    assert "prompt" not in asked
    elsewhere = Client(SERVER_NAME="127.0.0.1")  # another name that we answer to changes nothing
    again = parse_qs(urlsplit(go_out(elsewhere)).query)
    assert again["redirect_uri"] == asked["redirect_uri"]
    assert again["nonce"] != asked["nonce"]


def test_without_a_role_there_is_no_account_and_a_page_says_so(desk: Client, provider: str) -> None:
    before = StaffMember.objects.count()
    refused = come(desk, provider, "nobody-1", ["something else"], **STRONG)
    assert refused.status_code == 403
    assert "Du har ingen roll här" in refused.content.decode()
    assert StaffMember.objects.count() == before
    assert not SocialAccount.objects.exists()
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")
    [row] = trust.entries_about("staff:unknown")
    assert (row.action, row.detail["why"]) == ("staff.refuse_sign_in", "city_no_role")
    assert "nobody-1" not in str(row)


def test_nobody_is_found_by_e_mail_or_username(desk: Client, provider: str) -> None:
    local = staff.staff_id("ines")
    come(desk, provider, "ines", [CONSULTANT], email="ines@stockholm.example", email_verified=True, **STRONG)
    member = of("ines", provider)
    assert member.pk != local
    assert member.username.startswith("ines-")


def test_a_role_the_city_takes_away_ends_at_the_next_sign_in_and_what_it_gave_by_hand_stays(
    desk: Client, provider: str
) -> None:
    come(desk, provider, "jonas-2", [CONSULTANT, HEAD], **STRONG)
    member = of("jonas-2", provider)
    assert roles(member) == {Role.RELATIVES_ADVISER, Role.UNIT_HEAD}
    assert come(desk, provider, "jonas-2", [HEAD], **STRONG).status_code == 302
    assert roles(member) == {Role.UNIT_HEAD}
    ended = Grant.objects.get(staff=member, role="relatives_adviser")
    assert ended.valid_to is not None  # dated, not deleted
    by_hand = {"staff_id": member.pk, "unit_id": "sig-jarva", "role": Role.SOCIAL_WORKER}
    actions.grant(**by_hand, valid_from=ended.valid_from, actor=Actor.system("test"))
    come(desk, provider, "jonas-2", [], **STRONG)
    assert roles(member) == {Role.SOCIAL_WORKER}
    actions.end_grant(**by_hand, actor=Actor.system("test"))
    refused = come(desk, provider, "jonas-2", [], **STRONG)
    assert "Du har ingen roll här" in refused.content.decode()
    assert roles(member) == set()


def test_an_account_that_it_has_closed_is_not_opened_by_the_city(desk: Client, provider: str) -> None:
    come(desk, provider, "jonas-3", [CONSULTANT], **STRONG)
    actions.close_account(staff_id=of("jonas-3", provider).pk, actor=Actor.system("test"))
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")
    refused = come(desk, provider, "jonas-3", [CONSULTANT], **STRONG)
    assert "Du har ingen roll här" in refused.content.decode()  # as for somebody without an account
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")


def test_without_the_citys_second_factor_ours_is_demanded(desk: Client, provider: str) -> None:
    assert come(desk, provider, "jonas-4", [CONSULTANT], amr=["pwd"]).status_code == 302
    assert desk.get("/desk/")["Location"] == "/desk/in/security/"
    member = of("jonas-4", provider)
    from allauth.mfa.adapter import get_adapter

    from sjalvklar.organisation.actions import demo

    secret = get_adapter().encrypt(demo.totp_secret(member.username))
    Authenticator.objects.create(user=member, type="totp", data={"secret": secret})
    again = come(desk, provider, "jonas-4", [CONSULTANT], acr="loa1")
    assert again["Location"] == "/desk/in/confirm/"
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")
    assert send(desk, "/desk/in/confirm/", code=next_code(member.username)).status_code == 302
    assert desk.get("/desk/").status_code == 200


def test_what_is_sensitive_sends_to_the_city_again_and_an_old_proof_there_is_not_fresh(
    desk: Client, provider: str
) -> None:
    come(desk, provider, "jonas-5", [CONSULTANT], auth_time=int(time.time()) - 3600, **STRONG)
    assert desk.get("/desk/").status_code == 200
    asked = desk.get("/desk/in/passkeys/new/")
    assert asked["Location"].startswith("/desk/in/again/")
    page = desk.get(asked["Location"]).content.decode()
    assert "Bekräfta med Stockholms stad" in page
    assert 'name="password"' not in page
    again = "/desk/in/city/?again=yes&next=/desk/in/passkeys/new/"
    query = parse_qs(urlsplit(go_out(desk, again)).query)
    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
    stale = come(desk, provider, "jonas-5", [CONSULTANT], again, auth_time=int(time.time()) - 3600, **STRONG)
    assert stale["Location"] == "/desk/in/passkeys/new/"
    assert desk.get("/desk/in/passkeys/new/").status_code == 302  # the provider did not ask again
    fresh = come(desk, provider, "jonas-5", [CONSULTANT], again, **STRONG)
    assert fresh["Location"] == "/desk/in/passkeys/new/"
    assert desk.get("/desk/in/passkeys/new/").status_code == 200


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_afterwards(desk: Client, provider: str, to: str) -> None:
    assert come(desk, provider, "jonas-6", [CONSULTANT], f"/desk/in/city/?next={to}", **STRONG)["Location"] == "/desk/"


def test_an_answer_works_once_and_in_the_session_that_asked_only(desk: Client, provider: str) -> None:
    say(provider, "jonas-7", name="Jonas Ek", realm={"groups": [CONSULTANT]}, **STRONG)
    back = answered(go_out(desk), "jonas-7")
    another = Client(SERVER_NAME="localhost")
    assert another.get(back).status_code == 403  # somebody else's answer, sent to a victim or stolen from one
    assert desk.get(back).status_code == 302
    assert desk.get(back).status_code == 403
    assert desk.get("/desk/in/city/back/?code=x&state=y").status_code == 403
    assert desk.get("/desk/in/city/back/").status_code == 403
    mixed = answered(go_out(desk), "jonas-7")
    assert desk.get(f"{mixed}&iss=https://another.example").status_code == 403


def test_who_says_no_there_is_told_that_nothing_happened(desk: Client, provider: str) -> None:
    state = parse_qs(urlsplit(go_out(desk)).query)["state"][0]
    said = desk.get(f"/desk/in/city/back/?error=access_denied&state={state}")
    assert said.status_code == 200
    assert "Inloggningen avbröts" in said.content.decode()


def test_another_site_cannot_begin_a_sign_in(provider: str) -> None:
    lured = Client(SERVER_NAME="localhost", headers={"Sec-Fetch-Site": "cross-site"})
    assert lured.get("/desk/in/city/").status_code == 403


def test_the_page_needs_no_exception_in_its_policy(desk: Client) -> None:
    page = desk.get("/desk/in/login/")
    assert "Logga in med Stockholms stad" in page.content.decode()
    policy = page["Content-Security-Policy"]
    assert "form-action 'self'" in policy
    assert "127.0.0.1" not in policy


def test_local_accounts_can_be_shut_out_and_the_city_still_opens(desk: Client, provider: str, settings: Any) -> None:
    from sjalvklar.organisation.actions import demo

    settings.LOCAL_SIGN_IN = False
    page = desk.get("/desk/in/login/").content.decode()
    assert 'name="password"' not in page
    assert "data-passkey" not in page
    refused = send(desk, "/desk/in/login/", login="jonas", password=demo.PASSWORD)
    assert refused.status_code == 200
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")
    assert come(desk, provider, "jonas-8", [CONSULTANT], **STRONG)["Location"] == "/desk/"
    assert "Byt lösenord" not in desk.get("/desk/in/security/").content.decode()


def test_signing_out_offers_to_sign_out_of_the_city_too(desk: Client, provider: str) -> None:
    come(desk, provider, "jonas-9", [CONSULTANT], **STRONG)
    assert send(desk, "/desk/in/logout/")["Location"] == "/desk/in/login/"
    assert "Logga ut från Stockholms stad också" in desk.get("/desk/in/login/").content.decode()
    away = desk.get("/desk/in/city/out/")["Location"]
    assert away.startswith(f"{provider}/oauth2/end_session?client_id={CLIENT}")


def test_with_the_provider_away_there_is_a_calm_page(desk: Client, tmp_path: Path, settings: Any) -> None:
    file = tmp_path / "away.yaml"
    file.write_text(FILE.format(issuer="http://127.0.0.1:1", client=CLIENT), encoding="utf-8")
    settings.CITY_SIGN_IN = str(file)
    said = desk.get("/desk/in/city/")
    assert said.status_code == 503
    assert "Stockholms stad svarar inte just nu" in said.content.decode()


def test_no_city_no_pages(desk: Client, settings: Any) -> None:
    settings.CITY_SIGN_IN = ""
    for path in ("", "back/", "out/", "saml/done/", "saml/out/", "saml/metadata/"):
        assert desk.get(f"/desk/in/city/{path}")["Location"] == "/desk/in/login/", path
    assert send(desk, "/desk/in/city/saml/")["Location"] == "/desk/in/login/"


def test_providers_in_allauths_own_tables_are_never_asked(desk: Client, provider: str) -> None:
    SocialApp.objects.create(
        provider="openid_connect", provider_id="city", name="x", client_id="x", settings={"server_url": "http://x"}
    )
    assert go_out(desk).startswith(provider)


# --- ID tokens that somebody has tampered with ---------------------------------------------------------------------
KEY = rsa.generate_private_key(65537, 2048)
STRANGER = rsa.generate_private_key(65537, 2048)
KEYS = {"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "1", "use": "sig"}]}


def token(change: Callable[[dict[str, Any]], None], *, key: Any = KEY, alg: str = "RS256", kid: str = "1") -> str:
    said: dict[str, Any] = {"iss": config.city().issuer, "sub": "x", "aud": CLIENT, "nonce": "n"}  # type: ignore[union-attr]
    said |= {"iat": int(time.time()), "exp": int(time.time()) + 300}
    change(said)
    return jwt.encode(said, key, algorithm=alg, headers={"kid": kid})


def check(written: str) -> dict[str, Any]:
    city = config.city()
    assert city is not None
    return oidc.checked(city, written, nonce="n", described={"issuer": city.issuer}, keys=KEYS)


def test_an_id_token_is_believed_when_all_of_it_holds() -> None:
    assert check(token(lambda said: None))["sub"] == "x"
    assert check(token(lambda said: said.update(aud=[CLIENT, "b"], azp=CLIENT)))["sub"] == "x"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"azp": "another"},
        {"nonce": "another"},
        {"nonce": ""},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"iat": int(time.time()) - 3600},
        {"nbf": int(time.time()) + 3600},
        {"sub": None},
        {"exp": None},
    ],
)
def test_an_id_token_with_one_thing_wrong_is_refused(change: dict[str, Any]) -> None:
    def wrong(said: dict[str, Any]) -> None:
        said.update(change)
        for name in [name for name, value in said.items() if value is None]:
            del said[name]

    with pytest.raises(OAuth2Error):
        check(token(wrong))


def test_a_token_that_is_unsigned_or_signed_by_another_or_by_our_secret_is_refused() -> None:
    unsigned = jwt.encode({"iss": "x"}, "", algorithm="none")
    by_secret = token(lambda said: None, key=SECRET * 3, alg="HS256")
    for bad in (
        token(lambda said: None, key=STRANGER),
        unsigned,
        by_secret,
        token(lambda said: None, kid="2"),
        "",
        "a.b.c",
    ):
        with pytest.raises(OAuth2Error):
            check(bad)


# --- The file ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: oidc", "kind: ldap", "kind may be oidc or saml"),
        ("http://localhost", "http://stockholm.example", "must begin with https://"),
        ("http://localhost", "https://stockholm.example/path", "is not an address"),
        ("role: unit_head", "role: superuser", "superuser is no role"),
        ("unit: jarva-anhorigstod, role: unit_head", "unit: nowhere, role: unit_head", "has no unit nowhere"),
        ("claims:", "colour: red\nclaims:", "colour is not a key of this file"),
        ("  roles: realm.groups", "  name: name", "claims must say which claim holds the roles"),
        ("client_id: sjalvklar", "scopes: [profile]", "scopes must hold openid"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_in_words(
    provider: str, tmp_path: Path, settings: Any, old: str, new: str, said: str
) -> None:
    file = tmp_path / "bad.yaml"
    whole = FILE.format(issuer=provider, client=CLIENT)
    assert old in whole
    file.write_text(whole.replace(old, new, 1), encoding="utf-8")
    settings.CITY_SIGN_IN = str(file)
    with pytest.raises(config.BadCity, match=said):
        config.city()
