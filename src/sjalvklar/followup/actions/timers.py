# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock does with follow-ups: what passed its day goes up, codes and consents end in time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.followup import after_the_end
from sjalvklar.followup.actions import files
from sjalvklar.followup.models import Asking, Consent, FollowUp
from sjalvklar.followup.rules import COMING, AskingDeed, AskingState, check_asking
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as people
from sjalvklar.support.actions import files as supports
from sjalvklar.support.queries import today
from sjalvklar.support.rules import State as SupportState
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

_TIMER = "timer"
_BATCH = 500
_COMING = [state.value for state in COMING]


def look_after(*, at: datetime | None = None) -> int:
    """Days that nobody kept go up to the head, codes past their time open nothing, and consents past theirs end.
    Returns how many of all. Safe to run at any time, twice, and with a clock that has gone back."""
    at = at or clock.now()
    return _raise_overdue(at) + _expire(at) + _end_consents(at)


def _raise_overdue(at: datetime) -> int:
    late = FollowUp.objects.filter(state__in=_COMING, on__lt=today(at), raised_at__isnull=True)
    return sum(_raise_one(one, at) for one in list(late.order_by("on", "id").values_list("pk", flat=True)[:_BATCH]))


@transaction.atomic
def _raise_one(followup_id: UUID, at: datetime) -> bool:
    late = FollowUp.objects.filter(state__in=_COMING, on__lt=today(at), raised_at__isnull=True)
    row = late.select_for_update(of=("self",)).select_related("support").filter(pk=followup_id).first()
    if row is None:
        return False  # somebody settled it between the look and the lock
    row.raised_at = at
    row.save(update_fields=["raised_at"])
    support = row.support
    unit = None if support.case_id is not None else support.unit_id
    trust.record(
        actor=Actor.system(_TIMER, unit),
        action="followup.raise",
        object=supports.about(support),
        basis=_TIMER,
        detail={"to": people.unit_head(support.unit_id, at)} if unit else {},
        at=at,
    )
    files.count(What.FOLLOW_UP_LATE, support, at)
    return True


def _expire(at: datetime) -> int:
    to = check_asking(AskingState.OPEN, AskingDeed.EXPIRE).value
    old = Asking.objects.filter(state=AskingState.OPEN.value, expires_at__lte=at)
    return old.update(state=to, finding=None, expires_at=None)


def _end_consents(at: datetime) -> int:
    over = Consent.objects.filter(ended_at__isnull=True, until__lt=today(at))
    return sum(_end_one(one, at) for one in list(over.order_by("until").values_list("pk", flat=True)[:_BATCH]))


@transaction.atomic
def _end_one(consent_id: int, at: datetime) -> bool:
    over = Consent.objects.filter(ended_at__isnull=True, until__lt=today(at))
    row = over.select_for_update(of=("self",)).select_related("support").filter(pk=consent_id).first()
    if row is None:
        return False
    row.ended_at = max(at, row.given_at)
    row.save(update_fields=["ended_at"])
    support = row.support
    if support.state == SupportState.CLOSED.value:
        after_the_end.end_all(support.pk, at)
        after_the_end.take_back_all(support.pk)
    trust.record(
        actor=Actor.system(_TIMER, None if support.case_id is not None else support.unit_id),
        action="followup.consent_over",
        object=supports.about(support),
        basis=_TIMER,
        at=at,
    )
    return True
