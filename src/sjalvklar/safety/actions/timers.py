# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the clock does with safety: a measure that nobody looked at again on its day, and an answer that the police
have not given in time, are raised, each once.

The support's own next step is then today, so that its owner sees it first of all, and its head when that day has
passed too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sjalvklar.kernel import clock
from sjalvklar.safety.models import Assessment, Measure
from sjalvklar.safety.rules import AssessmentState
from sjalvklar.support import actions as support
from sjalvklar.support import queries as supports
from sjalvklar.support.actions import files
from sjalvklar.support.rules import State
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

_TIMER = "timer"
_BATCH = 500
_Row = TypeVar("_Row", Measure, Assessment)


def look_after(*, at: datetime | None = None) -> int:
    """Raise what is late. Returns how many. Safe to run at any time, and twice."""
    at = at or clock.now()
    return _raise_all(_measures, What.MEASURE_LATE, at) + _raise_all(_unanswered, None, at)


def _measures(at: datetime) -> QuerySet[Measure]:
    return Measure.objects.filter(review_on__lt=supports.today(at), raised_at__isnull=True).order_by("review_on", "id")


def _unanswered(at: datetime) -> QuerySet[Assessment]:
    asked = Assessment.objects.filter(state=AssessmentState.ASKED.value, raised_at__isnull=True)
    return asked.filter(answer_by__lt=supports.today(at)).order_by("answer_by", "id")


def _raise_all(late: Callable[[datetime], QuerySet[_Row]], what: What | None, at: datetime) -> int:
    found = late(at).filter(support__state=State.OPEN.value).values_list("pk", "support_id")[:_BATCH]
    return sum(_raise(late, name, support_id, what, at) for name, support_id in list(found))


@transaction.atomic
def _raise(
    late: Callable[[datetime], QuerySet[_Row]], name: UUID, support_id: UUID, what: What | None, at: datetime
) -> bool:
    one = support.held_open(support_id)
    row = late(at).filter(pk=name).first() if one is not None else None
    if one is None or row is None:
        return False  # somebody was faster between the look and the lock
    row.raised_at = at
    row.save(update_fields=["raised_at"])
    trust.record(
        actor=Actor.system(_TIMER, None if one.case_id is not None else one.unit_id),
        action="safety.raise",
        object=files.about(one),
        basis=_TIMER,
        at=at,
    )
    support.bring_forward(one, at)
    if what is not None:
        files.count(what, one, at)
    return True
