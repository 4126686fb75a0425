# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar bench guide`: how long the pages of the guide take and how much they weigh, over HTTP.

A reader goes the whole way without JavaScript, in Swedish and in Arabic: the first page, every question, the result,
the directory. Each page is then asked for again and again. Time is from the first byte of the request to the last of
the answer, on a kept-alive connection over loopback. Weight is everything a browser fetches for the page when nothing
is kept from before, headers included, for nothing is ever kept: the page, its style, its script, its icon. The budget
is 30 ms at the 95th percentile and 60 kB.
"""

from __future__ import annotations

import http.client
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

from sjalvklar.project.bench import stage
from sjalvklar.project.cli.plain import Plain

BUDGET_MS, BUDGET_BYTES = 30.0, 60_000
LANGUAGES = ("sv", "ar")
ANSWERS = {"danger": "no", "who": "parent", "what": "crime", "where": "", "help": "talk"}
_ROUNDS, _WARM = 300, 20
_FETCHED = re.compile(rb"<(?:link|script|img|source)\b[^>]*?\b(?:href|src)=\"([^\"]+)\"[^>]*>")
_NOT_FETCHED = re.compile(rb"rel=\"(?:alternate|canonical|author|help)\"")
_IN_STYLE = re.compile(rb"url\([\"']?([^)\"']+)[\"']?\)")


@dataclass
class Reader:
    """Somebody on an old phone: one connection, no script, nothing kept."""

    product: stage.Product
    language: str

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection(self.product.host, self.product.port, timeout=30)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, bytes, int]:
        """Status, where it leads, the body, and the bytes on the wire with status line and headers."""
        headers = {"Accept-Language": self.language, "Accept-Encoding": "gzip"}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        self._line.request(method, path, urlencode(form) if form else None, headers)
        answer = self._line.getresponse()
        body = answer.read()
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + len("HTTP/1.1 200 OK\r\n\r\n")
        if answer.getheader("Content-Encoding") == "gzip":
            import gzip

            return answer.status, answer.headers.get("Location", ""), gzip.decompress(body), head + len(body)
        return answer.status, answer.headers.get("Location", ""), body, head + len(body)

    def page(self, path: str) -> bytes:
        status, _leads, body, _size = self.ask("GET", path)
        if status != 200:
            raise Plain(f"{path} answered {status}.")
        return body

    def answer(self, path: str, value: str) -> str:
        """Answer the question at an address, as a form without script does; where it leads."""
        fields = _hidden(self.page(path)) | ({"a": value} if value else {"skip": "1"})
        status, leads, _body, _size = self.ask("POST", path, fields)
        if status != 303:
            raise Plain(f"A question answered {status} to the answer {value!r}.")
        return urlsplit(leads).path

    def weight(self, path: str) -> int:
        """Bytes on the wire for a page with everything it fetches from here, nothing kept from before."""
        status, _leads, body, size = self.ask("GET", path)
        _expect_page(status, path)
        for address in dict.fromkeys(_fetched(body, path)):
            status, _leads, part, more = self.ask("GET", address)
            _expect_page(status, address)
            size += more
            if address.endswith(".css"):
                inside = (urljoin(address, found.decode()) for found in _IN_STYLE.findall(part))
                size += sum(self.ask("GET", each)[3] for each in dict.fromkeys(inside) if each.startswith("/"))
        return size


def _expect_page(status: int, path: str) -> None:
    if status != 200:
        raise Plain(f"{path} answered {status}.")


def _hidden(body: bytes) -> dict[str, str]:
    found = re.findall(rb"<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"", body)
    return {unescape(name.decode()): unescape(value.decode()) for name, value in found}


def _fetched(body: bytes, path: str) -> Iterator[str]:
    for found in _FETCHED.finditer(body):
        address = urljoin(path, unescape(found.group(1).decode()))
        if not _NOT_FETCHED.search(found.group(0)) and address.startswith("/"):
            yield address


def _link(body: bytes, identity: str) -> str:
    found = re.search(rb"<a\b[^>]*\bid=\"" + identity.encode() + rb"\"[^>]*>", body)
    address = re.search(rb"href=\"([^\"]+)\"", found.group(0)) if found else None
    if address is None:
        raise Plain(f"The first page has no link with the id {identity}.")
    return unescape(address.group(1).decode())


def pages(reader: Reader, area: str) -> dict[str, str]:
    """The addresses of the kinds of pages, found by going the whole way as a reader does."""
    start = f"/{reader.language}"
    question = _link(reader.page(start), "begin")
    found = {"start": start, "question": question}
    here = question
    for name, value in ANSWERS.items():
        if name == "where":
            found["place"] = here
        here = reader.answer(here, area if name == "where" else value)
    return {**found, "result": here, "directory": f"/d/{reader.language}"}


def run(argv: list[str]) -> int:
    parser = stage.parser("guide", about="Measure the pages of the guide and the directory, in Swedish and Arabic.")
    chosen = parser.parse_args(argv)
    busy = os.getloadavg()[0]
    with stage.on(chosen, clock=False) as product:
        area = product.python(
            "from sjalvklar.organisation import queries; from sjalvklar.kernel import clock\n"
            "o = queries.organisation()\n"
            "areas = {a.id: a for a in o.areas_on(clock.today(o.municipality.zone))}\n"
            "print('jarva' if 'jarva' in areas else next(iter(areas)))"
        ).strip()
        rows = [row for language in LANGUAGES for row in _measured(Reader(product, language), area)]
    stage.table(rows, title="Pages of the guide, and everything they fetch")
    worst_ms = max(float(str(row["p95 ms"])) for row in rows)
    worst_bytes = max(int(str(row["bytes"])) for row in rows)
    stage.write(
        chosen,
        {
            "bench": "guide",
            "p50_ms": max(float(str(row["p50 ms"])) for row in rows),
            "p95_ms": worst_ms,
            "bytes": worst_bytes,
            "load_before": round(busy, 2),
            "budget": {"p95_ms": BUDGET_MS, "bytes": BUDGET_BYTES},
            "pages": rows,
        },
    )
    held = worst_ms < BUDGET_MS and worst_bytes <= BUDGET_BYTES
    print(
        f"  The slowest page: {worst_ms:.1f} ms at the 95th percentile (budget {BUDGET_MS:.0f}); the heaviest: "
        f"{worst_bytes:,} bytes (budget {BUDGET_BYTES:,}). {'Within' if held else 'OUTSIDE'} the budget.\n"
    )
    cores = stage.machine().cores
    if busy > cores:
        print(
            f"  The machine was busy with other work (load {busy:.1f}, {cores} cores): measure again when it is not.\n"
        )
    return 0 if held else 1


def _measured(reader: Reader, area: str) -> Iterator[dict[str, object]]:
    for name, path in pages(reader, area).items():
        took: list[float] = []
        for turn in range(_WARM + _ROUNDS):
            begun = time.perf_counter()
            status, _leads, _body, _size = reader.ask("GET", path)
            if turn >= _WARM:
                took.append((time.perf_counter() - begun) * 1000)
            _expect_page(status, path)
        yield {
            "page": name,
            "language": reader.language,
            "p50 ms": round(stage.percentile(took, 0.5), 2),
            "p95 ms": round(stage.percentile(took, 0.95), 2),
            "page bytes": reader.ask("GET", path)[3],
            "bytes": reader.weight(path),
        }
