# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom a support is for has died: nobody is reminded of anything or reached out to, and what they had said yes to in
the rooms above ends. Whoever answers for the support goes on with what is left to do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sjalvklar.support import ending
from sjalvklar.support.actions import reminding
from sjalvklar.support.models import ReminderWish, Support
from sjalvklar.support.queries import services
from sjalvklar.support.rules import NextStep, State


def in_cases(case_ids: Collection[UUID], by: int, at: datetime) -> None:
    """Of the supports in cases that are about them. That they have died is on the cases' record."""
    held = list(Support.objects.select_for_update().filter(case__in=case_ids).order_by("pk"))
    for support in held:
        ReminderWish.objects.filter(support=support).update(wanted=False)
        reminding.drop(support, at)
        if support.state == State.OPEN.value and NextStep(support.next_step).reaches_out:
            support.next_step, support.next_on = NextStep.FOLLOW_UP.value, services.today(at)
            support.save(update_fields=["next_step", "next_on"])
    ending.has_died([support.pk for support in held], by=by, at=at)
