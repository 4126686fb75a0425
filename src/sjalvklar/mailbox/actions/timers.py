# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock does: nothing without an owner, and nothing kept past its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sjalvklar.disposal import queries as disposal
from sjalvklar.disposal.actions import receipt
from sjalvklar.disposal.rules import RecordType
from sjalvklar.kernel import clock
from sjalvklar.mailbox import keeping
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.models import Thread
from sjalvklar.mailbox.queries.lists import RANK_CLOSED
from sjalvklar.mailbox.rules import ERASE_GRACE, OPEN, Deed, State, check_transition
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor

_TIMER = "timer"
_OPEN = sorted(state.value for state in OPEN)
_BATCH = 500
_AT_ONCE = 50  # in one transaction: nobody who writes waits longer for it


def escalate_overdue(*, at: datetime | None = None) -> int:
    """See to it that nothing is without an owner; returns how many threads were moved. Safe to run at any time, twice,
    and with a clock that has gone back.

    What nobody has taken in time goes to the head of its unit, else to whoever stands in for the head, else to the
    next head of the same authority, and anybody in the unit can still take it. What belongs to somebody who no longer
    works there goes to the head at once, in the queue.
    """
    at = at or clock.now()
    return return_orphans(at) + _escalate(at)


def escalate(thread_id: UUID, *, at: datetime | None = None) -> bool:
    """The same for one thread that nobody has taken in time. Whether it was moved."""
    return _escalate_one(thread_id, at or clock.now())


def _escalate(at: datetime) -> int:
    waiting = Q(owner__isnull=True, take_by__lte=at, state=State.WAITING.value)
    ids = list(Thread.objects.filter(waiting).order_by("take_by").values_list("id", flat=True)[:_BATCH])
    # Where there was no head at all there may be one now.
    nobodys = Q(owner__isnull=True, escalated_at__isnull=False, take_by__gt=at, state=State.WAITING.value)
    left = list(Thread.objects.filter(nobodys).values_list("id", flat=True)[:_BATCH])
    done = sum(_escalate_one(thread_id, at) for thread_id in ids)
    return done + sum(_escalate_one(thread_id, at, at_once=True) for thread_id in left)


@transaction.atomic
def _escalate_one(thread_id: UUID, at: datetime, *, at_once: bool = False) -> bool:
    thread = Thread.objects.select_for_update().filter(pk=thread_id).first()
    if (
        thread is None
        or thread.owner_id is not None
        or thread.state != State.WAITING.value
        or thread.take_by is None
        or (thread.take_by > at and not at_once)
    ):
        return False  # somebody took it between the look and the lock
    head, head_of = _head_for(thread, at)
    if head is None and thread.escalated_at is not None:
        return False  # there still is nobody, which is on record already
    check_transition(State.WAITING, Deed.ESCALATE)
    thread.escalated_at = at
    thread.owner_id, thread.owned_at = head, (None if head is None else at)
    thread.save(update_fields=["escalated_at", "owner", "owned_at"])
    trust.record(
        actor=Actor.system(_TIMER, thread.unit_id),
        action="contact.escalate",
        object=threads.about(thread.id),
        basis=_TIMER,
        detail={"to": head, "head_of": head_of},
        at=at,
    )
    threads.count(What.ESCALATED, thread, at)
    return True


def _head_for(thread: Thread, at: datetime) -> tuple[int | None, str | None]:
    """Who becomes the owner, and as head of which unit."""
    head = organisation.unit_head(thread.unit_id, at)
    if head is not None:
        return head, thread.unit_id
    for unit in organisation.units_of_authority(thread.unit.authority_id):
        head = organisation.unit_head(unit.id, at)
        if head is not None:
            return head, unit.id
    return None, None


def _owners(only: int | None) -> Iterator[tuple[int, str]]:
    """Everybody who owns something open, and where: two steps in an index for each, however many threads there are."""
    owned = Thread.objects.filter(owner__isnull=False, rank__lt=RANK_CLOSED)
    if only is not None:
        owned = owned.filter(owner_id=only)
    last_owner, last_unit = 0, ""
    while True:
        found = (
            owned.filter(owner_id=last_owner, unit_id__gt=last_unit)
            .order_by("unit_id")
            .values_list("owner_id", "unit_id")
            .first()
        ) or (
            owned.filter(owner_id__gt=last_owner)
            .order_by("owner_id", "unit_id")
            .values_list("owner_id", "unit_id")
            .first()
        )
        if found is None:
            return
        last_owner, last_unit = found
        yield found


