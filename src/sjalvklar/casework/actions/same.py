# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which other cases are about the same person, and which go on in one another, as whoever asks may know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sjalvklar.casework import permissions
from sjalvklar.casework.models import Case, Joining
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import seen
from sjalvklar.casework.rules import Part, ProtectionLevel, State
from sjalvklar.kernel.errors import NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.words import Action

_OF_TWO = ("first", "second", "case__person", "other_case__person")


@dataclass(frozen=True, slots=True)
class SameLine:
    """Another case about the same person, which the reader may read too. `ended_here`: this one was closed, and goes
    on there; `ended_there`: that one goes on here. `can_go_on`: this one may be closed to go on there. `bare`: this
    one is for named people, and that one is not."""

    joining_id: UUID
    case_id: UUID
    number: str
    ended_here: bool
    ended_there: bool
    can_go_on: bool
    bare: bool


def check_may_go_on(one: Case, other: Case) -> None:
    """Raises NotNow: not_when_protected, other_authority."""
    if any(case.protected or case.person.protection != ProtectionLevel.NONE.value for case in (one, other)):
        raise NotNow("not_when_protected")
    if one.authority_id != other.authority_id:  # between boards it is a disclosure, which somebody decides
        raise NotNow("other_authority")


def same_as(actor: Viewer, case: Case, facts: CaseFacts, at: datetime) -> tuple[SameLine, ...]:
    """The other cases about the same person, as the actor may know of them."""
    rows = list(
        Joining.objects.filter(
            Q(case=case) | Q(other_case=case),
            holds_from__isnull=False,
            undone_at__isnull=True,
            first__part=Part.RELATIVE.value,
            second__part=Part.RELATIVE.value,
        )
        .select_related(*_OF_TWO)
        .order_by("asked_at", "id")
    )
    away = {row.pk: row.other_case if row.case_id == case.pk else row.case for row in rows}
    if not away:
        return ()
    known = seen.with_relations(
        seen.cases(actor, at, Action.READ).filter(pk__in=[one.pk for one in away.values()]), actor, at
    )
    standing = {one.pk: seen.facts(one) for one in known}
    found = []
    for row in rows:
        other = away[row.pk]
        there = standing.get(other.pk)
        if there is None or other.pk == case.pk:
            continue
        able = row.ended_id is None and permissions.can_close(actor, facts) and permissions.can_write(actor, there)
        found.append(
            SameLine(
                joining_id=row.pk,
                case_id=other.pk,
                number=other.number,
                ended_here=row.ended_id == case.pk,
                ended_there=row.ended_id == other.pk,
                can_go_on=able and there.state is State.OPEN and _may(case, other),
                bare=case.protected and not other.protected,
            )
        )
    return tuple(found)


def _may(one: Case, other: Case) -> bool:
    try:
        check_may_go_on(one, other)
    except NotNow:
        return False
    return True


def those_together(actor: Viewer, case_id: UUID, at: datetime, action: Action = Action.READ) -> tuple[UUID, ...]:
    """The other cases that this one goes on in, or that go on in it, step by step, as far as the actor may do that
    with each: what they may not is not there, nor what lies behind it."""
    found: list[UUID] = []
    ask = [case_id]
    while ask:
        pairs = Joining.objects.filter(
            Q(case__in=ask) | Q(other_case__in=ask), ended__isnull=False, undone_at__isnull=True
        ).values_list("case", "other_case")
        near = {one for pair in pairs for one in pair} - {case_id, *found}
        ask = sorted(seen.cases(actor, at, action).filter(pk__in=near).values_list("pk", flat=True)) if near else []
        found += ask
    return tuple(found)
