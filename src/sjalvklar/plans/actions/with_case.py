# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan is part of a case and ends with it, on the same day: the consents were given for work in a case that goes on,
and a party must not read of one that nobody answers for any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sjalvklar.casework.rules import CloseReason as CaseReason
from sjalvklar.plans.actions import files, life
from sjalvklar.plans.models import Plan
from sjalvklar.plans.rules import CloseReason, State
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust.rules import Actor

REASONS: Mapping[CaseReason, CloseReason] = {
    CaseReason.GOAL_REACHED: CloseReason.GOAL_REACHED,
    CaseReason.PERSON_ENDED: CloseReason.NO_CONSENT,
    CaseReason.MOVED: CloseReason.MOVED,
    CaseReason.NO_CONTACT: CloseReason.NO_CONTACT,
    CaseReason.DECEASED: CloseReason.DECEASED,
    CaseReason.OPENED_BY_MISTAKE: CloseReason.NOT_SUITED,
    CaseReason.CONTINUED: CloseReason.OTHER_HELP,
}


class EndsWithCase:
    """Plans of social intervention groups."""

    code = "plan_goes_on"

    def goes_on(self, case_id: UUID) -> bool:
        with deeds.beyond_the_desk():
            return Plan.objects.filter(case=case_id).exclude(state=State.CLOSED.value).exists()

    def end(self, case_id: UUID, reason: CaseReason, *, by: int, at: datetime) -> None:
        with deeds.beyond_the_desk():  # whoever answers for the case may be another than whoever leads the plan
            held = Plan.objects.select_for_update().filter(case=case_id).exclude(state=State.CLOSED.value)
            for plan in held:
                end_one(plan, REASONS[reason], by=by, actor=Actor.staff(by, plan.unit_id), at=at)


def end_one(plan: Plan, reason: CloseReason, *, by: int, actor: Actor, at: datetime) -> None:
    """End a plan whose case has ended, on record. Of a protected person's no unit is named."""
    protected = files.is_protected(plan)
    detail = {"plan": str(plan.pk), "reason": reason.value, **({"compartment": "protected"} if protected else {})}
    trust.record(
        actor=Actor(actor.kind, actor.id, None if protected else plan.unit_id),
        action="plan.end_with_case",
        object=files.about(plan),
        basis="assignment",
        detail=detail,
        at=at,
    )
    life.end(plan, reason, by=by, at=at)
