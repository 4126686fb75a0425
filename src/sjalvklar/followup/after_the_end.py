# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of follow-ups when their support ends: those with a yes to the time after remain, the others end and
never come back. When whom it is for has died, all end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sjalvklar.followup.models import Asking, Consent, FollowUp
from sjalvklar.followup.rules import COMING, AskingDeed, AskingState, Deed, State, check_asking, check_transition
from sjalvklar.support.queries import today


def holds(at: datetime) -> Q:
    """A yes that holds at that moment: nothing goes on past its last day because a job has not come round."""
    return Q(ended_at__isnull=True, until__gte=today(at))


def consented(support_id: UUID, at: datetime) -> bool:
    """Whether the relative wants us to go on afterwards."""
    return Consent.objects.filter(holds(at), support=support_id).exists()


def ended(support_id: UUID, at: datetime) -> None:
    """The support is closed, in the caller's transaction."""
    if not consented(support_id, at):
        end_all(support_id, at)


def died(there: Collection[UUID], by: int, at: datetime) -> None:
    """Whom the supports are for has died: nobody is in touch with them, no code opens anything, and their yes to the
    time after ends."""
    Consent.objects.filter(support__in=there, ended_at__isnull=True).update(ended_at=at, ended_by=by)
    for support_id in there:
        end_all(support_id, at)
        take_back_all(support_id)


def end_all(support_id: UUID, at: datetime) -> int:
    """End what was coming. Returns how many."""
    done = 0
    for state in COMING:
        to = check_transition(State(state), Deed.END).value
        rows = FollowUp.objects.filter(support=support_id, state=state.value)
        done += rows.update(state=to, settled_at=at, raised_at=None)
    return done


def take_back_all(support_id: UUID) -> int:
    """No code of the support opens anything any more. Returns how many did."""
    to = check_asking(AskingState.OPEN, AskingDeed.TAKE_BACK).value
    rows = Asking.objects.filter(support=support_id, state=AskingState.OPEN.value)
    return rows.update(state=to, finding=None, expires_at=None)


def kept(at: datetime) -> Q:
    """Supports that are not erased yet, whatever their time: as long as the yes to the time after holds, and no
    longer."""
    return Q(pk__in=Consent.objects.filter(holds(at)).values("support"))
