# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The cases as the access table sees them, and the policies that guard them in PostgreSQL.

A case, whoever it is about and what is written in it follow the table. The rows that say how somebody stands to a case
(assignments, named people, openings, keyed hashes) are what the policies ask, so they are open to whoever acts at the
desk; they hold no word, name or number, and without somebody acting there are none.
"""

# ruff: noqa: S608 - made of our own names only

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from sjalvklar.casework.models import (
    Assignment,
    BreakGlass,
    Case,
    Conflict,
    Involved,
    NamedAccess,
    PersonIndex,
    TwoPerson,
)
from sjalvklar.casework.rules import TwoFor
from sjalvklar.kernel import clock
from sjalvklar.organisation.rules.staff import GrantView, Viewer
from sjalvklar.trust.access.ground import (
    NOTHING,
    Facts,
    Fragment,
    Ground,
    allowed_sql,
    any_of,
    asked,
    question,
    units_sql,
    visible,
)
from sjalvklar.trust.access.policies import ME, SYSTEM, Policy, as_owner, who
from sjalvklar.trust.access.words import Action, Relation, Role, Thing

_CASE = OuterRef("pk")


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
    return Q(Exists(Assignment.objects.filter(during(_at(facts)), case=_CASE, staff_id=facts.staff_id)))


def _stand_in(facts: Facts) -> Q:
    return any_of(
        Q(unit=unit) & Q(Exists(Assignment.objects.filter(during(_at(facts)), case=_CASE, staff_id=absent)))
        for unit, absent in sorted(facts.stand_ins)
    )


def named(facts: Facts) -> Q:
    return Q(Exists(NamedAccess.objects.filter(during(_at(facts)), case=_CASE, staff_id=facts.staff_id)))


def approved(facts: Facts) -> Q:
    """Their asking to open it was approved by somebody else, and still lasts."""
    at = _at(facts)
    found = TwoPerson.objects.filter(
        case=_CASE, what=TwoFor.REVEAL.value, asked_by_id=facts.staff_id, approved_at__lte=at, ends_at__gt=at
    )
    return Q(Exists(found))


def opened(facts: Facts) -> Q:
    """Named, and approved."""
    return named(facts) & approved(facts)


def glass(facts: Facts) -> Q:
    at = _at(facts)
    held = BreakGlass.objects.filter(case=_CASE, staff_id=facts.staff_id, opened_at__lte=at, ends_at__gt=at)
    return Q(Exists(held))


def too_close(facts: Facts, case: str = "pk") -> Q:
    """Of a case; of a row in one with `case_id`."""
    declared = Conflict.objects.filter(staff_id=facts.staff_id).values("value")
    around = Involved.objects.filter(case=OuterRef(OuterRef(case))).values("person_id")
    there = Q(person=OuterRef("person_id")) | Q(person__in=around)
    return Q(Exists(PersonIndex.objects.filter(there, field="number", value__in=declared)))


_NOW = "{a}.starts_at <= sjalvklar_at() AND ({a}.ends_at IS NULL OR {a}.ends_at > sjalvklar_at())"
_NAMED = (
    f"EXISTS (SELECT 1 FROM casework_namedaccess n WHERE n.case_id = {{t}}id AND n.staff_id = {ME} "
    f"AND {_NOW.replace('{a}', 'n')})"
)

_OWNED = (
    f"EXISTS (SELECT 1 FROM casework_assignment a WHERE a.case_id = {{t}}id AND a.staff_id = {ME} "
    f"AND {_NOW.replace('{a}', 'a')})"
)

_CLOSE = (
    "EXISTS (SELECT 1 FROM casework_personindex p JOIN casework_conflict c ON c.value = p.value "
    f"WHERE p.field = 'number' AND c.staff_id = {ME} AND (p.person_id = {{t}}person_id OR EXISTS "
    "(SELECT 1 FROM casework_involved i WHERE i.case_id = {case} AND i.person_id = p.person_id)))"
)

CASES = Ground(
    thing=Thing.CASE,
    table="casework_case",
    compartment="protected",
    relations={
        Relation.OWNER: Fragment(owned, _OWNED),
        Relation.BORROWED_HEAD: Fragment(owned, _OWNED),
        Relation.STAND_IN: Fragment(
            _stand_in,
            "EXISTS (SELECT 1 FROM casework_assignment a JOIN sjalvklar_stand_ins() s ON s.absent_id = a.staff_id "
            f"WHERE a.case_id = {{t}}id AND s.unit_id = {{t}}unit_id AND {_NOW.replace('{a}', 'a')})",
        ),
        Relation.NAMED: Fragment(named, _NAMED),
        Relation.OPENED: Fragment(
            opened,
            f"{_NAMED} AND EXISTS (SELECT 1 FROM casework_twoperson o WHERE o.case_id = {{t}}id "
            f"AND o.what = '{TwoFor.REVEAL.value}' AND o.asked_by_id = {ME} AND o.approved_at <= sjalvklar_at() "
            "AND o.ends_at > sjalvklar_at())",
        ),
        Relation.GLASS: Fragment(
            glass,
            f"EXISTS (SELECT 1 FROM casework_breakglass g WHERE g.case_id = {{t}}id AND g.staff_id = {ME} "
            "AND g.opened_at <= sjalvklar_at() AND g.ends_at > sjalvklar_at())",
        ),
    },
    conflict=Fragment(too_close, _CLOSE.replace("{case}", "{t}id")),
)

_STAFF = who("staff")
_ANSWERING = tuple(role for role in Role if role.answers)


def _either(*conditions: str) -> str:
    return " OR ".join(f"({condition})" for condition in dict.fromkeys(conditions))


def of_case(case: str, *actions: Action) -> str:
    """That one of these may be done with the case whose id that is. For this room's other tables, and those above."""
    return asked(Thing.CASE, case, *actions)


