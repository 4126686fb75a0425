# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents and families as the access table sees them, and the policies that guard them in PostgreSQL.

An incident, its log and what was asked follow the table; a family and everything of it follow the table by the
family's own row. The rows that say who leads and who works in which circle are what the policies ask, so they are
open to whoever acts at the desk; they hold no word and no name.
"""

# ruff: noqa: S608 - made of our own names only

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from sjalvklar.incident.models import CircleStaff, Lead
from sjalvklar.kernel import clock
from sjalvklar.organisation.rules.staff import GrantView, Viewer
from sjalvklar.trust.access.ground import Facts, Fragment, Ground, allowed_sql, any_of, units_sql
from sjalvklar.trust.access.policies import ME, SYSTEM, Policy, who
from sjalvklar.trust.access.words import Action, Relation, Role, Thing

_INCIDENT = OuterRef("pk")


@dataclass(frozen=True, slots=True)
class Asking:
    """A viewer at a moment."""

    staff_id: int
    grants: tuple[GrantView, ...]
    stand_ins: frozenset[tuple[str, int]]
    at: datetime

    @staticmethod
    def by(viewer: Viewer, at: datetime) -> Asking:
        return Asking(viewer.staff_id, viewer.grants, viewer.stand_ins, at)


def _at(facts: Facts) -> datetime:
    return facts.at if isinstance(facts, Asking) else clock.now()


def during(at: datetime) -> Q:
    """What has begun and has not ended."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def leads(facts: Facts) -> Q:
    return Q(Exists(Lead.objects.filter(during(_at(facts)), incident=_INCIDENT, staff_id=facts.staff_id)))


def _stand_in(facts: Facts) -> Q:
    return any_of(
        Q(unit=unit) & Q(Exists(Lead.objects.filter(during(_at(facts)), incident=_INCIDENT, staff_id=absent)))
        for unit, absent in sorted(facts.stand_ins)
    )


def in_a_circle(facts: Facts) -> Q:
    """Of an incident: works in one of its circles now."""
    mine = CircleStaff.objects.filter(during(_at(facts)), incident=_INCIDENT, staff_id=facts.staff_id)
    return Q(Exists(mine))


def in_its_circle(facts: Facts) -> Q:
    """Of a family: works in its circle now."""
    mine = CircleStaff.objects.filter(during(_at(facts)), circle=OuterRef("circle_id"), staff_id=facts.staff_id)
    return Q(Exists(mine))


def in_another_circle(facts: Facts) -> Q:
    """Of a family: works, or ever has worked, in another circle of the same incident."""
    mine = CircleStaff.objects.filter(incident=OuterRef("incident_id"), staff_id=facts.staff_id)
    return Q(Exists(mine.exclude(circle=OuterRef("circle_id"))))


_NOW = "{a}.starts_at <= sjalvklar_at() AND ({a}.ends_at IS NULL OR {a}.ends_at > sjalvklar_at())"

INCIDENTS = Ground(
    thing=Thing.INCIDENT,
    table="incident_incident",
    relations={
        Relation.OWNER: Fragment(
            leads,
            f"EXISTS (SELECT 1 FROM incident_lead l WHERE l.incident_id = {{t}}id AND l.staff_id = {ME} "
            f"AND {_NOW.replace('{a}', 'l')})",
        ),
        Relation.STAND_IN: Fragment(
            _stand_in,
            "EXISTS (SELECT 1 FROM incident_lead l JOIN sjalvklar_stand_ins() s ON s.absent_id = l.staff_id "
            f"WHERE l.incident_id = {{t}}id AND s.unit_id = {{t}}unit_id AND {_NOW.replace('{a}', 'l')})",
        ),
        Relation.CIRCLE: Fragment(
            in_a_circle,
            f"EXISTS (SELECT 1 FROM incident_circlestaff c WHERE c.incident_id = {{t}}id AND c.staff_id = {ME} "
            f"AND {_NOW.replace('{a}', 'c')})",
        ),
    },
)

