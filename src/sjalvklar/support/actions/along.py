# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Booked talks go along to whoever answers for the support now: whoever comes finds somebody there.

The clock sees to it, for every way that a support or its case gets another owner: given, taken, or left behind by
somebody who works there no more.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from sjalvklar.casework.queries import seen as cases
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.queries import staff as people
from sjalvklar.support.actions import booking, by_clock
from sjalvklar.support.ground import during
from sjalvklar.support.models import Assignment, Support, Talk
from sjalvklar.support.rules import State, TalkState

_BATCH = 500


def look_after(at: datetime) -> int:
    """Talks to come with somebody who had the support before, or works there no more, are with its owner, who is free
    then. Else they stay with whoever had it; of one that nobody would come to the owner is told, until it is moved or
    called off. Returns how many. Safe to run at any time and twice."""
    without_file = Assignment.objects.filter(support=OuterRef("support"))
    in_file = cases.answering(OuterRef("support__case"))
    of_support = without_file.filter(during(at)).order_by("-starts_at", "-id").values("staff_id")[:1]
    of_case = in_file.filter(during(at)).order_by("-starts_at", "-id").values("staff_id")[:1]
    had = Exists(without_file.filter(staff=OuterRef("staff"))) | Exists(in_file.filter(staff=OuterRef("staff")))
    talks = Talk.objects.filter(state=TalkState.BOOKED.value, starts_at__gt=at).annotate(
        owner=Coalesce(Subquery(of_support), Subquery(of_case)), theirs_once=had
    )
    rows = talks.filter(owner__isnull=False).exclude(owner=F("staff_id")).order_by("starts_at", "id")
    done = 0
    for talk, support, owner, once in list(rows.values_list("pk", "support_id", "owner", "theirs_once")[:_BATCH]):
        done += _go_along(talk, support, owner, at, theirs_once=once)
    return done


@transaction.atomic
def _go_along(talk_id: UUID, support_id: UUID, owner: int, at: datetime, *, theirs_once: bool) -> bool:
    support = Support.objects.select_for_update().filter(pk=support_id).exclude(state=State.CLOSED.value).first()
    talk = Talk.objects.filter(pk=talk_id, state=TalkState.BOOKED.value).first()
    if support is None or talk is None:
        return False
    there = people.serves_in(talk.staff_id, support.unit_id, at)
    if there and not theirs_once:
        return False  # a stand-in's, who booked it with themselves
    try:
        booking.check_free(owner, talk.room, talk.starts_at, talk.ends_at, besides=talk.pk)
    except Invalid:
        before = support.next_on
        if not there and support.state == State.OPEN.value:
            by_clock.bring_forward(support, at)
        return support.next_on != before
    by_clock.record(support, "support.talk_along", at, **{"from": talk.staff_id, "to": owner})
    talk.staff_id = owner
    talk.save(update_fields=["staff"])
    return True
