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
import threading
import time
import weakref
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.workers import gthread
from gunicorn.workers.gthread import ThreadWorker

from sjalvklar.mailbox.rules.files import LARGEST_TOGETHER

# A thread is given to a request that has come in whole, never to one that trickles in: otherwise as many stalled
# senders as there are threads would close the door for everybody (CVE-2007-6750, "Slowloris").
_WITHIN = 30  # seconds for a request to come in whole
_HEAD = 64 * 1024  # a head larger than this is given to the parser, which refuses it
_BODY = 512 * 1024  # a body larger than this is thrown away as it comes; the product then refuses it
# Where files are sent, by somebody who has opened a thread, a body may be larger: as long as there is room for it, and
# as long as it goes on coming. Of one that there is no room for its beginning is kept, with the words that were typed.
_FILES = re.compile(rb"POST /m/[a-z-]{2,20}/f[ ?]")
_COOKIE = re.compile(rb"\r\ncookie:[^\r\n]*?[ ;](?:__Secure-)?m=([A-Za-z0-9_-]{1,2000})", re.I)
_LARGE_BODY = LARGEST_TOGETHER + _BODY
_LARGE_ROOM = 3 * _LARGE_BODY  # for each process
_LARGE_PACE = 32 * 1024  # bytes a second, on the whole
_THROWN = 32 * 1024 * 1024  # a larger one is cut off: its sender sees a broken connection instead of our words
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*0*(\d+)[ \t]*\r\n", re.I)
_DIGITS = 12  # of a length that is not worth reading as a number
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.I)
_STALLED = 20  # seconds that a thread waits for the rest of what is read as it comes
_LISTENS = 15  # seconds that a thread listens to one sender, however it trickles
_LINGERS = 2  # seconds between our last word and the close, so that a closing line does not cut it short
_MOST_LINGERING = 500
_SPEAKS = 120  # seconds that a thread answers one reader: who takes the answer a byte at a time is left

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


def _stated(head: bytes) -> int:
    """How long a body the head says will follow; nought when it says nothing, or two things."""
    lengths = _LENGTH.findall(head)
    if len(lengths) != 1:
        return 0
    return int(lengths[0]) if len(lengths[0]) < _DIGITS else 10**_DIGITS


class Room:
    """How many bytes of large bodies are held at once."""

    def __init__(self, most: int = _LARGE_ROOM) -> None:
        self._left = most
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        with self._lock:
            if size > self._left:
                return False
            self._left -= size
            return True

    def give(self, size: int) -> None:
        with self._lock:
            self._left += size


_ROOM = Room()


def _has_opened_a_thread(head: bytes) -> bool:
    """Whether whoever sends this carries an opened thread. While nobody holds the keys, nobody does."""
    from sjalvklar.faces.way_in import opening
    from sjalvklar.trust.keys import KeyHolderAway

    cookie = _COOKIE.search(head)
    try:
        return cookie is not None and opening.carried(cookie[1].decode("ascii")) is not None
    except KeyHolderAway:
        return False


