# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting what comes from one place on the network, in this process's memory and nowhere else.

What is kept is a keyed hash of the network (/24 or /48) under a key that is thrown away every day; no address is.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=1)
KEY_LIVES = timedelta(days=1)
MOST_PLACES = 20_000


@dataclass(slots=True)
class Place:
    """How many times since when; forgotten an hour after the first."""

    name: bytes
    since: datetime
    times: int = 0


class Places:
    """Places by their hash; the longest unheard of are forgotten first. Callers hold `_lock`."""

    def __init__(self, most: int = MOST_PLACES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._key = secrets.token_bytes(32)
        self._key_made: datetime | None = None
        self._places: OrderedDict[bytes, Place] = OrderedDict()

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

    def _place(self, address: str, at: datetime) -> Place:
        if self._key_made is None or not timedelta() <= at - self._key_made < KEY_LIVES:
            self._key, self._key_made = secrets.token_bytes(32), at
            self._places.clear()
        name = self._name(address)
        place = self._places.get(name)
        if place is None or not timedelta() <= at - place.since < WINDOW:
            place = self._places[name] = Place(name, at)
        self._places.move_to_end(name)
        while len(self._places) > self._most:
            self._places.popitem(last=False)
        return place
