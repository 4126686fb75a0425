# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases as rows, without content: one's own, the unit's for its head, and what somebody has to do about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from sjalvklar.casework import permissions, stops
from sjalvklar.casework.ground import during
from sjalvklar.casework.models import BreakGlass, Case, Notice
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import seen
from sjalvklar.casework.rules import CloseReason, GlassReason, NoticeKind, Outcome, State
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import pages
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.queries.pages import Part
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access import planned
from sjalvklar.trust.access.context import COMMAND, acting
from sjalvklar.trust.access.words import Action

MOST_ROWS = 200


class View(StrEnum):
    """Which list."""

    MINE = "mine"  # mine, those of whom I stand in for, and those I am named for
    UNIT = "unit"  # all of the unit, without content, for its head
    CLOSED = "closed"  # of mine, what is closed


@dataclass(frozen=True, slots=True)
class Row:
    """A case without content. `needs_owner`: whoever answers for it no longer can; the head gives it to another."""

    id: UUID
    number: str
    unit_id: str
    state: State
    protected: bool
    opened_at: datetime
    last_note_at: datetime | None
    closed_at: datetime | None
    close_reason: CloseReason | None
    owner_id: int | None
    owner: str
    mine: bool
    by_glass: bool
    needs_owner: bool
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list, and what opens the rest; None at its end."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class GlassRow:
    """An opening with break-glass, for whoever judges it. Why in words is read by itself, on record."""

    id: UUID
    case_id: UUID
    number: str
    staff_id: int
    who: str
    reason: GlassReason
    opened_at: datetime
    ends_at: datetime
    review_due: datetime
    overdue: bool
    outcome: Outcome | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something to be told. `glass_id` is there when whoever is told may judge the opening."""

    id: int
    kind: NoticeKind
    case_id: UUID
    number: str
    by: str
    glass_id: UUID | None
    at: datetime


def _rows(viewer: Viewer, found: Iterable[Case], at: datetime) -> tuple[Row, ...]:
    """Rows of cases that `seen.with_relations` gave."""
    rows = [(case, seen.facts(case)) for case in found]
    owned = [(facts.owner_id, case.person_id) for case, facts in rows if facts.owner_id is not None]
    names = organisation.names({owner for owner, _ in owned})
    here = {unit: {who.staff_id for who in organisation.staff_of(unit, at)} for unit in {c.unit_id for c, _ in rows}}
    close = seen.those_too_close(owned)
    return tuple(_row(viewer, case, facts, names, here[case.unit_id], close) for case, facts in rows)


def line(viewer: Viewer, case: Case, facts: CaseFacts, at: datetime) -> Row:
    """One row, from a case that is at hand."""
    names = organisation.names([facts.owner_id] if facts.owner_id is not None else [])
    here = {who.staff_id for who in organisation.staff_of(case.unit_id, at)}
    close = seen.those_too_close([(facts.owner_id, case.person_id)] if facts.owner_id is not None else [])
    return _row(viewer, case, facts, names, here, close)


def _row(
    viewer: Viewer,
    case: Case,
    facts: CaseFacts,
    names: dict[int, str],
    here: set[int],
    close: frozenset[tuple[int, UUID]],
) -> Row:
    owner = facts.owner_id
    gone = owner is None or owner not in here or (owner, case.person_id) in close
    return Row(
        id=case.pk,
        number=case.number,
        unit_id=case.unit_id,
        state=facts.state,
        protected=case.protected,
        opened_at=case.opened_at,
        last_note_at=case.last_note_at,
        closed_at=case.closed_at,
        close_reason=CloseReason(case.close_reason) if case.close_reason else None,
        owner_id=facts.owner_id,
        owner=names.get(facts.owner_id, "") if facts.owner_id is not None else "",
        mine=facts.owner_id == viewer.staff_id,
        by_glass=facts.glass,
        needs_owner=gone and facts.state is State.OPEN,
        may=permissions.may(viewer, facts),
    )


def row(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> Row:
    """One case, without content. Raises NotFound("no_such_case"), also for what the viewer may not know of."""
    at = at or clock.now()
    found = _rows(viewer, seen.with_relations(seen.cases(viewer, at).filter(pk=case_id), viewer, at), at)
    if not found:
        raise NotFound("no_such_case")
    return found[0]


def check_known(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> None:
    """Raises NotFound("no_such_case") for what the viewer may not know of, and for what is not there."""
    if not seen.cases(viewer, at or clock.now()).filter(pk=case_id).exists():
        raise NotFound("no_such_case")


def rows(viewer: Viewer, case_ids: Collection[UUID], *, at: datetime | None = None) -> dict[UUID, Row]:
    """Some cases at once, without content; those the viewer may not know of are left out."""
    if not case_ids:
        return {}
    at = at or clock.now()
    ids, known = sorted(case_ids), seen.with_relations(seen.cases(viewer, at), viewer, at)
    parts = [ids[start : start + MOST_ROWS] for start in range(0, len(ids), MOST_ROWS)]
    return {row.id: row for part in parts for row in _rows(viewer, list(known.filter(pk__in=part)), at)}


def numbered(viewer: Viewer, number: str, *, at: datetime | None = None) -> tuple[UUID, ...]:
    """The case with that number, when the viewer may write in it: for whoever names another case in a form."""
    found = seen.cases(viewer, at or clock.now(), Action.WRITE).filter(number=number)
    return tuple(found.values_list("pk", flat=True))


def has_died(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> bool:
    """Whether whom a case is about has died, so that letters and offers of contact stop. Raises
    NotFound("no_such_case")."""
    check_known(viewer, case_id, at=at)
    return stops.has_died(case_id)


def _parts(viewer: Viewer, view: View, unit_id: str | None, at: datetime) -> tuple[Part[Case], ...]:
    """A list, part after part. What was opened last is first; what is closed comes after what is not."""
    if view is View.UNIT:
        if unit_id is None or not viewer.leads(unit_id):
            raise NotFound("no_such_unit")
        known = seen.cases(viewer, at).filter(unit_id=unit_id, protected=False)
    else:
        # What came to a head of another unit, because its own has nobody, is theirs to give on and not to read.
        known = seen.cases(viewer, at).filter(seen.readable(viewer, at) | seen.owned_by(viewer.staff_id, at))
    found = seen.with_relations(known, viewer, at)
    going = Part(found.filter(state=State.OPEN.value), "opened_at", newest_first=True)
    ended = Part(found.filter(state=State.CLOSED.value), "closed_at", newest_first=True)
    return {View.MINE: (going,), View.UNIT: (going, ended), View.CLOSED: (ended,)}[view]


@planned.anew()
def page(
    viewer: Viewer,
    *,
    view: View,
    unit_id: str | None = None,
    after: str | None = None,
    limit: int = pages.ON_A_PAGE,
    at: datetime | None = None,
) -> Page:
    """A page of a list, from a place in it on. Raises NotFound("no_such_unit") for UNIT when the viewer does not head
    it, Invalid("cursor") for a place that is not ours."""
    at = at or clock.now()
    found, following = pages.of(_parts(viewer, view, unit_id, at), after, limit)
    return Page(_rows(viewer, found, at), following)


def worklist(viewer: Viewer, *, view: View, unit_id: str | None = None, at: datetime | None = None) -> tuple[Row, ...]:
    """The beginning of a list, as `page`."""
    return page(viewer, view=view, unit_id=unit_id, limit=MOST_ROWS, at=at).rows


def to_review(viewer: Viewer, *, at: datetime | None = None) -> tuple[GlassRow, ...]:
    """Openings with break-glass that the viewer judges, the unjudged first; never the viewer's own."""
    at = at or clock.now()
    known = seen.cases(viewer, at, Action.REVIEW)
    found = (
        BreakGlass.objects.filter(case__in=known.values("pk"))
        .exclude(staff_id=viewer.staff_id)
        .select_related("case")
        .order_by("-opened_at", "-id")[:MOST_ROWS]
    )
    return tuple(sorted(_glass_rows(found, at), key=lambda row: row.outcome is not None))


