# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What whoever holds the code can do: open, read, write again, change what is safe."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.mailbox import codes, guessing
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.actions.threads import Line
from sjalvklar.mailbox.models import Message, Thread
from sjalvklar.mailbox.queries import life
from sjalvklar.mailbox.rules import Receipt, SafeContact, State, checked_text
from sjalvklar.mailbox.rules.receipt import parse
from sjalvklar.trust import actions as trust
from sjalvklar.trust import sealing
from sjalvklar.trust.access import context
from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.rules import RELATIVE, Actor

_NO_THREAD = UUID(int=0)
# What is opened when there is no such thread, so that a wrong code costs as much as a right one.
_NO_WRAP = sealing.wrap_to_code(bytes(32), bytes(32), row=str(_NO_THREAD))


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread that its code has opened. `key` is the thread's private key: keep it sealed, in a cookie only."""

    thread_id: UUID
    key: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """48 bytes."""
        return self.thread_id.bytes + self.key

    @staticmethod
    def from_bytes(kept: bytes) -> Opened:
        """Raises ValueError when it is not 48 bytes."""
        if len(kept) != 48:
            raise ValueError("an opened thread is 48 bytes")
        return Opened(UUID(bytes=kept[:16]), kept[16:])


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread as the relative reads it. `earlier` is how many older messages are not shown unless asked for."""

    messages: tuple[Line, ...]
    earlier: int
    unit_id: str
    state: State
    promised_by: datetime | None
    closed_at: datetime | None
    opens_until: datetime | None
    safe_contact: SafeContact
    may_write: bool


def open_by_receipt(receipt: Receipt, *, address: str = "", at: datetime | None = None) -> Opened | None:
    """The thread of a code; None for a wrong, an expired and a closed code alike, after the same work.

    `address` is where the caller is on the network; it is used in memory only, to keep guessers out of others' way.
    Raises guessing.Busy only for places that have sent many wrong codes.
    """
    at = at or clock.now()
    with guessing.WATCH.attempt(address):
        opened = _open(receipt, at)
    if opened is None:
        guessing.WATCH.missed(address)
    return opened


def _open(receipt: Receipt, at: datetime) -> Opened | None:
    code, found = life.sight_of_code(codes.keys_of(receipt))
    thread, wrapped = found if found is not None else (None, _NO_WRAP)
    try:
        private = sealing.unwrap_with_code(code.secret, wrapped, row=str(thread.id if thread else _NO_THREAD))
    except CannotOpen:
        return None
    if thread is None or not life.code_is_alive(thread, at):
        return None
    if thread.confirmed_at is None:
        Thread.objects.filter(pk=thread.id, confirmed_at__isnull=True).update(confirmed_at=at)
    return Opened(thread.id, private)


def confirm_receipt(*, nonce: bytes, written: str, at: datetime | None = None) -> Opened:
    """Open the thread of the form just sent with the code as the person wrote it down; it is not shown again.

    Raises Invalid: code_… when the writing shows a mistake, code_differs when it is another code.
    """
    at = at or clock.now()
    codes.check_nonce(nonce)
    receipt = parse(written)
    found = life.thread_of_form(nonce, at)
    # Whoever has the form's number has its code, so comparing first gives nothing away, and costs no slow hash.
    same = found is not None and codes.receipt_of(nonce, found[1], pepper=found[0].pepper) == receipt
    opened = _open(receipt, at) if same else None
    if opened is None:
        raise Invalid("code_differs", field="code")
    return opened


def _living(thread: Thread | None, opened: Opened, at: datetime) -> Thread:
    if (
        thread is None
        or not life.code_is_alive(thread, at)
        or len(opened.key) != 32
        or sealing.public_of(opened.key) != bytes(thread.public)
    ):
        raise NotFound("gone")
    return thread


def entered(opened: Opened, at: datetime) -> Thread:
    """The opened thread, held until the transaction ends. Raises NotFound("gone") when it opens no longer."""
    context.about(thread=opened.thread_id)
    return _living(Thread.objects.select_for_update().filter(pk=opened.thread_id).first(), opened, at)


def read_as_relative(opened: Opened, *, earlier: bool = False, at: datetime | None = None) -> Conversation:
    """What there is to read. Nothing older than the desk's last answer unless asked: somebody may look on.

    Reading takes no lock: on SQLite it would stand in line behind everybody who writes.
    Raises NotFound("gone") when the thread no longer opens.
    """
    at = at or clock.now()
    context.about(thread=opened.thread_id)
    thread = _living(Thread.objects.filter(pk=opened.thread_id).first(), opened, at)
    since = 0
    if not earlier:
        newest = Message.objects.filter(thread=thread, from_relative=False).order_by("-number")
        since = newest.values_list("number", flat=True).first() or thread.messages_made + 1
    messages = threads.lines(thread, opened.key, since=since)
    unread = [line.number for line in messages if line.ours and not line.seen]
    if unread:
        Message.objects.filter(thread=thread, number__in=unread, read_at__isnull=True).update(read_at=at)
    return Conversation(
        messages=messages,
        earlier=max(0, thread.messages_made - len(messages)),
        unit_id=thread.unit_id,
        state=State(thread.state),
        promised_by=thread.due_at,
        closed_at=thread.closed_at,
        opens_until=life.opens_until(thread),
        safe_contact=threads.wishes_of(thread, opened.key),
        may_write=True,
    )


def write_again(
    opened: Opened, *, text: str, nonce: bytes, actor: Actor = RELATIVE, at: datetime | None = None
) -> None:
    """A further message. The same words from the same form are kept once.

    Writing after an answer, or after the desk closed, starts the clock of a new promise.
    Raises Invalid (needed, too_long) and NotFound("gone").
    """
    at = at or clock.now()
    codes.check_nonce(nonce)
    text = checked_text(text)
    with transaction.atomic():
        thread = entered(opened, at)
        if threads.append(thread, text, nonce=nonce, at=at):
            threads.note_new_words(thread, at, actor=actor, basis="code")
            thread.save()


def change_safe_contact(
    opened: Opened, *, safe_contact: SafeContact, actor: Actor = RELATIVE, at: datetime | None = None
) -> None:
    """New wishes; what was wished before is gone. Raises Invalid("safe_contact", field) and NotFound("gone")."""
    at = at or clock.now()
    wishes = threads.checked_wishes(safe_contact, at)
    with transaction.atomic():
        thread = entered(opened, at)
        threads.put_wishes(thread, wishes)
        threads.touch(thread, at)
        thread.save()
        trust.record(
            actor=Actor(actor.kind, actor.id, thread.unit_id),
            action="contact.change_wishes",
            object=threads.about(thread.id),
            basis="code",
            at=at,
        )
