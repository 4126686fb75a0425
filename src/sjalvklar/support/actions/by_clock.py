# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed of the clock with a support shares: its record, the support held, and what must be looked at now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sjalvklar.support.actions import files
from sjalvklar.support.models import Support
from sjalvklar.support.queries import services
from sjalvklar.support.rules import NextStep, State
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

TIMER = "timer"


def record(support: Support, action: str, at: datetime, **detail: object) -> None:
    """Put a deed of the clock on record. Of what is part of a case no unit is named."""
    unit = None if support.case_id is not None else support.unit_id
    trust.record(
        actor=Actor.system(TIMER, unit),
        action=action,
        object=files.about(support),
        basis=TIMER,
        detail=detail,
        at=at,
    )


def held_open(support_id: UUID) -> Support | None:
    """The support, held by this transaction until it ends; None when it is not open."""
    return Support.objects.select_for_update().filter(pk=support_id, state=State.OPEN.value).first()


def bring_forward(support: Support, at: datetime) -> None:
    """What must be looked at now: the next step is today, unless it was to be sooner."""
    day = services.today(at)
    if support.next_on is not None and support.next_on <= day:
        return
    record(support, "support.bring_forward", at)
    support.next_step, support.next_on = NextStep.FOLLOW_UP.value, day
    support.save(update_fields=["next_step", "next_on"])
