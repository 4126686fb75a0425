# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents as what somebody leads. What goes on with families after one has closed is the unit's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sjalvklar.incident.actions import leaving, timers
from sjalvklar.incident.ground import during
from sjalvklar.incident.models import Family, Incident, Lead
from sjalvklar.incident.queries import seen
from sjalvklar.incident.rules import FamilyState, State
from sjalvklar.organisation.belongings import Held, Kind, Shares
from sjalvklar.organisation.rules.staff import Viewer

_CLOSED = State.CLOSED.value


class Incidents:
    """Incidents, by who leads them."""

    kind = Kind.INCIDENT

    def held(self, viewer: Viewer, *, staff_id: int, unit_id: str, at: datetime) -> Held:
        led = Lead.objects.filter(during(at), staff_id=staff_id).values("incident")
        going = seen.incidents(viewer, at).filter(unit_id=unit_id, pk__in=led).exclude(state=_CLOSED)
        return Held(self.kind, going.count())

    def owners(self, viewer: Viewer, *, unit_id: str, at: datetime) -> Collection[int]:
        going = seen.incidents(viewer, at).filter(unit_id=unit_id).exclude(state=_CLOSED)
        return set(Lead.objects.filter(during(at), incident__in=going.values("pk")).values_list("staff_id", flat=True))

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
