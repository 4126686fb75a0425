# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the tests come in at the desk: as a person does, with password and second factor."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page
from tests.live import Live

PASSWORD = "sjalvklar-demo-2026"
Make = Callable[..., BrowserContext]


def give_password(page: Page, username: str, password: str = PASSWORD) -> None:
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.get_by_role("button", name="Gå vidare").click()


def sign_in(page: Page, live: Live, username: str, *, at: str = "/desk/") -> None:
    """From any address of the desk to that address, signed in."""
    page.goto(f"http://localhost:{live.port}{at}")
    give_password(page, username)
    for _ in range(40):
        page.fill("#id_code", live.second_factor(username))
        with page.expect_navigation():
            page.get_by_role("button", name="Logga in").click()
        if "/desk/in/confirm/" not in page.url:
            return
        time.sleep(1)  # all three codes of this half minute were used by tests before this one
    raise AssertionError(f"{username} could not sign in: {page.url}")


def sign_in_unseen(context: BrowserContext, live: Live, username: str) -> None:
    """The same three forms, sent by the browser without being drawn: for tests of what comes after."""
    at = f"http://localhost:{live.port}"
    shown = context.request.get(f"{at}/desk/in/login/")
    given = {"login": username, "password": PASSWORD}
    shown = context.request.post(shown.url, form={**given, "csrfmiddlewaretoken": _guard(shown.text())})
    for _ in range(40):
        given = {"code": live.second_factor(username)}
        shown = context.request.post(shown.url, form={**given, "csrfmiddlewaretoken": _guard(shown.text())})
        if "/desk/in/" not in shown.url:
            return
        time.sleep(1)  # all three codes of this half minute were used by tests before this one
    raise AssertionError(f"{username} could not sign in: {shown.url}")


def _guard(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page
    return found[1]


@dataclass
class Desks:
    """Signed-in browsers, one sign-in a person and product: a code works once."""

    make: Make
    live: Live
    states: dict[tuple[int, str], Any] = field(default_factory=dict)

    def of(self, username: str, **asked: Any) -> Page:
        """A fresh browser in which that person is signed in, at the lists."""
        key = (self.live.port, username)
        if key not in self.states:
            context = self.make(base_url=f"http://localhost:{self.live.port}")
            sign_in_unseen(context, self.live, username)
            self.states[key] = context.storage_state()
        asked.setdefault("base_url", f"http://localhost:{self.live.port}")
        page = self.make(storage_state=self.states[key], **asked).new_page()
        page.goto("/desk/")
        return page


def write_as_a_relative(live: Live, text: str, unit: str = "jarva-anhorigstod", **said: Any) -> str:
    """Amal writes to the unit; returns the thread's id. `safe` is a SafeContact as keyword arguments."""
    safe = said.pop("safe", {})
    return live.python(
        f"""
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.mailbox.rules.safe_contact import SafeContact, from_plain
stored = actions.store_contact(nonce=bytes.fromhex({secrets.token_hex(24)!r}), unit_id={unit!r}, text={text!r},
    answers=ContactFacts(**{said!r}), safe_contact=from_plain({safe!r}) if {safe!r} else SafeContact())
print(stored.thread_id)
"""
    ).strip()