FAMILIES = Ground(
    thing=Thing.FAMILY,
    table="incident_family",
    relations={
        Relation.CIRCLE: Fragment(
            in_its_circle,
            f"EXISTS (SELECT 1 FROM incident_circlestaff c WHERE c.circle_id = {{t}}circle_id AND c.staff_id = {ME} "
            f"AND {_NOW.replace('{a}', 'c')})",
        ),
    },
    conflict=Fragment(
        in_another_circle,
        "EXISTS (SELECT 1 FROM incident_circlestaff o WHERE o.incident_id = {t}incident_id "
        f"AND o.circle_id <> {{t}}circle_id AND o.staff_id = {ME})",
    ),
)

_STAFF = who("staff")
_MAKING = tuple(role for role in Role if role.serves)


def _either(*conditions: str) -> str:
    return " OR ".join(f"({condition})" for condition in dict.fromkeys(conditions))


def _may(ground: Ground, *actions: Action, table: str = "") -> str:
    return allowed_sql(ground, *actions, table=table or ground.table)


def _of(ground: Ground, owner: str, *actions: Action) -> str:
    """That the row belongs to an incident or a family with which one of these may be done."""
    may = _may(ground, *actions, table="held")
    return f"EXISTS (SELECT 1 FROM {ground.table} AS held WHERE held.id = {owner} AND ({may}))"


def of_family(table: str, action: Action) -> str:
    """For the rooms above: that the row (by its `family_id`) belongs to a family with which this may be done."""
    return _of(FAMILIES, f"{table}.family_id", action)


def of_incident(table: str, action: Action) -> str:
    """The same of an incident, by the row's `incident_id`."""
    return _of(INCIDENTS, f"{table}.incident_id", action)


_OPEN = _either(_STAFF, SYSTEM)


def _part_of(
    table: str, ground: Ground, column: str, *, changes: bool, writing: Action = Action.WRITE
) -> list[Policy]:
    """What belongs to an incident or a family: read by those who read it, written by those who write in it."""
    owner = f"{table}.{column}"
    read = _either(_of(ground, owner, Action.READ), SYSTEM)
    write = _either(_of(ground, owner, writing), SYSTEM)
    made = [
        Policy(table, "SELECT", read),
        Policy(table, "INSERT", check=write),
        Policy(table, "DELETE", SYSTEM),
    ]
    return [*made, Policy(table, "UPDATE", read, _OPEN)] if changes else made


POLICIES = (
    Policy("incident_incident", "SELECT", _either(_may(INCIDENTS, Action.KNOW), SYSTEM)),
    Policy(
        "incident_incident",
        "INSERT",
        check=_either(f"opened_by_id = {ME} AND {units_sql(_MAKING).replace('{t}', '')}", SYSTEM),
    ),
    Policy("incident_incident", "UPDATE", _either(_may(INCIDENTS, Action.KNOW), SYSTEM), _OPEN),
    Policy("incident_incident", "DELETE", SYSTEM),
    Policy("incident_family", "SELECT", _either(_may(FAMILIES, Action.KNOW), SYSTEM)),
    Policy(
        "incident_family",
        "INSERT",
        check=_either(f"made_by_id = {ME} AND {_may(FAMILIES, Action.MAKE)}", SYSTEM),
    ),
    Policy(
        "incident_family",
        "UPDATE",
        _either(_may(FAMILIES, Action.WRITE), SYSTEM),
        _either(_may(FAMILIES, Action.KNOW), SYSTEM),
    ),
    Policy("incident_family", "DELETE", SYSTEM),
    *_part_of("incident_note", FAMILIES, "family_id", changes=False),
    *_part_of("incident_reach", FAMILIES, "family_id", changes=False),
    *_part_of("incident_contact", FAMILIES, "family_id", changes=True),
    *_part_of("incident_duty", FAMILIES, "family_id", changes=True, writing=Action.KNOW),
    *_part_of("incident_logline", INCIDENTS, "incident_id", changes=False),
    *_part_of("incident_incidenttask", INCIDENTS, "incident_id", changes=True),
    *_part_of("incident_shift", INCIDENTS, "incident_id", changes=True),
    *_part_of("incident_alert", INCIDENTS, "incident_id", changes=True),
    *_part_of("incident_linecall", INCIDENTS, "incident_id", changes=True),
    *(
        Policy(table, command, "" if command == "INSERT" else _OPEN, "" if command in {"SELECT", "DELETE"} else _OPEN)
        for table in ("incident_lead", "incident_ring", "incident_circlestaff")
        for command in ("SELECT", "INSERT", "UPDATE", "DELETE")
    ),
)
