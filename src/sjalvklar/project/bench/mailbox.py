# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar bench mailbox`: sixteen people write at once, get their codes, come back and read what they wrote.

Real HTTP to the product as it runs in production, as a browser without JavaScript does it: the form, the post, the
page with the code; then the code's field, the post, the whole thread. A contact is *refused* when any answer on its
way to the code is not what a browser needs to go on, and *lost* when a code was shown and the words cannot be read
back with it. The budgets: at least 100 contacts a second with 16 senders on two cores that also carry the senders,
none lost, none refused; opening a thread by its code under 100 ms at the 95th percentile.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from time import perf_counter
from typing import Any

from sjalvklar.project.bench import stage
from sjalvklar.project.bench.senders import Line, Reply, crowd
from sjalvklar.project.cli.plain import Plain

BUDGET_PER_SECOND, BUDGET_OPEN_MS = 100.0, 100.0
_SENDERS, _CONTACTS, _OPENED_ALONE = 16, 1600, 200
_TAG = re.compile(rb"<(input|textarea|select)\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([a-z-]+)(?:=\"([^\"]*)\")?")
_LINK = re.compile(rb"<a\b[^>]*?href=\"(/i/[^\"]+)\"")
_TAGS = re.compile(rb"<[^>]+>")
_MOST_PAGES = 60


class Refused(Exception):
    """The product's answer is not what a browser needs to go on."""


@dataclass
class Browser:
    """A browser without JavaScript: one connection, its cookies, and forms filled in as they came."""

    line: Line
    cookies: dict[str, str] = field(default_factory=dict)

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}

    def _keep(self, reply: Reply) -> Reply:
        for told in filter(None, reply.headers.get("set-cookie", "").split("\n")):
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return reply

    def get(self, path: str) -> Reply:
        """The page, wherever redirects lead. Raises Refused when it is no page."""
        reply = self._keep(self.line.get(path, self._headers()))
        for _ in range(5):
            if reply.status != 303:
                break
            reply = self._keep(self.line.get(reply.location, self._headers()))
        if reply.status != 200:
            raise Refused(f"GET {path[:12]}… answered {reply.status}")
        return reply

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Where the post leads. Raises Refused when it leads nowhere."""
        reply = self._keep(self.line.post(path, fields, self._headers()))
        if reply.status != 303:
            raise Refused(f"POST {path[:12]}… answered {reply.status}")
        return reply.location


def fields(page: bytes) -> dict[str, str]:
    """A form's fields as a browser would send them untouched."""
    found: dict[str, str] = {}
    for kind, inside in _TAG.findall(page):
        said = {name.decode(): unescape(value.decode()) for name, value in _ATTRIBUTE.findall(inside)}
        name, sort = said.get("name"), said.get("type", "text")
        if not name or sort == "submit" or (sort in {"radio", "checkbox"} and "checked" not in said):
            continue
        found[name] = "" if kind != b"input" else said.get("value", "on" if sort == "checkbox" else "")
    return found


def text_field(page: bytes) -> str | None:
    """The name of the field that a message is written in."""
    found = re.search(rb"<textarea\b[^>]*\bname=\"([^\"]+)\"", page)
    return found.group(1).decode() if found else None


def code_in(page: bytes) -> str:
    """The code on a page: the only place with so many digits in a row. Raises Refused when there is none."""
    for groups in re.findall(r"(?:\d{4}\s+){6}\d\b", _TAGS.sub(b" ", page).decode()):
        return "".join(str(groups).split())
    raise Refused("the page after the form shows no code")


def form_address(browser: Browser, language: str = "sv") -> str:
    """The address of the form, found by following what the pages of the guide offer: skip, skip, write to us."""
    seen: list[str] = []
    ahead = [f"/{language}"]
    while ahead and len(seen) < _MOST_PAGES:
        here = ahead.pop(0)
        seen.append(here)
        page = browser.get(here).body
        if text_field(page):
            return here
        inside = page.partition(b"<main")[2].partition(b"</main>")[0]
        offered = dict.fromkeys(unescape(link.decode()) for link in _LINK.findall(inside))
        ahead += [link for link in offered if link not in seen and link not in ahead]
    raise Plain("Following what the guide offers led to no form to write in.")


def write(browser: Browser, form: str, text: str) -> str:
    """Write a message as a browser does; returns the code shown. Raises Refused."""
    page = browser.get(form).body
    name = text_field(page)
    if name is None:
        raise Refused("the form has no field to write in")
    return code_in(browser.get(browser.post(form, {**fields(page), name: text})).body)


def read(browser: Browser, code: str, language: str = "sv") -> bytes:
    """Open a thread by its code and read all of it. Raises Refused."""
    browser.cookies.clear()
    browser.get(browser.post(f"/k/{language}", {"k": code}))
    return browser.get(f"/m/{language}/a").body


@dataclass
class Sent:
    """What one sender did: codes with their words, seconds for each whole contact and for its post alone."""

    codes: list[tuple[str, str]] = field(default_factory=list)
    contact: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def _sender(product: stage.Product, form: str, contacts: int) -> Callable[[int, Callable[[], None]], Sent]:
    def work(number: int, ready: Callable[[], None]) -> Sent:
        done = Sent()
        with Line(product.host, product.port) as line:
            browser = Browser(line)
            browser.get("/sv")
            ready()
            for turn in range(contacts):
                text = f"Nummer {number}:{turn}. {secrets.token_hex(200)}"
                began = perf_counter()
                try:
                    code = write(browser, form, text)
                except (Refused, OSError) as trouble:
                    done.refused.append(str(trouble))
                    continue
                done.contact.append(perf_counter() - began)
                done.codes.append((code, text))
        return done

    return work


