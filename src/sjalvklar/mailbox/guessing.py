# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who guesses codes waits for themselves, never for others.

Codes of 79.7 bits cannot be guessed; what guessing could do is to keep the product busy. So a place that has sent many
wrong codes within an hour is led into one narrow lane, shared by all such places: one try at a time, two in line, and
the rest are told at once to try again in a moment. So guessing never holds more than three of a process's threads;
nobody outside those places notices, and a right code from one of them still opens. What is kept is
a keyed hash of the network (/24 or /48), in memory, under a key that is thrown away every day; no address is stored.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused

WRONG_BEFORE_LANE = 20
WINDOW = timedelta(hours=1)
KEY_LIVES = timedelta(days=1)
IN_LINE = 2
LONGEST_WAIT = 2.0  # seconds
MOST_PLACES = 20_000


class Busy(Refused):
    """The narrow lane is full: try again in a moment. Only a place that guesses ever sees this."""

    def __init__(self) -> None:
        super().__init__("busy")


@dataclass(slots=True)
class _Place:
    since: datetime
    wrong: int = 0


class Watch:
    """Counts wrong codes by place. One for each process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key = secrets.token_bytes(32)
        self._key_made: datetime | None = None
        self._places: OrderedDict[bytes, _Place] = OrderedDict()
        self._lane = threading.Lock()
        self._in_lane = 0

    def _name(self, address: str) -> bytes:
        try:
            ip = ipaddress.ip_address(address.strip().partition("%")[0])
        except ValueError:
            network = "unknown"
        else:
            if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
                ip = ip.ipv4_mapped
            network = str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))
        return hmac.digest(self._key, network.encode(), "sha256")[:16]

    def _place(self, address: str, at: datetime) -> _Place:
        if self._key_made is None or not timedelta() <= at - self._key_made < KEY_LIVES:
            self._key, self._key_made = secrets.token_bytes(32), at
            self._places.clear()
        name = self._name(address)
        place = self._places.get(name)
        if place is None or not timedelta() <= at - place.since < WINDOW:
            place = self._places[name] = _Place(at)
        self._places.move_to_end(name)
        while len(self._places) > MOST_PLACES:
            self._places.popitem(last=False)
        return place

    @contextmanager
    def attempt(self, address: str) -> Iterator[None]:
        """Around one try. Raises Busy at once or after two seconds in line, and only for places that guess."""
        with self._lock:
            place = self._place(address, clock.now())
            narrow = place.wrong >= WRONG_BEFORE_LANE
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
            self._place(address, clock.now()).wrong += 1


WATCH = Watch()
