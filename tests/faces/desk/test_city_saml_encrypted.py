# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The city's SAML provider encrypts what it says to our key: that is read, and what is encrypted otherwise is not."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.faces.desk.providers.saml import CONTEXT, make_keys
from tests.faces.desk.test_city_saml import FILE, answer, desk, give, go_out, provider, refused  # noqa: F401 - fixtures

from sjalvklar.faces.desk.sign_in.city import config
from sjalvklar.organisation import actions, queries
from sjalvklar.trust.rules import Actor

OURS = "  metadata: idp.xml\n  certificate: sp.crt\n  key: sp.key\n"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: make_keys(folder, name)[1] for name in ("sp", "another")}


@pytest.fixture(autouse=True)
def city(provider: str, keys: dict[str, str], tmp_path: Path, settings: Any, db: None) -> Path:  # noqa: F811
    for name in ("sp.crt", "sp.key"):
        (tmp_path / name).write_text((Path(keys["sp"]).parent / name).read_text())
    (tmp_path / "idp.xml").write_text(requests.get(f"{provider}/metadata", timeout=30).text, encoding="utf-8")
    settings.POSTED_FROM_ELSEWHERE = frozenset({"/desk/in/city/saml/"})
    file = tmp_path / "sign-in.yaml"
    settings.CITY_SIGN_IN = str(file)
    demand(file, provider, "no")
    ours = Client(SERVER_NAME="localhost").get("/desk/in/city/saml/metadata/")
    requests.put(f"{provider}/sp", data=ours.content, timeout=30).raise_for_status()
    actions.apply_pack(queries.organisation(), actor=Actor.system("test"))
    return file


def demand(file: Path, provider: str, encrypted: str) -> None:  # noqa: F811
    whole = FILE.format(provider=provider, context=CONTEXT)
    file.write_text(whole.replace("  metadata: idp.xml\n", f"{OURS}  encrypted: {encrypted}\n"), encoding="utf-8")
    config._read.cache_clear()


@pytest.mark.parametrize("cipher", ["gcm", "cbc"])
def test_what_is_encrypted_to_our_key_is_read(desk: Client, keys: dict[str, str], cipher: str) -> None:  # noqa: F811
    written = answer(go_out(desk), encrypted_to=keys["sp"], cipher=cipher)
    sent = base64.b64decode(written)
    assert b"EncryptedAssertion" in sent
    assert b"jonas" not in sent
    assert give(desk, written)["Location"] == "/desk/"
    assert desk.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "wish",
    [
        {"encrypted_to": "another"},
        {"encrypted_to": "sp", "unsigned": "yes"},
        {"encrypted_to": "sp", "stranger": "yes"},
        {"encrypted_to": "sp", "in_response_to": "id-another"},
        {"encrypted_to": "sp", "audience": "https://another.example/metadata"},
        {"encrypted_to": "sp", "wrapped_by": "rsa15"},
        {"encrypted_to": "sp", "cipher": "3des"},
    ],
)
def test_what_is_encrypted_but_has_one_thing_wrong_is_refused(
    desk: Client,  # noqa: F811
    keys: dict[str, str],
    wish: dict[str, str],
) -> None:
    asked = {**wish, "encrypted_to": keys[wish["encrypted_to"]]}
    assert refused(give(desk, answer(go_out(desk), **asked)))
    assert not SocialAccount.objects.exists()


def test_what_stands_beside_what_is_encrypted_is_not_read(desk: Client, keys: dict[str, str]) -> None:  # noqa: F811
    plain = base64.b64decode(answer(go_out(desk), name="Ines Berg", unsigned="yes")).decode()
    forged = re.search(r"<ns1:Assertion.*</ns1:Assertion>", plain, re.DOTALL)
    assert forged is not None
    namespaces = " ".join(re.findall(r'xmlns:ns\d="[^"]+"', plain))
    bare = forged[0].replace("<ns1:Assertion", f"<ns1:Assertion {namespaces}", 1)
    xml = base64.b64decode(answer(go_out(desk), encrypted_to=keys["sp"])).decode()
    for both in (
        xml.replace("<ns1:EncryptedAssertion", f"{bare}<ns1:EncryptedAssertion"),
        xml.replace("</ns1:EncryptedAssertion>", f"</ns1:EncryptedAssertion>{bare}"),
    ):
        assert both != xml
        assert refused(give(desk, base64.b64encode(both.encode()).decode()))


def test_nothing_is_fetched_from_where_an_answer_says_that_its_contents_are(
    desk: Client,  # noqa: F811
    keys: dict[str, str],
) -> None:
    xml = base64.b64decode(answer(go_out(desk), encrypted_to=keys["sp"])).decode()
    last = xml.rfind("<xenc:CipherValue>")
    assert last > 0
    end = xml.index("</xenc:CipherValue>", last) + len("</xenc:CipherValue>")
    for place in ("file:///etc/passwd", "http://127.0.0.1:9/"):
        led_on = f'{xml[:last]}<xenc:CipherReference URI="{place}"/>{xml[end:]}'
        assert refused(give(desk, base64.b64encode(led_on.encode()).decode()))


def test_where_encryption_is_demanded_what_is_only_signed_is_refused_and_our_metadata_says_so(
    desk: Client,  # noqa: F811
    keys: dict[str, str],
    city: Path,
    provider: str,  # noqa: F811
) -> None:
    assert give(desk, answer(go_out(desk)))["Location"] == "/desk/"
    assert b'use="encryption"' not in desk.get("/desk/in/city/saml/metadata/").content
    demand(city, provider, "yes")
    assert b'use="encryption"' in desk.get("/desk/in/city/saml/metadata/").content
    assert refused(give(desk, answer(go_out(desk))))
    assert give(desk, answer(go_out(desk), encrypted_to=keys["sp"]))["Location"] == "/desk/"


def test_encryption_cannot_be_demanded_without_a_key_of_ours(city: Path, provider: str) -> None:  # noqa: F811
    demand(city, provider, "yes")
    city.write_text(city.read_text().replace("  certificate: sp.crt\n  key: sp.key\n", ""), encoding="utf-8")
    config._read.cache_clear()
    with pytest.raises(config.BadCity, match="encrypted needs our certificate and key"):
        config.city()
