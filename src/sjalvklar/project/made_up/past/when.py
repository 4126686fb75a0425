# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When things happen in a made-up city: more in autumn than in July, more on Mondays, most of it in the evening."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MONTHS = (1.1, 1.05, 1.0, 1.0, 1.0, 0.85, 0.55, 0.9, 1.15, 1.15, 1.1, 1.05)
_WEEKDAYS = (1.2, 1.1, 1.05, 1.0, 0.85, 0.7, 0.95)
_HOURS = (3, 2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 6, 6, 6, 6, 6, 6, 6, 7, 8, 9, 9, 7, 5)
_CLOSED = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}  # holidays that keep their date
_FIRST_YEAR = 0.6  # how much of today's came in the beginning, before it was known


def weight(day: date, first: date, last: date) -> float:
    """How much comes that day, beside the other days from the first to the last."""
    grown = (day - first).days / max(1, (last - first).days)
    return _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()] * (_FIRST_YEAR + (1 - _FIRST_YEAR) * grown)


def moments(dice: random.Random, number: int, first: date, last: date, zone: ZoneInfo) -> list[datetime]:
    """So many moments from the first day to the last, of all hours, in order."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    chosen = dice.choices(days, [weight(day, first, last) for day in days], k=number) if days else []
    found = [at(day, dice.choices(range(24), _HOURS)[0], dice.randrange(60), zone) for day in chosen]
    return sorted(found)


def at(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour, minute), zone)


def awake(moment: datetime, dice: random.Random, zone: ZoneInfo) -> datetime:
    """The first time from then on that somebody looks at the queue: every day from seven to eleven at night."""
    local = moment.astimezone(zone)
    if 7 <= local.hour < 23:
        return moment
    return at(local.date() + timedelta(days=int(local.hour > 7)), 7, dice.randrange(60), zone)


def working(moment: datetime, dice: random.Random, zone: ZoneInfo) -> datetime:
    """The first time from then on that somebody is at work: nine to five, and the weekend waits for Monday."""
    local = moment.astimezone(zone)
    if local.hour >= 17:
        local = at(local.date() + timedelta(days=1), 9, dice.randrange(50), zone)
    elif local.hour < 9:
        local = at(local.date(), 9, dice.randrange(50), zone)
    while local.weekday() > 4 or (local.month, local.day) in _CLOSED:
        local = at(local.date() + timedelta(days=1), 9, dice.randrange(50), zone)
    return local


def talk(ended: datetime, minutes: int) -> datetime:
    """When a talk began that was written down then: at a quarter, some minutes before it had to."""
    began = ended - timedelta(minutes=minutes)
    return began.replace(minute=began.minute // 15 * 15, second=0, microsecond=0)


def later(moment: datetime, dice: random.Random, zone: ZoneInfo, *, least: int, most: int) -> datetime:
    """A working hour so many days later."""
    day = moment.astimezone(zone).date() + timedelta(days=dice.randint(least, most))
    return working(at(day, dice.randint(9, 16), dice.choice((0, 15, 30, 45)), zone), dice, zone)
