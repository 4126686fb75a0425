# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock does with what is agreed: reminds in their own contact those who said yes, brings up what nobody did
in time, and takes off what may not be done any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sjalvklar.kernel.errors import Refused
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.organisation.queries import municipality
from sjalvklar.support import saying, stops
from sjalvklar.support.actions import by_clock, reminding
from sjalvklar.support.models import OwnPlan, Reminder, Support
from sjalvklar.support.queries import services
from sjalvklar.support.rules import ReminderDeed, ReminderState, ReminderWay, State, move_reminder
from sjalvklar.support.rules.reminders import FROM_HOUR
from sjalvklar.trust import deeds

_BATCH = 500
_DUE = ReminderState.DUE.value


def look_after(at: datetime) -> int:
    """Returns how many. Safe to run at any time and twice."""
    return _remind(at) + _end_passed(at) + _raise_reminders(at) + _raise_plans(at)


def _remind(at: datetime) -> int:
    if at.astimezone(municipality.organisation().municipality.zone).hour < FROM_HOUR:
        return 0
    due = Reminder.objects.filter(
        state=_DUE, way=ReminderWay.THREAD.value, on__lte=services.today(at), talk__starts_at__gt=at
    )
    ids = list(due.order_by("on", "id").values_list("pk", "support_id")[:_BATCH])
    return sum(_remind_one(one, support_id, at) for one, support_id in ids)


@transaction.atomic
def _remind_one(reminder_id: UUID, support_id: UUID, at: datetime) -> bool:
    """Write one reminder. When nobody can read it there any more it is a colleague's to see to, in no other way than
    the one that was said."""
    support = by_clock.held_open(support_id)
    found = _still_due(reminder_id) if support is not None else None
    if support is None or found is None:
        return False
    if stops.why_not(support_id):
        reminding.stop(support, at)
        return True
    by_clock.record(support, "support.remind", at)
    deed, starts_at = ReminderDeed.REMIND, found.talk.starts_at
    try:
        with transaction.atomic(), deeds.beyond_the_desk():
            mailbox.remind(
                thread_id=UUID(reminding.called_of(support).thread),
                unit_id=support.unit_id,
                say=lambda language: saying.reminder(starts_at, language),
                staff_id=found.talk.staff_id,
                nonce=found.pk.bytes,
                at=at,
            )
    except (Refused, ValueError):
        deed = ReminderDeed.FAIL
        by_clock.bring_forward(support, at)
    _settle(found, deed, at)
    return True


def _still_due(reminder_id: UUID) -> Reminder | None:
    return Reminder.objects.select_related("talk").filter(pk=reminder_id, state=_DUE).first()


def _settle(reminder: Reminder, deed: ReminderDeed, at: datetime) -> None:
    reminder.state, reminder.settled_at = move_reminder(ReminderState.DUE, deed).value, at
    reminder.save(update_fields=["state", "settled_at"])


def _end_passed(at: datetime) -> int:
    """The talk has begun: nobody is reminded of it any more. That nobody was stays to be seen."""
    to = move_reminder(ReminderState.DUE, ReminderDeed.FAIL).value
    passed = Reminder.objects.filter(state=_DUE, talk__starts_at__lte=at)
    return Reminder.objects.filter(pk__in=list(passed.values_list("pk", flat=True)[:_BATCH])).update(
        state=to, settled_at=at
    )


def _raise_reminders(at: datetime) -> int:
    late = Reminder.objects.filter(state=_DUE, on__lt=services.today(at), raised_at__isnull=True)
    ids = list(late.order_by("on", "id").values_list("pk", "support_id")[:_BATCH])
    return sum(_raise_reminder(one, support_id, at) for one, support_id in ids)


@transaction.atomic
def _raise_reminder(reminder_id: UUID, support_id: UUID, at: datetime) -> bool:
    support = by_clock.held_open(support_id)
    found = _still_due(reminder_id) if support is not None else None
    if support is None or found is None or found.raised_at is not None:
        return False
    if stops.why_not(support_id):
        reminding.stop(support, at)
        return True
    found.raised_at = at
    found.save(update_fields=["raised_at"])
    by_clock.record(support, "support.raise_reminder", at)
    by_clock.bring_forward(support, at)
    return True


def _to_look_at(at: datetime) -> Q:
    return Q(replaced_at__isnull=True, raised_at__isnull=True, look_on__lt=services.today(at))


def _raise_plans(at: datetime) -> int:
    late = OwnPlan.objects.filter(_to_look_at(at), support__state=State.OPEN.value)
    ids = list(late.order_by("look_on", "id").values_list("pk", "support_id")[:_BATCH])
    return sum(_raise_plan(one, support_id, at) for one, support_id in ids)


@transaction.atomic
def _raise_plan(plan_id: UUID, support_id: UUID, at: datetime) -> bool:
    support: Support | None = by_clock.held_open(support_id)
    found = OwnPlan.objects.filter(_to_look_at(at), pk=plan_id).first() if support is not None else None
    if support is None or found is None:
        return False
    found.raised_at = at
    found.save(update_fields=["raised_at"])
    by_clock.record(support, "support.raise_plan", at)
    by_clock.bring_forward(support, at)
    return True
