# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The schedules of the municipality's pack."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings

from sjalvklar.followup import pack
from sjalvklar.followup.rules import Coming, Schedules, coming_from
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.queries import municipality
from sjalvklar.support.queries import today


class _Kept:
    """The bundle that was read last, and its schedules."""

    found: ClassVar[Bundle | None] = None
    schedules: ClassVar[Schedules] = Schedules()


def schedules() -> Schedules:
    """What the municipality has decided about when people need contact again."""
    found = municipality.read(settings.PACK_DIR)
    if _Kept.found is not found:
        _Kept.found, _Kept.schedules = found, pack.build(found)
    return _Kept.schedules


def suggested(situation: str, start: date, *, at: datetime | None = None) -> tuple[Coming, ...]:
    """The days that the schedule of a situation gives, counted from a day; none that has passed."""
    found = schedules().for_situation(situation)
    return coming_from(found, start, today(at)) if found else ()


def step_name(step_id: str, language: str) -> str:
    """What a step is called; empty when it has no name of its own, or has left the pack."""
    step = schedules().step(step_id)
    return step.name.in_language(language) if step and step.name else ""


def zone() -> ZoneInfo:
    """The clock on the wall."""
    return municipality.organisation().municipality.zone
