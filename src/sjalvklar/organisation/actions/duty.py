# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The duty list and stand-ins of a unit, kept by its head."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.organisation import permissions
from sjalvklar.organisation.actions.staff import planner
from sjalvklar.organisation.models import OnDuty, StandIn
from sjalvklar.organisation.queries import staff as queries
from sjalvklar.organisation.rules.staff import check_period
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor


def _check_planner(actor: Actor, unit_id: str, at: datetime) -> None:
    viewer = planner(actor, at)
    if viewer is not None:
        permissions.check_can_plan(viewer, unit_id)


def _end(row: StandIn | OnDuty, actor: Actor, at: datetime) -> None:
    """What has begun ends now; what has not begun never was."""
    _check_planner(actor, row.unit_id, at)
    if row.starts_at >= at:
        row.delete()
    else:
        row.ends_at = at
        row.save(update_fields=["ends_at"])


def _check_works_in(staff_id: int, unit_id: str, at: datetime, field: str) -> None:
    if not queries.serves_in(staff_id, unit_id, at):
        raise Invalid("not_in_the_unit", field=field)


@transaction.atomic
def set_stand_in(
    *,
    unit_id: str,
    absent_id: int,
    substitute_id: int,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    at: datetime | None = None,
) -> int:
    """From one moment until another the substitute does what is the absent colleague's, in this unit only.

    Both must work in the unit. An absent colleague has one stand-in at a time, so that everyone knows who.
    Raises Invalid: `ends_before_it_begins`, `same_person`, `not_in_the_unit`; NotNow: `already_covered`, `has_ended`.
    """
    at = at or clock.now()
    _check_planner(actor, unit_id, at)
    check_period(starts_at, ends_at)
    if ends_at <= at:
        raise Invalid("has_ended", field="ends")
    if absent_id == substitute_id:
        raise Invalid("same_person", field="substitute")
    _check_works_in(absent_id, unit_id, at, "absent")
    _check_works_in(substitute_id, unit_id, at, "substitute")
    overlapping = StandIn.objects.select_for_update().filter(
        unit_id=unit_id, absent_id=absent_id, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if overlapping.exists():
        raise NotNow("already_covered", field="absent")
    row = StandIn.objects.create(
        unit_id=unit_id, absent_id=absent_id, substitute_id=substitute_id, starts_at=starts_at, ends_at=ends_at
    )
    trust.record(
        actor=actor,
        action="staff.set_stand_in",
        object=f"staff:{absent_id}",
        basis="administration",
        detail={"unit": unit_id, "substitute": substitute_id},
    )
    return row.pk


@transaction.atomic
def end_stand_in(*, stand_in_id: int, actor: Actor, at: datetime | None = None) -> None:
    """End a stand-in now, or take away one that has not begun. Raises NotFound."""
    at = at or clock.now()
    row = StandIn.objects.select_for_update().filter(pk=stand_in_id, ends_at__gt=at).first()
    if row is None:
        raise NotFound("no_such_stand_in")
    _end(row, actor, at)
    trust.record(
        actor=actor,
        action="staff.end_stand_in",
        object=f"staff:{row.absent_id}",
        basis="administration",
        detail={"unit": row.unit_id, "substitute": row.substitute_id},
    )


@transaction.atomic
def put_on_duty(
    *,
    unit_id: str,
    staff_id: int,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    at: datetime | None = None,
) -> int:
    """Note who is on duty, from one moment until another. Raises Invalid: `ends_before_it_begins`, `has_ended`,
    `not_in_the_unit`; NotNow("already_on_duty") when the same person's times overlap."""
    at = at or clock.now()
    _check_planner(actor, unit_id, at)
    check_period(starts_at, ends_at)
    if ends_at <= at:
        raise Invalid("has_ended", field="ends")
    _check_works_in(staff_id, unit_id, at, "staff")
    overlapping = OnDuty.objects.select_for_update().filter(
        unit_id=unit_id, staff_id=staff_id, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if overlapping.exists():
        raise NotNow("already_on_duty", field="staff")
    row = OnDuty.objects.create(unit_id=unit_id, staff_id=staff_id, starts_at=starts_at, ends_at=ends_at)
    trust.record(
        actor=actor,
        action="staff.put_on_duty",
        object=f"staff:{staff_id}",
        basis="administration",
        detail={"unit": unit_id},
    )
    return row.pk


@transaction.atomic
def take_off_duty(*, duty_id: int, actor: Actor, at: datetime | None = None) -> None:
    """Take a time off the duty list, or end one that has begun. Raises NotFound."""
    at = at or clock.now()
    row = OnDuty.objects.select_for_update().filter(pk=duty_id, ends_at__gt=at).first()
    if row is None:
        raise NotFound("no_such_duty")
    _end(row, actor, at)
    trust.record(
        actor=actor,
        action="staff.take_off_duty",
        object=f"staff:{row.staff_id}",
        basis="administration",
        detail={"unit": row.unit_id},
    )
