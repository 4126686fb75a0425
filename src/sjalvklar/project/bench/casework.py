# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar bench casework`: what an officer has open all day, signed in, over HTTP.

A contact with ten messages; a case with thirty notes, five people and what is between them, a support with ten talks,
what is kept of safety, and a plan with parties; and the lists where two hundred cases and two hundred supports are
one's own, their first page and a later one, and the unit's for its head. A page that opens seals puts it on record
first: the budget is 100 ms at the 95th percentile and 100 kB.
"""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING
from uuid import UUID

from sjalvklar.project.bench import stage
from sjalvklar.project.bench.worklist import BUDGET_BYTES, ROUNDS, SignedIn, later, measured

if TYPE_CHECKING:
    from sjalvklar.organisation.rules.staff import Viewer

BUDGET_MS = 100.0
OWN, NOTES, TALKS, MESSAGES = 200, 30, 10, 10
_OF_THE_UNIT = {
    "who has what": "/desk/unit/people/",
    "the unit's cases": "/desk/cases/unit/",
    "the unit's supports": "/desk/support/unit/",
}
_SELF = "from sjalvklar.project.bench import casework"
_WORDS = "Hon sover inte, och sonen kommer hem sent. Vi ringer skolan tillsammans på torsdag. "


def _nonce() -> bytes:
    return secrets.token_bytes(24)


def fill() -> None:
    """Make it all; prints who owns it and the addresses."""
    from django.db import transaction

    from sjalvklar.organisation.queries import staff
    from sjalvklar.project.bench import crowd

    cast = crowd.cast()
    owner = staff.viewer(cast.staff[0])
    assert owner is not None
    with transaction.atomic():
        case = _cases(owner, cast.unit)
        support = _supports(owner, cast.unit, case)
        plan = _plan(owner, case)
        thread = _thread(owner, cast.unit)
    pages = {
        "a contact": f"/desk/k/{thread}/",
        "own cases": "/desk/cases/",
        "a case": f"/desk/c/{case}/",
        "its people": f"/desk/c/{case}/people/",
        "own supports": "/desk/support/",
        "a support": f"/desk/s/{support}/",
        "its safety": f"/desk/s/{support}/safety/",
        "its follow-up": f"/desk/s/{support}/follow-up/",
        "a plan": f"/desk/plans/p/{plan}/",
    }
    print(json.dumps({"owner": cast.adviser, "head": cast.head, "pages": pages}))


def _cases(owner: Viewer, unit: str) -> UUID:
    from sjalvklar.casework import actions
    from sjalvklar.casework.rules import Identity, Part, RelationKind

    for number in range(OWN):
        case = actions.open_case(
            actor=owner, unit_id=unit, identity=Identity(name=f"Amal Exempel {number}"), nonce=_nonce()
        )
    for number in range(NOTES):
        actions.write_note(actor=owner, case_id=case, text=f"{number}. " + _WORDS * 5, nonce=_nonce())
    for called in ("sonen", "dottern", "mannen", "systern"):
        other = actions.add_person(actor=owner, case_id=case, part=Part.OTHER, called=called, nonce=_nonce())
        actions.relate(actor=owner, case_id=case, one=1, other=other, kind=RelationKind.KIN, nonce=_nonce())
    return case


def _supports(owner: Viewer, unit: str, case: UUID) -> UUID:
    from datetime import timedelta

    from sjalvklar.kernel import clock
    from sjalvklar.safety import actions as safety
    from sjalvklar.safety.rules import Agreed, Doer, MeasureKind, Said
    from sjalvklar.support import actions, queries
    from sjalvklar.support.actions import Beginning, Held, Next
    from sjalvklar.support.rules import DocumentationMode, NextStep, Way

    now = clock.now()
    coming = Next(NextStep.TALK, queries.today() + timedelta(days=7))
    given = [one for one in queries.given_in(unit) if one.service.form.is_for_one]
    least = next(one.service.id for one in given if one.mode is not DocumentationMode.PERSONAL_FILE)
    for _ in range(OWN):
        actions.open_support(actor=owner, unit_id=unit, beginning=Beginning(least), coming=coming, nonce=_nonce())
    beginning = Beginning(least, DocumentationMode.PERSONAL_FILE, case_id=case)
    support: UUID = actions.open_support(actor=owner, unit_id=unit, beginning=beginning, coming=coming, nonce=_nonce())
    for number in range(TALKS):
        held = Held(Way.ROOM, now - timedelta(days=number + 1), 45, _WORDS * 3)
        actions.hold_talk(actor=owner, support_id=support, held=held, nonce=_nonce())
    for level in (9, 8, 7, 5):
        safety.say_fear(actor=owner, support_id=support, said=Said(level, _WORDS), nonce=_nonce())
    for kind in (MeasureKind.ALARM, MeasureKind.SAFE_TIMES_AND_PLACES):
        safety.agree(
            actor=owner,
            support_id=support,
            agreed=Agreed(kind, Doer.US, _WORDS),
            review_on=queries.today() + timedelta(days=14),
            nonce=_nonce(),
        )
    return support


def _plan(owner: Viewer, case: UUID) -> UUID:
    from sjalvklar.plans import actions
    from sjalvklar.plans.rules import About, Aim, Giver, PartyKind, Target

    aim = Aim(Target.THREATENED_RELATIVE, "Att hon kan sova hemma.")
    plan: UUID = actions.begin(actor=owner, case_id=case, aim=aim, needed=Giver.OWN, nonce=_nonce())
    actions.assess(actor=owner, plan_id=plan, suits=True, text="Hon vill själv.", nonce=_nonce())
    for kind in (PartyKind.POLICE, PartyKind.SCHOOL):
        about = About("En påhittad part", "Påhittad", "roll")
        actions.add_party(actor=owner, plan_id=plan, kind=kind, about=about, unit_id="", nonce=_nonce())
    return plan


def _thread(owner: Viewer, unit: str) -> UUID:
    from sjalvklar.mailbox import actions
    from sjalvklar.mailbox.rules import ContactFacts

    stored = actions.store_contact(nonce=_nonce(), unit_id=unit, text=_WORDS * 5, answers=ContactFacts())
    actions.take(actor=owner, thread_id=stored.thread_id)
    for _ in range(MESSAGES - 1):
        actions.answer(actor=owner, thread_id=stored.thread_id, text=_WORDS * 3, nonce=_nonce())
    return stored.thread_id


def run(argv: list[str]) -> int:
    chosen = stage.parser("casework", about="What an officer has open all day.").parse_args(argv)
    rows: list[dict[str, object]] = []
    with stage.on(chosen, people=True) as product:
        begun = time.perf_counter()
        print(f"  Making {OWN} cases and {OWN} supports …", flush=True)
        made = json.loads(product.python(f"{_SELF}; casework.fill()").strip().splitlines()[-1])
        print(f"  made in {time.perf_counter() - begun:.1f} s", flush=True)
        owner = SignedIn(product, made["owner"])
        pages: dict[str, str] = made["pages"]
        for page in ("own cases", "own supports"):
            pages[f"{page}, page 3"] = later(owner, pages[page], 2)
        for page, path in pages.items():
            rows.append({"page": page, **measured(lambda path=path: owner.ask("GET", path), 200)})  # type: ignore[misc]
        head = SignedIn(product, made["head"])
        for page, path in _OF_THE_UNIT.items():
            rows.append({"page": f"{page} (head)", **measured(lambda path=path: head.ask("GET", path), 200)})  # type: ignore[misc]
        database = product.database
    stage.table(rows, title=f"An officer's pages, signed in, {database}, {ROUNDS} requests each")
    slowest = max(float(str(row["p95_ms"])) for row in rows)
    heaviest = max(int(str(row["bytes"])) for row in rows)
    kept = slowest < BUDGET_MS and heaviest <= BUDGET_BYTES
    print(f"  Budget {BUDGET_MS:.0f} ms and {BUDGET_BYTES:,} bytes: {'kept' if kept else 'NOT kept'}.")
    figures = {"p95_ms": slowest, "bytes": heaviest, "within_budget": kept}
    stage.write(chosen, {"bench": "casework", "database": database, "rows": rows, **figures})
    return 0 if kept else 1
