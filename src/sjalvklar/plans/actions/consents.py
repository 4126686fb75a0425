# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Written consent for one party at a time: given for some things and for a time, taken back at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sjalvklar.casework import stops
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans.actions import files
from sjalvklar.plans.models import Consent, Party, Plan
from sjalvklar.plans.queries.settings import settings, zone
from sjalvklar.plans.rules import ConsentWay, Giver, Share, State, checked_kinds, checked_time
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust.rules import Actor


def give_consent(
    *,
    actor: Viewer,
    plan_id: UUID,
    party_id: UUID,
    giver: Giver,
    kinds: Collection[Share],
    starts: date,
    ends: date,
    way: ConsentWay,
    interpreter: bool = False,
    seen: bool,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """Write down a consent that one has seen in writing; `seen` says so. It stands in the place of the same person's
    earlier one for the party, which ends where it begins. The same form is one.

    Raises NotFound, NotAllowed, NotNow (also "person_is_dead"), Invalid: choose, seen, ends_before, ended_already,
    too_old, too_early, too_long_a_time.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    if not seen:
        raise Invalid("seen", field="seen")
    first, after = checked_time(starts, ends, longest=settings().longest_consent, at=at, zone=zone())
    shared = checked_kinds(kinds)
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        party = files.of_plan(plan, party_id)
        if giver > plan.needed:
            raise Invalid("choose", field="giver")
        if giver is Giver.OWN and stops.has_died(plan.case_id):
            raise NotNow("person_is_dead")
        once = deeds.once(b"consent", party_id.bytes, nonce)
        if Consent.objects.filter(once=once).exists():
            return
        files.record(
            actor,
            plan,
            facts,
            "plan.consent",
            at,
            party=str(party_id),
            giver=giver.name.lower(),
            kinds=sorted(shared),
            starts=starts.isoformat(),
            ends=ends.isoformat(),
            way=way.value,
            interpreter=interpreter,
        )
        _replace(party, giver, at, from_now=max(first, at))
        Consent.objects.create(
            party=party,
            plan=plan,
            giver=giver.value,
            kinds=sorted(kind.value for kind in shared),
            starts_at=first,
            ends_at=after,
            way=way.value,
            interpreter=interpreter,
            at=at,
            staff_id=actor.staff_id,
            once=once,
        )
        files.touch(plan, at)


def _holding(party: Party, giver: Giver, at: datetime) -> Q:
    return Q(party=party, giver=giver.value, revoked_at__isnull=True, ends_at__gt=at)


def _replace(party: Party, giver: Giver, at: datetime, *, from_now: datetime) -> None:
    """What the same person said before ends where the new begins; what had not begun by then never does."""
    before = Consent.objects.filter(_holding(party, giver, at))
    before.filter(starts_at__lt=from_now, ends_at__gt=from_now).update(ends_at=from_now)
    for row in before.filter(starts_at__gte=from_now):
        row.ends_at = row.starts_at
        row.save(update_fields=["ends_at"])


def has_died(case_ids: Collection[UUID], by: int, at: datetime) -> None:
    """Whom the plans in those cases are about has died: their own yes ends now, on record, and with it the joint work
    with every party. The plan stands, and its leader closes it."""
    for plan in Plan.objects.select_for_update().filter(case__in=case_ids).exclude(state=State.CLOSED.value):
        protected = files.is_protected(plan)
        trust.record(
            actor=Actor.staff(by, None if protected else plan.unit_id),
            action="plan.consents_end",
            object=files.about(plan),
            basis="assignment",
            detail={"plan": str(plan.pk), **({"compartment": "protected"} if protected else {})},
            at=at,
        )
        for party in plan.parties.all():
            _replace(party, Giver.OWN, at, from_now=at)
        files.touch(plan, at)


def revoke_consent(*, actor: Viewer, plan_id: UUID, party_id: UUID, giver: Giver, at: datetime | None = None) -> None:
    """It is taken back, and the joint work with that party stops at once. Twice is once. Raises NotFound, NotAllowed,
    NotNow."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        party = files.of_plan(plan, party_id, also_left=True)
        if not Consent.objects.filter(_holding(party, giver, at)).exists():
            return
        files.record(actor, plan, facts, "plan.revoke_consent", at, party=str(party_id), giver=giver.name.lower())
        Consent.objects.filter(_holding(party, giver, at)).update(revoked_at=at, revoked_by_id=actor.staff_id)
        files.count(What.PLAN_CONSENT_REVOKED, plan, at)
        files.touch(plan, at)
