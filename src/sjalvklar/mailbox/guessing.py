# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who guesses codes waits for themselves, never for others.

Codes of 79.7 bits cannot be guessed; what guessing could do is to keep the product busy. So a place that has sent many
wrong codes within an hour is led into one narrow lane, shared by all such places: one try at a time, two in line, and
the rest are told at once to try again in a moment. So guessing never holds more than three of a process's threads;
nobody outside those places notices, and a right code from one of them still opens.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused
from sjalvklar.mailbox.places import MOST_PLACES, Places

WRONG_BEFORE_LANE = 20
IN_LINE = 2
LONGEST_WAIT = 2.0  # seconds


class Busy(Refused):
    """The narrow lane is full: try again in a moment. Only a place that guesses ever sees this."""

    def __init__(self) -> None:
        super().__init__("busy")


class Watch(Places):
    """Counts wrong codes by place. One for each process."""

    def __init__(self) -> None:
        super().__init__(MOST_PLACES)
        self._lane = threading.Lock()
        self._in_lane = 0

    @contextmanager
    def attempt(self, address: str) -> Iterator[None]:
        """Around one try. Raises Busy at once or after two seconds in line, and only for places that guess."""
        with self._lock:
            place = self._place(address, clock.now())
            narrow = place.times >= WRONG_BEFORE_LANE
            if narrow:
                if self._in_lane > IN_LINE:
                    raise Busy
                self._in_lane += 1
        if not narrow:
            yield
            return
        try:
            if not self._lane.acquire(timeout=LONGEST_WAIT):
                raise Busy
            try:
                yield
            finally:
                self._lane.release()
        finally:
            with self._lock:
                self._in_lane -= 1

    def missed(self, address: str) -> None:
        """A try from there was wrong."""
        with self._lock:
            self._place(address, clock.now()).times += 1


WATCH = Watch()
