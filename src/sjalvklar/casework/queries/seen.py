# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which cases a viewer may know of, and how the viewer stands to each.

Every list, search and page begins here, and what is hidden is left out by the database, in the same question and on
the same path whether something is hidden or not.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from sjalvklar.casework import ground
from sjalvklar.casework.ground import CASES, Asking, during
from sjalvklar.casework.models import Assignment, Case, Conflict, Involved, NamedAccess, PersonIndex
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.rules import State
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.ground import NOTHING, visible
from sjalvklar.trust.access.words import Action

_CASE = OuterRef("pk")


def cases(viewer: Viewer, at: datetime, action: Action = Action.KNOW) -> QuerySet[Case]:
    """The cases where the viewer may do that; to know of them unless said."""
    found = visible(CASES, Asking.by(viewer, at), action)
    return Case.objects.none() if found is NOTHING else Case.objects.filter(found)


def readable(viewer: Viewer, at: datetime) -> Q:
    """What the viewer may read."""
    return visible(CASES, Asking.by(viewer, at), Action.READ)


def answering(case: OuterRef) -> QuerySet[Assignment]:
    """For the rooms above: everybody who answers or has answered for a case of theirs, of the clock's own asking."""
    return Assignment.objects.filter(case=case)


def owned_by(staff_id: int, at: datetime) -> Q:
    """What somebody answers for."""
    return Q(Exists(Assignment.objects.filter(during(at), case=_CASE, staff_id=staff_id)))


def _true(condition: Q) -> Combinable:
    return ExpressionWrapper(condition, output_field=BooleanField())


def with_relations(rows: QuerySet[Case], viewer: Viewer, at: datetime) -> QuerySet[Case]:
    """The rows with how the viewer stands to each: `owner_id`, `is_named`, `is_opened`, `has_glass`, `in_conflict`."""
    if rows.query.is_empty():
        return rows
    owner = Assignment.objects.filter(during(at), case=_CASE).order_by("-starts_at", "-id").values("staff_id")[:1]
    asking = Asking.by(viewer, at)
    return rows.annotate(
        owner_id=Subquery(owner),
        is_named=_true(ground.named(asking)),
        is_opened=_true(ground.approved(asking)),
        has_glass=_true(ground.glass(asking)),
        in_conflict=_true(ground.too_close(asking)),
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
    """Whether somebody has declared that the person, or anybody around them in their case, is themselves, family or
    household."""
    declared = Conflict.objects.filter(staff_id=staff_id).values("value")
    return _numbers_around(person_id).filter(value__in=declared).exists()


def those_too_close(pairs: Collection[tuple[int, UUID]]) -> frozenset[tuple[int, UUID]]:
    """Those of some (staff, person) of whom `too_close` says so, asked once for all."""
    people = {person for _, person in pairs}
    declared = Conflict.objects.filter(staff_id__in={staff for staff, _ in pairs})
    around = Involved.objects.filter(case__person__in=people)
    theirs = Q(person__in=people) | Q(person__in=around.values("person_id"))
    marks = PersonIndex.objects.filter(theirs, field="number", value__in=declared.values("value"))
    found = list(marks.values_list("person_id", "value")) if pairs else []
    if not found:
        return frozenset()
    of_whom: dict[bytes, set[UUID]] = {}
    with_whom = [(who, who) for who in people]
    with_whom += around.filter(person__in={who for who, _ in found}).values_list("person_id", "case__person_id")
    for who, value in found:
        of_whom.setdefault(bytes(value), set()).update(person for other, person in with_whom if other == who)
    said = declared.values_list("staff_id", "value")
    return frozenset((staff, person) for staff, value in said for person in of_whom.get(bytes(value), ())) & set(pairs)


def all_too_close(person_id: UUID) -> frozenset[int]:
    """Everybody of whom `too_close` says so."""
    marks = _numbers_around(person_id).values("value")
    return frozenset(Conflict.objects.filter(value__in=marks).values_list("staff_id", flat=True))


def _numbers_around(person_id: UUID) -> QuerySet[PersonIndex]:
    """The marks of the personal numbers of somebody and of everybody in the cases about them."""
    around = Involved.objects.filter(case__person=person_id).values("person_id")
    return PersonIndex.objects.filter(Q(person_id=person_id) | Q(person__in=around), field="number")


def kept_from(staff_id: int, *, case_id: UUID, person_id: UUID, at: datetime) -> bool:
    """For the rooms above: whether what is in a case may not be somebody's. They are too close to the person or to
    somebody around them, or not on the list of a protected one. Whoever asks need not see the case."""
    return staff_id in those_kept_from([staff_id], case_id=case_id, person_id=person_id, at=at)


def those_kept_from(staff: Collection[int], *, case_id: UUID, person_id: UUID, at: datetime) -> frozenset[int]:
    """Those of some of whom `kept_from` says so, asked once for all."""
    around = Involved.objects.filter(case=case_id).values("person_id")
    marks = PersonIndex.objects.filter(Q(person_id=person_id) | Q(person__in=around), field="number").values("value")
    close = set(Conflict.objects.filter(staff_id__in=staff, value__in=marks).values_list("staff_id", flat=True))
    access = NamedAccess.objects.filter(case=case_id, starts_at__isnull=False)
    listed = list(access.filter(Q(ends_at__isnull=True) | during(at)).values_list("staff_id", "starts_at", "ends_at"))
    if all(ends is not None for _, _, ends in listed):
        return frozenset(close)  # no list of a protected person
    named = {who for who, starts, ends in listed if starts is not None and starts <= at and (not ends or ends > at)}
    return frozenset(close | (set(staff) - named))


def is_open(case_id: UUID) -> bool:
    """For the rooms above: whether the case goes on. Whoever asks need not see it."""
    return Case.objects.filter(pk=case_id, state=State.OPEN.value).exists()


def person_of(viewer: Viewer, case_id: UUID, *, at: datetime) -> UUID:
    """For the rooms above: whom a case that the viewer may know of is about, and whose key seals what is in it. Raises
    NotFound("no_such_case")."""
    found: UUID = one(viewer, case_id, at)[0].person_id
    return found
