# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A byte now and then, from somebody who means to keep the door busy, keeps nobody else out."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from sjalvklar.project.connections import Coming

if TYPE_CHECKING:
    from tests.live import Live

_POST = b"POST /k/sv HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
SLOW = {
    "a body that is too large": _POST + b"Content-Length: 600000\r\n\r\nk=",
    "a length with noughts before it": _POST + b"Content-Length: 0000000000400000\r\n\r\nk=",
    "nothing that can be read": b"\x16\x03\x01\x02\x00\r\n\r\n",
    "a last request, and no close": b"GET /alive HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "chunks": _POST + b"Transfer-Encoding: chunked\r\n\r\n50000\r\nk=",
}


@pytest.fixture(scope="module")
def narrow(start_live: Callable[..., Live]) -> Live:
    return start_live(people=False, clock=False, also={"SJALVKLAR_WORKERS": "1", "SJALVKLAR_THREADS": "4"})


@pytest.mark.parametrize("how", SLOW)
def test_whoever_trickles_does_not_hold_a_thread(narrow: Live, how: str) -> None:
    wires = [socket.create_connection(("127.0.0.1", narrow.port), timeout=5) for _ in range(8)]
    try:
        for wire in wires:
            wire.sendall(SLOW[how])
        for _ in range(6):
            for wire in wires:
                with suppress(OSError):
                    wire.sendall(b"1")
            # A thread listens to one sender for fifteen seconds at most, and this waits for five: were every thread
            # held, it would be told.
            assert narrow.serving.alive()
    finally:
        for wire in wires:
            wire.close()


def test_a_form_in_chunks_is_refused_and_not_taken_for_an_empty_one(narrow: Live) -> None:
    with socket.create_connection(("127.0.0.1", narrow.port), timeout=20) as wire:
        wire.sendall(_POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nk=123\r\n0\r\n\r\n")
        assert wire.recv(65536).startswith(b"HTTP/1.1 411 ")


def test_a_length_is_the_same_length_with_noughts_before_it() -> None:
    assert not Coming(_POST + b"Content-Length: 0000000000000007\r\n\r\nk=1").whole
    assert Coming(_POST + b"Content-Length: 0000000000000003\r\n\r\nk=1").whole
    assert Coming(_POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n").whole, "refused at once, whatever comes"
