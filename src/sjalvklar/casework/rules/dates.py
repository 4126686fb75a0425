# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days as people know them: a year, a month or a day. Kept as they were said, "2024", "2024-05" or "2024-05-17"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from sjalvklar.kernel.errors import Invalid

_SEPARATED = re.compile(r"(\d{4})(?:[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?)?|(\d{4})(\d{2})(\d{2})", re.ASCII)
EARLIEST_YEAR = 1850


def checked_day(text: str, *, today: date, field: str) -> str:
    """A year, a month or a day that has come, as it is kept; empty stays empty. Raises Invalid: partial_date (none of
    these, or a day that does not exist), not_come (later than today)."""
    stated = text.strip()
    if not stated:
        return ""
    match = _SEPARATED.fullmatch(stated)
    if match is None:
        raise Invalid("partial_date", field=field)
    year, month, day = match.group(1) or match.group(4), match.group(2) or match.group(5), match.group(3) or match[6]
    kept = "-".join(part.zfill(2) for part in (year, month, day) if part)
    try:
        first = earliest(kept)
    except ValueError:
        raise Invalid("partial_date", field=field) from None
    if first.year < EARLIEST_YEAR:
        raise Invalid("partial_date", field=field)
    if first > today:
        raise Invalid("not_come", field=field)
    return kept


def earliest(kept: str) -> date:
    """The first day that it may have been."""
    year, month, day = _parts(kept)
    return date(year, month or 1, day or 1)


def latest(kept: str) -> date:
    """The last day that it may have been."""
    year, month, day = _parts(kept)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _parts(kept: str) -> tuple[int, int, int]:
    year, month, day = (*map(int, kept.split("-")), 0, 0)[:3]
    return year, month, day


def age(born: date, on: date) -> int:
    """Whole years. Whoever was born on 29 February has their day on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
