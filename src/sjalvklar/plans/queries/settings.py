# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the municipality has decided about its plans, and its clock on the wall."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings as django

from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.queries import municipality
from sjalvklar.plans import pack
from sjalvklar.plans.rules import Settings


class _Kept:
    """The bundle that was read last, and what it says."""

    found: ClassVar[Bundle | None] = None
    settings: ClassVar[Settings] = Settings()


def settings() -> Settings:
    """How long a consent may last, and when somebody is told."""
    found = municipality.read(django.PACK_DIR)
    if _Kept.found is not found:
        _Kept.found, _Kept.settings = found, pack.build(found)
    return _Kept.settings


def zone() -> ZoneInfo:
    """The clock on the wall."""
    return municipality.organisation().municipality.zone


def today(at: datetime) -> date:
    """The day it is where the municipality is."""
    return at.astimezone(zone()).date()
