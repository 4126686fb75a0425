# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Jonas is signed out, or shut out, at the city's provider: its server says so, and he is out here at once.

Words that are forged, stale, made for another or said before sign out nobody.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from tests.faces.desk.providers.own import CLIENT, SECRET, Own, own
from tests.faces.desk.test_city_openid import CONSULTANT, FILE, STRONG
from tests.faces.desk.test_sign_in import come_in, people  # noqa: F401 - fixture

from sjalvklar.faces.desk.sign_in.city import oidc
from sjalvklar.kernel import clock
from sjalvklar.organisation import actions
from sjalvklar.organisation.models import OpenSession, SaidOnce, StaffMember
from sjalvklar.trust import queries as trust

ADDRESS = "/desk/in/city/logout/"
EVENTS = {"http://schemas.openid.net/event/backchannel-logout": {}}
STRANGER = rsa.generate_private_key(65537, 2048)


@pytest.fixture
def provider(tmp_path: Path, settings: Any) -> Iterator[Own]:
    with own() as provider:
        file = tmp_path / "sign-in.yaml"
        file.write_text(FILE.format(issuer=provider.address, client=CLIENT), encoding="utf-8")
        settings.CITY_SIGN_IN, settings.CITY_SECRET = str(file), SECRET
        yield provider


def come(provider: Own, sub: str = "jonas-1", sid: str | None = "s1", **more: Any) -> Client:
    """Somebody in a browser of their own, signed in by the city."""
    desk = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    asked = desk.get("/desk/in/city/")
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked["Location"]).query).items()}
    said = {"sub": sub, "sid": sid, "name": "Jonas Ek", "given_name": "Jonas", "preferred_username": sub}
    said |= {"realm": {"groups": [CONSULTANT]}, "auth_time": int(time.time()), "nonce": query["nonce"], **STRONG}
    provider.says = {**said, **more}
    assert desk.get(f"/desk/in/city/back/?code=c&state={query['state']}").status_code == 302
    return desk


def is_in(desk: Client) -> bool:
    return bool(desk.get("/desk/").status_code == 200)


def word(provider: Own, number: str = "1", **said: Any) -> str:
    headers = said.pop("headers", {"typ": "logout+jwt"})
    key, alg = said.pop("key", None), said.pop("alg", "RS256")
    whole = {"sub": "jonas-1", "jti": number, "events": EVENTS, **said}
    return provider.token(key=key, headers=headers, alg=alg, **whole)


def tell(token: str, **headers: str) -> Any:
    """The provider's server speaks: no browser, no cookie."""
    return Client(enforce_csrf_checks=True).post(ADDRESS, {"logout_token": token}, headers=headers)


def test_every_session_of_the_person_ends_at_once_and_it_is_on_record(provider: Own) -> None:
    here, there = come(provider), come(provider, sid="s2")
    another = come(provider, sub="samir-1", sid="s3")
    assert is_in(here)
    answered = tell(word(provider))
    assert answered.status_code == 200
    assert answered.content == b""
    assert answered["Cache-Control"] == "no-store"
    assert not answered.cookies
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(another)
    jonas = StaffMember.objects.get(username="jonas-1")
    done = [entry for entry in trust.entries_about(f"staff:{jonas.pk}") if entry.action == "staff.city_sign_out"]
    assert len(done) == 1


def test_a_named_session_ends_and_the_persons_others_go_on(provider: Own) -> None:
    here, there, unnamed = come(provider), come(provider, sid="s2"), come(provider, sid=None)
    assert tell(word(provider, sid="s1")).status_code == 200
    assert not is_in(here)
    assert is_in(there)
    assert not is_in(unnamed)  # it may be the one: nobody can tell
    assert tell(word(provider, "2", sub=None, sid="s2")).status_code == 200
    assert not is_in(there)


def test_a_session_of_another_person_is_not_ended_by_its_name(provider: Own) -> None:
    samir = come(provider, sub="samir-1", sid="s3")
    come(provider)
    assert tell(word(provider, sid="s3")).status_code == 200
    assert is_in(samir)


def test_who_has_yet_to_show_a_second_factor_here_is_out_too(provider: Own) -> None:
    come(provider)
    from allauth.mfa.models import Authenticator

    jonas = StaffMember.objects.get(username="jonas-1")
    Authenticator.objects.create(user=jonas, type="totp", data={"secret": "00"})
    half = come(provider, sid="s4", amr=["pwd"])
    assert half.get("/desk/in/confirm/").status_code == 200
    assert tell(word(provider, sid="s4")).status_code == 200
    assert half.get("/desk/in/confirm/")["Location"].startswith("/desk/in/login/")


def test_nobody_known_is_signed_out_and_nobody_is_told_that(provider: Own) -> None:
    local = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    come_in(local, "jonas")
    assert tell(word(provider, sub="who-is-this")).status_code == 200
    assert tell(word(provider, "2", sub=None, sid="nothing")).status_code == 200
    assert is_in(local)


