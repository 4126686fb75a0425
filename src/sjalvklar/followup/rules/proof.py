# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a proof of contact may say: days on which there was contact, and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy_line
from sjalvklar.support.rules import points_at_somebody

MOST_DAYS = 60
LONGEST_NAME = 60


def checked_days(chosen: Collection[date], known: Collection[date]) -> tuple[date, ...]:
    """The days that the relative wants on the paper, in order. Raises Invalid: `days` for none, too many, or one on
    which no contact is on record."""
    kept = sorted(set(chosen))
    if not kept or len(kept) > MOST_DAYS or not set(kept) <= set(known):
        raise Invalid("days", field="days")
    return tuple(kept)


def checked_name(name: str, *, may_be_named: bool) -> str:
    """The name as the relative wants it on the paper; it is kept nowhere. Raises Invalid: no_place_for_it where nobody
    is known, too_long_here, and for a number or an address."""
    kept = tidy_line(name)
    if kept and not may_be_named:
        raise Invalid("no_place_for_it", field="name")
    if len(kept) > LONGEST_NAME:
        raise Invalid("too_long_here", field="name")
    if points_at_somebody(kept):
        raise Invalid(points_at_somebody(kept), field="name")
    return kept
