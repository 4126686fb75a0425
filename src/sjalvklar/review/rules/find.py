# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a year's readings to the findings of one month.

Signs about the same member of staff and the same person are weighed together: a late evening alone is nothing, a
late evening in a colleague's closed case is a question. What a whole day shows (bursts, series, searches) is a finding
about that day. Nothing here says that somebody did wrong; it says that somebody should look.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sjalvklar.review.rules.readings import Facts, Marks, Reading
from sjalvklar.review.rules.thresholds import ALWAYS, Thresholds, Why
from sjalvklar.review.rules.usual import limit

_NOBODY = Marks()
_WEAK = frozenset({Why.NOT_ASSIGNED, Why.CLOSED, Why.OUT_OF_HOURS})


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: who, about what (empty: about the whole day), why, how much it weighs, and the readings."""

    staff: str
    unit: str
    object: str
    why: frozenset[Why]
    weight: int
    readings: tuple[Reading, ...]

    @property
    def first(self) -> datetime:
        return self.readings[0].at

    @property
    def times(self) -> int:
        """How many deeds it is: a row can stand for many refusals."""
        return sum(max(1, one.refused) for one in self.readings)

    @property
    def sampled(self) -> bool:
        return self.why == {Why.SAMPLE}


class _Past:
    """The year so far, looked through once: who is whose, who works when, what is usual for whom."""

    def __init__(self, readings: Sequence[Reading], facts: Facts, given: Thresholds) -> None:
        self.facts, self.given = facts, given
        self.pairs: dict[tuple[str, str], list[Reading]] = defaultdict(list)
        self.days: dict[str, dict[date, list[Reading]]] = defaultdict(lambda: defaultdict(list))
        self.owners: dict[str, list[Reading]] = defaultdict(list)
        late: dict[str, int] = defaultdict(int)
        total: dict[str, int] = defaultdict(int)
        self.late: set[int] = set()
        for reading in readings:
            local = reading.at.astimezone(facts.zone)
            self.days[reading.staff][local.date()].append(reading)
            total[reading.staff] += 1
            if not given.day_begins <= local.hour < given.day_ends or not facts.working(local.date()):
                late[reading.staff] += 1
                self.late.add(reading.entry)
            if reading.search:
                continue
            self.pairs[reading.staff, reading.object].append(reading)
            if reading.basis == "assignment":
                self.owners[reading.object].append(reading)
        self.works_late = {staff for staff, count in late.items() if count > given.used_to_it * total[staff]}
        self.bearers: dict[bytes, int] = defaultdict(int)
        for marks in facts.subjects.values():
            for surname in marks.surnames:
                self.bearers[surname] += 1
        self.colleagues = {number for marks in facts.staff.values() for number in marks.numbers}

    def owner_was_there(self, reading: Reading) -> bool:
        """Whether whoever it was assigned to then was at work that day, so that nobody had to stand in.

        Who that was is told by their own readings. Where there are none, nobody can be said to have been away.
        """
        theirs = self.owners.get(reading.object)
        if not theirs:
            return True
        owner = next((one.staff for one in reversed(theirs) if one.at <= reading.at), theirs[0].staff)
        day = reading.at.astimezone(self.facts.zone).date()
        return owner != reading.staff and day in self.days.get(owner, {})

    def was_closed(self, reading: Reading) -> bool:
        """Whether it had been closed for long, and was not reopened."""
        for begun, ended in self.facts.closed.get(reading.object, ()):
            if begun + self.given.closed_for <= reading.at and (ended is None or reading.at < ended):
                return True
        return False


def find(
    readings: Sequence[Reading], facts: Facts, *, begins: datetime, ends: datetime, given: Thresholds | None = None
) -> list[Found]:
    """What there is to look at in a month, without the sample. `readings` in order of time, up to a year back."""
    given = given or Thresholds()
    past = _Past([one for one in readings if not one.refused], facts, given)
    days = list(_about_days(past, begins, ends))
    told = {reading.entry for day in days for reading in day.readings}
    # A day of looking through everybody's is one question, not one for each of them.
    persons = [
        one
        for one in _about_persons(past, begins, ends)
        if not (one.why <= _WEAK and all(reading.entry in told for reading in one.readings))
    ]
    found = [*persons, *days, *_about_refusals(readings, facts, given, begins, ends)]
    return sorted(found, key=lambda one: (-one.weight, one.first, one.staff))


def _about_persons(past: _Past, begins: datetime, ends: datetime) -> Iterator[Found]:
    given = past.given
    for (staff, about), history in past.pairs.items():
        month = [one for one in history if begins <= one.at < ends]
        # What moved between units in the middle of it is a question for each: none sees the other's readings.
        for unit in dict.fromkeys(one.reviewed_in for one in month):
            now = [one for one in month if one.reviewed_in == unit]
            known = [one for one in history if one.reviewed_in] if unit else history
            signs = set(_signs(past, staff, about, known, now))
            weights = {why: given.weights[why] for why in signs}
            if Why.SAME_SURNAME in signs and _common(past, staff, about):
                weights[Why.SAME_SURNAME] = given.common_weight
            if signs & ALWAYS or sum(weights.values()) >= given.enough:
                yield Found(staff, unit, about, frozenset(signs), sum(weights.values()), tuple(now))


def _shared(past: _Past, staff: str, about: str) -> frozenset[bytes]:
    ours, theirs = past.facts.staff.get(staff, _NOBODY), past.facts.subjects.get(about, _NOBODY)
    return ours.surnames & theirs.surnames


def _common(past: _Past, staff: str, about: str) -> bool:
    most = past.given.common_surname * max(1, len(past.facts.subjects))
    return all(past.bearers[surname] > most for surname in _shared(past, staff, about))


def _signs(past: _Past, staff: str, about: str, history: list[Reading], now: list[Reading]) -> Iterator[Why]:
    facts = past.facts
    ours, theirs = facts.staff.get(staff, _NOBODY), facts.subjects.get(about, _NOBODY)
    if any(one.glass for one in now):
        yield Why.GLASS
    if any(one.protected for one in now):
        yield Why.PROTECTED
    if ours.numbers & theirs.numbers:
        yield Why.SELF
    elif theirs.numbers & past.colleagues:
        yield Why.COLLEAGUE
    if ours.addresses & theirs.addresses:
        yield Why.SAME_ADDRESS
    if ours.surnames & theirs.surnames:
        yield Why.SAME_SURNAME
    unasked = [one for one in now if not one.assigned and not one.glass]
    if any(past.owner_was_there(one) for one in unasked):
        yield Why.NOT_ASSIGNED
    late = any(one.entry in past.late and one.unit not in facts.open_always for one in now)
    if late and staff not in past.works_late:
        yield Why.OUT_OF_HOURS
    if any(past.was_closed(one) for one in now):
        yield Why.CLOSED
    # Whoever was assigned at some time, before or after, had a reason to know of the person.
    never = not any(one.assigned for one in history)
    if never and _first_after_incident(past, about, history, now):
        yield Why.AFTER_INCIDENT
    if never and _comes_back(past, history, now):
        yield Why.COMES_BACK


def _first_after_incident(past: _Past, about: str, history: list[Reading], now: list[Reading]) -> bool:
    first = history[0]
    return first in now and any(
        at <= first.at < at + past.given.incident_lasts for at in past.facts.incidents.get(about, ())
    )


def _comes_back(past: _Past, history: list[Reading], now: list[Reading]) -> bool:
    """On several days over weeks, though never theirs, while the one it belonged to was there."""
    until = [one for one in history if one.at <= now[-1].at and past.owner_was_there(one)]
    days = {one.at.astimezone(past.facts.zone).date() for one in until}
    return len(days) >= past.given.comes_back_days and until[-1].at - until[0].at >= past.given.comes_back_over


def _about_days(past: _Past, begins: datetime, ends: datetime) -> Iterator[Found]:
    """Days of the month that are unlike the same person's other days. What is about the protected comes up by itself,
    and is no part of a day that the unit's reviewer sees."""
    given = past.given
    for staff, everything in past.days.items():
        plain = {day: [one for one in made if not one.protected] for day, made in everything.items()}
        days = {day: made for day, made in plain.items() if made}
        if not days:
            continue
        opened = {day: len({one.object for one in made if not one.search}) for day, made in days.items()}
        searched = {day: _fruitless(made) for day, made in days.items()}
        usual = [count for count in opened.values() if count]
        much = max(given.least_burst, limit(usual, times=given.mad)) if len(usual) >= given.least_days else None
        sought = list(searched.values())
        many = max(given.least_searches, limit(sought, times=given.mad)) if len(sought) >= given.least_days else None
        for day, made in days.items():
            if not begins <= made[0].at < ends:
                continue
            signs = set()
            others = len({one.object for one in made if not one.search and not one.assigned})
            # Much of one's own is a busy day, and no business of the review's.
            if opened[day] > (much if much is not None else 2 * given.least_burst) and others * 4 >= opened[day]:
                signs.add(Why.BURST)
            if searched[day] > (many if many is not None else 2 * given.least_searches):
                signs.add(Why.ENUMERATION)
            if _series(made, given.gap) >= given.least_series:
                signs.add(Why.SERIES)
            if signs:
                weight, unit = sum(given.weights[why] for why in signs), _unit_of(made)
                seen = tuple(one for one in made if one.unit == unit)
                yield Found(staff, unit, "", frozenset(signs), weight, seen)


