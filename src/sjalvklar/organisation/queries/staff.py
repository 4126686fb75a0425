# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is who at the desk, at a moment: grants, stand-ins and the duty list resolved into plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q

from sjalvklar.kernel import clock
from sjalvklar.organisation.models import Authority, Grant, OnDuty, StaffMember, StandIn, Unit
from sjalvklar.organisation.rules.staff import (
    Colleague,
    Cover,
    DemoPerson,
    Duty,
    GrantView,
    PublicName,
    Role,
    UnitRow,
    Viewer,
)


def _holds(at: datetime) -> Q:
    return Q(valid_from__lte=at) & (Q(valid_to__isnull=True) | Q(valid_to__gt=at))


def _grants(where: Q, at: datetime) -> list[tuple[int, GrantView]]:
    return [(staff, grant) for staff, _, grant in _named_grants(where, at)]


def _named_grants(where: Q, at: datetime) -> list[tuple[int, str, GrantView]]:
    rows = (
        Grant.objects.filter(where & _holds(at) & Q(staff__is_active=True))
        .order_by("valid_from", "id")
        .values_list("staff_id", "staff__name", "unit_id", "unit__authority_id", "role")
    )
    return [(staff, name, GrantView(unit, authority, Role(role))) for staff, name, unit, authority, role in rows]


def viewer(staff_id: int, at: datetime | None = None) -> Viewer | None:
    """The person as permissions see them at a moment; None when there is no such active member of staff.

    Standing in holds only in a unit where the substitute serves in a role of their own: whoever has left the unit
    keeps nothing of it, and IT, the security officer and the archivist never come by a contact. Nor does a substitute
    come by those roles. Two rows-by-index queries, and a third for somebody who stands in for somebody.
    """
    at = at or clock.now()
    held = _named_grants(Q(staff_id=staff_id), at)
    without_grants = StaffMember.objects.filter(pk=staff_id, is_active=True).values_list("name", flat=True)
    name = held[0][1] if held else without_grants.first()
    if name is None:
        return None
    own = [grant for _, _, grant in held]
    covers = list(
        StandIn.objects.filter(
            substitute_id=staff_id,
            unit_id__in={grant.unit_id for grant in own if grant.role.serves},
            starts_at__lte=at,
            ends_at__gt=at,
        ).values_list("unit_id", "absent_id")
    )
    if covers:
        absent = _grants(Q(staff_id__in={who for _, who in covers}), at)
        own += [grant for who, grant in absent if (grant.unit_id, who) in covers and grant.role.serves]
    return Viewer(staff_id, name, tuple(dict.fromkeys(own)), frozenset(covers))


def on_duty(unit_id: str, at: datetime | None = None) -> tuple[PublicName, ...]:
    """First names and roles of those on duty in a unit at a moment, in the order they came on."""
    at = at or clock.now()
    on = list(
        OnDuty.objects.filter(unit_id=unit_id, starts_at__lte=at, ends_at__gt=at, staff__is_active=True)
        .order_by("starts_at", "id")
        .values_list("staff_id", "staff__public_name")
    )
    roles: dict[int, Role] = {}
    for who, grant in _grants(Q(unit_id=unit_id, staff_id__in=[who for who, _ in on]), at):
        if who not in roles or grant.role.answers:
            roles[who] = grant.role
    return tuple(PublicName(name, roles[who]) for who, name in dict(on).items() if who in roles)


def unit_head(unit_id: str, at: datetime | None = None) -> int | None:
    """Who answers for the unit now: its longest-serving head, or whoever stands in for that head; None when nobody."""
    at = at or clock.now()
    heads = [who for who, _ in _grants(Q(unit_id=unit_id, role=Role.UNIT_HEAD.value), at)]
    if not heads:
        return None
    working = _holds(at) & Q(unit_id=unit_id, staff__is_active=True)
    away = dict(
        StandIn.objects.filter(unit_id=unit_id, absent_id__in=heads, starts_at__lte=at, ends_at__gt=at)
        .filter(substitute_id__in=Grant.objects.filter(working).values("staff_id"))
        .order_by("-starts_at", "-id")
        .values_list("absent_id", "substitute_id")
    )
    present = [head for head in heads if head not in away]
    return present[0] if present else away[heads[0]]


