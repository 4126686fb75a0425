# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What only holds behind TLS cannot be seen in the other tests, which speak plain HTTP with themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.http import HttpResponse

from sjalvklar.project.cli import check
from sjalvklar.project.middleware import door
from sjalvklar.project.serving import SOURCES

ASKED = """
import json
import django
django.setup()
from django.http import HttpResponse
from sjalvklar.faces.desk.sign_in.city import views
from sjalvklar.faces.way_in import leaving, opening
from sjalvklar.project import settings
answers = opening.drop(HttpResponse()), leaving.come_back("/")
print(json.dumps({
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, views._ANSWER, opening.COOKIE, leaving.GUARD],
    "secure": [
        settings.SESSION_COOKIE_SECURE,
        settings.CSRF_COOKIE_SECURE,
        *(bool(one["secure"]) for answer in answers for one in answer.cookies.values()),
    ],
    "debug": settings.DEBUG,
}))
"""


def test_in_production_no_cookie_goes_over_plain_http(tmp_path: Path) -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("SJALVKLAR_", "DATABASE_"))}
    said = subprocess.run(
        [sys.executable, "-c", ASKED],
        env=ours
        | {
            "PYTHONPATH": str(SOURCES),
            "DJANGO_SETTINGS_MODULE": "sjalvklar.project.settings",
            "SJALVKLAR_MODE": "production",
            "SJALVKLAR_DATA": str(tmp_path),
        },
        capture_output=True,
        check=True,
        text=True,
    )
    found = json.loads(said.stdout)
    assert [name.partition("-")[0] for name in found["names"]] == [*["__Secure"] * 4, "__Host"]
    assert found["secure"] == [True] * 4
    assert found["debug"] is False


def test_behind_tls_every_answer_says_so_for_two_years(settings, rf) -> None:
    settings.HTTPS = True
    for path, desk in (("/", False), ("/desk/", True), ("/f/door.js", False)):
        answer = door._dressed(rf.get(path), HttpResponse("…"), desk)
        assert answer["Strict-Transport-Security"] == "max-age=63072000"


def test_production_has_no_finding() -> None:
    check.deploy()
