# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar bench worklist`: the desk's lists at 10,000 and at 1,000,000 contacts, signed in, over HTTP.

Half of all contacts lie in one unit, three in ten of them waiting: more than any unit could have, on purpose. The rows
are made by one statement of the database's own, since only what a list reads is measured. The budget is 50 ms at the
95th percentile and 100 kB, the same at both sizes.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from sjalvklar.project.bench import stage

SIZES = (10_000, 1_000_000)
BUDGET_MS, BUDGET_BYTES = 50.0, 100_000
ROUNDS, _WARM = 150, 10
_CROWD = "from sjalvklar.project.bench import crowd"
_DEMO = "from sjalvklar.organisation.actions import demo"


@dataclass
class SignedIn:
    """Somebody at the desk, on one kept-alive connection."""

    product: stage.Product
    username: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection(self.product.host, self.product.port, timeout=60)
        self._sign_in()

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, bytes]:
        """Status, where it leads and the body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Sec-Fetch-Site"] = "same-origin"
        self._line.request(method, path, urlencode(form) if form else None, headers)
        answer = self._line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.headers.get("Location", ""), answer.read()

    def _sign_in(self) -> None:
        page = "/desk/in/login/"
        _, _, body = self.ask("GET", page)
        password = self.product.python(f"{_DEMO}; print(demo.PASSWORD)").strip()
        given = {"login": self.username, "password": password, "csrfmiddlewaretoken": _token(body)}
        _, page, _ = self.ask("POST", page, given)
        _, _, body = self.ask("GET", page)
        code = self.product.python(f"{_DEMO}; print(demo.code_now({self.username!r}))").strip()
        status, page, _ = self.ask("POST", page, {"code": code, "csrfmiddlewaretoken": _token(body)})
        if (status, page) != (302, "/desk/"):
            raise RuntimeError(f"{self.username} could not sign in")


def _token(body: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    return found[1].decode() if found else ""


def measured(ask: Callable[[], tuple[int, str, bytes]], expected: int) -> dict[str, float | int]:
    """Asked again and again: how long it took, and how much it weighed."""
    took, size = [], 0
    for turn in range(_WARM + ROUNDS):
        begun = time.perf_counter()
        status, _, body = ask()
        if turn >= _WARM:
            took.append((time.perf_counter() - begun) * 1000)
        if status != expected:
            raise RuntimeError(f"answered {status}, not {expected}")
        size = max(size, len(body))
    return {"p50_ms": stage.percentile(took, 0.5), "p95_ms": stage.percentile(took, 0.95), "bytes": size}


def _address(body: bytes, pattern: str) -> str:
    found = re.search(pattern.encode(), body)
    if found is None:
        raise RuntimeError("the page has no such address")
    return unescape(found[1].decode())


def later(who: SignedIn, path: str, turns: int) -> str:
    """The address of a later page of a list, reached as a reader reaches it."""
    for _ in range(turns):
        path = _address(who.ask("GET", path)[2], 'href="([^"]+)" rel="next"')
    return path


def _pages(product: stage.Product, who: dict[str, str]) -> dict[str, dict[str, float | int]]:
    adviser = SignedIn(product, who["adviser"])
    deep = later(adviser, "/desk/", 20)
    _, _, first = adviser.ask("GET", "/desk/")
    # The time in the address says when the rows were written; far ahead, so that only a change counts.
    news = re.sub(r"t=\d+", "t=99999999999", _address(first, 'hx-get="([^"]+)"'))
    figures = {
        "waiting": measured(lambda: adviser.ask("GET", "/desk/"), 200),
        "waiting, page 21": measured(lambda: adviser.ask("GET", deep), 200),
        "news, nothing new": measured(lambda: adviser.ask("GET", news), 204),
        "mine": measured(lambda: adviser.ask("GET", "/desk/mine/"), 200),
        "closed": measured(lambda: adviser.ask("GET", "/desk/closed/"), 200),
    }
    head = SignedIn(product, who["head"])
    return {**figures, "the unit (its head)": measured(lambda: head.ask("GET", "/desk/unit/"), 200)}


def run(argv: list[str]) -> int:
    chosen = stage.parser("worklist", about="The desk's lists at 10,000 and 1,000,000 contacts.").parse_args(argv)
    rows: list[dict[str, object]] = []
    with stage.on(chosen, people=True) as product:
        who = json.loads(product.python(f"{_CROWD}; crowd.print_cast()"))
        made = 0
        for size in SIZES:
            begun = time.perf_counter()
            print(f"  Making {size - made:,} contacts …", flush=True)
            product.python(f"{_CROWD}; crowd.fill({size - made})")
            print(f"  made in {time.perf_counter() - begun:.1f} s", flush=True)
            made = size
            for page, figures in _pages(product, who).items():
                rows.append({"contacts": size, "page": page, **figures})
        database = product.database
    stage.table(rows, title=f"The desk's lists, signed in, {database}, {ROUNDS} requests each")
    worst = max(rows, key=lambda row: float(str(row["p95_ms"])))
    heaviest = max(rows, key=lambda row: int(str(row["bytes"])))
    kept = float(str(worst["p95_ms"])) < BUDGET_MS and int(str(heaviest["bytes"])) <= BUDGET_BYTES
    print(f"  Budget {BUDGET_MS:.0f} ms and {BUDGET_BYTES:,} bytes: {'kept' if kept else 'NOT kept'}.")
    stage.write(
        chosen,
        {
            "bench": "worklist",
            "database": database,
            "rows": rows,
            "p95_ms": worst["p95_ms"],
            "bytes": heaviest["bytes"],
            "within_budget": kept,
        },
    )
    return 0 if kept else 1
