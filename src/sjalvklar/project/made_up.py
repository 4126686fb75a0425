# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up people and threads from a pack's demo.yaml, so that a newcomer meets a product in use.

Never in production: the organisation's own action refuses, and a production start refuses a database that holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules.facts import ContactFacts
from sjalvklar.mailbox.rules.receipt import Receipt
from sjalvklar.mailbox.rules.safe_contact import SafeContact, from_plain
from sjalvklar.organisation import queries
from sjalvklar.organisation.actions import demo as staff
from sjalvklar.organisation.pack import bundle
from sjalvklar.organisation.queries import staff as people
from sjalvklar.project import (
    made_up_cases,
    made_up_children,
    made_up_followup,
    made_up_incident,
    made_up_month,
    made_up_plans,
    made_up_safety,
    made_up_support,
)
from sjalvklar.trust import keys
from sjalvklar.trust import queries as trust
from sjalvklar.trust.actions import tree
from sjalvklar.trust.keys import Drawn
from sjalvklar.trust.rules import Actor

_ACTOR = Actor.system("demo")


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one made-up person signs in, at this moment. `what` says role and unit for the one who tries it."""

    username: str
    password: str
    what: str
    secret: str
    code: str


def _demo() -> Mapping[str, Any]:
    demo: Mapping[str, Any] = bundle(Path(settings.PACK_DIR)).document["demo"]
    return demo


def present() -> tuple[str, ...]:
    """The sign-in names of the pack's made-up people who can sign in to this database."""
    names = (str(entry["username"]) for entry in _demo().get("staff", ()))
    return tuple(name for name in names if people.staff_id(name) is not None)


def has_been_a_demo() -> bool:
    """Whether made-up people were ever made in this database, of whatever pack: each has a password anybody knows."""
    return any(entry.action == "staff.make_demo" for entry in trust.entries_about("organisation"))


def make(say: Callable[[str], None]) -> None:
    """Make the people and the threads that are not there yet; roll duty and stand-ins on from today."""
    demo = _demo()
    fresh = not present()
    count = staff.make_demo_staff(demo, actor=_ACTOR, zone=queries.organisation().municipality.zone)
    threads = list(demo.get("threads", ())) if fresh else []
    for number, thread in enumerate(threads):
        _store(number, thread)
    cases = made_up_cases.make() if fresh and count else 0
    supports = made_up_support.make() if fresh and count else 0
    incidents = made_up_incident.make() if fresh and count else 0
    if fresh and count:
        made_up_plans.make()
        made_up_safety.make()
        made_up_followup.make()
        made_up_children.make()
        made_up_month.make()
        tree.sequence_history()
        made = f"{len(threads)} made-up messages, {cases} made-up cases, {supports} made-up supports"
        going_on = f" and {incidents} made-up incident" if incidents else ""
        say(f"{count} made-up people, {made}{going_on} to try with")


def _nonce(number: int) -> bytes:
    """The same for the same thread of the same installation, so that its code can be shown again."""
    return keys.holder().draw(Drawn.DEMO, turn=number, length=16)


def _store(number: int, thread: Mapping[str, Any]) -> Receipt | None:
    wishes = thread.get("safe_contact")
    stored = mailbox.store_contact(
        nonce=_nonce(number),
        unit_id=str(thread["unit"]),
        text=str(thread["text"]),
        answers=ContactFacts(**dict(thread.get("facts", {}))),
        safe_contact=from_plain(dict(wishes)) if wishes else SafeContact(),
        at=clock.now() - timedelta(hours=float(thread.get("hours_ago", 0))),
    )
    return stored.receipt


def sign_ins() -> tuple[SignIn, ...]:
    """Every made-up person who can sign in now, in the order the pack names them."""
    order = {name: place for place, name in enumerate(present())}
    found = [person for person in people.demo_people() if person.username in order]
    return tuple(
        SignIn(
            person.username,
            staff.PASSWORD,
            ", ".join(f"{role.value.replace('_', ' ')}, {unit}" for unit, role in person.roles),
            staff.totp_secret(person.username),
            staff.code_now(person.username),
        )
        for person in sorted(found, key=lambda person: order[person.username])
    )


def code_to_try() -> str | None:
    """A relative's code to the first of the made-up threads, as it is written on paper.

    None when the pack has none, or when somebody has typed the code as saved: then it is not shown again.
    """
    threads = list(_demo().get("threads", ()))
    receipt = _store(0, threads[0]) if threads else None
    return " ".join(receipt.groups) if receipt else None
