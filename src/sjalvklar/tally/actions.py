# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sjalvklar.tally.models import Fact
from sjalvklar.tally.rules import What


def fact(
    *,
    what: What,
    unit: str,
    at: datetime,
    zone: ZoneInfo,
    situation: str | None = None,
    language: str | None = None,
    child: bool | None = None,
) -> Fact:
    """The row that counts one deed, on the day it was where the municipality is. The caller writes it with the deed,
    in the same transaction."""
    return Fact(
        what=What(what).value,
        unit=unit,
        on=at.astimezone(zone).date(),
        situation=situation or "",
        language=language or "",
        child=child,
    )


def count(
    *,
    what: What,
    unit: str,
    at: datetime,
    zone: ZoneInfo,
    situation: str | None = None,
    language: str | None = None,
    child: bool | None = None,
) -> None:
    """Count one deed in the caller's transaction."""
    made = fact(what=what, unit=unit, at=at, zone=zone, situation=situation, language=language, child=child)
    made.save(force_insert=True)
