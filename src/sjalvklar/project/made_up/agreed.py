# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is agreed in one made-up support of the demo: a plan in two versions, a talk by video, and a reminder. Nobody
here exists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.project.made_up import office
from sjalvklar.support import actions, queries
from sjalvklar.support.rules import OwnPlan, ReminderWay, Way, Wish

_PLAN = OwnPlan(
    wants="Kunna sova, och veta vad jag ska säga till barnen.",
    helps="Någon att ringa till på kvällen. Att inte behöva berätta allt från början varje gång.",
    they_do="Går en runda med hunden varje morgon. Pratar med min syster.",
    we_do="Ringer på tisdagar. Tar reda på hur skolan har tänkt.",
)


def make(owner: Viewer, support_id: UUID, now: datetime, nonce: Callable[..., bytes]) -> None:
    """Agree on it, as the owner would."""
    today = queries.today(now)
    first = OwnPlan(wants=_PLAN.wants, we_do="Ringer på tisdagar.")
    for number, (plan, days_ago) in enumerate(((first, 2), (_PLAN, 0))):
        actions.write_plan(
            actor=owner,
            support_id=support_id,
            plan=plan,
            look_on=today + timedelta(days=21),
            number=number,
            nonce=nonce(40, number),
            at=office.before(now - timedelta(days=days_ago)),
        )
    actions.set_wish(actor=owner, support_id=support_id, wish=Wish(ReminderWay.SAFE, 1), at=now)
    for place, (way, days, hour) in enumerate(((Way.PHONE, 1, 10), (Way.VIDEO, 4, 14))):
        starts = datetime.combine(today + timedelta(days=days), time(hour), organisation().municipality.zone)
        actions.book(
            actor=owner,
            support_id=support_id,
            way=way,
            starts_at=starts,
            minutes=45,
            nonce=nonce(41, place),
            at=now,
        )
