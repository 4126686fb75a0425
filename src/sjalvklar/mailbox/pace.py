# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many files one place sends in an hour to threads that nobody at the desk has begun with.

Anybody can open any number of threads, so a limit on each of them stops nobody, and one on all of them together would
let one sender shut out everybody else. So a place counts for itself alone, and only while it is a stranger's: whoever
somebody at the desk has begun to help is never counted, whatever a neighbour on the same network does. Nor are words.
"""

from __future__ import annotations

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox.places import Places

FILES_AN_HOUR = 60


class Pace(Places):
    """Counts files by place. One for each process."""

    def take(self, address: str, files: int) -> bytes:
        """Count so many more, whatever becomes of them; returns the place's hash. Raises NotNow("files_often")."""
        with self._lock:
            place = self._place(address, clock.now())
            if place.times + files > FILES_AN_HOUR:
                raise NotNow("files_often")
            place.times += files
            return place.name


PACE = Pace()
