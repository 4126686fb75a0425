# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Running the product in the foreground until somebody stops it: what `demo` and `start` share."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.serving import DidNotStart, PortTaken, Serving


class _Stop:
    """Ctrl-C and SIGTERM, remembered from the first moment on, so that a start can be stopped half-way."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, self._heard)

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked.set()


def open_port(serving: Serving, verb: str) -> None:
    """Start the children. Raises Plain when the port is taken."""
    try:
        serving.start()
    except PortTaken as taken:
        raise Plain(f"{taken}\nGive another one: ./sjalvklar {verb} --port {serving.port + 1 or 8461}") from taken


def run_until_stopped(
    serving: Serving, *, verb: str, ready: Callable[[], None], meanwhile: Callable[[], None] | None = None
) -> int:
    """Start, say that it is ready, look after the children, and stop them when asked. The exit code is 0 then.

    `meanwhile` is done while the server starts; it is ready when both are.
    """
    stop = _Stop()
    open_port(serving, verb)
    try:
        if meanwhile is not None:
            meanwhile()
        serving.wait_until_ready()
        if not stop.asked.is_set():
            ready()
        while not stop.asked.wait(0.5):
            serving.look_after()
    except DidNotStart as trouble:
        if stop.asked.is_set():
            return 0
        raise Plain(str(trouble)) from trouble
    finally:
        if stop.asked.is_set():
            print("\nStopping …", flush=True)
        serving.stop()
    print("Stopped. What was written is kept.", flush=True)
    return 0
