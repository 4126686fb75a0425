# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server as in production: what it answers to the unreadable, what it writes, how it stops and is killed."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.project.connections import Coming
from sjalvklar.project.serving import PortTaken, Serving, listen

if TYPE_CHECKING:
    from tests.live import Live


def _sent(live: Live, words: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", live.port), timeout=20) as wire:
        wire.sendall(words)
        got = b""
        while part := wire.recv(65536):
            got += part
    return got


UNREADABLE = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a line too long": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a header too long": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 9000 + b"\r\n\r\n",
    "too many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 80 + b"\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\nHost: localhost\r\n: nothing\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length and chunks": (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "an unknown coding": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: brotli\r\n\r\n",
    "a version of its own": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_answered_by_a_page_of_ours_that_is_kept_nowhere(live: Live, what: str) -> None:
    got = _sent(live, UNREADABLE[what])
    head, _, body = got.partition(b"\r\n\r\n")
    assert re.match(rb"HTTP/1\.1 (4\d\d|501) ", head), got[:200]
    assert b"Cache-Control: no-store" in head
    assert b"Content-Security-Policy: default-src 'none'" in head
    assert b"<title>Information</title>" in body
    assert "ring 112" in body.decode()
    assert b"gunicorn" not in got.lower()


def test_nothing_the_server_writes_holds_an_address_or_what_was_asked_for(live: Live) -> None:
    for words in UNREADABLE.values():
        _sent(live, words)
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=20)
    connection.request("GET", "/i/a-token-nobody-made", headers={"X-Forwarded-For": "198.51.100.77"})
    connection.getresponse().read()
    connection.close()
    said = live.said()
    for trace in ("127.0.0.1", "198.51.100.77", "a-token-nobody-made", "GET /"):
        assert trace not in said


def test_it_says_nothing_of_what_it_is_made_with(live: Live) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=20)
    connection.request("GET", "/alive")
    answer = connection.getresponse()
    assert answer.status == 204
    assert not re.search(r"gunicorn|django|python", " ".join(answer.headers.values()), re.I)
    connection.close()


@pytest.mark.parametrize(
    "half",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: local",
        b"POST /k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400\r\n\r\ncode=12",
    ],
    ids=["nothing", "half a head", "half a body"],
)
def test_senders_who_stop_in_the_middle_keep_nobody_waiting(live: Live, half: bytes) -> None:
    """Far more of them than there are threads, and one more person, who is answered at once."""
    stalled = [socket.create_connection(("127.0.0.1", live.port), timeout=5) for _ in range(60)]
    try:
        for wire in stalled:
            wire.sendall(half)
        for _ in range(10):
            assert live.serving.alive()  # it waits five seconds, and each of them would hold a thread for longer
    finally:
        for wire in stalled:
            wire.close()


def test_what_trickles_in_is_answered_when_it_is_whole(live: Live) -> None:
    with socket.create_connection(("127.0.0.1", live.port), timeout=20) as wire:
        for byte in b"GET /alive HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n":
            wire.sendall(bytes([byte]))
        assert wire.recv(65536).startswith(b"HTTP/1.1 204 ")


def test_two_requests_sent_at_once_get_two_answers(live: Live) -> None:
    one = b"GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = b"GET /alive HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert _sent(live, one + last).count(b"HTTP/1.1 204 ") == 2


@given(head=st.binary(max_size=200), body=st.binary(max_size=100), cut=st.integers(0, 99))
def test_a_request_is_whole_when_its_head_and_the_length_it_states_have_come(
    head: bytes, body: bytes, cut: int
) -> None:
    head = head.replace(b"\r\n", b"").replace(b":", b"")
    said = b"POST / HTTP/1.1\r\nX: " + head + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n"
    assert Coming(said + body).whole
    assert not Coming((said + body)[: -1 - cut % (len(body) + 4)]).whole


class Pieces:
    """A sender, as a socket is read: piece by piece, then nothing for a while."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)

    def setblocking(self, flag: bool) -> None: ...

    def recv(self, most: int) -> bytes:
        if not self.pieces:
            raise BlockingIOError
        return self.pieces.pop(0)


@given(body=st.binary(max_size=80), cuts=st.lists(st.integers(1, 30), max_size=40), gap=st.integers(0, 3))
def test_a_request_is_the_same_whatever_pieces_it_comes_in(body: bytes, cuts: list[int], gap: int) -> None:
    said = b"POST / HTTP/1.1\r\nContent-Length: " + str(len(body) + gap).encode() + b"\r\n\r\n" + body
    coming, rest = Coming(b""), said
    for cut in [*cuts, len(said)]:
        piece, rest = rest[:cut], rest[cut:]
        assert not coming.read(Pieces(piece) if piece else Pieces())  # type: ignore[arg-type]
    assert bytes(coming.came) == said
    assert coming.whole == (gap == 0) == Coming(said).whole


def test_single_bytes_cost_no_more_the_more_of_them_have_come() -> None:
    coming = Coming(b"POST / HTTP/1.1\r\nContent-Length: 300001\r\n\r\n")
    began = time.process_time()
    for _ in range(300_000):
        coming.read(Pieces(b"x"))  # type: ignore[arg-type]
        assert not coming.whole
    assert time.process_time() - began < 8  # looked at anew each time it takes minutes
    coming.read(Pieces(b"x"))  # type: ignore[arg-type]
    assert coming.whole


def test_it_comes_back_on_the_same_port_after_kill_nine(start_live: Callable[..., Live]) -> None:
    live = start_live(people=False)
    port = live.port
    live.kill()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    live.start_again()
    assert live.port == port
    assert live.serving.alive()
    live.stop()


def test_a_worker_that_is_killed_is_replaced(start_live: Callable[..., Live]) -> None:
    live = start_live(people=False, clock=False)
    first = live.serving.pid
    assert first is not None
    with open(f"/proc/{first}/task/{first}/children", encoding="ascii") as file:  # noqa: PTH123 - a file of the kernel's
        workers = [int(number) for number in file.read().split()]
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    last = time.monotonic() + 120
    while not live.serving.alive() and time.monotonic() < last:
        time.sleep(0.05)
    assert live.serving.alive()
    live.stop()


def test_what_is_being_answered_is_answered_before_it_stops(start_live: Callable[..., Live]) -> None:
    live = start_live(people=False, clock=False)
    with socket.create_connection(("127.0.0.1", live.port), timeout=120) as wire:
        # What is not taken from the kernel's queue yet is nobody's: a first answer says that this one has been.
        wire.sendall(b"GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert wire.recv(65536).startswith(b"HTTP/1.1 204 ")
        wire.sendall(b"GET /sv HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
        assert live.serving._server is not None
        live.serving._server.terminate()
        wire.sendall(b"\r\n")
        got = b""
        while part := wire.recv(65536):
            got += part
    live.stop()
    assert got.startswith(b"HTTP/1.1 200 ")
    assert got.rstrip().endswith(b"</html>")


def test_a_taken_port_is_told_before_anything_is_started() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        serving = Serving(port=port)
        with pytest.raises(PortTaken, match=f"Port {port} is taken"):
            serving.start()
    assert serving.pid is None


def test_an_address_that_is_not_this_machines_is_told() -> None:
    with pytest.raises(PortTaken, match="not an address of this machine"):
        listen("192.0.2.1", 0)
