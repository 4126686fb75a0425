# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page and state of the public door, reached as a person reaches it.

Each page is a GET, so a state found once can be opened again by its address and the cookies of that moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LANGUAGES = ("sv", "sv-lattlast", "en", "ar", "so", "fi")


@dataclass(frozen=True, slots=True)
class State:
    """A page as somebody stands on it. `opened` is whether a code has been typed on the way."""

    name: str
    url: str
    cookies: tuple[dict[str, Any], ...]
    opened: bool
    way_out: tuple[str | None, str]  # where the exit leads, and what it says


def onward(page: Page) -> None:
    """Send the page's form and wait for what comes after: a script may ask whether the line is up first."""
    with page.expect_navigation():
        page.locator("main button[type=submit]").first.click()


def follow(page: Page, selector: str) -> None:
    """Follow a link, and wait until the page it leads to has its looks."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def answer(page: Page, value: str) -> None:
    page.locator(f"input[name=a][value='{value}']").check()
    onward(page)


def skip(page: Page) -> None:
    follow(page, ".onward a.link:not(.end)")


def digits_of(page: Page) -> str:
    """The code on the page, as someone copies it."""
    return re.sub(r"\D", "", page.locator("#code").inner_text())


def send(page: Page, text: str) -> None:
    page.fill("#t", text)
    onward(page)


def every_state(page: Page, language: str) -> Iterator[str]:
    """Walk through the whole door in one language; at each yield the page stands in the state that is named."""
    page.goto(f"/{language}")
    yield "start"
    follow(page, "#begin")
    yield "question"
    onward(page)
    yield "question, nothing chosen"
    answer(page, "now")
    yield "question in danger"
    answer(page, "parent")
    yield "what has happened"
    answer(page, "crime")
    yield "place"
    page.fill("#place", "Xyzzy")
    onward(page)
    yield "place not known"
    page.fill("#place", "Rinkeby")
    onward(page)
    yield "what would help"
    answer(page, "talk")
    for details in page.locator("details").all():
        details.locator("summary").click()
    yield "results in danger, everything open"
    result = page.url
    page.goto(f"/{language}")
    follow(page, "#begin")
    for _question in range(5):
        skip(page)
    yield "results when nothing was said"
    page.goto(result)
    follow(page, ".row a.btn")
    yield "write"
    page.locator("form details > summary").first.click()
    page.locator("input[name=channel][value=phone]").check()
    page.fill("#value", "12")
    onward(page)
    yield "write, with errors"
    page.locator("input[name=channel][value=portal]").check()
    page.evaluate("document.querySelector('[name=n]').value = ''")
    send(page, "Kort.")
    yield "write, too old"
    onward(page)
    yield "code"
    shown = page.url
    code = digits_of(page)
    page.fill("#k", "1" * 25)
    onward(page)
    yield "code, typed wrong"
    page.fill("#k", code)
    onward(page)
    yield "done"
    follow(page, "main a.btn")
    yield "thread, no answer"
    page.goto(f"/m/{language}/s")
    yield "safe contact"
    page.locator("input[name=channel][value=sms]").check()
    onward(page)
    yield "safe contact, with errors"
    page.goto(f"/m/{language}")
    send(page, "Mer.")
    yield "thread, sent"
    page.goto(f"/m/{language}/a")
    yield "thread, everything"
    page.goto(f"/m/{language}/f")
    yield "files"
    page.fill("#t", "Bild.")
    docx = {"name": "a.docx", "mimeType": "application/octet-stream", "buffer": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}
    page.set_input_files("#f", [docx, docx])
    onward(page)
    yield "files, refused"
    page.set_input_files("#f", {"name": "a.txt", "mimeType": "text/plain", "buffer": "Hej å".encode()})
    onward(page)
    yield "thread, a file sent"
    page.goto(f"/m/{language}/e")
    yield "end"
    onward(page)
    yield "closed"
    page.goto(shown)
    yield "code that has been shown"
    page.goto(f"/m/{language}")
    yield "asleep"
    page.goto(f"/k/{language}")
    yield "enter"
    page.fill("#k", code)
    onward(page)
    yield "enter, wrong"
    page.fill("#k", "12")
    onward(page)
    yield "enter, miscounted"
    page.goto(f"/u/{language}")
    yield "children"
    follow(page, "#begin")
    answer(page, "unsure")
    yield "children, question"
    answer(page, "parent_drinks")
    skip(page)
    yield "children, results"
    follow(page, ".row a.btn")
    yield "children, write"
    page.goto(f"/q/{language}")
    yield "questions, code"
    page.fill("#c", "Ingen kod")
    onward(page)
    yield "questions, nothing to answer"
    page.goto(f"/d/{language}")
    yield "directory"
    page.locator("main details summary").first.click()
    follow(page, "ul.inline a")
    yield "directory of an area"
    page.goto(f"/s/{language}")
    yield "read safely"
    page.goto(f"/p/{language}")
    yield "privacy"
    page.goto(f"/{language}/nothing-here")
    yield "error"
    page.goto(f"/g/{language}")
    yield "gallery"


OPENED_FROM, OPENED_TO = "done", "closed"


def states(page: Page, language: str) -> list[State]:
    """Every state with what is needed to open it again. `opened` holds while a thread is open."""
    found: list[State] = []
    opened = False
    for name in every_state(page, language):
        opened = (opened or name == OPENED_FROM) and name != OPENED_TO
        cookies = tuple(dict(cookie) for cookie in page.context.cookies())
        way_out = page.locator("#exit")
        said = (way_out.get_attribute("href"), way_out.inner_text())
        found.append(State(name, page.url, cookies, opened, said))
    return found
