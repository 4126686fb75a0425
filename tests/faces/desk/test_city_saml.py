# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Jonas comes from the city's SAML provider, a real one on loopback; an answer with anything wrong is refused."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.faces.desk.providers.running import running
from tests.faces.desk.providers.saml import CONTEXT
from tests.faces.desk.test_sign_in import people, send  # noqa: F401 - fixtures

from sjalvklar.organisation.models import OpenSession, StaffMember
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role

CONSULTANT = "sjk-jarva-konsulent"
FILE = """
kind: saml
name: Stockholms stad
address: http://localhost
saml:
  entity_id: {provider}/metadata
  metadata: idp.xml
claims:
  roles: urn:oid:1.3.6.1.4.1.5923.1.1.1.7
second_factor:
  acr: ["{context}"]
roles:
  - {{value: sjk-jarva-konsulent, unit: jarva-anhorigstod, role: relatives_adviser}}
"""


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running("saml", str(tmp_path_factory.mktemp("idp"))) as address:
        yield address


@pytest.fixture(autouse=True)
def city(provider: str, tmp_path: Path, settings: Any, db: None) -> None:
    (tmp_path / "idp.xml").write_text(requests.get(f"{provider}/metadata", timeout=30).text, encoding="utf-8")
    file = tmp_path / "sign-in.yaml"
    file.write_text(FILE.format(provider=provider, context=CONTEXT), encoding="utf-8")
    settings.CITY_SIGN_IN = str(file)
    settings.POSTED_FROM_ELSEWHERE = frozenset({"/desk/in/city/saml/"})
    ours = Client(SERVER_NAME="localhost").get("/desk/in/city/saml/metadata/")
    assert ours.status_code == 200
    requests.put(f"{provider}/sp", data=ours.content, timeout=30).raise_for_status()


@pytest.fixture
def desk() -> Client:
    return Client(enforce_csrf_checks=True, SERVER_NAME="localhost")


def go_out(desk: Client, address: str = "/desk/in/city/") -> str:
    asked = desk.get(address)
    assert asked.status_code == 302, asked.content
    return str(asked["Location"])


def answer(asked: str, **wish: str) -> str:
    """What the provider answers, as it stands in the form that it sends."""
    wished = urlencode({"groups": CONSULTANT, **wish})
    xml = requests.get(f"{asked}&{wished}", timeout=30).json()["SAMLResponse"]
    return base64.b64encode(xml.encode()).decode()


def give(desk: Client, written: str) -> Any:
    """The provider's page posts its form to us, from another site and without our session's cookie."""
    from_there = Client(
        enforce_csrf_checks=True,
        SERVER_NAME="localhost",
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "http://idp.example"},
    )
    posted = from_there.post("/desk/in/city/saml/", {"SAMLResponse": written, "RelayState": "https://evil.example/"})
    if posted.status_code != 302:
        return posted
    assert posted["Location"] == "/desk/in/city/saml/done/"
    cookie = posted.cookies["desk_answer"]
    assert cookie["path"] == "/desk/in/city/saml/done/"
    assert cookie["httponly"]
    desk.cookies["desk_answer"] = cookie.value
    return desk.get("/desk/in/city/saml/done/")


def come(desk: Client, **wish: str) -> Any:
    return give(desk, answer(go_out(desk), **wish))


def refused(said: Any) -> bool:
    return bool(said.status_code == 403 and "Inloggningen gick inte" in said.content.decode())


def test_who_comes_with_a_role_and_two_factors_is_in(desk: Client) -> None:
    assert come(desk)["Location"] == "/desk/"
    assert desk.get("/desk/").status_code == 200
    account = SocialAccount.objects.get()
    member = StaffMember.objects.get(pk=account.user_id)
    assert (member.name, member.public_name, member.username) == ("Jonas Ek", "Jonas", "jonas.ek")
    viewer = staff.viewer(member.pk)
    assert viewer is not None
    assert {grant.role for grant in viewer.grants} == {Role.RELATIVES_ADVISER}
    assert account.extra_data == {}


def test_without_a_role_there_is_no_account(desk: Client) -> None:
    before = StaffMember.objects.count()
    said = come(desk, groups="another")
    assert "Du har ingen roll här" in said.content.decode()
    assert StaffMember.objects.count() == before


def test_a_weaker_way_of_signing_in_there_demands_our_second_factor(desk: Client) -> None:
    assert come(desk, context="urn:oasis:names:tc:SAML:2.0:ac:classes:Password")["Location"] == "/desk/"
    assert desk.get("/desk/")["Location"] == "/desk/in/security/"
    Authenticator.objects.create(user=SocialAccount.objects.get().user, type="totp", data={"secret": "00"})
    assert come(desk, context="urn:oasis:names:tc:SAML:2.0:ac:classes:Password")["Location"] == "/desk/in/confirm/"


@pytest.mark.parametrize(
    "wish",
    [
        {"unsigned": "yes"},
        {"stranger": "yes"},
        {"audience": "https://another.example/metadata"},
        {"destination": "http://another.example/acs"},
        {"in_response_to": "id-another"},
        {"transient": "yes"},
    ],
)
def test_an_answer_with_one_thing_wrong_is_refused(desk: Client, wish: dict[str, str]) -> None:
    try:
        written = answer(go_out(desk), **wish)
    except requests.RequestException:
        pytest.fail(f"the provider would not say {wish}")
    assert refused(give(desk, written))
    assert not SocialAccount.objects.exists()


