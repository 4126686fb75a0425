# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A made-up year in twenty units: who works there, whose cases they have, and how they read, with their odd habits.

Written without a look at the review's thresholds. The habits are those that make a review tiresome: evening workers,
stand-ins who answer a colleague's telephone while the colleague is in a meeting, heads of teams who go through
everybody's cases before a meeting, people who go back to what they closed to write a report, names that many bear.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sjalvklar.review.rules.readings import Marks, Reading

ZONE = ZoneInfo("Europe/Stockholm")
YEAR = 2026
UNITS, STAFF_EACH, CASES = 20, 10, 6_000
READINGS = 200_000


@dataclass
class Worker:
    """A member of staff and their habits."""

    id: str
    unit: str
    marks: Marks
    pace: float  # readings on an ordinary day, relative to others
    evening: float  # share of readings after hours
    helps: float  # share of days when they open a colleague's case though the colleague is there
    prepares: int | None  # the day of the month when they go through the team's cases
    searches: float  # searches for each reading
    away: set[date] = field(default_factory=set)


@dataclass
class Case:
    """Somebody's case: whose it is when, and when it was closed."""

    object: str
    unit: str
    marks: Marks
    opened: date
    closed: date | None
    owners: list[tuple[date, Worker]]
    protected: bool = False

    def owner(self, day: date) -> Worker:
        held = [worker for since, worker in self.owners if since <= day]
        return held[-1] if held else self.owners[0][1]

    def is_open(self, day: date) -> bool:
        return self.opened <= day and (self.closed is None or day < self.closed)


