# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up messages in the way in, and a code to the first of them for whoever tries what a relative sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules.facts import ContactFacts
from sjalvklar.mailbox.rules.receipt import Receipt
from sjalvklar.mailbox.rules.safe_contact import SafeContact, from_plain
from sjalvklar.project.made_up import people
from sjalvklar.trust import keys
from sjalvklar.trust.keys import Drawn


def make() -> int:
    """Store the threads the pack names; returns how many."""
    threads = list(people.in_the_pack().get("threads", ()))
    for number, thread in enumerate(threads):
        _store(number, thread)
    return len(threads)


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


def code_to_try() -> str | None:
    """A relative's code to the first of the made-up threads, as it is written on paper.

    None when the pack has none, or when somebody has typed the code as saved: then it is not shown again.
    """
    threads = list(people.in_the_pack().get("threads", ()))
    receipt = _store(0, threads[0]) if threads else None
    return " ".join(receipt.groups) if receipt else None
