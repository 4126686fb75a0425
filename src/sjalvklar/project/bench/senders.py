# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Senders for a bench: raw persistent HTTP/1.1 connections, in processes so that the measuring does not queue on one
interpreter, all let go at the same moment."""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode, urlsplit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `seconds` from the first byte sent to the last received; `size` is all bytes received."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    size: int

    @property
    def location(self) -> str:
        """Where a 303 leads, as a path on the same server."""
        parts = urlsplit(self.headers.get("location", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")


class Line:
    """One persistent connection. It is made again when the server has closed it."""

    def __init__(
        self, host: str, port: int, *, headers: Mapping[str, str] | None = None, timeout: float = 120
    ) -> None:
        self._place = (host, port)
        self._timeout = timeout
        self._fixed = {"Host": f"{host}:{port}", "User-Agent": "sjalvklar-bench", **(headers or {})}
        self._socket: socket.socket | None = None
        self._left = b""

    def open(self) -> None:
        """Connect now rather than at the first request."""
        if self._socket is None:
            self._socket = socket.create_connection(self._place, timeout=self._timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._left = b""

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def __enter__(self) -> Line:
        self.open()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        return self.request("GET", path, b"", headers or {})

    def post(self, path: str, fields: Mapping[str, str] | bytes, headers: Mapping[str, str] | None = None) -> Reply:
        """A form, as a browser on the same site sends it."""
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        said = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self.request("POST", path, body, {**said, **(headers or {})})

    def request(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Raises OSError when the server does not answer; a request is never sent twice."""
        self.open()
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in {**self._fixed, **headers}.items()),
        ]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        began = time.perf_counter()
        wire = self._socket
        if wire is None:
            raise OSError("not connected")
        try:
            wire.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            status, got, content, size = self._receive(wire, head_only=method == "HEAD")
        except OSError:
            self.close()
            raise
        seconds = time.perf_counter() - began
        if got.get("connection", "").lower() == "close":
            self.close()
        return Reply(status, got, content, seconds, size)

    def _more(self, wire: socket.socket) -> None:
        part = wire.recv(65536)
        if not part:
            raise ConnectionResetError("the server closed the connection in the middle of an answer")
        self._left += part

    def _receive(self, wire: socket.socket, *, head_only: bool) -> tuple[int, dict[str, str], bytes, int]:
        while b"\r\n\r\n" not in self._left:
            self._more(wire)
        head, _, self._left = self._left.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in rest:
            name, _, value = line.partition(":")
            name = name.lower()
            # Cookies are the one header that may come twice and must both be seen.
            headers[name] = (
                f"{headers[name]}\n{value.strip()}" if name == "set-cookie" and name in headers else value.strip()
            )
        status = int(first.split(" ", 2)[1])
        if head_only or status in {204, 304}:
            return status, headers, b"", len(head) + 4
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body, sent = self._chunks(wire)
        else:
            length = int(headers.get("content-length", "0"))
            while len(self._left) < length:
                self._more(wire)
            body, self._left = self._left[:length], self._left[length:]
            sent = length
        return status, headers, body, len(head) + 4 + sent

    def _chunks(self, wire: socket.socket) -> tuple[bytes, int]:
        body, sent = b"", 0
        while True:
            while b"\r\n" not in self._left:
                self._more(wire)
            line, _, self._left = self._left.partition(b"\r\n")
            length = int(line.split(b";")[0], 16)
            while len(self._left) < length + 2:
                self._more(wire)
            body += self._left[:length]
            self._left = self._left[length + 2 :]
            sent += len(line) + 2 + length + 2
            if length == 0:
                return body, sent


@dataclass(frozen=True, slots=True)
class Together(Generic[T]):
    """What a crowd came to: one result per sender, and the seconds from the start signal to the last one's end."""

    results: list[T]
    seconds: float


def crowd(senders: int, work: Callable[[int, Callable[[], None]], T], *, processes: int = 2) -> Together[T]:
    """Run `work(number, ready)` for every sender at once, spread over processes, in threads within each.

    `work` makes its connections, calls `ready()` once, which returns when everyone is there, and then sends. What it
    returns must be picklable. Raises RuntimeError with the traceback when a sender fails.
    """
    context = multiprocessing.get_context("fork")
    processes = max(1, min(processes, senders))
    barrier = context.Barrier(senders)
    children = []
    for first in range(processes):
        ours, theirs = context.Pipe(duplex=False)
        numbers = list(range(first, senders, processes))
        child = context.Process(target=_share, args=(numbers, work, barrier, theirs), daemon=True)
        child.start()
        theirs.close()
        children.append((child, ours))
    collected: dict[int, tuple[T, float, float]] = {}
    faults: list[str] = []
    for child, ours in children:
        try:
            found, wrong = ours.recv()
        except EOFError:
            found, wrong = {}, ["a process of senders ended without a word"]
        collected.update(found)
        faults += wrong
        child.join()
        ours.close()
    if faults:
        raise RuntimeError("a sender failed:\n" + faults[0])
    began = min(start for _, start, _ in collected.values())
    ended = max(end for _, _, end in collected.values())
    return Together([collected[number][0] for number in sorted(collected)], ended - began)


def _share(numbers: list[int], work: Callable[..., Any], barrier: Any, results: Connection) -> None:
    found: dict[int, tuple[Any, float, float]] = {}
    faults: list[str] = []

    def one(number: int) -> None:
        began: list[float] = []

        def ready() -> None:
            barrier.wait(120)
            began.append(time.monotonic())

        try:
            result = work(number, ready)
            found[number] = (result, began[0] if began else time.monotonic(), time.monotonic())
        except Exception:
            faults.append(traceback.format_exc())
            barrier.abort()

    threads = [threading.Thread(target=one, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.send((found, faults))
    results.close()