def _readable(facts: Facts) -> Q:
    found = visible(CASES, facts, Action.READ)
    return NOTHING if found is NOTHING else Q(case__in=Case.objects.filter(found).values("pk"))


def _kept_from(facts: Facts) -> Q:
    listed = NamedAccess.objects.filter(case=OuterRef("case_id"), starts_at__isnull=False, ends_at__isnull=True)
    mine = NamedAccess.objects.filter(during(_at(facts)), case=OuterRef("case_id"), staff_id=facts.staff_id)
    return too_close(facts, "case_id") | (Q(Exists(listed)) & ~Q(Exists(mine)))


OF_READABLE = Fragment(_readable, of_case("{t}case_id", Action.READ))
"""For the rooms above, of a row with a `case`: that the case may be read."""

KEPT_FROM = Fragment(
    _kept_from,
    f"({_CLOSE.replace('{case}', '{t}case_id')}) OR (EXISTS (SELECT 1 FROM casework_namedaccess n "
    "WHERE n.case_id = {t}case_id AND n.starts_at IS NOT NULL AND n.ends_at IS NULL) AND NOT EXISTS (SELECT 1 FROM "
    f"casework_namedaccess n WHERE n.case_id = {{t}}case_id AND n.staff_id = {ME} AND {_NOW.replace('{a}', 'n')}))",
)
"""Of a row with a `case` and its `person`: that whoever asks is too close to the person, or that they are protected
and have not named whoever asks. As long as a case is protected somebody is on its list, whether they still serve or
not."""

_SEES = (Action.KNOW, Action.BREAK_GLASS, Action.REVIEW)
_SEEN = allowed_sql(CASES, *_SEES, table=CASES.table)
_PERSON = "sjalvklar_sees_person(casework_person.id)"
_EDGE = "casework_edge.case_id"


def _in_both(action: Action) -> str:
    """That this may be done with both cases that a joining is of."""
    sides = ("casework_joining.case_id", "casework_joining.other_case_id")
    return " AND ".join(f"({of_case(side, action)})" for side in sides)


_NOTE = "casework_note.case_id"
_HANDED_OUT = "casework_handout.case_id"
_OPEN = _either(_STAFF, SYSTEM)

