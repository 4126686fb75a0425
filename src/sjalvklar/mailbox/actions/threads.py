# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed with a thread shares: finding it locked, its keys, its messages, and its place in the lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Model

from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.mailbox import codes, content, promises
from sjalvklar.mailbox.models import Attachment, Message, Thread, Wrap
from sjalvklar.mailbox.permissions import ThreadFacts
from sjalvklar.mailbox.queries.lists import RANK_CLOSED
from sjalvklar.mailbox.rules import (
    OWED,
    Deed,
    SafeContact,
    State,
    Turn,
    check_safe_contact,
    check_transition,
    place_in_turn,
)
from sjalvklar.mailbox.rules.files import Kind
from sjalvklar.mailbox.rules.safe_contact import tidied
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.tally import actions as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust import queries as keys
from sjalvklar.trust.rules import Actor, unit_holder

RANK_ANSWERED = 8


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file sent with a message, unopened: how large in steps of 64 kB, and how many pictures show it."""

    id: UUID
    number: int
    kind: Kind
    steps: int
    copies: int


@dataclass(frozen=True, slots=True)
class Line:
    """One message, opened. `ours` is from the desk, signed with the first name `by`; `seen` by the other side."""

    number: int
    ours: bool
    text: str = field(repr=False)
    at: datetime
    by: str
    seen: bool
    files: tuple[FileFacts, ...] = ()


def about(thread_id: UUID) -> str:
    """The thread's name in the record."""
    return f"thread:{thread_id}"


def locked(thread_id: UUID) -> Thread:
    """The thread, held by this transaction until it ends. Raises NotFound("no_such_thread").

    PostgreSQL's walls let nobody hold what they may not change now. Whoever may know of it is still told why not: that
    a colleague was faster, say.
    """
    list(Thread.objects.select_for_update().filter(pk=thread_id).values_list("pk"))
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread is None:
        raise NotFound("no_such_thread")
    return thread


def facts(thread: Thread) -> ThreadFacts:
    """What permissions need to know of it."""
    return ThreadFacts(
        unit_id=thread.unit_id,
        authority_id=thread.unit.authority_id,
        state=State(thread.state),
        owner_id=thread.owner_id,
        escalated=thread.escalated_at is not None,
    )


def basis(viewer: Viewer, thread: ThreadFacts) -> str:
    """On what ground somebody at the desk did something with it, for the record."""
    if thread.owner_id == viewer.staff_id:
        return "assignment"
    if viewer.acts_for(thread.owner_id, thread.unit_id):
        return "stand_in"
    return "head" if viewer.leads(thread.unit_id) else "queue"


def move(thread: Thread, state: State, at: datetime, *, keep_clock: bool = False) -> None:
    """Put the thread in a state, with the clocks and the place in the lists that go with it. Does not save.

    `keep_clock` leaves a promise that already runs as it is: passing something on does not make it younger.
    """
    thread.state = state.value
    due, take_by = promises.clocks(thread.unit_id, at)
    if state in OWED:
        if not keep_clock or thread.due_at is None or thread.waiting_since is None:
            thread.waiting_since, thread.due_at = at, due
    else:
        thread.waiting_since = thread.due_at = None
    thread.take_by = take_by if state is State.WAITING else None
    if state is State.WAITING:
        thread.owner = thread.owned_at = thread.handed_by = thread.escalated_at = None
    if state is not State.CLOSED:
        thread.closed_at, thread.closed_by, thread.close_reason = None, "", ""
    place(thread, at)


def place(thread: Thread, at: datetime) -> None:
    """The thread's place in the lists, from its state. Does not save."""
    if thread.due_at is not None and thread.waiting_since is not None:
        thread.rank, thread.sort_at = place_in_turn(Turn(thread.turn), thread.waiting_since, thread.due_at)
    elif thread.state == State.ANSWERED.value:
        thread.rank, thread.sort_at = RANK_ANSWERED, at
    else:
        thread.rank, thread.sort_at = RANK_CLOSED, thread.closed_at or at


def touch(thread: Thread, at: datetime) -> None:
    """Somebody did something in it: it is kept for the whole retention time again. Does not save."""
    thread.last_activity_at = max(at, thread.last_activity_at)
    thread.erase_noted_at = None


def private_for_desk(thread: Thread) -> bytes:
    """The thread's private key, opened with its unit's key. Call only after the reading is on record."""
    holder = unit_holder(thread.unit_id)
    wrap = Wrap.objects.get(thread=thread, holder=holder)
    return keys.open_as_unit(holder, bytes(wrap.wrapped), name=thread.id.bytes)


