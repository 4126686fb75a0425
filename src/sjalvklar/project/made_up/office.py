# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ordinary hours at an office: what made-up people do at the desk, they do then, whenever the demo is started."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sjalvklar.organisation.queries import organisation

_FIRST, _LAST = 9, 16
_SATURDAY = 5


def before(moment: datetime) -> datetime:
    """The quarter that it is, or the last one before it that is on a weekday from nine to four."""
    local = moment.astimezone(organisation().municipality.zone)
    if local.hour < _FIRST:
        local -= timedelta(days=1)
    while local.weekday() >= _SATURDAY:
        local -= timedelta(days=1)
    if _FIRST <= local.hour < _LAST and local.date() == moment.astimezone(local.tzinfo).date():
        return local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)
    return datetime.combine(local.date(), time(_LAST - 1, 15), local.tzinfo)


def after(moment: datetime) -> datetime:
    """A time to meet on that day, or the next weekday: an hour in the afternoon."""
    local = moment.astimezone(organisation().municipality.zone)
    while local.weekday() >= _SATURDAY:
        local += timedelta(days=1)
    return datetime.combine(local.date(), time(14), local.tzinfo)