@dataclass
class Opened:
    """What one reader found: seconds from code sent to whole thread read, and codes that gave no words back."""

    seconds: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def _reader(
    product: stage.Product, shares: list[list[tuple[str, str]]]
) -> Callable[[int, Callable[[], None]], Opened]:
    def work(number: int, ready: Callable[[], None]) -> Opened:
        found = Opened()
        with Line(product.host, product.port) as line:
            browser = Browser(line)
            browser.get("/sv")
            ready()
            for code, text in shares[number]:
                began = perf_counter()
                try:
                    there = text.encode() in read(browser, code)
                except (Refused, OSError):
                    there = False
                found.seconds.append(perf_counter() - began)
                if not there:
                    found.lost.append(text.partition(".")[0])
        return found

    return work


def _open_alone(product: stage.Product, codes: list[tuple[str, str]]) -> list[float]:
    """Seconds from a code sent to the page that it leads to, one reader at a time."""
    took = []
    with Line(product.host, product.port) as line:
        browser = Browser(line)
        for code, _text in codes:
            browser.cookies.clear()
            began = perf_counter()
            browser.get(browser.post("/k/sv", {"k": code}))
            took.append(perf_counter() - began)
    return took


def run(argv: list[str]) -> int:
    parser = stage.parser("mailbox", about="Store contacts with many senders at once and read every one back.")
    parser.add_argument("--senders", type=int, default=_SENDERS, metavar="N", help=f"default {_SENDERS}")
    parser.add_argument("--contacts", type=int, default=_CONTACTS, metavar="N", help=f"in all, default {_CONTACTS}")
    chosen = parser.parse_args(argv)
    senders, each = max(1, chosen.senders), max(1, chosen.contacts // max(1, chosen.senders))
    with stage.on(chosen) as product:
        with Line(product.host, product.port) as line:
            form = form_address(Browser(line))
        crowd(senders, _sender(product, form, 3))  # warm: the templates are compiled, the connections made
        stored = crowd(senders, _sender(product, form, each))
        shares = [sent.codes for sent in stored.results]
        opened = crowd(senders, _reader(product, shares))
        alone = _open_alone(product, [code for share in shares for code in share][:_OPENED_ALONE])
    figures = _figures(
        product.database, senders, stored.results, stored.seconds, opened.results, opened.seconds, alone
    )
    _show(figures)
    stage.write(chosen, {"bench": "mailbox", **figures})
    held = (
        figures["contacts_per_second"] >= BUDGET_PER_SECOND
        and not figures["lost"]
        and not figures["refused"]
        and figures["open_p95_ms"] < BUDGET_OPEN_MS
    )
    print(
        f"  Budget: {BUDGET_PER_SECOND:.0f} contacts a second, none lost, none refused, a thread opened within "
        f"{BUDGET_OPEN_MS:.0f} ms. {'Within' if held else 'OUTSIDE'} the budget.\n"
    )
    return 0 if held else 1


def _figures(
    database: str,
    senders: int,
    sent: list[Sent],
    sent_seconds: float,
    opened: list[Opened],
    opened_seconds: float,
    alone: list[float],
) -> dict[str, Any]:
    def ms(values: list[float], share: float) -> float:
        return round(stage.percentile(values, share) * 1000, 1)

    whole = [took for one in sent for took in one.contact]
    back = [took for one in opened for took in one.seconds]
    reasons = sorted({why for one in sent for why in one.refused})
    return {
        "database": database,
        "senders": senders,
        "contacts": len(whole),
        "seconds": round(sent_seconds, 2),
        "contacts_per_second": round(len(whole) / sent_seconds, 1),
        "lost": sum(len(one.lost) for one in opened),
        "refused": sum(len(one.refused) for one in sent),
        "p50_ms": ms(whole, 0.5),
        "p95_ms": ms(whole, 0.95),
        "read_back_per_second": round(len(back) / opened_seconds, 1),
        "read_back_p50_ms": ms(back, 0.5),
        "read_back_p95_ms": ms(back, 0.95),
        "open_p50_ms": ms(alone, 0.5),
        "open_p95_ms": ms(alone, 0.95),
        **({"refused_because": reasons} if reasons else {}),
    }


def _show(figures: dict[str, Any]) -> None:
    kinds = (
        ("stored: form, post, code", "contacts_per_second", "p50_ms", "p95_ms"),
        ("read back, all at once", "read_back_per_second", "read_back_p50_ms", "read_back_p95_ms"),
        ("opened by code, one reader", None, "open_p50_ms", "open_p95_ms"),
    )
    rows = [
        {
            "what": what,
            "a second": figures[rate] if rate else round(1000 / figures[p50], 1),
            "p50 ms": figures[p50],
            "p95 ms": figures[p95],
        }
        for what, rate, p50, p95 in kinds
    ]
    stage.table(
        rows,
        title=f"{figures['contacts']:,} contacts from {figures['senders']} senders on {figures['database']}: "
        f"{figures['lost']} lost, {figures['refused']} refused",
    )
    for why in figures.get("refused_because", ()):
        print(f"  refused: {why}")
