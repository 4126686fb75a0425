# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who leaves loses all they could see at their very next request, in real processes."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import requests
from tests.faces.desk.staff import PASSWORD
from tests.live import Live

UNIT = "jarva-anhorigstod"
DEED = """
from sjalvklar.organisation import actions
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.rules import Actor
who, IT = staff.staff_id({username!r}), Actor.system("test")
{deed}
"""


class Browser:
    """What a browser is to the server: cookies, forms, redirects."""

    def __init__(self, live: Live) -> None:
        self.base = f"http://localhost:{live.port}"
        self.session = requests.Session()
        self.session.headers["Sec-Fetch-Site"] = "same-origin"

    def get(self, path: str) -> tuple[int, str]:
        """The status, and where one ended up."""
        answer = self.session.get(self.base + path, timeout=30)
        return answer.status_code, urlsplit(answer.url).path

    def post(self, path: str, **given: str) -> str:
        page = self.session.get(self.base + path, timeout=30).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None, page
        answer = self.session.post(self.base + path, {**given, "csrfmiddlewaretoken": token[1]}, timeout=30)
        return urlsplit(answer.url).path

    def sign_in(self, live: Live, username: str) -> None:
        self.post("/desk/in/login/", login=username, password=PASSWORD)
        assert self.post("/desk/in/confirm/", code=live.second_factor(username)) == "/desk/"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_who_leaves_is_out_at_the_next_request(start_live: Callable[..., Live], database: str) -> None:
    live = start_live(database=database, clock=False)
    jonas, samir, ines = Browser(live), Browser(live), Browser(live)
    for browser, username in ((jonas, "jonas"), (samir, "samir"), (ines, "ines")):
        browser.sign_in(live, username)
    assert jonas.get("/desk/") == (200, "/desk/")
    live.python(DEED.format(username="jonas", deed="actions.close_account(staff_id=who, actor=IT)"))
    assert jonas.get("/desk/")[1] == "/desk/in/login/"
    # A head who is a head no longer, in the middle of the session.
    assert ines.get("/desk/unit/")[0] == 200
    deed = f'actions.end_grant(staff_id=who, unit_id="{UNIT}", role=Role.UNIT_HEAD, actor=IT)'
    live.python(DEED.format(username="ines", deed=deed))
    assert ines.get("/desk/unit/")[0] == 404
    # And one who loses the only role in the unit sees none of it, though the account is still there.
    deed = f'actions.end_grant(staff_id=who, unit_id="{UNIT}", role=Role.RELATIVES_ADVISER, actor=IT)'
    live.python(DEED.format(username="samir", deed=deed))
    assert samir.get(f"/desk/?u={UNIT}")[0] == 404
    assert samir.get("/desk/in/security/")[0] == 200
    live.stop()
