# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports in a file end with their case: in one that is closed nobody writes, and what went on there would be late
for ever, with a talk that nobody comes to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sjalvklar.casework.rules import CloseReason as CaseReason
from sjalvklar.support.actions import files, life
from sjalvklar.support.models import Support
from sjalvklar.support.rules import CloseReason, State
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust.rules import Actor

REASONS: dict[CaseReason, CloseReason] = {
    CaseReason.GOAL_REACHED: CloseReason.GOAL_REACHED,
    CaseReason.PERSON_ENDED: CloseReason.PERSON_ENDED,
    CaseReason.MOVED: CloseReason.ELSEWHERE,
    CaseReason.NO_CONTACT: CloseReason.NO_CONTACT,
    CaseReason.DECEASED: CloseReason.DECEASED,
    CaseReason.OPENED_BY_MISTAKE: CloseReason.MISTAKE,
    CaseReason.CONTINUED: CloseReason.ELSEWHERE,
}


class EndsWithCase:
    """Supports in a personal file. They are the case's own: nobody has to say that they end too."""

    code = ""

    def goes_on(self, case_id: UUID) -> bool:
        with deeds.beyond_the_desk():
            return Support.objects.filter(case=case_id, state=State.OPEN.value).exists()

    def end(self, case_id: UUID, reason: CaseReason, *, by: int, at: datetime) -> None:
        with deeds.beyond_the_desk():
            held = Support.objects.select_for_update(of=("self",)).select_related("case")
            for support in held.filter(case=case_id, state=State.OPEN.value).order_by("opened_at", "id"):
                _on_record(support, REASONS[reason], by, at)
                life.end(support, REASONS[reason], by=by, at=at)


def _on_record(support: Support, reason: CloseReason, by: int, at: datetime) -> None:
    """Of a protected person's no unit is named."""
    protected = support.case is not None and support.case.protected
    trust.record(
        actor=Actor.staff(by, None if protected else support.unit_id),
        action="support.end_with_case",
        object=files.about(support),
        basis="assignment",
        detail={
            "support": str(support.pk),
            "reason": reason.value,
            **({"compartment": "protected"} if protected else {}),
        },
        at=at,
    )
