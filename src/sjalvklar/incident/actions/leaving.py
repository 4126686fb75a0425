# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents of somebody who goes, or of a unit that does: another leads from now, in the unit that took over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sjalvklar.incident.actions import files, life
from sjalvklar.incident.ground import during
from sjalvklar.incident.models import Family, Incident, Lead
from sjalvklar.incident.queries import seen
from sjalvklar.incident.rules import State
from sjalvklar.kernel.errors import NotNow
from sjalvklar.organisation.belongings import Shares
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor

_PACK = "pack"


def give(*, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, at: datetime) -> int:
    """Every incident that one colleague leads in a unit to those who take over. In the caller's transaction. Raises
    NotNow("somebody_else_too") when nobody was chosen who can."""
    led = Lead.objects.filter(during(at), staff_id=staff_id).values("incident")
    theirs = seen.incidents(actor, at, Action.HAND_OVER).filter(unit_id=unit_id, pk__in=led)
    ids = list(theirs.exclude(state=State.CLOSED.value).order_by("opened_at", "id").values_list("pk", flat=True))
    for incident_id in ids:
        who = shares.next()
        if who is None:
            raise NotNow("somebody_else_too")
        life.hand_over(actor=actor, incident_id=incident_id, staff_id=who, leader_id=staff_id, at=at)
        shares.gave(who)
    return len(ids)


@transaction.atomic
def move_unit(unit_id: str, to: str, *, at: datetime) -> int:
    """Every incident of a unit that has ended to the one that took over: circles, dates and who leads as they are.
    Returns how many."""
    rows = list(Incident.objects.select_for_update().filter(unit_id=unit_id).order_by("opened_at", "id"))
    for incident in rows:
        trust.record(
            actor=Actor.system(_PACK, to),
            action="incident.move_unit",
            object=files.about(incident.pk),
            basis=_PACK,
            detail={"from": unit_id, "to": to},
            at=at,
        )
    Incident.objects.filter(unit_id=unit_id).update(unit_id=to)
    Family.objects.filter(unit_id=unit_id).update(unit_id=to)
    return len(rows)
