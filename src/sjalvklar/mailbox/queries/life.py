# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a thread lives, and how long its code opens it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from sjalvklar.mailbox import codes
from sjalvklar.mailbox.models import Thread
from sjalvklar.mailbox.rules import CODE_OPENS_AFTER_CLOSE, RETENTION, CloseReason

_MOST_TURNS = 8


def retention() -> timedelta:
    """How long after the last activity a thread is kept. The municipality's own disposal decision sets it."""
    days: int | None = getattr(settings, "MAILBOX_RETENTION_DAYS", None)
    return RETENTION if days is None else timedelta(days=days)


def opens_until(thread: Thread) -> datetime | None:
    """Until when its code opens; None while nothing ends it but the retention time."""
    if thread.closed_at is None:
        return None
    return min(thread.closed_at + CODE_OPENS_AFTER_CLOSE, thread.last_activity_at + retention())


def code_is_alive(thread: Thread, at: datetime) -> bool:
    """Whether its code opens it: not after the relative closed, nor 30 days after the desk, nor past its time."""
    if thread.close_reason == CloseReason.BY_RELATIVE.value:
        return False
    return at < (opens_until(thread) or thread.last_activity_at + retention())


def thread_of_form(nonce: bytes, at: datetime) -> tuple[Thread, int] | None:
    """The living thread that came in the form of that number, and which of the form's codes is its own."""
    for turn in range(_MOST_TURNS):
        thread = Thread.objects.filter(nonce_id=codes.nonce_id(nonce, turn)).first()
        if thread is None:
            return None
        if code_is_alive(thread, at):
            return thread, turn
    return None