def append(
    thread: Thread,
    text: str,
    *,
    nonce: bytes,
    at: datetime,
    staff_id: int | None = None,
    by: str = "",
    carrying: str = "",
) -> UUID | None:
    """Add a message to a locked thread. None when the same words from the same form are there already, with the same
    files (`carrying` tells them apart).

    Saves the message, and changes the thread's counter without saving it.
    """
    once = _once(thread, text, nonce, carrying)
    if Message.objects.filter(once=once).exists():
        return None
    thread.messages_made += 1
    name = uuid4()
    Message.objects.create(
        id=name,
        thread=thread,
        number=thread.messages_made,
        from_relative=staff_id is None,
        staff_id=staff_id,
        once=once,
        body=content.seal_message(bytes(thread.public), text, name=name, by=by),
        at=at,
    )
    return name


def check_nothing_new(thread: Thread, text: str, *, nonce: bytes, seen: int | None, by: int) -> None:
    """Raises Invalid("came_meanwhile") when somebody else has written since message number `seen`."""
    deeds.check_nothing_new(
        Message.objects.filter(thread=thread), once=_once(thread, text, nonce, ""), seen=seen, by=by
    )


def is_there(thread: Thread, text: str, *, nonce: bytes, carrying: str = "") -> bool:
    """Whether `append` would find the same words from the same form there already."""
    return Message.objects.filter(once=_once(thread, text, nonce, carrying)).exists()


def _once(thread: Thread, text: str, nonce: bytes, carrying: str) -> bytes:
    return codes.once(thread.id, nonce, f"{text}\0{carrying}" if carrying else text)


def lines(thread: Thread, private: bytes, *, since: int = 0) -> tuple[Line, ...]:
    """The messages from number `since` on, opened, in order."""
    found = []
    files = _files(thread)
    rows = Message.objects.filter(thread=thread, number__gte=since).order_by("number")
    for row in rows.values_list("id", "number", "from_relative", "body", "at", "read_at"):
        name, number, from_relative, body, at, read_at = row
        text, by = content.open_message(private, bytes(body), name=name)
        found.append(Line(number, not from_relative, text, at, by, read_at is not None, files.get(name, ())))
    return tuple(found)


def _files(thread: Thread) -> dict[UUID, tuple[FileFacts, ...]]:
    """The files of each message that carries some."""
    found: dict[UUID, tuple[FileFacts, ...]] = {}
    rows = Attachment.objects.filter(thread=thread).order_by("number")
    for message, one, number, kind, steps, copies in rows.values_list(
        "message_id", "id", "number", "kind", "steps", "copies"
    ):
        found[message] = (*found.get(message, ()), FileFacts(one, number, Kind(kind), steps, copies))
    return found


def checked_wishes(wishes: SafeContact, at: datetime) -> SafeContact:
    """Wishes for contact, tidied. Raises Invalid("safe_contact", field) at the first fault."""
    day = promises.today(at)
    kept = tidied(wishes, day)
    for name, _ in check_safe_contact(kept, day).items():
        raise Invalid("safe_contact", field=name)
    return kept


def put_wishes(thread: Thread, wishes: SafeContact) -> None:
    """Seal the wishes into the thread; channel, days and hours stand in clear for the work list. Does not save."""
    name = uuid4()
    thread.safe_contact_name = name
    thread.safe_contact = content.seal_safe_contact(bytes(thread.public), wishes, name=name)
    thread.channel, thread.days, thread.hours = wishes.channel.value, wishes.days.value, wishes.hours.value


def wishes_of(thread: Thread, private: bytes) -> SafeContact:
    """How the person may be contacted, opened."""
    return content.open_safe_contact(private, bytes(thread.safe_contact), name=thread.safe_contact_name)


def count(what: What, thread: Thread, at: datetime) -> None:
    """Count a deed with the thread, in the same transaction."""
    counted(what, thread, at).save(force_insert=True)


def counted(what: What, thread: Thread, at: datetime) -> Model:
    """The row that counts a deed with the thread, not written yet."""
    return tally.fact(
        what=what,
        unit=thread.unit_id,
        at=at,
        zone=promises.zone(),
        situation=thread.situation,
        language=thread.language,
        child=thread.child,
    )


def note_new_words(thread: Thread, at: datetime, *, actor: Actor, basis: str) -> None:
    """The relative wrote something: an answer is owed, and the record and the count say so. Does not save."""
    reopened = thread.state == State.CLOSED.value
    state = check_transition(State(thread.state), Deed.WRITE_AGAIN)
    if state.value != thread.state:
        move(thread, state, at)
    thread.unread = True
    touch(thread, at)
    trust.record(
        actor=Actor(actor.kind, actor.id, thread.unit_id),
        action="contact.reopen" if reopened else "contact.write_again",
        object=about(thread.id),
        basis=basis,
        at=at,
    )
    count(What.REOPENED if reopened else What.WROTE_AGAIN, thread, at)
