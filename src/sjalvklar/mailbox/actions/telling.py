# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A time that was agreed on, told in the relative's own contact. It is no answer: what they wrote is still owed one,
and the promise's clock runs on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox import permissions
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.models import Thread
from sjalvklar.mailbox.queries import life
from sjalvklar.mailbox.rules import OPEN, State, checked_text
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

Say = Callable[[str], str]  # the words, in the language that the relative writes in
_TIMER = "timer"


def tell_time(*, actor: Viewer, thread_id: UUID, say: Say, nonce: bytes, at: datetime | None = None) -> None:
    """Write a time, or where a talk is held, to the relative, signed with one's first name; the same words from the
    same form once. Raises NotFound, NotAllowed("take_first"), NotNow("wrong_state", "not_read_there" when nobody can
    open it any more)."""
    at = at or clock.now()
    with transaction.atomic():
        thread = threads.locked(thread_id)
        facts = threads.facts(thread)
        permissions.check_can_answer(actor, facts)
        if _write(thread, say, actor.staff_id, nonce, at):
            by = Actor.staff(actor.staff_id, facts.unit_id)
            _record(by, thread, "contact.tell_time", threads.basis(actor, facts), at)


def remind(*, thread_id: UUID, unit_id: str, say: Say, staff_id: int, nonce: bytes, at: datetime) -> None:
    """A reminder that the relative has said yes to, written by the clock for the colleague whom the talk is with, in
    the caller's transaction. Raises NotFound, NotNow("not_read_there") for a contact that is closed, that nobody can
    open any more, or that another unit has now."""
    thread = threads.locked(thread_id)
    if thread.unit_id != unit_id:
        raise NotNow("not_read_there")
    if _write(thread, say, staff_id, nonce, at):
        _record(Actor.system(_TIMER, unit_id), thread, "contact.remind", _TIMER, at)


def _write(thread: Thread, say: Say, staff_id: int, nonce: bytes, at: datetime) -> bool:
    if State(thread.state) not in OPEN or not life.code_is_alive(thread, at):
        raise NotNow("not_read_there")
    by = organisation.public_names([staff_id]).get(staff_id, "")
    if not threads.append(thread, checked_text(say(thread.language)), nonce=nonce, at=at, staff_id=staff_id, by=by):
        return False
    threads.touch(thread, at)
    thread.save()
    return True


def _record(by: Actor, thread: Thread, action: str, basis: str, at: datetime) -> None:
    trust.record(actor=by, action=action, object=threads.about(thread.id), basis=basis, at=at)