def _about_refusals(
    readings: Sequence[Reading], facts: Facts, given: Thresholds, begins: datetime, ends: datetime
) -> Iterator[Found]:
    """Days on which somebody asked again and again for what is not theirs, or not there."""
    days: dict[tuple[str, date], list[Reading]] = defaultdict(list)
    for one in readings:
        if one.refused and begins <= one.at < ends:
            days[one.staff, one.at.astimezone(facts.zone).date()].append(one)
    for (staff, _), made in days.items():
        if sum(one.refused for one in made) >= given.least_refused:
            yield Found(staff, _unit_of(made), "", frozenset({Why.REFUSED}), given.weights[Why.REFUSED], tuple(made))


def _unit_of(made: Iterable[Reading]) -> str:
    """The unit whose reviewer sees a day: where the day's work was, never the empty one that hides somebody."""
    units = [one.unit for one in made if one.unit]
    return max(set(units), key=units.count) if units else ""


def _fruitless(made: Sequence[Reading]) -> int:
    """Searches after which nothing was opened before the next search."""
    return sum(
        one.search and (after is None or after.search) for one, after in zip(made, [*made[1:], None], strict=True)
    )


def _series(made: Sequence[Reading], gap: timedelta) -> int:
    """The longest row of different persons opened within moments of each other."""
    longest = running = 1
    opened = [one for one in made if not one.search]
    for before, one in pairwise(opened):
        running = running + 1 if one.object != before.object and one.at - before.at < gap else 1
        longest = max(longest, running)
    return longest


def sample(
    readings: Sequence[Reading],
    *,
    begins: datetime,
    ends: datetime,
    chance: random.Random,
    given: Thresholds | None = None,
) -> list[Found]:
    """A random part of the month's readings, and at least so many of everybody's."""
    given = given or Thresholds()
    month: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for one in readings:
        if begins <= one.at < ends and not one.search and not one.protected and not one.refused:
            month[one.unit, one.staff].append(one)
    found = []
    for (unit, staff), made in sorted(month.items()):
        wanted = min(len(made), max(given.least_sample, round(given.sample * len(made))))
        for one in chance.sample(made, wanted):
            found.append(Found(staff, unit, one.object, frozenset({Why.SAMPLE}), 0, (one,)))
    return found
