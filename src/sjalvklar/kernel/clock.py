# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The only place that asks what time it is.

Every rule and action takes a time or asks here, so that a test, a drill or a replay can stand still. Times are
aware and in UTC; local time is for people and opening hours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


@cache
def _frozen_process() -> datetime | None:
    """SJALVKLAR_NOW freezes a whole process: browser tests and drills. Settings refuse it in production."""
    stated = os.environ.get("SJALVKLAR_NOW")
    if not stated:
        return None
    moment = datetime.fromisoformat(stated)
    if moment.tzinfo is None:
        raise ValueError("SJALVKLAR_NOW needs an offset, as in 2026-11-22T20:00:00+01:00")
    return moment.astimezone(UTC)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or _frozen_process() or datetime.now(UTC)  # noqa: TID251


def stands_still() -> bool:
    """Whether time has been stopped here, so that it does not go on between two questions."""
    return (_frozen.get() or _frozen_process()) is not None


def today(zone: ZoneInfo) -> date:
    """The present date where the municipality is."""
    return now().astimezone(zone).date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Let time stand still in this thread or task."""
    if at.tzinfo is None:
        raise ValueError("a frozen clock needs an aware time")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield at
    finally:
        _frozen.reset(token)
