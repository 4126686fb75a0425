# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many drafts anybody at all can have us keep.

A draft costs its sender nothing, so there is an end to how many are kept. None makes way for another before its time:
whoever floods us would then erase what others are writing. Counted in memory, for each process: nobody but the draft's
own reader may see the rows, and a count is all that is needed.
"""

from __future__ import annotations

import threading
from datetime import datetime

from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox.rules import DRAFT_LIVES, MOST_DRAFTS


class Room:
    """Places for drafts, each free again when its draft's time is out."""

    def __init__(self, most: int = MOST_DRAFTS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._ends: list[datetime] = []

    def take(self, at: datetime) -> None:
        """Take a place. Raises NotNow("too_many") when there is none."""
        with self._lock:
            if len(self._ends) >= self._most:
                # One that ends later than it could was taken by a wrong clock.
                self._ends = [end for end in self._ends if at < end <= at + DRAFT_LIVES]
            if len(self._ends) >= self._most:
                raise NotNow("too_many")
            self._ends.append(at + DRAFT_LIVES)


ROOM = Room()