@dataclass
class World:
    """The year."""

    chance: random.Random
    workers: list[Worker] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    incidents: dict[str, tuple[datetime, ...]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def unit(self, name: str) -> list[Worker]:
        return [worker for worker in self.workers if worker.unit == name]

    def read(self, worker: Worker, case: Case, at: datetime, basis: str, action: str = "case.read") -> Reading:
        made = Reading(
            entry=next(self.numbers),
            at=at,
            staff=worker.id,
            unit="" if case.protected else worker.unit,
            action=action,
            object=case.object,
            basis=basis,
            protected=case.protected,
        )
        self.readings.append(made)
        return made

    def search(self, worker: Worker, at: datetime, found: int) -> Reading:
        made = Reading(
            next(self.numbers), at, worker.id, worker.unit, "case.search", "search:case", "search", found=found
        )
        self.readings.append(made)
        return made


def mark(word: str) -> frozenset[bytes]:
    """As the product's keyed hashes: the same for the same word, and nothing else to see."""
    return frozenset({word.encode()})


def surname(chance: random.Random) -> str:
    """A few names are borne by many: as in the country, the hundred most common by a third of all."""
    return f"name-{int(3_000 * chance.random() ** 2.2)}"


def weekdays() -> list[date]:
    first = date(YEAR, 1, 1)
    return [day for day in (first + timedelta(days=n) for n in range(365)) if day.weekday() < 5]


def moment(day: date, chance: random.Random, *, evening: bool = False) -> datetime:
    """A time of a working day; in the evening, mostly just after the others have gone."""
    hour = 17 + min(6.5, chance.expovariate(0.55)) if evening else chance.triangular(7.2, 17.4, 10.5)
    return datetime.combine(day, time(), ZONE) + timedelta(hours=hour, seconds=chance.random() * 60)


def build(seed: int) -> World:
    """People and cases; nothing is read yet."""
    world = World(random.Random(seed))
    chance, days = world.chance, weekdays()
    for number in range(UNITS * STAFF_EACH):
        unit = f"unit-{number // STAFF_EACH}"
        away = {day for day in days if chance.random() < 0.04}
        begins = chance.randrange(115, 150)  # summer
        away |= set(days[begins : begins + 20])
        world.workers.append(
            Worker(
                id=str(1_000 + number),
                unit=unit,
                marks=Marks(
                    mark(surname(chance)), mark(f"address-{chance.randrange(30_000)}"), mark(f"number-s{number}")
                ),
                pace=chance.lognormvariate(0, 0.35),
                evening=chance.choices([0.004, 0.03, 0.3], [0.75, 0.17, 0.08])[0],
                helps=chance.choices([0.0, 0.02, 0.08], [0.5, 0.4, 0.1])[0],
                prepares=chance.randrange(1, 25) if number % STAFF_EACH == 0 else None,
                searches=chance.choices([0.05, 0.25, 0.9], [0.5, 0.42, 0.08])[0],
                away=away,
            )
        )
    for number in range(CASES):
        team = world.unit(f"unit-{chance.randrange(UNITS)}")
        opened = date(YEAR - 1, 3, 1) + timedelta(days=chance.randrange(640))
        lasts = timedelta(days=int(chance.lognormvariate(5.2, 0.8)))
        closed = opened + lasts if (opened + lasts).year <= YEAR else None
        owners = [(opened, chance.choice(team))]
        if chance.random() < 0.15:
            owners.append((opened + lasts * chance.random(), chance.choice(team)))
        about = f"number-s{chance.randrange(UNITS * STAFF_EACH)}" if chance.random() < 0.001 else f"number-{number}"
        marks = Marks(mark(surname(chance)), mark(f"address-{chance.randrange(30_000)}"), mark(about))
        # Nobody is given the case of somebody in their own household, when it is known.
        if marks.numbers & owners[0][1].marks.numbers:
            marks = Marks(marks.surnames, marks.addresses, mark(f"number-{number}"))
        world.cases.append(
            Case(f"case:{number}", team[0].unit, marks, opened, closed, owners, protected=chance.random() < 0.004)
        )
    return world


def ordinary(world: World) -> None:
    """The year's work, about as many readings as `READINGS`: a fifth are by stand-ins, before meetings, of numbers."""
    chance, days = world.chance, weekdays()
    per_day = READINGS * 0.8 / (UNITS * STAFF_EACH * (len(days) - 29))
    by_unit: dict[str, list[Case]] = {}
    for case in world.cases:
        by_unit.setdefault(case.unit, []).append(case)
    for unit, cases in by_unit.items():
        for day in days:
            _day(world, world.unit(unit), [case for case in cases if case.is_open(day)], cases, day, per_day)
    for case in chance.sample(world.cases, 60):
        day = case.opened if case.opened.year == YEAR else chance.choice(days)
        world.incidents[case.object] = (moment(day, chance),)
        # Those on duty read too, and mostly it is the first they hear of the person.
        for worker in chance.sample(world.unit(case.unit), chance.choice([0, 0, 0, 1])):
            basis = "stand_in" if case.owner(day) is not worker else "assignment"
            world.read(
                worker, case, moment(day, chance, evening=True) + timedelta(hours=chance.choice([1, 12])), basis
            )


def _day(world: World, team: list[Worker], cases: list[Case], every: list[Case], day: date, per_day: float) -> None:
    chance = world.chance
    mine: dict[str, list[Case]] = {}
    left: list[Case] = []
    for case in cases:
        owner = case.owner(day)
        (left if day in owner.away else mine.setdefault(owner.id, [])).append(case)
    for worker in team:
        if day in worker.away:
            continue
        evening = chance.random() < worker.evening
        own = mine.get(worker.id, [])
        for _ in range(_some(chance, per_day * worker.pace) if own else 0):
            late = (evening and chance.random() < 0.5) or chance.random() < worker.evening * 0.3
            at = moment(day, chance, evening=late)
            _search(world, worker, at)
            case = chance.choice(own)
            world.read(worker, case, at, "named" if case.protected else "assignment")
            if chance.random() < 0.1:
                world.read(worker, case, at + timedelta(seconds=chance.uniform(2, 400)), "assignment", "case.reveal")
        if left and chance.random() < 0.25:  # somebody is away, and their telephone rings
            for case in chance.sample(left, min(len(left), chance.choice([1, 1, 2, 4]))):
                world.read(worker, case, moment(day, chance), "stand_in")
        if chance.random() < worker.helps:
            theirs = [case for case in cases if case.owner(day) is not worker]
            if theirs:
                world.read(worker, chance.choice(theirs), moment(day, chance), "stand_in")
        if worker.prepares is not None and worker.prepares <= day.day < worker.prepares + 3 and chance.random() < 0.4:
            at = moment(day, chance)
            for case in chance.sample(cases, min(len(cases), chance.randrange(8, 22))):
                at += timedelta(seconds=chance.lognormvariate(3.6, 0.9))
                world.read(worker, case, at, "stand_in" if case.owner(day) is not worker else "assignment")
        if chance.random() < 0.03:  # back to what was closed: a report, a question from the archive
            was = [case for case in every if case.closed and case.closed <= day and case.owner(day) is worker]
            if was:
                world.read(worker, chance.choice(was), moment(day, chance), "assignment")
        if cases and chance.random() < 0.0012:  # it could not wait, and the owner could not be reached
            world.read(worker, chance.choice(cases), moment(day, chance, evening=True), "glass", "case.break_glass")


def _search(world: World, worker: Worker, at: datetime) -> None:
    chance = world.chance
    if chance.random() >= worker.searches:
        return
    before = at
    for _ in range(chance.choices([1, 2, 3, 5], [0.86, 0.1, 0.03, 0.01])[0]):
        before -= timedelta(seconds=chance.uniform(8, 50))
        world.search(worker, before, chance.choice([0, 1, 1, 1, 2]))


def _some(chance: random.Random, mean: float) -> int:
    """Poisson."""
    below, number, product = math.exp(-mean), 0, chance.random()
    while product > below:
        number += 1
        product *= chance.random()
    return number
