# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forty who look where they have no business, in ten ways, planted in the year.

Written without a look at the rules and their thresholds: each draws how often, when and how boldly from wide ranges,
so that some are hardly seen. All have lawful access to the system, and most to the case, by standing in for somebody.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sjalvklar.project.bench.review.world import Case, Worker, World, moment, weekdays
from sjalvklar.review.rules.readings import Marks, Reading


@dataclass
class Snoop:
    """Who looked, in which way, and the readings that were it."""

    way: str
    staff: str
    readings: list[Reading] = field(default_factory=list)


def _days_at_work(worker: Worker, chance: random.Random, wanted: int, *, within: int = 300) -> list[date]:
    days = [day for day in weekdays() if day not in worker.away]
    begins = chance.randrange(0, max(1, len(days) - within * 5 // 7))
    return sorted(chance.sample(days[begins : begins + max(wanted + 2, within * 5 // 7)], wanted))


def _other(world: World, worker: Worker, day: date) -> Case:
    """An open case of the own unit that is somebody else's and never was this one's."""
    chance = world.chance
    while True:
        case = chance.choice(world.cases)
        held = [owner for _, owner in case.owners]
        if case.unit == worker.unit and worker not in held and case.opened <= day and not case.protected:
            return case


def _time(day: date, chance: random.Random, worker: Worker) -> datetime:
    return moment(day, chance, evening=chance.random() < 0.3)


def _visits(world: World, snoop: Snoop, worker: Worker, case: Case, days: list[date], basis: str = "stand_in") -> None:
    for day in days:
        if day >= case.opened:
            snoop.readings.append(world.read(worker, case, _time(day, world.chance, worker), basis))


def relative(world: World, worker: Worker) -> Snoop:
    """A cousin's case: the same surname."""
    chance, snoop = world.chance, Snoop("relative", worker.id)
    days = _days_at_work(worker, chance, chance.randint(1, 5))
    case = _other(world, worker, days[0])
    case.marks = replace(case.marks, surnames=worker.marks.surnames)
    _visits(world, snoop, worker, case, days)
    return snoop


def neighbour(world: World, worker: Worker) -> Snoop:
    chance, snoop = world.chance, Snoop("neighbour", worker.id)
    days = _days_at_work(worker, chance, chance.randint(1, 3))
    case = _other(world, worker, days[0])
    case.marks = replace(case.marks, addresses=worker.marks.addresses)
    _visits(world, snoop, worker, case, days)
    return snoop


def colleague(world: World, worker: Worker) -> Snoop:
    """Somebody they work with is a relative in a case."""
    chance, snoop = world.chance, Snoop("colleague", worker.id)
    days = _days_at_work(worker, chance, chance.randint(1, 4))
    case = _other(world, worker, days[0])
    other = chance.choice([one for one in world.workers if one is not worker])
    case.marks = Marks(other.marks.surnames, other.marks.addresses, other.marks.numbers)
    _visits(world, snoop, worker, case, days)
    return snoop


def oneself(world: World, worker: Worker) -> Snoop:
    chance, snoop = world.chance, Snoop("oneself", worker.id)
    days = _days_at_work(worker, chance, chance.randint(1, 6))
    case = _other(world, worker, days[0])
    case.marks = worker.marks
    _visits(world, snoop, worker, case, days)
    return snoop


def curious(world: World, worker: Worker) -> Snoop:
    """It was in the newspaper."""
    chance, snoop = world.chance, Snoop("curious", worker.id)
    [day] = _days_at_work(worker, chance, 1)
    case = _other(world, worker, day)
    at = _time(day, chance, worker)
    happened = at - timedelta(hours=chance.triangular(0.5, 90, 20))
    world.incidents[case.object] = (*world.incidents.get(case.object, ()), happened)
    snoop.readings.append(world.read(worker, case, at, "stand_in"))
    return snoop


def acquaintance(world: World, worker: Worker) -> Snoop:
    """Nothing ties them together on paper; only that they come back."""
    chance, snoop = world.chance, Snoop("acquaintance", worker.id)
    days = _days_at_work(worker, chance, chance.randint(3, 12), within=chance.randint(30, 250))
    _visits(world, snoop, worker, _other(world, worker, days[0]), days)
    return snoop


def browser(world: World, worker: Worker) -> Snoop:
    """A dull afternoon, and everybody's cases."""
    chance, snoop = world.chance, Snoop("browser", worker.id)
    [day] = _days_at_work(worker, chance, 1)
    at = _time(day, chance, worker)
    seen: set[str] = set()
    for _ in range(chance.randint(15, 70)):
        case = _other(world, worker, day)
        if case.object not in seen:
            seen.add(case.object)
            at += timedelta(seconds=chance.lognormvariate(2.3, 0.9))
            snoop.readings.append(world.read(worker, case, at, "stand_in"))
    return snoop


def searcher(world: World, worker: Worker) -> Snoop:
    """A list of names, one after the other, to see who is known."""
    chance, snoop = world.chance, Snoop("searcher", worker.id)
    [day] = _days_at_work(worker, chance, 1)
    at = _time(day, chance, worker)
    for _ in range(chance.randint(10, 60)):
        at += timedelta(seconds=chance.lognormvariate(2.8, 0.7))
        snoop.readings.append(world.search(worker, at, chance.choice([0, 0, 0, 1])))
    return snoop


def digger(world: World, worker: Worker) -> Snoop:
    """Old, closed cases of others."""
    chance, snoop = world.chance, Snoop("digger", worker.id)
    days = _days_at_work(worker, chance, chance.randint(2, 8), within=120)
    closed = [
        case
        for case in world.cases
        if case.unit == worker.unit
        and case.closed
        and case.closed < days[0]
        and not case.protected
        and worker not in [owner for _, owner in case.owners]
    ]
    for day in days:
        snoop.readings.append(world.read(worker, chance.choice(closed), _time(day, chance, worker), "stand_in"))
    return snoop


def breaker(world: World, worker: Worker) -> Snoop:
    """Breaks the glass with an invented reason."""
    chance, snoop = world.chance, Snoop("breaker", worker.id)
    [day] = _days_at_work(worker, chance, 1)
    case = _other(world, worker, day)
    at = _time(day, chance, worker)
    snoop.readings.append(world.read(worker, case, at, "glass", "case.break_glass"))
    snoop.readings.append(world.read(worker, case, at + timedelta(seconds=20), "glass"))
    return snoop


WAYS: tuple[Callable[[World, Worker], Snoop], ...] = (
    relative,
    neighbour,
    colleague,
    oneself,
    curious,
    acquaintance,
    browser,
    searcher,
    digger,
    breaker,
)


def plant(world: World, each: int = 4) -> list[Snoop]:
    """Each way a few times, by people drawn at random, none twice."""
    who = world.chance.sample(world.workers, each * len(WAYS))
    return [way(world, worker) for way, worker in zip(WAYS * each, who, strict=True)]
