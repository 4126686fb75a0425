# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports as the access table sees them, and the policies that guard them in PostgreSQL.

A support without a file follows the table. What is part of a case follows the case: its policies ask the case's
function whether this may be done with it. The rows that say who answers for what are open to whoever acts at
the desk; they hold no word and no name.
"""

# ruff: noqa: S608 - made of our own names only

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from sjalvklar.casework.ground import of_case
from sjalvklar.kernel import clock
from sjalvklar.organisation.rules.staff import GrantView, Viewer
from sjalvklar.support.models import Assignment
from sjalvklar.trust.access.ground import (
    NOTHING,
    Facts,
    Fragment,
    Ground,
    allowed_sql,
    any_of,
    asked,
    units_sql,
    visible,
)
from sjalvklar.trust.access.policies import ME, SYSTEM, Policy, may, who
from sjalvklar.trust.access.words import Action, Relation, Role, Thing

_SUPPORT = OuterRef("pk")


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


def owned(facts: Facts) -> Q:
    held = Assignment.objects.filter(during(_at(facts)), support=_SUPPORT, staff_id=facts.staff_id)
    return Q(Exists(held))


def _stand_in(facts: Facts) -> Q:
    return any_of(
        Q(unit=unit) & Q(Exists(Assignment.objects.filter(during(_at(facts)), support=_SUPPORT, staff_id=absent)))
        for unit, absent in sorted(facts.stand_ins)
    )


_NOW = "a.starts_at <= sjalvklar_at() AND (a.ends_at IS NULL OR a.ends_at > sjalvklar_at())"

SUPPORTS = Ground(
    thing=Thing.SUPPORT,
    table="support_support",
    relations={
        Relation.OWNER: Fragment(
            owned,
            f"EXISTS (SELECT 1 FROM support_assignment a WHERE a.support_id = {{t}}id AND a.staff_id = {ME} "
            f"AND {_NOW})",
        ),
        Relation.STAND_IN: Fragment(
            _stand_in,
            "EXISTS (SELECT 1 FROM support_assignment a JOIN sjalvklar_stand_ins() s ON s.absent_id = a.staff_id "
            f"WHERE a.support_id = {{t}}id AND s.unit_id = {{t}}unit_id AND {_NOW})",
        ),
    },
)

_STAFF = who("staff")
_SERVING = frozenset(role for role in Role if role.serves)
_ANSWERING = frozenset(role for role in Role if role.answers)
_OPEN = f"({_STAFF}) OR ({SYSTEM})"


def _either(*conditions: str) -> str:
    return " OR ".join(f"({condition})" for condition in dict.fromkeys(conditions))


def _may(action: Action, table: str) -> str:
    """That this may be done with the support, or with the case it is part of."""
    own = allowed_sql(SUPPORTS, action, table=table)
    return (
        f"({table}.case_id IS NULL AND ({own})) OR ({table}.case_id IS NOT NULL AND "
        f"{of_case(f'{table}.case_id', action)})"
    )


def _held(table: str, action: Action) -> str:
    """That the row belongs to a support with which this may be done."""
    return asked(Thing.SUPPORT, f"{table}.support_id", action)


def of_support(table: str, action: Action) -> str:
    """For the rooms above: that the row (by its `support_id`) belongs to a support with which this may be done."""
    return _held(table, action)


def _of_the_unit(table: str, within: str) -> tuple[Policy, ...]:
    """Known by those who serve in the unit, kept by those who meet relatives there."""

    def said(roles: frozenset[Role]) -> str:
        units = units_sql(roles)
        return units.replace("{t}", "") if within == "{t}" else f"EXISTS ({within}{units.replace('{t}', 'its.')})"

    kept = _either(SYSTEM, said(_ANSWERING))
    return (
        Policy(table, "SELECT", _either(SYSTEM, said(_SERVING))),
        Policy(table, "INSERT", check=kept),
        Policy(table, "UPDATE", kept, kept),
        Policy(table, "DELETE", SYSTEM),
    )


_SEEN = _may(Action.KNOW, "support_support")

FUNCTIONS = (
    may(
        Thing.SUPPORT.value,
        SUPPORTS.table,
        {action.value: _may(action, "it") for action in (Action.KNOW, Action.READ, Action.WRITE, Action.HAND_OUT)},
    ),
)

POLICIES = (
    Policy("support_support", "SELECT", _either(SYSTEM, _SEEN)),
    # Whoever notices a relative begins a support in a unit that is not their own, and never sees it again.
    Policy("support_support", "INSERT", check=_either(SYSTEM, f"{_STAFF} AND opened_by_id = {ME}")),
    Policy("support_support", "UPDATE", _either(SYSTEM, _SEEN), _OPEN),
    Policy("support_support", "DELETE", SYSTEM),
    *(
        policy
        for table in ("support_note", "support_talk", "support_offer")
        for policy in (
            Policy(table, "SELECT", _either(SYSTEM, _held(table, Action.READ))),
            Policy(table, "INSERT", check=_either(SYSTEM, _held(table, Action.WRITE))),
            Policy(table, "DELETE", SYSTEM),
        )
    ),
    Policy("support_talk", "UPDATE", *(_either(SYSTEM, _held("support_talk", Action.WRITE)) for _ in range(2))),
    # What was agreed: the plan and who said what is safe as the rest that is written; that somebody is to be reminded
    # on a day, without how, as the support itself.
    *(
        policy
        for table, sees in (
            ("support_ownplan", Action.READ),
            ("support_reminderwish", Action.READ),
            ("support_reminder", Action.KNOW),
        )
        for policy in (
            Policy(table, "SELECT", _either(SYSTEM, _held(table, sees))),
            Policy(table, "INSERT", check=_either(SYSTEM, _held(table, Action.WRITE))),
            Policy(table, "UPDATE", *(_either(SYSTEM, _held(table, Action.WRITE)) for _ in range(2))),
            Policy(table, "DELETE", SYSTEM),
        )
    ),
    Policy("support_safetytold", "SELECT", _either(SYSTEM, _held("support_safetytold", Action.READ))),
    Policy("support_safetytold", "INSERT", check=_either(SYSTEM, _held("support_safetytold", Action.WRITE))),
    Policy("support_safetytold", "DELETE", SYSTEM),
    # That a copy left is seen by whoever may know of the support, and is never changed.
    Policy("support_handout", "SELECT", _either(SYSTEM, _held("support_handout", Action.KNOW))),
    Policy(
        "support_handout",
        "INSERT",
        check=_either(SYSTEM, f"staff_id = {ME} AND {_held('support_handout', Action.HAND_OUT)}"),
    ),
    Policy("support_handout", "DELETE", SYSTEM),
    # A noticed relative is the noticer's to follow, from outside, and the receiving unit's to mark as taken.
    Policy("support_noticed", "SELECT", _either(SYSTEM, f"staff_id = {ME}", _held("support_noticed", Action.KNOW))),
    Policy("support_noticed", "INSERT", check=_either(SYSTEM, f"{_STAFF} AND staff_id = {ME}")),
    Policy("support_noticed", "UPDATE", _either(SYSTEM, _held("support_noticed", Action.KNOW)), _OPEN),
    Policy("support_noticed", "DELETE", SYSTEM),
    *(
        Policy(table, command, "" if command == "INSERT" else _OPEN, "" if command in {"SELECT", "DELETE"} else _OPEN)
        for table in ("support_assignment", "support_place")
        for command in ("SELECT", "INSERT", "UPDATE", "DELETE")
    ),
    # Groups and what is done among people are the unit's, and hold nobody.
    *(
        policy
        for table, unit in (
            ("support_group", "{t}"),
            ("support_activity", "{t}"),
            ("support_seat", "SELECT 1 FROM support_group AS its WHERE its.id = support_seat.group_id AND "),
            ("support_session", "SELECT 1 FROM support_group AS its WHERE its.id = support_session.group_id AND "),
        )
        for policy in _of_the_unit(table, unit)
    ),
)


def visible_without_file(viewer: Viewer, at: datetime, action: Action) -> Q:
    """The supports without a file where the viewer may do that."""
    found = visible(SUPPORTS, Asking.by(viewer, at), action)
    return NOTHING if found is NOTHING else Q(case__isnull=True) & found
