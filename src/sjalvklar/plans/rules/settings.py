# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality has decided about its plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Settings:
    """How long a consent may last at most, how long before its end whoever leads is told, and how long something may
    be overdue before the head of the unit is."""

    longest_consent: timedelta = timedelta(days=180)
    tell_before: timedelta = timedelta(days=14)
    up_after: timedelta = timedelta(days=3)
