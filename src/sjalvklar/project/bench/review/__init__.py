# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar audit review --demo`: the log review on a made-up year with forty planted snoops. Ends with how many it
found, and says what it costs: how many findings a unit has to look at in a month."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from datetime import datetime

from sjalvklar.project.bench import stage
from sjalvklar.project.bench.review import snoops, world
from sjalvklar.project.bench.review.world import YEAR, ZONE
from sjalvklar.review.rules import find
from sjalvklar.review.rules.readings import Facts
from sjalvklar.review.rules.thresholds import Why


def year(seed: int) -> tuple[world.World, list[snoops.Snoop], Facts]:
    """The made-up year of that seed, who snooped in it, and what is known beside the readings."""
    made = world.build(seed)
    world.ordinary(made)
    planted = snoops.plant(made)
    made.readings.sort(key=lambda one: one.at)
    midnight = datetime.min.time()
    facts = Facts(
        staff={worker.id: worker.marks for worker in made.workers},
        subjects={case.object: case.marks for case in made.cases},
        closed={
            case.object: ((datetime.combine(case.closed, midnight, ZONE), None),)
            for case in made.cases
            if case.closed is not None
        },
        incidents=made.incidents,
        zone=ZONE,
    )
    return made, planted, facts


def review(made: world.World, facts: Facts, seed: int) -> list[list[find.Found]]:
    """The twelve reviews of the year, each with what was known at the month's end, the sample last."""
    chance = random.Random(seed + 1)
    months = []
    for month in range(1, 13):
        begins = datetime(YEAR, month, 1, tzinfo=ZONE)
        ends = datetime(YEAR + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
        known = [one for one in made.readings if one.at < ends]
        found = find.find(known, facts, begins=begins, ends=ends)
        months.append([*found, *find.sample(known, begins=begins, ends=ends, chance=chance)])
    return months


def caught(planted: list[snoops.Snoop], found: list[find.Found]) -> list[bool]:
    """Which snoops somebody is asked to look at: a finding that holds one of the readings that were it."""
    seen = {one.entry for each in found for one in each.readings}
    by_day = {one.entry for each in found if not each.object for one in each.readings}
    return [
        any(one.entry in (by_day if snoop.way == "searcher" else seen) for one in snoop.readings) for snoop in planted
    ]


def run(seed: int) -> int:
    begun = time.perf_counter()
    made, planted, facts = year(seed)
    searches = sum(one.search for one in made.readings)
    print(
        f"  {len(made.readings) - searches:,} readings and {searches:,} searches by {len(made.workers)} people "
        f"in {world.UNITS} units, seed {seed}"
    )
    months = review(made, facts, seed)
    ruled = [one for month in months for one in month if not one.sampled]
    found = caught(planted, ruled)
    rows = []
    for way in dict.fromkeys(snoop.way for snoop in planted):
        mine = [hit for snoop, hit in zip(planted, found, strict=True) if snoop.way == way]
        rows.append({"who": way, "planted": len(mine), "found": sum(mine)})
    stage.table(rows, title="The planted")
    why = Counter(sign for one in ruled for sign in one.why)
    stage.table([{"sign": sign.value, "findings": why[sign]} for sign in Why if why[sign]], title="Why they came up")
    load: dict[tuple[str, int], int] = defaultdict(int)
    for number, month in enumerate(months):
        for one in month:
            if one.unit:
                load[one.unit, number] += 1
    counts = sorted(load.values())
    snooped = {one.entry for snoop in planted for one in snoop.readings}
    idle = sum(not any(one.entry in snooped for one in each.readings) for each in ruled)
    sampled = sum(one.sampled for month in months for one in month)
    print(f"  Findings for a unit in a month: {counts[len(counts) // 2]} (median), {counts[-1]} (most)")
    print(f"  In the year: {len(ruled):,} by rules, {idle:,} of them about nothing planted; {sampled:,} by chance")
    print(f"  {time.perf_counter() - begun:.1f} s")
    print(f"found {sum(found)} of {len(planted)}")
    return 0
