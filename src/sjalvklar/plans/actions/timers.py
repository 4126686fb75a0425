# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock tells of: a consent that ends soon, something overdue to whoever leads and then to the head, a
meeting whose day has passed. Nothing hangs on it: that a consent has ended is read by whoever looks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from sjalvklar.casework.rules import CloseReason as CaseReason
from sjalvklar.casework.rules import State as CaseState
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.plans.actions import files
from sjalvklar.plans.actions.with_case import REASONS, end_one
from sjalvklar.plans.models import Commitment, Consent, Meeting, Plan
from sjalvklar.plans.queries import lists
from sjalvklar.plans.queries.settings import settings, today
from sjalvklar.plans.rules import CommitmentState, State
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

_TIMER = "timer"
_BATCH = 500
_OPEN = [state.value for state in CommitmentState if state.is_open]


def look_after(*, at: datetime | None = None) -> int:
    """Tell of what is due. Returns how many. Safe to run at any time, twice, and with a clock that has gone back."""
    at = at or clock.now()
    return _with_its_case(at) + _ending(at) + _lapsed(at) + _overdue(at) + _up(at) + _unmet(at)


def _told(plan: Plan, action: str, at: datetime, to: int | None, **detail: object) -> None:
    protected = files.is_protected(plan)
    if protected:
        detail["compartment"] = "protected"
    trust.record(
        actor=Actor.system(_TIMER, None if protected else plan.unit_id),
        action=action,
        object=files.about(plan),
        basis=_TIMER,
        detail={"plan": str(plan.pk), "to": to, **detail},
        at=at,
    )


def _each(rows: Any, deed: Any) -> int:
    return sum(deed(pk) for pk in list(rows.values_list("pk", flat=True)[:_BATCH]))


def _ending(at: datetime) -> int:
    soon = Consent.objects.filter(
        told_at__isnull=True,
        revoked_at__isnull=True,
        ends_at__gt=at,
        ends_at__lte=at + settings().tell_before,
        party__left_at__isnull=True,
        party__joint=True,
    )

    @transaction.atomic
    def tell(pk: int) -> bool:
        row = Consent.objects.select_for_update(of=("self",)).select_related("plan").get(pk=pk)
        if row.told_at is not None or row.revoked_at is not None:
            return False
        row.told_at = at
        row.save(update_fields=["told_at"])
        _told(row.plan, "plan.consent_ends", at, lists.leader_of(row.plan_id, at), party=str(row.party_id))
        return True

    return _each(soon.order_by("ends_at"), tell)


def _lapsed(at: datetime) -> int:
    """A consent that ended some days ago, and nobody has asked for another or let the party go: to the head. Of a
    protected person's plan the head knows nothing."""
    passed = lists.lapsed(at - settings().up_after).filter(up_at__isnull=True, party__case__protected=False)

    @transaction.atomic
    def tell(pk: int) -> bool:
        row = Consent.objects.select_for_update(of=("self",)).select_related("plan").get(pk=pk)
        if row.up_at is not None or row.revoked_at is not None:
            return False
        row.up_at = at
        row.save(update_fields=["up_at"])
        head = organisation.unit_head(row.plan.unit_id, at)
        _told(row.plan, "plan.consent_ended_up", at, head, party=str(row.party_id))
        return True

    return _each(passed.order_by("ends_at", "id"), tell)


def _with_its_case(at: datetime) -> int:
    """A plan in a case that has ended, which a deed at the same moment left behind: it ends too."""
    left = Plan.objects.exclude(state=State.CLOSED.value).filter(case__state=CaseState.CLOSED.value)

    @transaction.atomic
    def finish(pk: Any) -> bool:
        plan = Plan.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
        by = plan.case.closed_by_id
        if plan.state == State.CLOSED.value or plan.case.state != CaseState.CLOSED.value or by is None:
            return False
        reason = REASONS[CaseReason(plan.case.close_reason)]
        end_one(plan, reason, by=by, actor=Actor.system(_TIMER), at=at)
        return True

    return _each(left.order_by("began_at", "id"), finish)


def _overdue(at: datetime) -> int:
    late = Commitment.objects.filter(
        state__in=_OPEN, raised_at__isnull=True, due_on__lt=today(at), party__left_at__isnull=True, party__joint=True
    )

    @transaction.atomic
    def tell(pk: Any) -> bool:
        row = Commitment.objects.select_for_update(of=("self",)).select_related("party__plan").get(pk=pk)
        if row.raised_at is not None or row.state not in _OPEN or row.due_on >= today(at):
            return False  # somebody settled or moved it between the look and the lock
        row.raised_at = at
        row.save(update_fields=["raised_at"])
        plan = row.party.plan
        _told(plan, "plan.overdue", at, lists.leader_of(plan.pk, at), party=str(row.party_id))
        return True

    return _each(late.order_by("due_on", "id"), tell)


def _up(at: datetime) -> int:
    """What has been overdue for longer goes to the head. Of a protected person's plan the head knows nothing: it stays
    with whoever leads."""
    late = Commitment.objects.filter(
        state__in=_OPEN,
        raised_at__isnull=False,
        up_at__isnull=True,
        due_on__lt=today(at - settings().up_after),
        party__left_at__isnull=True,
        party__joint=True,
        party__case__protected=False,
    )

    @transaction.atomic
    def tell(pk: Any) -> bool:
        row = Commitment.objects.select_for_update(of=("self",)).select_related("party__plan").get(pk=pk)
        if row.up_at is not None or row.state not in _OPEN or row.raised_at is None:
            return False
        row.up_at = at
        row.save(update_fields=["up_at"])
        plan = row.party.plan
        _told(plan, "plan.overdue_up", at, organisation.unit_head(plan.unit_id, at), party=str(row.party_id))
        return True

    return _each(late.order_by("due_on", "id"), tell)


def _unmet(at: datetime) -> int:
    passed = Meeting.objects.filter(held_at__isnull=True, raised_at__isnull=True, at__lte=at - settings().up_after)
    passed = passed.exclude(plan__state=State.CLOSED.value)

    @transaction.atomic
    def tell(pk: int) -> bool:
        row = Meeting.objects.select_for_update(of=("self",)).select_related("plan").get(pk=pk)
        if row.raised_at is not None or row.held_at is not None:
            return False
        row.raised_at = at
        row.save(update_fields=["raised_at"])
        _told(row.plan, "plan.meeting_passed", at, lists.leader_of(row.plan_id, at))
        return True

    return _each(passed.order_by("at", "id"), tell)
