# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a reviewer sees: the months, the queue, one finding with its readings, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.review import permissions
from sjalvklar.review.models import Decision, Finding, Round
from sjalvklar.review.rules.thresholds import Why
from sjalvklar.review.rules.words import NEXT, OPEN, Outcome, Reason
from sjalvklar.trust import queries as trust
from sjalvklar.trust.access.context import COMMAND, acting

_OPEN = [outcome.value for outcome in OPEN if outcome is not None]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One unit's review of one month. `left`: findings that nobody has settled yet."""

    id: int
    unit: str
    month: date
    readings: int
    findings: int
    left: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in the queue. `outcome` is the last decision; `may_decide` is no for an own deed."""

    id: UUID
    unit: str
    month: date
    staff: int
    staff_name: str
    object: str
    why: tuple[Why, ...]
    weight: int
    first_at: datetime
    last_at: datetime
    readings: int
    outcome: Outcome | None
    may_decide: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, as it is shown under a finding."""

    by_name: str
    at: datetime
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A finding with the readings behind it (no content), what was decided, and what may be decided next."""

    row: FindingRow
    entries: tuple[trust.Entry, ...]
    decisions: tuple[DecisionLine, ...]
    next: tuple[Outcome, ...]


def _authority(unit_id: str) -> str | None:
    unit = organisation.unit(unit_id) if unit_id else None
    return unit.authority_id if unit else None


def units_to_review(viewer: Viewer) -> tuple[str, ...]:
    """The units whose rounds the viewer may see; the empty one, last, is what is about protected persons."""
    reachable = set(viewer.unit_ids)
    for authority in viewer.authority_ids:
        reachable |= {unit.id for unit in organisation.units_of_authority(authority)}
    found = [unit for unit in sorted(reachable) if permissions.can_see_round(viewer, unit, _authority(unit))]
    return (*found, *([""] if permissions.can_see_round(viewer, "", None) else []))


def rounds(viewer: Viewer, *, limit: int = 60) -> tuple[RoundRow, ...]:
    """The rounds the viewer may see, the newest first. Two queries."""
    last = Decision.objects.filter(finding=OuterRef("findings")).order_by("-id").values("outcome")[:1]
    rows = (
        Round.objects.filter(unit__in=units_to_review(viewer))
        .annotate(last=Subquery(last))
        .values("id", "unit", "month", "readings")
        .annotate(
            found=Count("findings"),
            left=Count("findings", filter=Q(last__isnull=True) | Q(last__in=_OPEN)),
        )
        .order_by("-month", "unit")[:limit]
    )
    return tuple(
        RoundRow(row["id"], row["unit"], row["month"], row["readings"], row["found"], row["left"]) for row in rows
    )


def _latest() -> Subquery:
    return Subquery(Decision.objects.filter(finding=OuterRef("pk")).order_by("-id").values("outcome")[:1])


def _rows(viewer: Viewer, findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    found = list(findings)
    names = organisation.names(int(one.staff) for one in found if one.staff.isdigit())
    made = []
    for one in found:
        unit, outcome = one.round.unit, getattr(one, "outcome", None)
        made.append(
            FindingRow(
                id=one.pk,
                unit=unit,
                month=one.round.month,
                staff=int(one.staff),
                staff_name=names.get(int(one.staff), ""),
                object=one.object,
                why=tuple(Why(code) for code in one.why),
                weight=one.weight,
                first_at=one.first_at,
                last_at=one.last_at,
                readings=one.readings,
                outcome=Outcome(outcome) if outcome else None,
                may_decide=permissions.can_decide(viewer, unit, _authority(unit), one.staff),
            )
        )
    return tuple(made)


def queue(viewer: Viewer, round_id: int, *, left_only: bool = False) -> tuple[FindingRow, ...]:
    """The findings of a round, the weightiest first, the sample last. Raises NotFound."""
    found = Round.objects.filter(pk=round_id).first()
    if found is None:
        raise NotFound("no_such_round")
    permissions.check_can_see_round(viewer, found.unit, _authority(found.unit))
    rows = Finding.objects.filter(round=found).select_related("round").annotate(outcome=_latest())
    if left_only:
        rows = rows.filter(Q(outcome__isnull=True) | Q(outcome__in=_OPEN))
    return _rows(viewer, rows.order_by("-weight", "first_at", "id"))


def finding(viewer: Viewer, finding_id: UUID) -> FindingPage:
    """One finding. What was read is not shown, only that it was. Raises NotFound."""
    one = Finding.objects.filter(pk=finding_id).select_related("round").annotate(outcome=_latest()).first()
    if one is None:
        raise NotFound("no_such_finding")
    permissions.check_can_see_round(viewer, one.round.unit, _authority(one.round.unit))
    [row] = _rows(viewer, [one])
    decided = list(Decision.objects.filter(finding=one).order_by("id"))
    names = organisation.names(decision.by for decision in decided)
    lines = tuple(
        DecisionLine(names.get(line.by, ""), line.at, Outcome(line.outcome), Reason(line.reason)) for line in decided
    )
    following = tuple(sorted(NEXT[row.outcome])) if row.may_decide else ()
    with acting(COMMAND):  # the database's own guard knows units, and what is about a protected person names none
        entries = trust.entries_numbered(one.entries)
    return FindingPage(row, entries, lines, following)


def overdue(viewer: Viewer, *, days: int = 30, at: datetime | None = None) -> int:
    """How many findings have waited for a first decision longer than that, for the reviewer's menu."""
    at = at or clock.now()
    waiting = Finding.objects.filter(round__unit__in=units_to_review(viewer), decisions__isnull=True)
    return sum((at - made).days > days for made in waiting.values_list("round__made_at", flat=True))


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One reading of what is kept about somebody, as it can be handed to that person: when, what, in which unit. Not
    who: the name is the authority's to give, after its own examination (OSL 12 kap. och 2001:454)."""

    at: datetime
    action: str
    unit: str
    basis: str


def access_list(object: str) -> tuple[AccessLine, ...]:
    """Who has read what about a case or a contact, newest first, without names. The caller has checked who asks."""
    from sjalvklar.review.rules.readings import READINGS

    return tuple(
        AccessLine(entry.at, entry.action, entry.unit, entry.basis)
        for entry in reversed(trust.entries_about(object))
        if entry.action in READINGS
    )
