# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which cases a viewer may know of, and how the viewer stands to each.

Every list, search and page begins here, and what is hidden is left out by the database, in the same question and on
the same path whether something is hidden or not.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from sjalvklar.casework.models import Assignment, BreakGlass, Case, Conflict, NamedAccess, PersonIndex, TwoPerson
from sjalvklar.casework.permissions import CaseFacts, roles_elsewhere, roles_in
from sjalvklar.casework.rules import State, TwoFor
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.decide import Asked, allows
from sjalvklar.trust.access.words import STATES, Action, Compartment, Relation, Thing

_CASE = OuterRef("pk")


def during(at: datetime) -> Q:
    """What has begun and has not ended."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def owned_by(staff_id: int, at: datetime) -> Exists:
    return Exists(Assignment.objects.filter(during(at), case=_CASE, staff_id=staff_id))


def _conflict(viewer: Viewer) -> Exists:
    declared = Conflict.objects.filter(staff_id=viewer.staff_id).values("value")
    return Exists(PersonIndex.objects.filter(person=OuterRef("person_id"), field="number", value__in=declared))


def _named(viewer: Viewer, at: datetime) -> Exists:
    return Exists(NamedAccess.objects.filter(during(at), case=_CASE, staff_id=viewer.staff_id))


def _opened(viewer: Viewer, at: datetime) -> Exists:
    approved = TwoPerson.objects.filter(
        case=_CASE, what=TwoFor.REVEAL.value, asked_by_id=viewer.staff_id, approved_at__lte=at, ends_at__gt=at
    )
    return Exists(approved)


def _glass(viewer: Viewer, at: datetime) -> Exists:
    return Exists(BreakGlass.objects.filter(case=_CASE, staff_id=viewer.staff_id, opened_at__lte=at, ends_at__gt=at))


def _holds(relation: Relation, viewer: Viewer, unit_id: str, at: datetime) -> Q | Exists:
    """When the viewer stands so to a case of that unit."""
    everywhere, nowhere = Q(pk__isnull=False), Q(pk__in=[])
    if relation is Relation.OWNER:
        return owned_by(viewer.staff_id, at)
    if relation is Relation.STAND_IN:
        absent = [who for unit, who in viewer.stand_ins if unit == unit_id]
        return Exists(Assignment.objects.filter(during(at), case=_CASE, staff_id__in=absent)) if absent else nowhere
    if relation is Relation.NAMED:
        return _named(viewer, at)
    if relation is Relation.OPENED:
        return _named(viewer, at) & Q(_opened(viewer, at))
    if relation is Relation.GLASS:
        return _glass(viewer, at)
    roles = roles_in(viewer, unit_id)
    static = {
        Relation.ANSWERS: any(role.answers for role in roles),
        Relation.LEADS: any(role.leads for role in roles),
        Relation.MEMBER: bool(roles),
        Relation.SAME_AUTHORITY: True,  # asked only of units of the viewer's own authorities
    }
    return everywhere if static.get(relation) else nowhere


def may(viewer: Viewer, action: Action, at: datetime) -> Q:
    """The cases where the table allows the viewer an action, as a filter."""
    found = Q(pk__in=[])
    for unit_id, authority_id in sorted({(grant.unit_id, grant.authority_id) for grant in viewer.grants}):
        found |= Q(unit_id=unit_id) & _allowed(viewer, unit_id, authority_id, action, at)
    for authority_id in sorted(viewer.authority_ids):
        elsewhere = Q(authority_id=authority_id) & ~Q(unit_id__in=sorted(viewer.unit_ids))
        found |= elsewhere & _allowed(viewer, "", authority_id, action, at)
    return found & ~Q(_conflict(viewer))


def _allowed(viewer: Viewer, unit_id: str, authority_id: str, action: Action, at: datetime) -> Q:
    roles, elsewhere = roles_in(viewer, unit_id), roles_elsewhere(viewer, unit_id, authority_id)
    found = Q(pk__in=[])
    for compartment in Compartment:
        states_by_ways: dict[frozenset[Relation], list[str]] = {}
        for state in sorted(STATES[Thing.CASE]):
            ways = frozenset(
                relation
                for relation in Relation
                if allows(Asked(Thing.CASE, action, roles, frozenset({relation}), state, compartment, elsewhere))
            )
            states_by_ways.setdefault(ways, []).append(state)
        for ways, states in states_by_ways.items():
            any_way = Q(pk__in=[])
            for relation in sorted(ways):
                any_way |= Q(_holds(relation, viewer, unit_id, at))
            found |= Q(state__in=states, protected=compartment is Compartment.PROTECTED) & any_way
    return found


def cases(viewer: Viewer, at: datetime, action: Action = Action.KNOW) -> QuerySet[Case]:
    """The cases where the viewer may do that; to know of them unless said."""
    return Case.objects.filter(may(viewer, action, at))


def _true(condition: Exists | Q) -> Combinable:
    return ExpressionWrapper(Q(condition), output_field=BooleanField())


def with_relations(rows: QuerySet[Case], viewer: Viewer, at: datetime) -> QuerySet[Case]:
    """The rows with how the viewer stands to each: `owner_id`, `is_named`, `is_opened`, `has_glass`, `in_conflict`."""
    owner = Assignment.objects.filter(during(at), case=_CASE).order_by("-starts_at", "-id").values("staff_id")[:1]
    return rows.annotate(
        owner_id=Subquery(owner),
        is_named=_true(_named(viewer, at)),
        is_opened=_true(_opened(viewer, at)),
        has_glass=_true(_glass(viewer, at)),
        in_conflict=_true(_conflict(viewer)),
    )


def facts(case: Case) -> CaseFacts:
    """What permissions need, from a row that `with_relations` gave."""
    found = vars(case)
    return CaseFacts(
        unit_id=case.unit_id,
        authority_id=case.authority_id,
        state=State(case.state),
        protected=case.protected,
        owner_id=found["owner_id"],
        named=found["is_named"],
        opened=found["is_opened"],
        glass=found["has_glass"],
        conflict=found["in_conflict"],
    )


def one(viewer: Viewer, case_id: UUID, at: datetime) -> tuple[Case, CaseFacts]:
    """One case and how the viewer stands to it. Raises NotFound("no_such_case") also for one that is hidden."""
    row = with_relations(cases(viewer, at), viewer, at).filter(pk=case_id).first()
    if row is None:
        raise NotFound("no_such_case")
    return row, facts(row)


def too_close(staff_id: int, person_id: UUID) -> bool:
    """Whether somebody has declared that the person is themselves, family or household."""
    declared = Conflict.objects.filter(staff_id=staff_id).values("value")
    return PersonIndex.objects.filter(person_id=person_id, field="number", value__in=declared).exists()