class Coming:
    """What has come of one request. Each byte is looked at once, however small the pieces are that it comes in."""

    def __init__(self, came: bytes) -> None:
        self.began = time.monotonic()
        self.came = bytearray(came)
        self.stated = 0  # bytes that the head says will follow it
        self.chunked = False
        self._head = 0  # its length with the empty line after it; nought until that has come
        self._thrown = 0
        self._most = _BODY
        self._kept = 0  # how much of a body that is too large is kept all the same
        self._look(0)

    def read(self, sock: socket.socket) -> bool:
        """Take what has come, without waiting for more; whether the other side has said its last."""
        sock.setblocking(False)
        taken = 0
        while taken <= _HEAD + _BODY:
            try:
                part = sock.recv(65536)
            except BlockingIOError:
                return False
            if not part:
                return True
            known = len(self.came)
            taken += len(part)
            self.came += part
            self._look(known)
        return False

    def _look(self, known: int) -> None:
        if not self._head:
            end = self.came.find(b"\r\n\r\n", max(0, known - 3))
            if end < 0:
                return
            head = bytes(self.came[: end + 2])
            self._head, self.stated = end + 4, _stated(head)
            self.chunked = bool(_CHUNKED.search(head)) and not _LENGTH.search(head)
            if self.stated > _BODY and _FILES.match(head):
                self._make_room(head)
        if self.too_large and len(self.came) > self._head + self._kept:
            self._thrown += len(self.came) - self._head - self._kept
            del self.came[self._head + self._kept :]

    def _make_room(self, head: bytes) -> None:
        """For files; what is taken is given back when nobody holds this any more."""
        self._kept = _BODY
        if self.stated <= _LARGE_BODY and _has_opened_a_thread(head) and _ROOM.take(self.stated):
            self._most = self.stated
            weakref.finalize(self, _ROOM.give, self.stated)

    @property
    def in_time(self) -> bool:
        """Whether it is still waited for: a large body as long as it keeps a pace."""
        more = len(self.came) / _LARGE_PACE if self._most > _BODY else 0.0
        return time.monotonic() - self.began < _WITHIN + more

    @property
    def too_large(self) -> bool:
        """Whether its body is thrown away as it comes."""
        return self.stated > self._most

    @property
    def thrown_enough(self) -> bool:
        return self._thrown + len(self.came) - self._head >= min(self.stated, _THROWN)

    @property
    def whole(self) -> bool:
        """Whether it can be answered, or is one that no further byte would make readable."""
        if not self._head:
            return len(self.came) > _HEAD
        return self.too_large or len(self.came) - self._head >= self.stated


class Connections(ThreadWorker):
    """gunicorn's threads, given only to whole requests and for a while, and an answer of our own to the unreadable."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_hand: dict[Any, float] = {}
        self._said_last: deque[tuple[float, socket.socket]] = deque()

    def enqueue_req(self, conn: Any) -> None:
        conn.close = partial(self._let_go, conn)
        with suppress(OSError):
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", _STALLED, 0))
        super().enqueue_req(conn)

    def _let_go(self, conn: Any, graceful: bool = False) -> None:
        """Close without waiting. gunicorn would wait for the other side to close, two seconds for each, in the one
        thread that takes everybody's connections."""
        if not graceful:
            util.close(conn.sock)
            return
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        self._said_last.append((time.monotonic() + _LINGERS, conn.sock))

    def murder_pending(self) -> None:
        """Once a second: whoever has had a thread for too long is no longer listened to, and at last left.

        Every wait in a thread is bounded by itself, but a byte now and then begins each of them anew.
        """
        super().murder_pending()
        now = time.monotonic()
        while self._said_last and (self._said_last[0][0] < now or len(self._said_last) > _MOST_LINGERING):
            util.close(self._said_last.popleft()[1])
        for conn, since in list(self._in_hand.items()):
            with suppress(OSError):
                if now - since > _SPEAKS:
                    conn.sock.shutdown(socket.SHUT_RDWR)
                elif now - since > _LISTENS:
                    conn.sock.shutdown(socket.SHUT_RD)

    def handle(self, conn: Any) -> Any:
        """Answer, or give the connection back to the poller when the rest of the request has yet to come."""
        try:
            conn.init()
            unreader = conn.parser.unreader
            coming: Coming | None = getattr(conn, "coming", None)
            if coming is None:
                coming = conn.coming = Coming(unreader.take_buffered())
            closed = coming.read(conn.sock)
        except OSError:
            return False
        if coming.chunked:
            # No browser sends a form in chunks, and none of ours could be read from them.
            with suppress(OSError):
                util.write_nonblock(conn.sock, refusal("411 Length Required"))
            return False
        if coming.too_large:
            if coming.in_time and not closed and not coming.thrown_enough:
                return gthread._DEFER
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RD)  # nobody waits in a thread for what is left of it
        elif not closed and not coming.whole:
            return gthread._DEFER if coming.in_time else False
        if not coming.came:
            return False
        unreader.unread(bytes(coming.came))
        coming.came = bytearray()
        conn.coming = None
        conn.data_ready = True
        self._in_hand[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self._in_hand.pop(conn, None)

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
