# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sjalvklar.tally.models import Fact
from sjalvklar.tally.rules import What


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
    """Count one deed in the caller's transaction, on the day it was where the municipality is."""
    Fact.objects.create(
        what=What(what).value,
        unit=unit,
        on=at.astimezone(zone).date(),
        situation=situation or "",
        language=language or "",
        child=child,
    )