def staff_of(unit_id: str, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Everyone with a role in the unit at a moment, by name."""
    return staff_of_units([unit_id], at)[unit_id]


def staff_of_units(unit_ids: Collection[str], at: datetime | None = None) -> dict[str, tuple[Colleague, ...]]:
    """The same of several units, asked once for all of them."""
    rows = (
        Grant.objects.filter(Q(unit_id__in=unit_ids) & _holds(at or clock.now()) & Q(staff__is_active=True))
        .order_by("staff__name", "staff_id", "id")
        .values_list("unit_id", "staff_id", "staff__username", "staff__name", "staff__public_name", "role")
    )
    found: dict[str, dict[int, Colleague]] = {unit: {} for unit in unit_ids}
    for unit, staff_id, username, name, public_name, role in rows:
        there = found[unit]
        before = there[staff_id].roles if staff_id in there else ()
        there[staff_id] = Colleague(staff_id, username, name, public_name, (*before, Role(role)))
    return {unit: tuple(there.values()) for unit, there in found.items()}


def serves_in(staff_id: int, unit_id: str, at: datetime | None = None) -> bool:
    """Whether somebody has a role of their own in that unit that has to do with relatives."""
    held = _grants(Q(staff_id=staff_id, unit_id=unit_id), at or clock.now())
    return any(grant.role.serves for _, grant in held)


def units_where_granted(staff_id: int, at: datetime | None = None) -> frozenset[str]:
    """The units somebody has any role of their own in, stand-ins apart."""
    return frozenset(grant.unit_id for _, grant in _grants(Q(staff_id=staff_id), at or clock.now()))


def account(staff_id: int) -> AbstractBaseUser:
    """The account itself, as the machinery of the sign-in takes it and for nothing else."""
    return StaffMember.objects.get(pk=staff_id)


def waits_for_a_password(staff_id: int) -> bool:
    """Whether a password of the person's own is to be chosen before anything else."""
    return StaffMember.objects.filter(pk=staff_id).exclude(temporary_until=None).exists()


def homes(staff_id: int, at: datetime | None = None) -> frozenset[tuple[str, str]]:
    """(unit, authority) of every role of somebody's own, stand-ins apart."""
    return frozenset(
        (grant.unit_id, grant.authority_id) for _, grant in _grants(Q(staff_id=staff_id), at or clock.now())
    )


def ever_in(authority_ids: Iterable[str]) -> frozenset[int]:
    """Everyone who has or has had a role in those authorities, also those who have left."""
    rows = Grant.objects.filter(unit__authority_id__in=set(authority_ids))
    return frozenset(rows.values_list("staff_id", flat=True))


def names(staff_ids: Iterable[int]) -> dict[int, str]:
    """Full names by id, also of people who have left."""
    return dict(StaffMember.objects.filter(pk__in=set(staff_ids)).values_list("pk", "name"))


def public_names(staff_ids: Iterable[int]) -> dict[int, str]:
    """First names as relatives see them, by id, also of people who have left."""
    return dict(StaffMember.objects.filter(pk__in=set(staff_ids)).values_list("pk", "public_name"))


def staff_id(username: str) -> int | None:
    return StaffMember.objects.filter(username=username.casefold()).values_list("pk", flat=True).first()


def _unit_row(row: tuple[str, str, str, bool]) -> UnitRow:
    return UnitRow(*row)


_UNIT = ("id", "authority_id", "name", "receives_messages")


def unit(unit_id: str) -> UnitRow | None:
    """The unit of that id; whatever was sent in its place is no unit (PostgreSQL refuses even to look for a NUL)."""
    if not unit_id.isprintable():
        return None
    row = Unit.objects.filter(pk=unit_id).values_list(*_UNIT).first()
    return UnitRow(*row) if row else None


def units(unit_ids: Iterable[str]) -> tuple[UnitRow, ...]:
    """Those units, by name."""
    return tuple(map(_unit_row, Unit.objects.filter(pk__in=set(unit_ids)).order_by("name", "id").values_list(*_UNIT)))


def authority_ids() -> tuple[str, ...]:
    """Every authority there is or has been."""
    return tuple(Authority.objects.order_by("id").values_list("id", flat=True))


def units_of_authority(authority_id: str) -> tuple[UnitRow, ...]:
    """The units of one authority that relatives can write to, by name."""
    rows = Unit.objects.filter(authority_id=authority_id, receives_messages=True).order_by("name", "id")
    return tuple(map(_unit_row, rows.values_list(*_UNIT)))


def all_units() -> tuple[UnitRow, ...]:
    """The units of every authority that relatives can write to, by name."""
    rows = Unit.objects.filter(receives_messages=True).order_by("name", "id")
    return tuple(map(_unit_row, rows.values_list(*_UNIT)))


def duties(unit_id: str, *, since: datetime, until: datetime) -> tuple[Duty, ...]:
    """The duty list of a unit between two moments, in order of time."""
    rows = (
        OnDuty.objects.filter(unit_id=unit_id, ends_at__gt=since, starts_at__lt=until)
        .order_by("starts_at", "staff__name", "id")
        .values_list("id", "unit_id", "staff_id", "staff__name", "starts_at", "ends_at")[:500]
    )
    return tuple(Duty(*row) for row in rows)


def covers(unit_id: str, *, since: datetime) -> tuple[Cover, ...]:
    """Stand-ins of a unit that have not ended at that moment, in order of time."""
    rows = (
        StandIn.objects.filter(unit_id=unit_id, ends_at__gt=since)
        .order_by("starts_at", "id")
        .values_list(
            "id",
            "unit_id",
            "absent_id",
            "absent__name",
            "substitute_id",
            "substitute__name",
            "starts_at",
            "ends_at",
        )[:200]
    )
    return tuple(Cover(*row) for row in rows)


def demo_people(at: datetime | None = None) -> tuple[DemoPerson, ...]:
    """Everyone with a role now, by unit and name. For the demo, where everyone is made up."""
    at = at or clock.now()
    rows = (
        Grant.objects.filter(_holds(at) & Q(staff__is_active=True))
        .order_by("unit__name", "staff__name", "id")
        .values_list("staff__username", "staff__name", "unit__name", "role")
    )
    found: dict[str, DemoPerson] = {}
    for username, name, unit_name, role in rows:
        before = found[username].roles if username in found else ()
        found[username] = DemoPerson(username, name, (*before, (unit_name, Role(role))))
    return tuple(found.values())


def settings_of(staff_id: int) -> tuple[str, str] | None:
    """The person's name and desk language."""
    return StaffMember.objects.filter(pk=staff_id).values_list("name", "language").first()
