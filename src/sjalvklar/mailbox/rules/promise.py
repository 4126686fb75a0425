# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a promised answer is due, and how far the time has run.

All counting is in UTC: a promise of 24 hours is 24 hours also over the night the clocks change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sjalvklar.organisation.rules import Counted, Promise

# Whether it is open at a moment, and until when that holds; None when it never changes or is not known.
Opening = Callable[[datetime], tuple[bool, datetime | None]]

DEFAULT_ANSWER = Promise(24, Counted.ALWAYS)
DEFAULT_TAKE = Promise(4, Counted.ALWAYS)
LONGEST_LOOK = timedelta(days=60)


def promise_due(promise: Promise, at: datetime, opening: Opening | None = None) -> datetime:
    """When something promised at `at` (aware) is due, in UTC.

    `counted: always` counts every hour. `counted: open` counts only hours when the unit is open; when its hours are
    not known, or it does not open within 60 days, every hour counts, so that the clock never stands still.
    """
    left = timedelta(hours=promise.hours)
    if promise.counted is Counted.ALWAYS or opening is None:
        return at + left
    moment, end = at, at + LONGEST_LOOK
    while moment < end:
        is_open, until = opening(moment)
        if until is None:
            return moment + left if is_open else at + timedelta(hours=promise.hours)
        if until <= moment:
            raise ValueError("opening hours must move on")
        if is_open:
            if until - moment >= left:
                return moment + left
            left -= until - moment
        moment = until
    return at + timedelta(hours=promise.hours)


@dataclass(frozen=True, slots=True)
class Waited:
    """How far a promise has run: `share` is 0 at the start and 1 when it is due, and never more or less."""

    waited: timedelta
    promised: timedelta | None
    left: timedelta | None
    share: float

    @property
    def late(self) -> bool:
        return self.left is not None and self.left <= timedelta()


def waited(since: datetime, due: datetime | None, now: datetime) -> Waited:
    """The wait at a moment. A clock that has gone backwards reads as no wait, never as a negative one."""
    so_far = max(now - since, timedelta())
    if due is None:
        return Waited(so_far, None, None, 0.0)
    whole = max(due - since, timedelta(seconds=1))
    return Waited(so_far, whole, due - max(now, since), min(so_far / whole, 1.0))
