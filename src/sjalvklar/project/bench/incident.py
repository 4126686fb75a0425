# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar bench incident`: an incident that struck 500 people, signed in, over HTTP.

Two hundred and fifty families of two in two circles, some reached, some late, each with its dates and its list of
authorities. The budget is 50 ms at the 95th percentile and 100 kB a page, and 30 kB for what a phone gets at night.
"""

from __future__ import annotations

import json
import secrets
import time

from sjalvklar.project.bench import stage
from sjalvklar.project.bench.worklist import BUDGET_BYTES, BUDGET_MS, ROUNDS, SignedIn, measured

FAMILIES, PEOPLE = 250, 2
_SELF = "from sjalvklar.project.bench import incident"


def fill() -> None:
    """Make the incident and its families; prints who leads, who works in the circle, and the addresses."""
    from datetime import timedelta

    from django.db import transaction

    from sjalvklar.incident import actions, queries
    from sjalvklar.incident.rules import Circle, Family, Outcome, Way
    from sjalvklar.kernel import clock
    from sjalvklar.organisation.queries import staff
    from sjalvklar.project.bench import crowd
    from sjalvklar.trust.access.context import CLOCK, acting

    cast, at = crowd.cast(), clock.now() - timedelta(days=2)
    leader, *workers = [viewer for who in cast.staff if (viewer := staff.viewer(who)) is not None]
    made = actions.open_incident(
        actor=leader,
        unit_id=cast.unit,
        kind=queries.template().kinds[0].id,
        place="Torget",
        happened_at=at,
        nonce=secrets.token_bytes(16),
        at=at,
    )
    rings = {kind: ring for ring, kind in queries.rings(made)}
    circles = list(zip((Circle.BEREAVED, Circle.SUSPECTS_FAMILY), workers, strict=False))
    for circle, worker in circles:
        actions.assign(actor=leader, circle_id=rings[circle], staff_id=worker.staff_id, at=at)
    last = None
    with transaction.atomic():
        for number in range(FAMILIES):
            circle, worker = circles[0 if number % 5 else -1]
            family = actions.add_family(
                actor=worker,
                circle_id=rings[circle],
                family=Family(f"Familj {number}", safe_contact="Ring efter fem."),
                people=PEOPLE,
                nonce=secrets.token_bytes(16),
                at=at,
            )
            if number % 3:
                actions.reach(
                    actor=worker,
                    family_id=family,
                    way=Way.VISIT,
                    outcome=Outcome.REACHED,
                    nonce=secrets.token_bytes(16),
                    at=at,
                )
            last = family if circle is circles[0][0] else last
    # What two days of the clock would have told of on the way is told of before anything is measured.
    with acting(CLOCK):
        while actions.raise_overdue():
            pass
    names = {who.staff_id: who.username for who in staff.staff_of(cast.unit)}
    print(
        json.dumps(
            {
                "leader": names[leader.staff_id],
                "worker": names[circles[0][1].staff_id],
                "incident": str(made),
                "circle": str(rings[circles[0][0]]),
                "family": str(last),
            }
        )
    )


def run(argv: list[str]) -> int:
    chosen = stage.parser("incident", about="An incident that struck 500 people.").parse_args(argv)
    rows: list[dict[str, object]] = []
    with stage.on(chosen, people=True) as product:
        begun = time.perf_counter()
        print(f"  Making {FAMILIES} families …", flush=True)
        made = json.loads(product.python(f"{_SELF}; incident.fill()").strip().splitlines()[-1])
        print(f"  made in {time.perf_counter() - begun:.1f} s", flush=True)
        for who, pages in {
            "leader": {"incidents": "/desk/incidents/", "board": f"/desk/incidents/i/{made['incident']}/"},
            "worker": {
                "circle": f"/desk/incidents/c/{made['circle']}/",
                "circle, page 3": f"/desk/incidents/c/{made['circle']}/?page=3",
                "family": f"/desk/incidents/f/{made['family']}/",
            },
        }.items():
            somebody = SignedIn(product, made[who])
            for page, path in pages.items():
                figures = measured(lambda path=path, who=somebody: who.ask("GET", path), 200)  # type: ignore[misc]
                rows.append({"affected": FAMILIES * PEOPLE, "page": page, **figures})
        database = product.database
    stage.table(rows, title=f"An incident's pages, signed in, {database}, {ROUNDS} requests each")
    slowest = max(float(str(row["p95_ms"])) for row in rows)
    heaviest = max(int(str(row["bytes"])) for row in rows)
    kept = slowest < BUDGET_MS and heaviest <= BUDGET_BYTES
    print(f"  Budget {BUDGET_MS:.0f} ms and {BUDGET_BYTES:,} bytes: {'kept' if kept else 'NOT kept'}.")
    figures_of_all = {"p95_ms": slowest, "bytes": heaviest, "within_budget": kept}
    stage.write(chosen, {"bench": "incident", "database": database, "rows": rows, **figures_of_all})
    return 0 if kept else 1
