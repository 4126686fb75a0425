# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ending a thread, from either side."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox import permissions
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.actions.relative import Opened, entered
from sjalvklar.mailbox.models import Thread, Wrap
from sjalvklar.mailbox.queries import life
from sjalvklar.mailbox.rules import DESK_REASONS, CloseReason, Deed, State, check_transition
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import RELATIVE, Actor


def _end(thread: Thread, deed: Deed, by: str, reason: CloseReason, at: datetime) -> None:
    state = check_transition(State(thread.state), deed)
    thread.closed_at, thread.closed_by, thread.close_reason = at, by, reason.value
    threads.move(thread, state, at)
    threads.touch(thread, at)
    thread.save()


def close(*, actor: Viewer, thread_id: UUID, reason: CloseReason, at: datetime | None = None) -> None:
    """End a thread from the desk, with a reason. Its code opens for 30 more days, so that the last word can be read,
    and writing again opens the thread again.

    Raises NotFound, NotAllowed, NotNow, and Invalid("reason") for a reason that is not the desk's to give.
    """
    at = at or clock.now()
    if reason not in DESK_REASONS:
        raise Invalid("reason", field="reason")
    with transaction.atomic():
        thread = threads.locked(thread_id)
        facts = threads.facts(thread)
        permissions.check_can_close(actor, facts)
        _end(thread, Deed.CLOSE, f"staff:{actor.staff_id}", reason, at)
        trust.record(
            actor=Actor.staff(actor.staff_id, thread.unit_id),
            action="contact.close",
            object=threads.about(thread.id),
            basis=threads.basis(actor, facts),
            detail={"reason": reason.value},
            at=at,
        )
        threads.count(What.CLOSED, thread, at)


def close_by_relative(opened: Opened, *, actor: Actor = RELATIVE, at: datetime | None = None) -> None:
    """End a thread with its code. The code is dead at once: what it opened is destroyed. Raises NotFound("gone")."""
    at = at or clock.now()
    with transaction.atomic():
        thread = entered(opened, at)
        if thread.state == State.CLOSED.value:
            thread.close_reason, thread.closed_by = CloseReason.BY_RELATIVE.value, "relative"
            thread.save()
        else:
            _end(thread, Deed.CLOSE_AS_RELATIVE, "relative", CloseReason.BY_RELATIVE, at)
        Wrap.objects.filter(thread=thread, holder=life.CODE).delete()
        trust.record(
            actor=Actor(actor.kind, actor.id, thread.unit_id),
            action="contact.close_as_relative",
            object=threads.about(thread.id),
            basis="code",
            at=at,
        )
        threads.count(What.CLOSED_BY_RELATIVE, thread, at)
