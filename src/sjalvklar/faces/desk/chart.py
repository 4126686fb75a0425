# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long people wait, drawn on the server: a table whose rows are bars, so that both say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk.words import Words
from sjalvklar.mailbox.rules import Waited

MOST_COUNTED = 100
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


def of(waits: Sequence[Waited]) -> Chart:
    """Those who wait for an answer, by how long. `more`: a hundred are counted, so there may be others."""
    waiting = [wait for wait in waits if wait.left is not None]
    counted: list[tuple[str, int, int]] = []
    above = timedelta.min
    for label, below in _SPANS:
        here = [wait for wait in waiting if above <= wait.waited < below]
        counted.append((str(label), len(here), sum(wait.late for wait in here)))
        above = below
    most = max(number for _, number, _ in counted) or 1
    bars = tuple(
        Bar(label, number, late, round(100 * number / most), round(100 * late / most))
        for label, number, late in counted
    )
    return Chart(bars, len(waiting), sum(wait.late for wait in waiting), more=len(waits) >= MOST_COUNTED)