def test_an_answer_outside_its_time_is_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

    now = Utils.now()
    for later in (3600, -3600):
        written = answer(go_out(desk))
        with monkeypatch.context() as moved:
            moved.setattr(Utils, "now", staticmethod(lambda later=later: now + later))
            assert refused(give(desk, written)), later


def test_a_changed_answer_is_refused(desk: Client) -> None:
    for old, new in (("jonas-1", "ines-1"), (CONSULTANT, "sjk-jarva-chef"), ("Jonas Ek", "Ines Berg")):
        xml = base64.b64decode(answer(go_out(desk))).decode()
        assert old in xml
        assert refused(give(desk, base64.b64encode(xml.replace(old, new).encode()).decode())), old


def test_a_second_assertion_wrapped_around_the_signed_one_is_refused(desk: Client) -> None:
    xml = base64.b64decode(answer(go_out(desk))).decode()
    signed = re.search(r"<ns1:Assertion.*</ns1:Assertion>", xml, re.DOTALL)
    assert signed is not None
    bare = re.sub(r"<ns2:Signature .*?</ns2:Signature>", "", signed[0], flags=re.DOTALL)
    forged = bare.replace("jonas-1", "ines-1").replace(' ID="id-', ' ID="id-evil')
    for wrapped in (
        forged + signed[0],
        signed[0] + forged,
        forged.replace("</ns1:Assertion>", signed[0] + "</ns1:Assertion>"),
    ):
        assert refused(give(desk, base64.b64encode(xml.replace(signed[0], wrapped).encode()).decode()))


def test_an_answer_that_nobody_asked_for_is_refused(desk: Client) -> None:
    xml = base64.b64decode(answer(go_out(desk))).decode()
    unasked = re.sub(r' InResponseTo="[^"]*"', "", xml, count=1)  # the unsigned part: the provider begins
    assert refused(give(desk, base64.b64encode(unasked.encode()).decode()))
    go_out(desk)
    others = set(re.findall(r"ONELOGIN_[0-9a-f]+", str(dict(desk.session)))) - set(re.findall(r"ONELOGIN_\w+", xml))
    bent = re.sub(
        r'InResponseTo="[^"]*"', f'InResponseTo="{others.pop()}"', xml, count=1
    )  # another's assertion, rewrapped
    assert refused(give(desk, base64.b64encode(bent.encode()).decode()))


def test_an_answer_works_once_and_in_the_session_that_asked_only(desk: Client) -> None:
    written = answer(go_out(desk))
    another = Client(SERVER_NAME="localhost")
    assert refused(give(another, written))
    assert give(desk, written)["Location"] == "/desk/"
    assert refused(give(desk, written))
    assert desk.get("/desk/in/city/saml/done/").status_code == 403


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "not xml",
        "<a/>",
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r InResponseTo="x">&x;</r>',
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><r InResponseTo="x">&b;</r>',
    ],
)
def test_what_is_no_answer_is_refused_calmly(desk: Client, xml: str) -> None:
    go_out(desk)
    assert refused(give(desk, base64.b64encode(xml.encode()).decode()))
    assert refused(give(desk, "%%%" + xml))


def test_only_that_one_address_takes_another_sites_form(desk: Client) -> None:
    from_there = Client(SERVER_NAME="localhost", headers={"Sec-Fetch-Site": "cross-site"})
    for path in ("/desk/in/login/", "/desk/in/city/saml/done/", "/desk/in/logout/", "/desk/in/lost/"):
        assert from_there.post(path, {"SAMLResponse": "x"}).status_code == 403, path
    before = OpenSession.objects.count()
    assert from_there.post("/desk/in/city/saml/", {"SAMLResponse": "x" * 400_000}).status_code == 403
    assert OpenSession.objects.count() == before


def test_an_unsigned_word_about_signing_out_ends_nothing(desk: Client) -> None:
    come(desk)
    for sent in ({}, {"SAMLRequest": "x"}, {"SAMLResponse": "x"}):
        assert refused(desk.get("/desk/in/city/saml/out/", sent)), sent
    from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

    unsigned = (
        '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="a" Version="2.0"'
        ' IssueInstant="2026-11-22T09:00:00Z"><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">jonas-1'
        "</saml:NameID></samlp:LogoutRequest>"
    )
    assert refused(
        desk.get("/desk/in/city/saml/out/", {"SAMLRequest": Utils.deflate_and_base64_encode(unsigned.encode())})
    )
    assert desk.get("/desk/").status_code == 200


def test_signing_out_here_leads_to_signing_out_there(desk: Client, provider: str) -> None:
    come(desk)
    send(desk, "/desk/in/logout/")
    away = desk.get("/desk/in/city/out/")["Location"]
    assert away.startswith(f"{provider}/slo?SAMLRequest=")


def test_our_metadata_is_the_same_whatever_name_we_are_called_by() -> None:
    told = {
        re.sub(rb'validUntil="[^"]*"', b"", Client(SERVER_NAME=name).get("/desk/in/city/saml/metadata/").content)
        for name in ("localhost", "127.0.0.1")
    }
    assert len(told) == 1
    assert b"http://localhost/desk/in/city/saml/" in told.pop()
