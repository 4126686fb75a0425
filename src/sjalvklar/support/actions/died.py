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
from sjalvklar.support.models import Support


def in_cases(case_ids: Collection[UUID], by: int, at: datetime) -> None:
    """Of the supports in cases that are about them. That they have died is on the cases' record."""
    there = tuple(Support.objects.filter(case__in=case_ids).order_by("pk").values_list("pk", flat=True))
    reminding.silence(there, at)
    ending.has_died(there, by=by, at=at)
