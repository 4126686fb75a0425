# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often something that anybody can repeat is put on record: at first each time, then when it has doubled.

Counted in the memory of one process. A hundred thousand tries by one are some twenty rows, and each row says how many
it stands for: between the sum of the rows and twice that many were made.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

HOUR = 3600
_ALL_OTHERS = ""


@dataclass(slots=True)
class _Count:
    made: int = 0
    told: int = 0


class Flood:
    """Counts by key, afresh each hour. `first`: how many of an hour get a row each; `keys`: how many are told apart
    in an hour, after which all others are counted as one."""

    def __init__(self, *, first: int, keys: int) -> None:
        self._first, self._keys = first, keys
        self._lock = threading.Lock()
        self._hour = -1
        self._counts: dict[str, _Count] = {}

    def told(self, key: str, now: float) -> int:
        """One more. For how many a row is to be written now; 0 when this one is counted only. `now`: in seconds."""
        with self._lock:
            if self._hour != int(now // HOUR):
                self._hour, self._counts = int(now // HOUR), {}
            if key not in self._counts and len(self._counts) >= self._keys:
                key = _ALL_OTHERS
            count = self._counts.setdefault(key, _Count())
            count.made += 1
            if count.made > self._first and count.made < 2 * count.told:
                return 0
            waiting, count.told = count.made - count.told, count.made
            return waiting

    def untold(self, key: str, times: int) -> None:
        """The row could not be written: the next try writes it."""
        with self._lock:
            count = self._counts.get(key) or self._counts.get(_ALL_OTHERS)
            if count is not None:
                count.told = max(0, count.told - times)