def glass(viewer: Viewer, glass_id: UUID, *, at: datetime | None = None) -> GlassRow:
    """One opening for whoever judges it. Raises NotFound("no_such_opening")."""
    at = at or clock.now()
    found = BreakGlass.objects.filter(pk=glass_id, case__in=seen.cases(viewer, at, Action.REVIEW).values("pk"))
    rows = _glass_rows(found.exclude(staff_id=viewer.staff_id).select_related("case"), at)
    if not rows:
        raise NotFound("no_such_opening")
    return rows[0]


def _glass_rows(found: QuerySet[BreakGlass], at: datetime) -> list[GlassRow]:
    rows = list(found)
    names = organisation.names(who for row in rows for who in (row.staff_id, row.reviewed_by_id) if who is not None)
    return [
        GlassRow(
            id=row.pk,
            case_id=row.case_id,
            number=row.case.number,
            staff_id=row.staff_id,
            who=names.get(row.staff_id, ""),
            reason=GlassReason(row.reason),
            opened_at=row.opened_at,
            ends_at=row.ends_at,
            review_due=row.review_due,
            overdue=row.reviewed_at is None and row.review_due <= at,
            outcome=Outcome(row.outcome) if row.outcome else None,
            reviewed_by=names.get(row.reviewed_by_id, "") if row.reviewed_by_id is not None else "",
        )
        for row in rows
    ]


