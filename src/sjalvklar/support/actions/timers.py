# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock does with supports: nothing waits unseen, nobody is forgotten, nothing is kept past its time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.disposal import queries as disposal
from sjalvklar.disposal.actions import receipt
from sjalvklar.disposal.rules import RecordType
from sjalvklar.kernel import clock
from sjalvklar.mailbox.rules import ERASE_GRACE
from sjalvklar.organisation.queries import staff as people
from sjalvklar.support import ending, keeping
from sjalvklar.support.actions import agreed_days, along, by_clock, files
from sjalvklar.support.models import Support
from sjalvklar.support.queries import services
from sjalvklar.support.rules import Deed, State, check_transition
from sjalvklar.tally.rules import What
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor

_TIMER = "timer"
_BATCH = 500


def look_after(*, at: datetime | None = None) -> int:
    """What nobody has taken in time is the head's as well; of what has passed its day the head is told; whoever wants
    to be reminded is; a plan that nobody looked at again comes first; booked talks go along with the support. Returns
    how many. Safe to run at any time, and
    twice."""
    at = at or clock.now()
    return _escalate(at) + _raise_overdue(at) + along.look_after(at) + agreed_days.look_after(at)


def _escalate(at: datetime) -> int:
    waiting = Support.objects.filter(state=State.WAITING.value, due_at__lte=at, escalated_at__isnull=True)
    return sum(
        _escalate_one(one, at) for one in list(waiting.order_by("due_at").values_list("pk", flat=True)[:_BATCH])
    )


@transaction.atomic
def _escalate_one(support_id: UUID, at: datetime) -> bool:
    waiting = Support.objects.filter(state=State.WAITING.value, due_at__lte=at, escalated_at__isnull=True)
    support = waiting.select_for_update().filter(pk=support_id).first()
    if support is None:
        return False  # somebody took it between the look and the lock
    check_transition(State.WAITING, Deed.ESCALATE)
    head = people.unit_head(support.unit_id, at)
    support.escalated_at = at
    support.save(update_fields=["escalated_at"])
    by_clock.record(support, "support.escalate", at, to=head)
    if head is not None:
        files.give(support, head, by=None, at=at)
    files.count(What.SUPPORT_LATE, support, at)
    return True


def _raise_overdue(at: datetime) -> int:
    late = Support.objects.filter(state=State.OPEN.value, next_on__lt=services.today(at), raised_at__isnull=True)
    return sum(_raise_one(one, at) for one in list(late.order_by("next_on").values_list("pk", flat=True)[:_BATCH]))


@transaction.atomic
def _raise_one(support_id: UUID, at: datetime) -> bool:
    late = Support.objects.filter(state=State.OPEN.value, next_on__lt=services.today(at), raised_at__isnull=True)
    support = late.select_for_update().filter(pk=support_id).first()
    if support is None:
        return False
    support.raised_at = at
    support.save(update_fields=["raised_at"])
    by_clock.record(support, "support.raise", at)
    files.count(What.SUPPORT_LATE, support, at)
    return True


def erase_expired(*, at: datetime | None = None) -> int:
    """Erase closed supports whose time has passed since the last activity; returns how many.

    The time is the board's disposal decision (gallringsbeslut); without one nothing is erased, and nothing on hold or
    that a room above still needs, as what somebody wanted for the time after.
    One is erased only when it was found to be past its time a day ago and still is: a machine that for a while
    believes it is another year erases nothing. What is part of a case goes with the case.
    """
    at = at or clock.now()
    held = keeping.held(disposal.holds())
    Support.objects.filter(erase_noted_at__gt=at).update(erase_noted_at=None)
    done = 0
    for authority in people.authority_ids():
        closed = Support.objects.filter(authority=authority, state=State.CLOSED.value, case__isnull=True)
        limit = disposal.limit(RecordType.SUPPORT, authority, at)
        if limit is None:
            closed.filter(erase_noted_at__isnull=False).update(erase_noted_at=None)
            continue
        decision = disposal.disposal().decision(RecordType.SUPPORT, authority, disposal.today(at))
        closed.filter(erase_noted_at__isnull=False, last_activity_at__gt=limit).update(erase_noted_at=None)
        past = closed.filter(last_activity_at__lte=limit).exclude(held).exclude(ending.is_kept(at))
        ripe = list(past.filter(erase_noted_at__lte=at - ERASE_GRACE).values_list("pk", flat=True)[:_BATCH])
        past.filter(erase_noted_at__isnull=True).update(erase_noted_at=at)
        done += sum(_erase(one, limit, decision.id if decision else "", at) for one in ripe)
    return done


@transaction.atomic
def _erase(support_id: UUID, limit: datetime, decision: str, at: datetime) -> bool:
    closed = Support.objects.filter(state=State.CLOSED.value, case__isnull=True, last_activity_at__lte=limit)
    support = closed.select_for_update().filter(pk=support_id).first()
    if support is None or disposal.holds().cover(keeping.marks(support)):
        return False
    if Support.objects.filter(ending.is_kept(at), pk=support_id).exists():
        return False  # somebody said yes to the time after between the look and the lock
    by_clock.record(support, "support.erase", at, decision=decision)
    subject = support.subject
    receipt(RecordType.SUPPORT, support.unit_id, [str(support_id)], decision=decision, at=at)
    keeping.delete([support_id])
    subjects.bury([support_id])
    if subject is not None:
        subjects.destroy(subject, actor=Actor.system(_TIMER))
    return True
