# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the product itself fetches from the city's provider: from there, as its file has it, and from nowhere else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

from sjalvklar.faces.desk.sign_in.city import oidc
from sjalvklar.faces.desk.sign_in.city.adapter import why


class _Provider(BaseHTTPRequestHandler):
    """Describes itself as another at /other, and leads on from everywhere else."""

    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        if self.path.startswith("/other"):
            said = json.dumps({"issuer": "https://another.example"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
            return
        self.send_response(302)
        self.send_header("Location", "/inside")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_said: Any) -> None:
        return None


@pytest.fixture
def provider() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Provider", (_Provider,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_redirect_is_followed_when_something_is_fetched(provider: tuple[str, list[str]]) -> None:
    address, asked = provider
    with pytest.raises((requests.RequestException, ValueError, OAuth2Error)):
        oidc._fetched(f"{address}/keys")
    assert asked == ["/keys"]


def test_a_description_of_another_provider_is_refused(provider: tuple[str, list[str]]) -> None:
    city: Any = SimpleNamespace(issuer=f"{provider[0]}/other")
    with pytest.raises(OAuth2Error, match="another provider"):
        oidc.describe(city)


def test_whatever_a_stranger_puts_into_an_answer_is_one_line_of_the_log() -> None:
    said = why(ValueError("Status: no\n2026-11-22 ERROR sjalvklar.door: all is well\x1b[2J" + "x" * 5000))
    assert said.isprintable()
    assert len(said) < 300
