# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long people wait, drawn on the server: a table whose rows are bars, so that both say the same."""

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


@dataclass(frozen=True, slots=True)
class Bar:
    """One span of waiting. Lengths are of 100; `late_length` is the part of it that is past the promise."""

    label: str
    number: int
    late: int
    length: int
    late_length: int


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    waiting: int
    late: int
    more: bool


def of(rows: Iterable[Row], *, more: bool) -> Chart:
    """The rows that wait for an answer, by how long. `more`: there are more rows than were counted."""
    waiting = [row for row in rows if row.left is not None]
    counted: list[tuple[str, int, int]] = []
    above = timedelta.min
    for label, below in _SPANS:
        here = [row for row in waiting if above <= row.waited < below]
        counted.append((str(label), len(here), sum(row.late for row in here)))
        above = below
    most = max(number for _, number, _ in counted) or 1
    bars = tuple(
        Bar(label, number, late, round(100 * number / most), round(100 * late / most))
        for label, number, late in counted
    )
    return Chart(bars, len(waiting), sum(row.late for row in waiting), more)
