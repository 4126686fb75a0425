# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How one connection from outside is held, before any page of ours exists.

What gunicorn itself says when a request cannot even be read goes out with the same headers and the same neutral
title as our own pages, and nothing it writes holds an address or a URL: a URL here can hold a relative's answers.
"""

from __future__ import annotations

import errno
import re
import socket
import struct
import time
from contextlib import suppress
from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.workers import gthread
from gunicorn.workers.gthread import ThreadWorker

# A thread is given to a request that has come in whole, never to one that trickles in: otherwise as many stalled
# senders as there are threads would close the door for everybody (CVE-2007-6750, "Slowloris").
_WITHIN = 30  # seconds for a request to come in whole
_HEAD = 64 * 1024  # a head larger than this is given to the parser, which refuses it
_BODY = 512 * 1024  # a body larger than this is given to the product at once, which refuses it unread
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*\r\n", re.I)
_STALLED = 20  # seconds that a thread waits for the rest of what is read as it comes

_STATUS = {
    errors.LimitRequestLine: "414 URI Too Long",
    errors.LimitRequestHeaders: "431 Request Header Fields Too Large",
    errors.UnsupportedTransferCoding: "501 Not Implemented",
    errors.ExpectationFailed: "417 Expectation Failed",
}
_PAGE = """<!doctype html><html lang="sv"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Information</title><main><h1>Det gick inte att läsa</h1>
<p>Gå tillbaka och försök igen. Om någon är i fara nu: ring 112.</p>
<p lang="en">That could not be read. Go back and try again. If somebody is in danger now: call 112.</p></main></html>
""".encode()


def refusal(status: str) -> bytes:
    """A whole HTTP answer to something that is not a request we can read."""
    head = (
        f"HTTP/1.1 {status}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(_PAGE)}",
        "Cache-Control: no-store",
        "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    )
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + _PAGE


def whole(came: bytes) -> bool:
    """Whether these bytes are a request that can be answered, or one that no further byte would make readable."""
    head, end, body = came.partition(b"\r\n\r\n")
    if not end:
        return len(came) > _HEAD
    lengths = _LENGTH.findall(head + b"\r\n")
    expected = int(lengths[0]) if len(lengths) == 1 else 0
    return expected > _BODY or len(body) >= expected


class Connections(ThreadWorker):
    """gunicorn's threads, given only to whole requests, and an answer of our own to the unreadable."""

    def enqueue_req(self, conn: Any) -> None:
        with suppress(OSError):
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", _STALLED, 0))
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Answer, or give the connection back to the poller when the rest of the request has yet to come."""
        try:
            conn.init()
            came, closed = self._read(conn)
        except OSError:
            return False
        unreader = conn.parser.unreader
        if came:
            unreader.unread(came)
        began = conn.began = getattr(conn, "began", None) or time.monotonic()
        if not closed and not whole(came):
            return gthread._DEFER if time.monotonic() - began < _WITHIN else False
        if not came:
            return False
        conn.began = None
        conn.data_ready = True
        return super().handle(conn)

    @staticmethod
    def _read(conn: Any) -> tuple[bytes, bool]:
        """Everything that has come, without waiting for more, and whether the other side has said its last."""
        came: bytes = conn.parser.unreader.take_buffered()
        conn.sock.setblocking(False)
        while len(came) <= _HEAD + _BODY:
            try:
                part = conn.sock.recv(65536)
            except BlockingIOError:
                return came, False
            if not part:
                return came, True
            came += part
        return came, False

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        if isinstance(exc, OSError) and exc.errno in {errno.EAGAIN, errno.EWOULDBLOCK}:
            return
        unreadable = isinstance(exc, errors.ParseException)
        if not unreadable:
            self.log.error("A request ended in %s", type(exc).__name__, exc_info=exc)
        status = _STATUS.get(type(exc), "400 Bad Request") if unreadable else "500 Internal Server Error"
        with suppress(OSError):
            util.write_nonblock(client, refusal(status))


class Quiet(Logger):
    """gunicorn's log without the lines that say nothing but that somebody's connection was bad."""

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        if msg == "Socket error processing request.":
            return
        super().exception(msg, *args, **kwargs)