FUNCTIONS = (
    question(CASES, *_SEES, Action.READ, Action.WRITE, Action.HAND_OUT),
    # Whose case is seen, or who is part of one that is.
    as_owner(
        "sjalvklar_sees_person",
        "(asked_id uuid) RETURNS boolean",
        "BEGIN RETURN EXISTS (SELECT 1 FROM casework_case AS c WHERE c.person_id = asked_id "
        f"AND ({of_case('c.id', *_SEES)})) OR EXISTS (SELECT 1 FROM casework_involved AS i "
        f"WHERE i.person_id = asked_id AND ({of_case('i.case_id', *_SEES)})); END",
    ),
)

POLICIES = (
    Policy("casework_case", "SELECT", _either(_SEEN, SYSTEM)),
    Policy(
        "casework_case",
        "INSERT",
        check=_either(f"opened_by_id = {ME} AND {units_sql(_ANSWERING).replace('{t}', '')}", SYSTEM),
    ),
    Policy("casework_case", "UPDATE", _either(_SEEN, SYSTEM), _either(_STAFF, SYSTEM)),
    Policy("casework_case", "DELETE", SYSTEM),
    Policy("casework_person", "SELECT", _either(_PERSON, SYSTEM)),
    Policy("casework_person", "INSERT", check=_OPEN),
    Policy("casework_person", "UPDATE", _either(_PERSON, SYSTEM), _OPEN),
    Policy("casework_person", "DELETE", SYSTEM),
    Policy("casework_note", "SELECT", _either(of_case(_NOTE, Action.READ), SYSTEM)),
    Policy(
        "casework_note",
        "INSERT",
        check=_either(f"staff_id = {ME} AND {of_case(_NOTE, Action.WRITE)}", SYSTEM),
    ),
    Policy("casework_note", "DELETE", SYSTEM),
    Policy("casework_edge", "SELECT", _either(of_case(_EDGE, Action.READ), SYSTEM)),
    Policy(
        "casework_edge",
        "INSERT",
        check=_either(f"staff_id = {ME} AND {of_case(_EDGE, Action.WRITE)}", SYSTEM),
    ),
    Policy("casework_edge", "UPDATE", *(_either(of_case(_EDGE, Action.WRITE), SYSTEM) for _ in range(2))),
    Policy("casework_edge", "DELETE", SYSTEM),
    # That two are one person is known by whoever may read both cases, and by nobody else.
    Policy("casework_joining", "SELECT", _either(_in_both(Action.READ), SYSTEM)),
    Policy(
        "casework_joining",
        "INSERT",
        check=_either(f"asked_by_id = {ME} AND {_in_both(Action.WRITE)}", SYSTEM),
    ),
    Policy("casework_joining", "UPDATE", *(_either(_in_both(Action.READ), SYSTEM) for _ in range(2))),
    Policy("casework_joining", "DELETE", SYSTEM),
    # That a copy left is seen by whoever may know of the case, and is never changed.
    Policy("casework_handout", "SELECT", _either(of_case(_HANDED_OUT, Action.KNOW), SYSTEM)),
    Policy(
        "casework_handout",
        "INSERT",
        check=_either(f"staff_id = {ME} AND {of_case(_HANDED_OUT, Action.HAND_OUT)}", SYSTEM),
    ),
    Policy("casework_handout", "DELETE", SYSTEM),
    *(
        Policy(
            "casework_notice",
            command,
            _either(f"staff_id = {ME}", SYSTEM),
            _either(f"staff_id = {ME}", SYSTEM) if command == "UPDATE" else "",
        )
        for command in ("SELECT", "UPDATE")
    ),
    Policy("casework_notice", "INSERT", check=SYSTEM),
    Policy("casework_notice", "DELETE", SYSTEM),
    *(
        Policy(table, command, "" if command == "INSERT" else _OPEN, "" if command in {"SELECT", "DELETE"} else _OPEN)
        for table in (
            "casework_assignment",
            "casework_breakglass",
            "casework_conflict",
            "casework_involved",
            "casework_namedaccess",
            "casework_personindex",
            "casework_twoperson",
        )
        for command in ("SELECT", "INSERT", "UPDATE", "DELETE")
    ),
)
