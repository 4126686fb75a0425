# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must go together goes together in the database too: each constraint refuses each of its sides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sjalvklar.mailbox import actions
from sjalvklar.mailbox.models import Draft, Message, Thread, Wrap
from sjalvklar.mailbox.rules import CloseReason


@pytest.fixture
def rows(write, people, at) -> dict[str, Any]:
    waiting, taken, closed = write(), write(), write()
    for stored in (taken, closed):
        actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    actions.close(actor=people.jonas, thread_id=closed.thread_id, reason=CloseReason.HELPED, at=at)
    return {
        "waiting": waiting.thread_id,
        "taken": taken.thread_id,
        "closed": closed.thread_id,
        "who": people.ids["ines"],
    }


@pytest.mark.parametrize(
    ("state", "broken", "name"),
    [
        ("waiting", {"state": "lost"}, "thread_state_is_known|thread_owed_has_a_clock"),
        ("waiting", {"turn": 7}, "thread_turn_is_known"),
        ("taken", {"owned_at": None}, "thread_owner_has_a_date"),
        ("waiting", {"owner_id": "who"}, "thread_owner_has_a_date"),
        ("waiting", {"closed_at": "at"}, "thread_closed_says_when_who_why"),
        ("waiting", {"closed_by": "relative"}, "thread_closed_says_when_who_why"),
        ("closed", {"closed_at": None}, "thread_closed_says_when_who_why"),
        ("closed", {"closed_by": ""}, "thread_closed_says_when_who_why"),
        ("closed", {"close_reason": ""}, "thread_closed_says_when_who_why"),
        ("closed", {"due_at": "at", "waiting_since": "at"}, "thread_owed_has_a_clock"),
        ("taken", {"due_at": None}, "thread_owed_has_a_clock"),
        ("waiting", {"waiting_since": None}, "thread_owed_has_a_clock"),
        ("waiting", {"take_by": None}, "thread_waiting_has_a_limit"),
        ("taken", {"take_by": "at"}, "thread_waiting_has_a_limit"),
        ("taken", {"owner_id": None, "owned_at": None}, "thread_taken_has_an_owner"),
        ("waiting", {"handed_by_id": "who"}, "thread_handed_has_an_owner"),
    ],
)
def test_a_thread_that_contradicts_itself_cannot_be_stored(rows, at, state: str, broken: dict, name: str) -> None:
    values = {"at": at, "who": rows["who"]}
    change = {field: values.get(value, value) if isinstance(value, str) else value for field, value in broken.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Thread.objects.filter(pk=rows[state]).update(**change)


def test_a_message_is_from_one_side_and_has_a_number_of_its_own(rows, at) -> None:
    message = Message.objects.filter(thread_id=rows["taken"]).get()
    for change in ({"from_relative": False}, {"staff_id": rows["who"]}):
        with pytest.raises(IntegrityError, match="message_is_from_one_side"), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**change)
    for same in ({"number": 1, "once": b"x"}, {"number": 2, "once": bytes(message.once)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(thread_id=rows["taken"], from_relative=True, body=b"", at=at, **same)


def test_one_holder_has_one_wrap_and_one_form_one_thread(rows, at) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Wrap.objects.create(thread_id=rows["taken"], holder="code", wrapped=b"")
    for field in ("finding", "nonce_id"):
        value = bytes(Thread.objects.values_list(field, flat=True).get(pk=rows["waiting"]))
        with pytest.raises(IntegrityError), transaction.atomic():
            Thread.objects.filter(pk=rows["taken"]).update(**{field: value})


def test_a_draft_ends_after_it_begins(rows, at) -> None:
    with pytest.raises(IntegrityError, match="draft_ends_after_it_begins"), transaction.atomic():
        Draft.objects.create(id=b"1" * 16, sealed=b"", made_at=at, expires_at=at - timedelta(seconds=1))
