# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""An OpenID provider (oidc-provider-mock on Authlib), which here also insists on PKCE, a nonce and one client.

Run as `python -m tests.faces.desk.providers.openid PORT`. `PUT /users/NAME` says what its claims are.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import warnings
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT, SECRET = "sjalvklar", "a secret that both know"


def main(port: int) -> None:
    warnings.simplefilter("ignore")
    import flask
    from oidc_provider_mock import app as provider
    from werkzeug.serving import make_server

    app = provider(require_nonce=True)
    challenges: dict[str, str] = {}
    asked: list[dict[str, str]] = []

    @app.before_request
    def insist() -> Any:
        if flask.request.path == "/asked":
            return flask.jsonify(asked)
        if flask.request.path == "/oauth2/authorize":
            query = flask.request.args
            if flask.request.method == "GET":
                asked.append(query.to_dict())
            if query.get("code_challenge_method") != "S256" or query.get("client_id") != CLIENT:
                return flask.Response("no PKCE", status=400)
        if flask.request.path == "/oauth2/token":
            form, basic = flask.request.form, flask.request.authorization
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if challenges.pop(form.get("code", ""), None) != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
                return flask.jsonify(error="invalid_grant"), 400
            if basic is None or (basic.username, basic.password) != (CLIENT, SECRET):
                return flask.jsonify(error="invalid_client"), 401
        return None

    @app.after_request
    def remember(response: Any) -> Any:
        if flask.request.path == "/oauth2/authorize" and response.status_code == 302:
            for code in parse_qs(urlsplit(response.location).query).get("code", []):
                challenges[code] = flask.request.args["code_challenge"]
        if response.mimetype == "text/html":  # its page would fetch a style sheet from elsewhere
            response.set_data(re.sub(r"<link[^>]*>", "", response.get_data(as_text=True)))
        return response

    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