def return_orphans(at: datetime, *, only: int | None = None) -> int:
    """What belongs to somebody (or to this person) who does not work there any more goes back to its queue, and from
    there to the head at once, in the same transaction: nothing is between two people. Returns how many."""
    done = 0
    for owner, unit_id in _owners(only):
        viewer = organisation.viewer(owner, at)
        if viewer is not None and unit_id in viewer.serving_unit_ids:
            continue
        theirs = Thread.objects.filter(owner_id=owner, unit_id=unit_id, rank__lt=RANK_CLOSED)
        if viewer is not None and any(grant.role.leads for grant in viewer.grants):
            # A head of the same authority keeps what came because this unit has no head of its own.
            theirs = theirs.exclude(
                escalated_at__isnull=False,
                unit__authority_id__in=[grant.authority_id for grant in viewer.grants if grant.role.leads],
            )
        for thread_id in list(theirs.values_list("id", flat=True)[:_BATCH]):
            with transaction.atomic():
                returned = _return_one(thread_id, owner, at)
                if returned:
                    _escalate_one(thread_id, at, at_once=True)
            done += returned
    return done


@transaction.atomic
def _return_one(thread_id: UUID, owner: int, at: datetime) -> bool:
    thread = Thread.objects.select_for_update().filter(pk=thread_id, owner_id=owner, state__in=_OPEN).first()
    if thread is None:
        return False
    state = State.WAITING
    if thread.state != State.WAITING.value:
        state = check_transition(State(thread.state), Deed.RETURN_TO_QUEUE)
    threads.move(thread, state, at, keep_clock=True)
    thread.save()
    trust.record(
        actor=Actor.system(_TIMER, thread.unit_id),
        action="contact.return_to_queue",
        object=threads.about(thread.id),
        basis=_TIMER,
        detail={"from": owner},
        at=at,
    )
    return True


def erase_expired(*, at: datetime | None = None) -> int:
    """Erase threads whose time has passed since the last activity; returns how many.

    The time is the disposal decision's (gallringsbeslut) of the thread's board; without one nothing is erased, and
    nothing that is on hold. The wraps go first, so that no copy of the rows opens. A thread is erased only when it was
    found to be past its time at least a day ago and still is: a machine that for a while believes it is another year
    erases nothing.
    """
    at = at or clock.now()
    holds = disposal.holds()
    Thread.objects.filter(erase_noted_at__gt=at).update(erase_noted_at=None)
    done = 0
    for limit, decision, authorities in _limits(at):
        theirs = Thread.objects.filter(unit__authority__in=authorities)
        if limit is None:
            theirs.filter(erase_noted_at__isnull=False).update(erase_noted_at=None)
            continue
        theirs.filter(erase_noted_at__isnull=False, last_activity_at__gt=limit).update(erase_noted_at=None)
        past = theirs.filter(last_activity_at__lte=limit).exclude(keeping.held(holds))
        ripe = list(past.filter(erase_noted_at__lte=at - ERASE_GRACE).values_list("id", "unit_id")[:_BATCH])
        past.filter(erase_noted_at__isnull=True).update(erase_noted_at=at)
        for unit_id in sorted({unit for _, unit in ripe}):
            ids = [one for one, unit in ripe if unit == unit_id]
            for start in range(0, len(ids), _AT_ONCE):
                done += _erase(ids[start : start + _AT_ONCE], unit_id, limit, decision, at)
    return done


def _limits(at: datetime) -> list[tuple[datetime | None, str, list[str]]]:
    """The authorities, by what has been decided there."""
    found: dict[tuple[datetime | None, str], list[str]] = {}
    for authority in organisation.authority_ids():
        decision = disposal.disposal().decision(RecordType.CONTACT, authority, disposal.today(at))
        limit = disposal.limit(RecordType.CONTACT, authority, at)
        found.setdefault((limit, decision.id if decision else ""), []).append(authority)
    return [(limit, decision, authorities) for (limit, decision), authorities in found.items()]


@transaction.atomic
def _erase(ids: list[UUID], unit_id: str, limit: datetime, decision: str, at: datetime) -> int:
    """Some threads with their receipt, whole or not at all; then both registers know them."""
    gone = [one for one in ids if _erase_one(one, limit, decision, at)]
    if gone:
        receipt(RecordType.CONTACT, unit_id, [str(one) for one in gone], decision=decision, at=at)
        subjects.bury(gone)
    return len(gone)


def _erase_one(thread_id: UUID, limit: datetime, decision: str, at: datetime) -> bool:
    thread = Thread.objects.select_for_update().filter(pk=thread_id, last_activity_at__lte=limit).first()
    if thread is None or disposal.holds().cover(keeping.marks(thread)):
        return False
    trust.record(
        actor=Actor.system(_TIMER, thread.unit_id),
        action="contact.erase",
        object=threads.about(thread.id),
        basis="retention",
        detail={"state": thread.state, "reason": thread.close_reason, "decision": decision},
        at=at,
    )
    threads.count(What.ERASED, thread, at)
    keeping.delete([thread.id])
    return True
