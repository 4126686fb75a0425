# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How one connection from outside is held, before any page of ours exists.

What gunicorn itself says when a request cannot even be read goes out with the same headers and the same neutral
title as our own pages, and nothing it writes holds an address or a URL: a URL here can hold a relative's answers.
"""

from __future__ import annotations

import errno
import socket
import struct
from contextlib import suppress
from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

# A sender that stops in the middle of a request gives its thread back after this many seconds.
_STALLED = 20

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


class Connections(ThreadWorker):
    """gunicorn's threads, with a limit for senders that stall and an answer of our own to the unreadable."""

    def enqueue_req(self, conn: Any) -> None:
        with suppress(OSError):
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", _STALLED, 0))
        super().enqueue_req(conn)

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
