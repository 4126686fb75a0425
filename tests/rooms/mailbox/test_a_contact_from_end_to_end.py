# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amal writes, Jonas answers, Amal reads: with nothing but a code between them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from sjalvklar.kernel.errors import NotAllowed, NotFound
from sjalvklar.mailbox import actions, queries
from sjalvklar.mailbox.rules import Channel, CloseReason, SafeContact, State
from sjalvklar.mailbox.rules.receipt import parse


def test_what_amal_writes_is_answered_and_read_by_her_alone(
    people, write: Callable[..., actions.Stored], at: datetime
) -> None:
    stored = write("Min son är i ett gäng.", danger="unsure", situation="crime", who="parent", language="ar")
    assert stored.receipt is not None
    assert stored.promised_by == at + timedelta(hours=24)

    with pytest.raises(NotAllowed, match="take_first"):
        actions.read(actor=people.jonas, thread_id=stored.thread_id, at=at)
    with pytest.raises(NotFound):
        actions.take(actor=people.petra, thread_id=stored.thread_id, at=at)
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    seen = actions.read(actor=people.jonas, thread_id=stored.thread_id, at=at)
    assert [line.text for line in seen.messages] == ["Min son är i ett gäng."]
    assert seen.safe.channel is Channel.PORTAL
    assert seen.may == {"read", "answer", "hand_over", "pass_on", "close", "reveal"}

    later = at + timedelta(hours=2)
    actions.answer(
        actor=people.jonas,
        thread_id=stored.thread_id,
        text="Hej. Jag heter Jonas.",
        nonce=secrets.token_bytes(24),
        at=later,
    )
    opened = actions.open_by_receipt(parse(" - ".join(stored.receipt.groups)), at=later)
    assert opened is not None
    read = actions.read_as_relative(opened, at=later)
    assert [(line.by, line.text) for line in read.messages] == [("Jonas", "Hej. Jag heter Jonas.")]
    assert read.earlier == 1
    assert read.state is State.ANSWERED

    actions.write_again(opened, text="Tack.", nonce=secrets.token_bytes(24), at=later)
    (row,) = queries.worklist(people.jonas, unit_id=None, view=queries.View.MINE, at=later).rows
    assert row.unread
    assert row.state is State.TAKEN

    actions.close(actor=people.jonas, thread_id=stored.thread_id, reason=CloseReason.HELPED, at=later)
    assert actions.read_as_relative(opened, earlier=True, at=later).closed_at == later
    actions.close_by_relative(opened, at=later)
    assert actions.open_by_receipt(stored.receipt, at=later) is None
    with pytest.raises(NotFound, match="gone"):
        actions.read_as_relative(opened, at=later)


def test_a_number_is_shown_only_to_the_owner_who_ticks_and_only_while_the_wish_holds(people, write, at) -> None:
    wishes = SafeContact(channel=Channel.PHONE, value="070-174 06 05", call_ourselves="Vårdcentralen")
    stored = write(safe_contact=wishes)
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    shown = actions.reveal_safe_contact(actor=people.jonas, thread_id=stored.thread_id, ticked=True, at=at)
    assert shown.value == "070-174 06 05"
    assert shown.valid_until == at.date() + timedelta(days=30)