def notices(viewer: Viewer, *, at: datetime | None = None) -> tuple[NoticeRow, ...]:
    """What the viewer has not said that they have seen. Of a case that has become hidden to them nothing is told."""
    at = at or clock.now()
    found = list(
        Notice.objects.filter(staff_id=viewer.staff_id, seen_at__isnull=True).order_by("at", "id")[:MOST_ROWS]
    )
    if not found:
        return ()
    numbers = dict(seen.cases(viewer, at).filter(pk__in={row.case_id for row in found}).values_list("pk", "number"))
    judged = _to_judge(viewer, {row.glass_id for row in found if row.glass_id}, at)
    names = organisation.names(row.by_id for row in found if row.by_id is not None)
    return tuple(
        NoticeRow(
            id=row.pk,
            kind=NoticeKind(row.kind),
            case_id=row.case_id,
            number=numbers[row.case_id],
            by=names.get(row.by_id, "") if row.by_id is not None else "",
            glass_id=row.glass_id if row.glass_id in judged else None,
            at=row.at,
        )
        for row in found
        if row.case_id in numbers
    )


def _to_judge(viewer: Viewer, openings: set[UUID], at: datetime) -> set[UUID]:
    """Those of the openings that wait for the viewer's judgment. Every page asks, mostly of none."""
    if not openings:
        return set()
    theirs = BreakGlass.objects.filter(case__in=seen.cases(viewer, at, Action.REVIEW).values("pk"))
    waiting = theirs.filter(pk__in=openings, reviewed_at__isnull=True).exclude(staff_id=viewer.staff_id)
    return set(waiting.values_list("pk", flat=True))


def people_for(case: Case, at: datetime) -> list[int]:
    """The named people of a protected case who still serve in its authority, in the order they were named."""
    listed = case.named.filter(during(at)).order_by("starts_at", "id").values_list("staff_id", flat=True)
    return [who for who in listed if serves(who, case.authority_id, at)]


def serves(staff_id: int, authority_id: str, at: datetime) -> bool:
    """Whether somebody has a role in the authority that may hold a case."""
    found = organisation.viewer(staff_id, at)
    return found is not None and any(g.authority_id == authority_id and g.role.serves for g in found.grants)


def short_of_people(viewer: Viewer, *, at: datetime | None = None) -> tuple[Row, ...]:
    """Protected cases the viewer is named for with fewer than two people left: the one who is left names another."""
    at = at or clock.now()
    mine = seen.cases(viewer, at).filter(protected=True)
    short = [case.pk for case in mine if len(people_for(case, at)) < 2]
    found = seen.with_relations(seen.cases(viewer, at).filter(pk__in=short), viewer, at)
    return _rows(viewer, found, at) if short else ()


def without_people(viewer: Viewer, *, at: datetime | None = None) -> tuple[tuple[UUID, str], ...]:
    """For a head: (what to name by, the unit) for each protected case in the unit that nobody named is left for.

    Neither the id nor the number of the case is told: the head names two people, who then see it.
    """
    at = at or clock.now()
    led = {grant.unit_id for grant in viewer.grants if grant.role.leads}
    if not led:
        return ()
    # A head may not see these cases, and does not: only what to name by, and where, comes out of here.
    with acting(COMMAND):
        found = Case.objects.filter(protected=True, unit_id__in=led).order_by("naming")
        return tuple((case.naming, case.unit_id) for case in found if not people_for(case, at))
