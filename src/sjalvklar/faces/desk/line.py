# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody said over time, drawn on the server as one calm line. The table beside it says the same, to everybody.

Nothing is smoothed, filled in or weighed: where somebody did not want to say, the line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """Where it is drawn, from the lowest answer, 0, to the highest. `digits` is how finely."""

    left: int
    right: int
    top: int
    bottom: int
    highest: int
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Where the line goes: `parts` are its points, `dots` what was said."""

    parts: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]


def drawn(frame: Frame, said: Sequence[tuple[float, int | None]]) -> Line:
    """The line through what was said, each with where it stands in time, oldest first."""
    if not said:
        return Line((), ())
    first, length = said[0][0], said[-1][0] - said[0][0]
    parts: list[list[str]] = [[]]
    dots: list[tuple[float, float]] = []
    for at, answer in said:
        if answer is None:
            parts.append([])
            continue
        share = (at - first) / length if length else 0.5
        x = round(frame.left + share * (frame.right - frame.left), frame.digits)
        y = round(frame.bottom - answer / frame.highest * (frame.bottom - frame.top), frame.digits)
        parts[-1].append(f"{x:g},{y:g}")
        dots.append((x, y))
    return Line(tuple(" ".join(part) for part in parts if len(part) > 1), tuple(dots))
