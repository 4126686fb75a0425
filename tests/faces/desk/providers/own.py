# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small OpenID provider in the test's own process, whose key the test holds: it answers late, never, or forged.

What a provider answers when all is well is tried against one that others wrote (`openid`).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "sjalvklar", "a secret that both know"


class Own:
    """`silent`: paths that are never answered. `trickling`: answered a byte at a time. `seen`: told of each path."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = rsa.generate_private_key(65537, 2048)
        self.kid = "1"
        self.says: dict[str, Any] = {}
        self.asked: list[str] = []
        self.silent: set[str] = set()
        self.trickling: set[str] = set()
        self.seen: Callable[[str], None] = lambda path: None
        self.closing = threading.Event()

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}
        if path == "/token":
            return {"access_token": "a", "token_type": "Bearer", "id_token": self.token(**self.says)}
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }

    def token(self, *, key: Any = None, headers: dict[str, Any] | None = None, alg: str = "RS256", **said: Any) -> str:
        """A token with those claims, which are `iss`, `aud`, `iat` and `exp` as they should be unless said; None
        leaves one out."""
        now = int(time.time())
        whole = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 120, **said}
        return jwt.encode(
            {name: value for name, value in whole.items() if value is not None},
            self.key if key is None else key,
            algorithm=alg,
            headers={"kid": self.kid, **(headers or {})},
        )


@contextmanager
def own() -> Iterator[Own]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            provider.seen(self.path)
            if self.path in provider.silent:
                provider.closing.wait(60)
                return
            said = json.dumps(provider.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            if self.path in provider.trickling:
                for at in range(len(said)):
                    if provider.closing.wait(0.02):
                        return
                    try:
                        self.wfile.write(said[at : at + 1])
                    except OSError:
                        return
                return
            self.wfile.write(said)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.do_GET()

        def log_message(self, *_said: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    provider = Own(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
