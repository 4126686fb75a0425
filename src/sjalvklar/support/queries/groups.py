# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups and what was done among people, as those who serve in the unit see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.models import Activity, Group, Seat, Session
from sjalvklar.support.rules import Audience, SeatState, SessionState

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One time. `came` when it has been held."""

    id: UUID
    starts_at: datetime
    minutes: int
    room: str
    state: SessionState
    came: int | None
    by: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group: who has a place and who is in line are numbers. `ages` when it is for children, and `led_by` which
    adult leads it."""

    id: UUID
    unit_id: str
    service: str
    name: str
    places: int
    having: tuple[int, ...]
    waiting: tuple[int, ...]
    sessions: tuple[SessionRow, ...]
    ended_at: datetime | None
    mine: bool
    ages: tuple[int, int] | None = None
    led_by: str = ""


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """Something done among people."""

    service: str
    on: date
    place: str
    audience: Audience
    people: int
    led_to: int
    by: str


def _check(viewer: Viewer, unit_id: str) -> None:
    if unit_id not in viewer.serving_unit_ids:
        raise NotFound("no_such_unit")


def _rows(viewer: Viewer, found: Iterable[Group]) -> tuple[GroupRow, ...]:
    groups = list(found)
    seats: dict[UUID, list[Seat]] = {}
    for seat in Seat.objects.filter(group__in=[group.pk for group in groups]).order_by("number"):
        seats.setdefault(seat.group_id, []).append(seat)
    sessions: dict[UUID, list[Session]] = {}
    for session in Session.objects.filter(group__in=[group.pk for group in groups]).order_by("starts_at", "id"):
        sessions.setdefault(session.group_id, []).append(session)
    staff = {one.staff_id for some in sessions.values() for one in some}
    names = organisation.names(staff | {group.led_by_id for group in groups if group.led_by_id is not None})
    return tuple(
        GroupRow(
            group.pk,
            group.unit_id,
            group.service,
            group.name,
            group.places,
            tuple(seat.number for seat in seats.get(group.pk, ()) if seat.state == SeatState.PLACE.value),
            tuple(seat.number for seat in seats.get(group.pk, ()) if seat.state == SeatState.WAITING.value),
            tuple(_session(one, names) for one in sessions.get(group.pk, ())),
            group.ended_at,
            viewer.answers_in(group.unit_id),
            None if group.youngest is None or group.oldest is None else (group.youngest, group.oldest),
            names.get(group.led_by_id, "") if group.led_by_id is not None else "",
        )
        for group in groups
    )


def _session(one: Session, names: dict[int, str]) -> SessionRow:
    minutes = int((one.ends_at - one.starts_at).total_seconds() // 60)
    return SessionRow(
        one.pk, one.starts_at, minutes, one.room, SessionState(one.state), one.came, names.get(one.staff_id, "")
    )


def groups(viewer: Viewer, *, unit_id: str) -> tuple[GroupRow, ...]:
    """The unit's groups, those that go on first, then those that ended last. Raises NotFound("no_such_unit")."""
    _check(viewer, unit_id)
    found = Group.objects.filter(unit_id=unit_id).order_by(F("ended_at").desc(nulls_first=True), "-made_at", "id")[
        :MOST_ROWS
    ]
    return tuple(sorted(_rows(viewer, found), key=lambda row: row.ended_at is not None))


def group(viewer: Viewer, group_id: UUID) -> GroupRow:
    """One group. Raises NotFound("no_such_group")."""
    found = Group.objects.filter(pk=group_id, unit_id__in=viewer.serving_unit_ids)
    rows = _rows(viewer, found)
    if not rows:
        raise NotFound("no_such_group")
    return rows[0]


def activities(viewer: Viewer, *, unit_id: str) -> tuple[ActivityRow, ...]:
    """What the unit did among people, newest first. Raises NotFound("no_such_unit")."""
    _check(viewer, unit_id)
    rows = list(Activity.objects.filter(unit_id=unit_id).order_by("-on", "-at")[:MOST_ROWS])
    names = organisation.names({row.staff_id for row in rows})
    return tuple(
        ActivityRow(
            row.service, row.on, row.place, Audience(row.audience), row.people, row.led_to, names.get(row.staff_id, "")
        )
        for row in rows
    )
