# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Case numbers: a year and six digits drawn by chance.

Numbers in a row would tell how many cases there are, and a gap among those one may see would tell of one that one may
not. So the digits carry neither order nor count.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

_NUMBER = re.compile(r"(?P<year>20\d\d)\D?(?P<digits>\d{6})", re.ASCII)
_ALL = 1_000_000


def draw(year: int, *, below: Callable[[int], int] = secrets.randbelow) -> str:
    """A number for a new case; whoever keeps it sees to that it is not taken."""
    return f"{year:04d}-{below(_ALL):06d}"


def read(text: str) -> str | None:
    """The case number somebody wrote, as it is kept; None when it is no such number."""
    match = _NUMBER.fullmatch(text.strip())
    return f"{match['year']}-{match['digits']}" if match else None