WRONG: tuple[dict[str, Any], ...] = (
    {"iss": "https://another.example"},
    {"iss": None},
    {"aud": "another"},
    {"aud": [CLIENT, "another"]},
    {"aud": None},
    {"iat": int(time.time()) - 3600},
    {"iat": int(time.time()) + 3600},
    {"iat": None},
    {"exp": int(time.time()) - 3600},
    {"exp": None},
    {"jti": None},
    {"jti": ""},
    {"jti": "x" * 2000},
    {"events": None},
    {"events": {}},
    {"events": list(EVENTS)},
    {"events": {"http://schemas.openid.net/event/backchannel-logout": "yes"}},
    {"events": {"https://schemas.openid.net/secevent/caep/event-type/session-revoked": {}}},
    {"nonce": "n"},
    {"nonce": ""},
    {"sub": None},
    {"sub": ""},
    {"sub": {"a": 1}},
    {"sid": ["s1"]},
    {"headers": {"typ": "at+jwt"}},
    {"headers": {"typ": "logout+jwt", "kid": "2"}},
    {"key": STRANGER},
    {"key": SECRET * 3, "alg": "HS256"},
)


def test_a_word_with_one_thing_wrong_signs_nobody_out(provider: Own) -> None:
    here = come(provider)
    for number, wrong in enumerate(WRONG):
        answered = tell(word(provider, **{"number": str(number), **wrong}))
        assert answered.status_code == 400, wrong
        assert answered.json() == {"error": "invalid_request"}
    assert is_in(here)
    assert tell(word(provider, "right")).status_code == 200
    assert not is_in(here)


def test_what_is_no_word_at_all_signs_nobody_out(provider: Own) -> None:
    here = come(provider)
    unsigned = jwt.encode({"iss": provider.address, "sub": "jonas-1", "jti": "1", "events": EVENTS}, "", "none")
    changed = word(provider).split(".")
    changed[1] = word(provider, sub="jonas-1", jti="9").split(".")[1]
    for bad in ("", "x", "a.b.c", unsigned, ".".join(changed), "x" * 20_000, provider.token(**provider.says)):
        assert tell(bad).status_code == 400, bad[:40]
    for sent in ({"id_token": word(provider)}, {}):
        assert Client().post(ADDRESS, sent).status_code == 400
    assert Client().post(ADDRESS, word(provider), content_type="application/jwt").status_code == 400
    assert Client().get(ADDRESS).status_code == 405
    assert is_in(here)


def test_a_word_said_before_signs_out_nobody_who_has_come_in_since(provider: Own) -> None:
    said = word(provider)
    here = come(provider)
    assert tell(said).status_code == 200
    assert not is_in(here)
    again = come(provider)
    assert tell(said).status_code == 400
    assert is_in(again)
    assert SaidOnce.objects.count() == 1
    actions.forget_old_sessions(at=clock.now() + timedelta(hours=1))
    assert not SaidOnce.objects.exists()


def test_no_cookie_is_read_and_none_is_set(provider: Own) -> None:
    here = come(provider)
    before = OpenSession.objects.values_list("session_data", flat=True)[0]
    assert here.post(ADDRESS, {"logout_token": "x"}).status_code == 400
    assert not here.post(ADDRESS, {"logout_token": "x"}).cookies
    assert OpenSession.objects.values_list("session_data", flat=True)[0] == before
    assert is_in(here)


def test_another_sites_page_cannot_send_it_by_somebodys_browser(provider: Own) -> None:
    here = come(provider)
    assert tell(word(provider), **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert is_in(here)


def test_a_new_key_is_fetched_but_not_each_time_a_stranger_names_one(
    provider: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = come(provider)
    provider.asked.clear()
    for number in range(5):
        tell(word(provider, str(number), headers={"kid": f"made-up-{number}"}))
    assert provider.asked == []  # fetched within the minute, at the sign-in
    provider.kid, provider.key = "2", rsa.generate_private_key(65537, 2048)
    fetched, keys = oidc._keys[provider.address]
    monkeypatch.setitem(oidc._keys, provider.address, (fetched - 120, keys))
    assert tell(word(provider)).status_code == 200
    assert provider.asked == ["/keys"]
    assert not is_in(here)


def test_while_the_keys_cannot_be_had_the_provider_is_asked_to_come_again(
    provider: Own, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CITY_SECONDS = 0.2
    provider.silent.add("/keys")
    monkeypatch.delitem(oidc._keys, provider.address, raising=False)
    answered = tell(word(provider))
    assert answered.status_code == 503
    assert answered.json() == {"error": "temporarily_unavailable"}


def test_where_nobody_signs_in_by_openid_there_is_nobody_to_sign_out(provider: Own, settings: Any) -> None:
    said = word(provider)
    settings.CITY_SIGN_IN = ""
    assert tell(said).status_code == 400
