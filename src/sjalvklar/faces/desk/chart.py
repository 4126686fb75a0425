# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long people wait, drawn on the server: bars with their numbers, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk.words import Words
from sjalvklar.mailbox.queries import Row

_SPANS: tuple[tuple[Words, timedelta], ...] = (
    (_("under 1 hour"), timedelta(hours=1)),
    (_("1–4 hours"), timedelta(hours=4)),
    (_("4–12 hours"), timedelta(hours=12)),
    (_("12–24 hours"), timedelta(hours=24)),
    (_("over 24 hours"), timedelta.max),
)
WIDTH, BAR, GAP, LABEL = 420, 22, 12, 128


@dataclass(frozen=True, slots=True)
class Bar:
    """One span of waiting. Lengths and places are in the drawing's own units."""

    label: str
    number: int
    late: int
    y: int
    text_y: int
    length: int
    late_length: int
    number_x: int


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    waiting: int
    late: int
    more: bool
    height: int
    width: int = WIDTH
    label_x: int = LABEL - 10
    bar_x: int = LABEL
    bar: int = BAR


def of(rows: Iterable[Row], *, more: bool) -> Chart:
    """The rows that wait for an answer, by how long. `more`: there are more rows than were counted."""
    waiting = [row for row in rows if row.left is not None]
    counted = []
    for index, (label, below) in enumerate(_SPANS):
        above = _SPANS[index - 1][1] if index else timedelta.min
        here = [row for row in waiting if above <= row.waited < below]
        counted.append((label, len(here), sum(row.late for row in here)))
    most = max((number for _, number, _ in counted), default=0) or 1
    room = WIDTH - LABEL - 34
    bars = []
    for index, (label, number, late) in enumerate(counted):
        length = round(room * number / most)
        top = index * (BAR + GAP)
        bars.append(
            Bar(
                label=str(label),
                number=number,
                late=late,
                y=top,
                text_y=top + BAR - 6,
                length=max(length, 2 if number else 0),
                late_length=round(length * late / number) if number else 0,
                number_x=LABEL + max(length, 2 if number else 0) + 8,
            )
        )
    return Chart(
        bars=tuple(bars),
        waiting=len(waiting),
        late=sum(row.late for row in waiting),
        more=more,
        height=len(bars) * (BAR + GAP) - GAP,
    )
