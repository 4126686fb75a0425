# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A crowd of contacts for measuring, made by one statement of the database's own: a million in well under a minute.

Runs inside the measured product (`stage.Product.python`). Only what a list reads is made; nothing is written in them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import connection

from sjalvklar.organisation.queries import organisation, staff
from sjalvklar.project import walls


@dataclass(frozen=True, slots=True)
class Cast:
    """The unit that gets half of all contacts, who answers there and who heads it, and where the rest lie."""

    unit: str
    others: tuple[str, ...]
    staff: tuple[int, ...]
    adviser: str
    head: str


def cast() -> Cast:
    """The unit with the most people who answer."""
    found: list[tuple[int, Cast]] = []
    receiving = [unit.id for unit in organisation().units if unit.receives_messages]
    for unit_id in receiving:
        people = staff.staff_of(unit_id)
        answering = [person for person in people if person.answers]
        head = staff.unit_head(unit_id)
        leading = next((person for person in people if person.staff_id == head), None)
        if answering and leading:
            others = tuple(other for other in receiving if other != unit_id) or (unit_id,)
            who = tuple(person.staff_id for person in answering)
            found.append((len(people), Cast(unit_id, others, who, answering[0].username, leading.username)))
    return max(found, key=lambda pair: pair[0])[1]


def print_cast() -> None:
    print(json.dumps(asdict(cast())))


def fill(number: int) -> None:
    """Make so many contacts more: three in ten wait, two are taken, two answered, three closed.

    Every constraint of the table holds. In PostgreSQL the table is analysed, as autovacuum does within a minute.
    """
    lite = connection.vendor == "sqlite"
    columns = _columns(cast(), lite=lite)
    counted = "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)" if lite else "(SELECT generate_series(1, %d))"
    steps = f"WITH RECURSIVE n(i) AS {counted % number} SELECT i, (i / 2) % 10 AS s FROM n"  # noqa: S608
    with connection.cursor() as cursor:
        if lite:
            # Keys are random, so the indexes must fit in memory while they grow; nothing made here needs to be kept.
            cursor.execute("PRAGMA cache_size=-1500000")
            cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute(
            f"INSERT INTO mailbox_thread ({', '.join(columns)})"  # noqa: S608 - nothing in it comes from outside
            f" SELECT {', '.join(columns.values())} FROM ({steps}) AS made"
        )
    if not lite:
        with walls.as_owner(), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE mailbox_thread")


def _pick(values: Sequence[str]) -> str:
    cases = " ".join(f"WHEN {at} THEN '{value}'" for at, value in enumerate(values))
    return f"(CASE (i * 7 + i / 11) % {len(values)} {cases} END)"


def _when(test: str, value: str, otherwise: str = "NULL") -> str:
    return f"CASE WHEN {test} THEN {value} ELSE {otherwise} END"


def _columns(who: Cast, *, lite: bool) -> dict[str, str]:
    """Each column of a thread as an expression of the row's number `i` and its state's number `s`."""

    def ago(seconds: str) -> str:
        if lite:
            return f"(strftime('%Y-%m-%d %H:%M:%f', 'now', (-({seconds})) || ' seconds') || '000')"
        return f"(now() - make_interval(secs => {seconds}))"

    def blob(name: str) -> str:
        return "randomblob(32)" if lite else f"decode(md5('{name}' || random()) || md5(i || '{name}'), 'hex')"

    name = "lower(hex(randomblob(16)))" if lite else "gen_random_uuid()"
    no, yes = ("0", "1") if lite else ("false", "true")
    waiting, owed, answered, closed, named = "s < 3", "s < 5", "s IN (5, 6)", "s > 6", "s > 2"
    people = " ".join(f"WHEN {at} THEN {pk}" for at, pk in enumerate(who.staff))
    owner = f"(CASE i % {len(who.staff)} {people} END)"
    began = "(60 * (i % 170) + i % 59)"  # at most three hours ago: nothing is overdue but what is taken
    return {
        "id": name,
        "finding": blob("f"),
        "nonce_id": blob("n"),
        "public": blob("p"),
        "safe_contact": blob("s"),
        "safe_contact_name": name,
        "unit_id": f"(CASE WHEN i % 2 = 0 THEN '{who.unit}' ELSE {_pick(who.others)} END)",
        "state": f"CASE WHEN {waiting} THEN 'waiting' WHEN {owed} THEN 'taken'"
        f" WHEN {answered} THEN 'answered' ELSE 'closed' END",
        "situation": _pick(["crime", "threatened", "extremism", "detained", "addiction", "mental", "older", ""]),
        "who": _pick(["parent", "partner", "sibling", "friend", ""]),
        "danger": _pick(["no", "unsure", "", "no", "no"]),
        "child": _when("i % 17 = 0", yes, no),
        "area": "''",
        "language": _pick(["sv", "ar", "so", "en", "fi", "sv"]),
        "fear": _pick(["", "some", "great", "none", ""]),
        "channel": _pick(["portal", "portal", "phone", "sms"]),
        "days": _pick(["any", "weekdays"]),
        "hours": _pick(["any", "morning", "evening"]),
        "turn": "i % 3",
        "rank": _when(owed, "CASE WHEN i % 3 = 0 THEN 0 ELSE 1 END", _when(answered, "8", "9")),
        "sort_at": _when(owed, ago(f"{began} - 86400"), ago(began)),
        "received_at": ago(began),
        "waiting_since": _when(owed, ago(began)),
        "due_at": _when(owed, ago(f"{began} - 86400")),
        "take_by": _when(waiting, ago("-86400")),
        "last_activity_at": ago(began),
        "messages_made": "1",
        "unread": _when(waiting, yes, no),
        "owner_id": _when(named, owner),
        "owned_at": _when(named, ago(began)),
        "first_answer_at": _when("s > 4", ago(began)),
        "closed_at": _when(closed, ago(began)),
        "closed_by": _when(closed, "'relative'", "''"),
        "close_reason": _when(closed, "'by_relative'", "''"),
    }
