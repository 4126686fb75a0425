# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fear over time, drawn on the server as one calm line. The table beside it says the same, to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

LEFT, RIGHT, TOP, BOTTOM = 16, 624, 16, 144
_MOST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """Where the line goes. `parts` are its points, broken where somebody did not want to say; `dots` are what was
    said."""

    parts: tuple[str, ...]
    dots: tuple[tuple[int, int], ...]


def drawn(said: Sequence[tuple[datetime, int | None]]) -> Line:
    """The line through what was said, oldest first. Nothing is smoothed, filled in or weighed."""
    if not said:
        return Line((), ())
    first, last = said[0][0], said[-1][0]
    length = (last - first).total_seconds()
    parts: list[list[str]] = [[]]
    dots = []
    for at, level in said:
        if level is None:
            parts.append([])
            continue
        share = (at - first).total_seconds() / length if length else 0.5
        x, y = round(LEFT + share * (RIGHT - LEFT)), round(BOTTOM - level / _MOST * (BOTTOM - TOP))
        parts[-1].append(f"{x},{y}")
        dots.append((x, y))
    return Line(tuple(" ".join(part) for part in parts if len(part) > 1), tuple(dots))
