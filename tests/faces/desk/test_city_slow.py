# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The city's provider is slow, or never answers: whoever signs in is told calmly, and nobody else notices."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.faces.desk.providers.own import CLIENT, SECRET, Own, own
from tests.faces.desk.test_city_openid import CONSULTANT, FILE, STRONG
from tests.faces.desk.test_sign_in import people  # noqa: F401 - fixture

from sjalvklar.faces.desk.sign_in.city import asking


@pytest.fixture
def provider(tmp_path: Path, settings: Any) -> Iterator[Own]:
    with own() as provider:
        file = tmp_path / "sign-in.yaml"
        file.write_text(FILE.format(issuer=provider.address, client=CLIENT), encoding="utf-8")
        settings.CITY_SIGN_IN, settings.CITY_SECRET = str(file), SECRET
        yield provider


@pytest.fixture
def desk() -> Client:
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def question(desk: Client) -> dict[str, str]:
    asked = desk.get("/desk/in/city/")
    return {name: values[0] for name, values in parse_qs(urlsplit(asked["Location"]).query).items()}


def come(desk: Client, provider: Own, **more: Any) -> Any:
    asked = question(desk)
    said = {"sub": "jonas-1", "name": "Jonas Ek", "given_name": "Jonas", "realm": {"groups": [CONSULTANT]}}
    provider.says = {**said, "nonce": asked["nonce"], "auth_time": int(time.time()), **STRONG, **more}
    return desk.get(f"/desk/in/city/back/?code=c&state={asked['state']}")


def is_calm(page: Any) -> bool:
    return bool(page.status_code == 503 and "Stockholms stad svarar inte just nu" in page.content.decode())


def test_all_is_well_when_it_answers(desk: Client, provider: Own) -> None:
    assert come(desk, provider)["Location"] == "/desk/"
    assert provider.asked == ["/.well-known/openid-configuration", "/token", "/keys"]


@pytest.mark.parametrize("path", ["/token", "/keys"])
@pytest.mark.parametrize("how", ["silent", "trickling"])
def test_a_provider_that_does_not_come_to_an_end_is_not_waited_for(
    desk: Client, provider: Own, settings: Any, path: str, how: str
) -> None:
    settings.CITY_SECONDS = 0.3
    getattr(provider, how).add(path)
    began = time.monotonic()
    assert is_calm(come(desk, provider))
    assert time.monotonic() - began < 20, "it is waited for by the second, on however busy a machine"
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")


def test_a_provider_that_is_silent_from_the_beginning(desk: Client, provider: Own, settings: Any) -> None:
    settings.CITY_SECONDS = 0.2
    provider.silent.add("/.well-known/openid-configuration")
    assert is_calm(desk.get("/desk/in/city/"))


def test_an_answer_is_used_up_also_when_the_provider_then_fell_silent(
    desk: Client, provider: Own, settings: Any
) -> None:
    settings.CITY_SECONDS = 0.2
    provider.silent.add("/token")
    asked = question(desk)
    back = f"/desk/in/city/back/?code=c&state={asked['state']}"
    assert is_calm(desk.get(back))
    provider.silent.clear()
    assert desk.get(back).status_code == 403


def test_only_a_few_wait_for_it_and_the_next_is_told_at_once(provider: Own) -> None:
    import requests

    full = asking.Asking(at_once=1)
    arrived = threading.Event()
    provider.seen = lambda path: arrived.set()
    provider.silent.add("/keys")

    def first() -> None:
        with pytest.raises(requests.Timeout):  # by the line's own limit or by ours, which are the same
            full.ask(lambda timeout, stream: requests.get(f"{provider.address}/keys", timeout=timeout, stream=stream))

    waiting = threading.Thread(target=first)
    with pytest.MonkeyPatch.context() as short:
        short.setattr(asking.settings, "CITY_SECONDS", 3)
        waiting.start()
        assert arrived.wait(10)
        with pytest.raises(asking.Late):
            full.ask(lambda timeout, stream: requests.get(f"{provider.address}/token", timeout=timeout, stream=stream))
        assert waiting.is_alive(), "told while the first still waits"
        waiting.join()
    assert provider.asked == ["/keys"]


def test_an_answer_too_large_is_not_read_to_its_end(provider: Own) -> None:
    import requests

    provider.says = {"sub": "x" * asking.LARGEST}
    with pytest.raises(asking.Late):
        asking.Asking().ask(
            lambda timeout, stream: requests.post(f"{provider.address}/token", timeout=timeout, stream=stream)
        )
