# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done at the desk: take, read, answer, hand over, pass on, and use what was said to be safe."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox import codes, permissions, promises, queries
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.actions.threads import Line
from sjalvklar.mailbox.models import Message, Thread, Wrap
from sjalvklar.mailbox.rules import (
    Channel,
    Days,
    Deed,
    Hours,
    SafeContact,
    State,
    Voicemail,
    WhoMayAnswer,
    check_transition,
    checked_text,
)
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import queries as keys
from sjalvklar.trust import sealing
from sjalvklar.trust.access import context
from sjalvklar.trust.rules import Actor, unit_holder


@dataclass(frozen=True, slots=True)
class SafeSummary:
    """What the person said is safe, without the number or address. `holds`: whether it still does today;
    `stopped`: that nobody reaches out all the same, for it may be dangerous."""

    channel: Channel
    days: Days
    hours: Hours
    when: str = field(repr=False)
    who_may_answer: WhoMayAnswer
    who_knows: str = field(repr=False)
    voicemail: Voicemail
    call_ourselves: str = field(repr=False)
    our_phrase: str = field(repr=False)
    their_phrase: str = field(repr=False)
    stop_phrase: str = field(repr=False)
    interpreter: str = field(repr=False)
    valid_until: date | None
    holds: bool
    stopped: bool


@dataclass(frozen=True, slots=True)
class DeskConversation:
    """A thread as its owner reads it; `may` is what the reader may do with it now."""

    row: queries.Row
    messages: tuple[Line, ...]
    safe: SafeSummary
    may: frozenset[str]


def _record(
    actor: Viewer, thread: Thread, facts: permissions.ThreadFacts, action: str, at: datetime, **detail: object
) -> None:
    trust.record(
        actor=Actor.staff(actor.staff_id, facts.unit_id),
        action=action,
        object=threads.about(thread.id),
        basis=threads.basis(actor, facts),
        detail=detail,
        at=at,
    )


def take(*, actor: Viewer, thread_id: UUID, at: datetime | None = None) -> None:
    """Become the named person who answers for what waits. Of two who take at once, one gets it.

    Raises NotFound for another unit's thread, NotNow("wrong_state") when somebody has it already.
    """
    at = at or clock.now()
    with transaction.atomic():
        thread = threads.locked(thread_id)
        facts = threads.facts(thread)
        permissions.check_can_take(actor, facts)
        state = check_transition(facts.state, Deed.TAKE)
        escalated = thread.escalated_at if thread.owner_id == actor.staff_id else None
        threads.move(thread, state, at, keep_clock=True)
        thread.owner_id, thread.owned_at, thread.handed_by = actor.staff_id, at, None
        # A head of another unit who got it because this one has none must not lose sight of it by taking it.
        thread.escalated_at = escalated
        threads.touch(thread, at)
        thread.save()
        _record(actor, thread, facts, "contact.take", at)


def read(*, actor: Viewer, thread_id: UUID, at: datetime | None = None) -> DeskConversation:
    """What is written in a thread, to its owner or the owner's stand-in.

    The reading is on record before anything is opened, in one transaction: when the record cannot be written, nothing
    is read. Law (2001:454) 10 §. Raises NotFound, NotAllowed("take_first").
    """
    at = at or clock.now()
    with transaction.atomic():
        thread = threads.locked(thread_id)
        facts = threads.facts(thread)
        permissions.check_can_read(actor, facts)
        _record(actor, thread, facts, "contact.read", at)
        private = threads.private_for_desk(thread)
        messages = threads.lines(thread, private)
        wishes = threads.wishes_of(thread, private)
        if thread.unread or thread.handed_by_id is not None:
            Message.objects.filter(thread=thread, from_relative=True, read_at__isnull=True).update(read_at=at)
            thread.unread, thread.handed_by = False, None
            thread.save(update_fields=["unread", "handed_by"])
        row = queries.row(actor, thread_id, at=at)
    return DeskConversation(row, messages, _summary(wishes, at, stopped=thread.stops > 0), row.may)


def _summary(wishes: SafeContact, at: datetime, *, stopped: bool) -> SafeSummary:
    ours = {"holds", "stopped", "value"}
    shared = {name: getattr(wishes, name) for name in SafeSummary.__dataclass_fields__ if name not in ours}
    return SafeSummary(**shared, holds=wishes.holds_on(promises.today(at)), stopped=stopped)


