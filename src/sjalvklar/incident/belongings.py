# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents as what somebody leads. What goes on with families after one has closed is the unit's."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from sjalvklar.incident.actions import leaving, timers
from sjalvklar.incident.ground import during
from sjalvklar.incident.models import Family, Incident, Lead
from sjalvklar.incident.queries import seen
from sjalvklar.incident.rules import FamilyState, State
from sjalvklar.organisation.belongings import Held, Kind, Shares, Whose
from sjalvklar.organisation.rules.staff import Viewer

_CLOSED = State.CLOSED.value


class Incidents:
    """Incidents, by who leads them."""

    kind = Kind.INCIDENT

    def whose(self, viewer: Viewer, *, unit_id: str, at: datetime, staff_id: int | None = None) -> Whose:
        going = seen.incidents(viewer, at).filter(unit_id=unit_id).exclude(state=_CLOSED)
        leads = Lead.objects.filter(during(at), incident__in=going.values("pk"))
        leads = leads if staff_id is None else leads.filter(staff_id=staff_id)
        rows = leads.order_by().values_list("staff_id").annotate(Count("incident", distinct=True))
        held = {who: Held(self.kind, number) for who, number in rows}
        return Whose(held, frozenset(held))

    def give(
        self, *, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, also_closed: bool, at: datetime
    ) -> int:
        return leaving.give(actor=actor, staff_id=staff_id, unit_id=unit_id, shares=shares, at=at)

    def left_behind(self, staff_id: int | None, *, at: datetime) -> int:
        return timers.keep_led(staff_id, at=at)

    def is_open_in(self, unit_id: str) -> bool:
        followed = Family.objects.filter(unit_id=unit_id, state=FamilyState.FOLLOW_UP.value)
        return Incident.objects.filter(unit_id=unit_id).exclude(state=_CLOSED).exists() or followed.exists()

    def move_unit(self, unit_id: str, to: str, *, at: datetime) -> int:
        return leaving.move_unit(unit_id, to, at=at)
