# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking the municipality's provider something over the network, so that its slowness is nobody else's.

While it is waited for nothing of the database is held; all that one request asks has one short time together, kept
also when the answer comes a byte at a time; and only a few of a process's threads ever wait, so that relatives are
answered however many colleagues try to sign in.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from queue import Empty, SimpleQueue
from typing import Any

import requests
from django.conf import settings

from sjalvklar.trust.access.context import let_go

AT_ONCE = 3
LARGEST = 1024 * 1024
_until: ContextVar[float | None] = ContextVar("asking_until", default=None)


class Late(requests.Timeout):
    """It did not answer in time, or as many as may wait for it already do."""


@contextmanager
def one_request() -> Iterator[None]:
    """Around a request of ours: all that it asks shares the same time."""
    mark = _until.set(time.monotonic() + settings.CITY_SECONDS)
    try:
        yield
    finally:
        _until.reset(mark)


class Asking:
    """Those who wait for the provider, of one process."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._places = threading.BoundedSemaphore(at_once)

    def ask(self, question: Callable[..., requests.Response]) -> requests.Response:
        """The whole answer. `question` is asked with `timeout` and `stream`, in a thread of its own that may be left
        behind: no time limit of a socket's holds for an answer that trickles. Raises Late, RequestException."""
        until = _until.get() or time.monotonic() + settings.CITY_SECONDS
        left = until - time.monotonic()
        let_go()
        if left <= 0 or not self._places.acquire(blocking=False):
            raise Late("nobody is there to wait for it")
        said: SimpleQueue[requests.Response | BaseException] = SimpleQueue()

        def listen() -> None:
            try:
                said.put(_whole(question(timeout=left, stream=True), until))
            except BaseException as wrong:  # told to whoever waits
                said.put(wrong)
            finally:
                self._places.release()

        threading.Thread(target=listen, name="asking the provider", daemon=True).start()
        try:
            answer = said.get(timeout=left)
        except Empty:
            raise Late("no answer in time") from None
        if isinstance(answer, BaseException):
            raise answer
        return answer


def _whole(answer: requests.Response, until: float) -> requests.Response:
    """The answer with its body, read as it comes and no longer than it is waited for."""
    body = bytearray()
    while piece := answer.raw.read1(65536, decode_content=True):
        body += piece
        if len(body) > LARGEST or time.monotonic() > until:
            answer.close()
            raise Late("too much, or too slowly")
    answer._content = bytes(body)
    answer._content_consumed = True  # type: ignore[attr-defined]
    return answer


ASKING = Asking()


def is_away(wrong: Any) -> bool:
    """Whether it is that the provider does not answer, rather than what it answered."""
    return isinstance(wrong, (requests.ConnectionError, requests.Timeout))