def answer(
    *, actor: Viewer, thread_id: UUID, text: str, nonce: bytes, seen: int | None = None, at: datetime | None = None
) -> None:
    """Write to the relative, signed with one's first name. The same words from the same form are sent once. `seen` is
    the newest message that the page showed.

    Raises Invalid (needed, too_long; came_meanwhile when the relative or a colleague has written since), NotFound,
    NotAllowed("take_first"), NotNow("wrong_state").
    """
    at = at or clock.now()
    codes.check_nonce(nonce)
    text = checked_text(text)
    by = organisation.public_names([actor.staff_id]).get(actor.staff_id, "")
    with transaction.atomic():
        thread = threads.locked(thread_id)
        facts = threads.facts(thread)
        permissions.check_can_answer(actor, facts)
        state = check_transition(facts.state, Deed.ANSWER)
        threads.check_nothing_new(thread, text, nonce=nonce, seen=seen, by=actor.staff_id)
        if not threads.append(thread, text, nonce=nonce, at=at, staff_id=actor.staff_id, by=by):
            return
        threads.count(What.ANSWER, thread, at)
        if thread.first_answer_at is None:
            thread.first_answer_at = at
            threads.count(What.FIRST_ANSWER, thread, at)
        if thread.due_at is not None and at > thread.due_at:
            threads.count(What.LATE_ANSWER, thread, at)
        threads.move(thread, state, at)
        threads.touch(thread, at)
        thread.save()
        _record(actor, thread, facts, "contact.answer", at)


def hand_to_colleague(*, actor: Viewer, thread_id: UUID, staff_id: int, at: datetime | None = None) -> None:
    """Give a thread to somebody with a role in the same unit; the clock runs on.

    Raises NotFound, NotAllowed("take_first"), NotNow, and Invalid("not_a_colleague").
    """
    at = at or clock.now()
    with transaction.atomic():
        thread = threads.locked(thread_id)
        facts = threads.facts(thread)
        permissions.check_can_hand_over(actor, facts)
        state = check_transition(facts.state, Deed.HAND_OVER)
        if staff_id not in {one.staff_id for one in organisation.staff_of(thread.unit_id, at) if one.serves}:
            raise Invalid("not_a_colleague", field="colleague")
        context.about(thread=thread.id)
        threads.move(thread, state, at, keep_clock=True)
        thread.owner_id, thread.owned_at, thread.escalated_at = staff_id, at, None
        thread.handed_by_id = actor.staff_id if staff_id != actor.staff_id else None
        threads.touch(thread, at)
        thread.save()
        _record(actor, thread, facts, "contact.hand_over", at, to=staff_id)


def pass_to_unit(*, actor: Viewer, thread_id: UUID, unit_id: str, at: datetime | None = None) -> None:
    """Pass a thread to another unit of the same authority: its key is wrapped to that unit's, and this unit's wrap is
    destroyed, so that nobody here can open it any more. What the relative was promised still holds.

    Raises NotFound, NotAllowed("take_first", "other_authority"), NotNow, Invalid("unit").
    """
    at = at or clock.now()
    with transaction.atomic():
        thread = threads.locked(thread_id)
        facts = threads.facts(thread)
        permissions.check_can_pass_on(actor, facts)
        state = check_transition(facts.state, Deed.PASS_ON)
        target = organisation.unit(unit_id)
        # A unit of another authority and one that does not exist are refused alike for whoever has no business there.
        if target is None or not target.receives_messages or unit_id == thread.unit_id:
            raise Invalid("unit", field="unit")
        permissions.check_can_pass_on(actor, facts, target.authority_id)
        context.about(thread=thread.id)
        _record(actor, thread, facts, "contact.pass_on", at, to=unit_id)
        threads.count(What.PASSED, thread, at)
        private = threads.private_for_desk(thread)
        wrapped = sealing.wrap_to_holder(keys.holder_public(unit_holder(unit_id)), private, name=thread.id.bytes)
        Wrap.objects.create(thread=thread, holder=unit_holder(unit_id), wrapped=wrapped)
        Wrap.objects.filter(thread=thread, holder=unit_holder(facts.unit_id)).delete()
        thread.unit_id = unit_id
        threads.move(thread, state, at, keep_clock=True)
        thread.unread = True
        threads.touch(thread, at)
        thread.save()


def reveal_safe_contact(*, actor: Viewer, thread_id: UUID, ticked: bool, at: datetime | None = None) -> SafeContact:
    """The number or address, to whoever is going to use it now and has ticked that the rules were read today.

    Raises Invalid("not_ticked"), NotNow("no_contact_wanted") when the person comes to us, NotNow("wish_has_expired"),
    NotNow("not_to_be_reached") while it may be dangerous, NotFound, NotAllowed("take_first").
    """
    at = at or clock.now()
    with transaction.atomic():
        thread = threads.locked(thread_id)
        facts = threads.facts(thread)
        permissions.check_can_reveal(actor, facts)
        if facts.state not in {State.TAKEN, State.ANSWERED}:
            raise NotNow("wrong_state")
        if thread.stops:
            raise NotNow("not_to_be_reached")
        if not ticked:
            raise Invalid("not_ticked", field="ticked")
        if thread.channel == Channel.PORTAL.value:
            raise NotNow("no_contact_wanted")
        _record(actor, thread, facts, "contact.reveal", at, ticked=True, channel=thread.channel)
        wishes = threads.wishes_of(thread, threads.private_for_desk(thread))
        if not wishes.holds_on(promises.today(at)):
            raise NotNow("wish_has_expired")
        return wishes
