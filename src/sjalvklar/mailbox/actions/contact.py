# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Storing a first message, once, whatever happens on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sjalvklar.kernel import clock
from sjalvklar.mailbox import codes, content, promises, rows
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.models import Message, Thread, Wrap
from sjalvklar.mailbox.queries import life
from sjalvklar.mailbox.rules import ContactFacts, Receipt, SafeContact, State, check_facts, checked_text, turn
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import queries as keys
from sjalvklar.trust import sealing
from sjalvklar.trust.access import context
from sjalvklar.trust.rules import RELATIVE, Actor, unit_holder

_MOST_TURNS = 8


@dataclass(frozen=True, slots=True)
class Stored:
    """A contact that is kept. `receipt` is None when its code has been used before: a code is shown once."""

    thread_id: UUID
    receipt: Receipt | None
    promised_by: datetime
    unit_id: str
    fresh: bool


def store_contact(
    *,
    nonce: bytes,
    unit_id: str,
    text: str,
    answers: ContactFacts,
    safe_contact: SafeContact | None = None,
    actor: Actor = RELATIVE,
    at: datetime | None = None,
) -> Stored:
    """Keep a first message and give its code. When this returns, it is on disk.

    `nonce` is the form's number (16 to 64 bytes that nobody can guess). The same number twice, also at the same time,
    is one thread with one code; other words under the same number become a further message in it, so that nothing
    somebody wrote is lost. Raises Invalid: needed or too_long (field text), safe_contact (its field), facts, unit.
    """
    at = at or clock.now()
    codes.check_nonce(nonce)
    text = checked_text(text)
    check_facts(answers)
    promises.receiving_unit(unit_id)
    wishes = threads.checked_wishes(safe_contact or SafeContact(), at)
    for attempt in range(_MOST_TURNS):
        try:
            return _store(nonce, attempt, unit_id, text, answers, wishes, actor, at)
        except IntegrityError as cause:
            stored = _store_again(nonce, attempt, text, wishes, actor, at, cause)
            if stored is not None:
                return stored
    raise AssertionError("a form was used again more often than anyone closes a contact")


def _store(
    nonce: bytes,
    attempt: int,
    unit_id: str,
    text: str,
    answers: ContactFacts,
    wishes: SafeContact,
    actor: Actor,
    at: datetime,
) -> Stored:
    pepper = codes.newest_pepper()
    receipt = codes.receipt_of(nonce, attempt, pepper=pepper)
    code = next(one for one in codes.keys_of(receipt) if one.pepper == pepper)
    pair = sealing.new_pair()
    due, take_by = promises.clocks(unit_id, at)
    thread = Thread(
        id=uuid4(),
        finding=code.finding,
        pepper=pepper,
        nonce_id=codes.nonce_id(nonce, attempt),
        public=pair.public,
        unit_id=unit_id,
        state=State.WAITING.value,
        situation=answers.situation,
        who=answers.who,
        danger=answers.danger,
        child=answers.child,
        area=answers.area,
        language=answers.language,
        fear=answers.fear,
        turn=int(turn(answers)),
        received_at=at,
        waiting_since=at,
        due_at=due,
        take_by=take_by,
        last_activity_at=at,
        messages_made=1,
    )
    context.about(thread=thread.id)  # before the first question, so that it is told with the rest
    threads.put_wishes(thread, wishes)
    threads.place(thread, at)
    name = uuid4()
    message = Message(
        id=name,
        thread=thread,
        number=1,
        from_relative=True,
        once=codes.once(thread.id, nonce, text),
        body=content.seal_message(pair.public, text, name=name),
        at=at,
    )
    holder = unit_holder(unit_id)
    wraps = [
        Wrap(
            thread=thread,
            holder=life.CODE,
            wrapped=sealing.wrap_to_code(code.secret, pair.private, row=str(thread.id)),
        ),
        Wrap(
            thread=thread,
            holder=holder,
            wrapped=sealing.wrap_to_holder(keys.holder_public(holder), pair.private, name=thread.id.bytes),
        ),
    ]
    entry = trust.entry(
        actor=Actor(actor.kind, actor.id, unit_id),
        action="contact.store",
        object=threads.about(thread.id),
        basis="code",
        at=at,
    )
    prepared = rows.ready(thread, *wraps, message, entry, threads.counted(What.CONTACT, thread, at))
    # All the slow work is done above: the transaction, which on SQLite only one can have, is as short as it can be.
    with transaction.atomic():
        rows.write(prepared)
    return Stored(thread.id, receipt, due, unit_id, fresh=True)


def _store_again(
    nonce: bytes, attempt: int, text: str, wishes: SafeContact, actor: Actor, at: datetime, cause: IntegrityError
) -> Stored | None:
    """What was stored from this form already, with new words added. None when that code no longer opens.

    Raises `cause` again when the form was not the cause of it.
    """
    form = codes.nonce_id(nonce, attempt)
    with transaction.atomic():
        context.about(form=form)
        thread = Thread.objects.select_for_update().filter(nonce_id=form).first()
        if thread is None:
            raise cause
        context.about(thread=thread.id)
        if not life.code_is_alive(thread, at):
            return None
        if threads.append(thread, text, nonce=nonce, at=at):
            threads.note_new_words(thread, at, actor=actor, basis="form")
        if thread.confirmed_at is None:
            threads.put_wishes(thread, wishes)
        thread.save()
        due = thread.due_at or at
    unread = thread.confirmed_at is None
    receipt = codes.receipt_of(nonce, attempt, pepper=thread.pepper) if unread else None
    return Stored(thread.id, receipt, due, thread.unit_id, fresh=False)
