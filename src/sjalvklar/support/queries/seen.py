# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which supports a viewer may know of, and how the viewer stands to each. What is part of a case is asked of
casework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sjalvklar.casework import queries as casework
from sjalvklar.casework.queries import seen as cases
from sjalvklar.kernel.errors import NotAllowed, NotFound, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import permissions
from sjalvklar.support.ground import during, visible_without_file
from sjalvklar.support.models import Assignment, Support
from sjalvklar.support.permissions import NO_SUCH_SUPPORT, SupportFacts
from sjalvklar.support.rules import State
from sjalvklar.trust.access.ground import NOTHING
from sjalvklar.trust.access.words import Action

_SUPPORT = OuterRef("pk")
# What is done with a support in a file, by what it takes of the case, and the state of the support it takes.
_IN_A_CASE: dict[Action, tuple[str, frozenset[State]]] = {
    Action.READ: ("read", frozenset({State.OPEN, State.CLOSED})),
    Action.WRITE: ("write", frozenset({State.OPEN})),
    Action.CLOSE: ("write", frozenset({State.OPEN})),
    Action.REOPEN: ("write", frozenset({State.CLOSED})),
}


@dataclass(frozen=True, slots=True)
class Stands:
    """A support, and how one viewer stands to it. `case` is there when it is part of one."""

    support: Support
    facts: SupportFacts
    case: casework.Row | None

    @property
    def owner_id(self) -> int | None:
        """Who answers for it: in a case, whoever answers for the case."""
        return self.case.owner_id if self.case is not None else self.facts.owner_id

    @property
    def protected(self) -> bool:
        return self.case is not None and self.case.protected

    def can(self, viewer: Viewer, action: Action) -> bool:
        """Whether the table allows it: the support's row of it, or the case's."""
        if self.case is None:
            return permissions.can(viewer, self.facts, action)
        needed, states = _IN_A_CASE.get(action, ("", frozenset()))
        return needed in self.case.may and self.facts.state in states

    def check(self, viewer: Viewer, action: Action) -> None:
        """Raises NotNow("wrong_state"), NotAllowed, and for what may not be known of NotFound("no_such_support")."""
        if self.case is None:
            permissions.check(viewer, self.facts, action)
        elif action not in _IN_A_CASE:
            raise NotNow("by_case")
        elif not self.can(viewer, action):
            needed, states = _IN_A_CASE[action]
            wrong = needed in self.case.may and self.facts.state not in states
            raise NotNow("wrong_state") if wrong else NotAllowed("not_allowed")

    def may(self, viewer: Viewer) -> frozenset[str]:
        """What the viewer may do with it now."""
        return frozenset(deed for deed, action in permissions.OFFERED.items() if self.can(viewer, action))


def supports(viewer: Viewer, at: datetime, action: Action = Action.KNOW) -> QuerySet[Support]:
    """The supports where the viewer may do that; to know of them unless said."""
    found = visible_without_file(viewer, at, action)
    needed = Action.WRITE if action in {Action.CLOSE, Action.REOPEN} else action
    if needed in {Action.KNOW, Action.READ, Action.WRITE}:
        in_cases = cases.cases(viewer, at, needed)
        if not in_cases.query.is_empty():
            return Support.objects.filter(found | Q(case__in=in_cases.values("pk")))
    return Support.objects.none() if found is NOTHING else Support.objects.filter(found)


def owned_by(staff_id: int, at: datetime) -> Q:
    """What somebody answers for at a moment, whoever asks."""
    return Q(Exists(Assignment.objects.filter(during(at), support=_SUPPORT, staff_id=staff_id)))


def with_owner(rows: QuerySet[Support], at: datetime) -> QuerySet[Support]:
    """The rows with `owner_id`: who answers for each, when it is no part of a case."""
    if rows.query.is_empty():
        return rows
    owner = (
        Assignment.objects.filter(during(at), support=_SUPPORT).order_by("-starts_at", "-id").values("staff_id")[:1]
    )
    return rows.annotate(owner_id=Subquery(owner))


def stands(
    viewer: Viewer,
    rows: Iterable[Support],
    at: datetime,
    *,
    in_cases: Mapping[UUID, casework.Row] | None = None,
) -> tuple[Stands, ...]:
    """How the viewer stands to each row that `with_owner` gave; those in a case that is hidden are left out.
    `in_cases`: the cases they are part of as the viewer sees them, when they are at hand."""
    found = list(rows)
    if in_cases is None:
        in_cases = casework.rows(viewer, {row.case_id for row in found if row.case_id is not None}, at=at)
    made = []
    for row in found:
        if row.case_id is not None and row.case_id not in in_cases:
            continue
        facts = SupportFacts(row.unit_id, row.authority_id, State(row.state), vars(row)["owner_id"])
        made.append(Stands(row, facts, in_cases.get(row.case_id) if row.case_id is not None else None))
    return tuple(made)


def one(viewer: Viewer, support_id: UUID, at: datetime) -> Stands:
    """One support. Raises NotFound("no_such_support") also for one that is hidden."""
    found = stands(viewer, with_owner(supports(viewer, at).filter(pk=support_id), at), at)
    if not found:
        raise NotFound(NO_SUCH_SUPPORT)
    return found[0]


def sealed_under(viewer: Viewer, support_id: UUID, *, at: datetime) -> UUID:
    """For the rooms above: whose key seals what is in it, the support's own or that of the person the case is about.
    Raises NotFound("no_such_support")."""
    support = one(viewer, support_id, at).support
    if support.case_id is not None:
        return casework.person_of(viewer, support.case_id, at=at)
    assert support.subject is not None  # a constraint of the table
    return support.subject
