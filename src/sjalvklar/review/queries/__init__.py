# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a reviewer sees: the months, the queue, one finding with its readings, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.review import permissions
from sjalvklar.review.models import Decision, Finding, Round
from sjalvklar.review.rules.readings import READINGS, REFUSALS, SEARCHES
from sjalvklar.review.rules.thresholds import Why
from sjalvklar.review.rules.words import NEXT, OPEN, Outcome, Reason
from sjalvklar.trust import queries as trust
from sjalvklar.trust.access import planned
from sjalvklar.trust.access.context import COMMAND, acting

_OPEN = [outcome.value for outcome in OPEN if outcome is not None]
_TIME = timedelta(days=30)  # for the first decisions of a round
_AROUND = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One unit's review of one month. `left`: findings that nobody has settled yet; `due`: when the first decisions
    are to be made; `overdue`: that moment has passed, and some are not. The viewer's own deeds are not counted."""

    id: int
    unit: str
    month: date
    readings: int
    findings: int
    left: int
    due: datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in the queue. `outcome` is the last decision. `bases`: on what grounds it was read, as the
    record says. An own deed is in nobody's queue."""

    id: UUID
    round_id: int
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
    bases: tuple[str, ...]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, as it is shown under a finding."""

    by_name: str
    at: datetime
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A finding with the readings behind it (no content), what else the same person did with the same thing in the
    days before and after, what was decided, and what may be decided next."""

    row: FindingRow
    entries: tuple[trust.Entry, ...]
    around: tuple[trust.Entry, ...]
    decisions: tuple[DecisionLine, ...]
    next: tuple[Outcome, ...]


def _authority(unit_id: str) -> str | None:
    unit = organisation.unit(unit_id) if unit_id else None
    return unit.authority_id if unit else None


def units_to_review(viewer: Viewer) -> tuple[str, ...]:
    """The units whose rounds the viewer may see; the empty one, last, is what is about protected persons. No query for
    somebody who reviews no more than the units they serve in."""
    reachable = {grant.unit_id: grant.authority_id for grant in viewer.grants}
    for authority in viewer.authority_ids:
        if permissions.may_review_all_of(viewer, authority):
            reachable |= {unit.id: authority for unit in organisation.units_of_authority(authority)}
    found = [unit for unit in sorted(reachable) if permissions.can_see_round(viewer, unit, reachable[unit])]
    return (*found, *([""] if permissions.can_see_round(viewer, "", None) else []))


def _theirs(viewer: Viewer, before: str = "") -> Q:
    """Findings of a round that are this reviewer's: no own deed, and of the protected what the own authority read."""
    unit = "unit" if before else "round__unit"
    others = ~Q(**{f"{before}staff": str(viewer.staff_id)})
    authorities = permissions.hidden_of(viewer)
    if not authorities:
        return others
    colleagues = [str(one) for one in organisation.ever_in(authorities)]
    return others & (~Q(**{unit: ""}) | Q(**{f"{before}staff__in": colleagues}))


def _rounds(viewer: Viewer, at: datetime) -> Any:
    last = Decision.objects.filter(finding=OuterRef("findings")).order_by("-id").values("outcome")[:1]
    theirs = _theirs(viewer, "findings__")
    waits = theirs & Q(findings__isnull=False, last__isnull=True)
    return (
        Round.objects.filter(unit__in=units_to_review(viewer))
        .annotate(last=Subquery(last))
        .values("id", "unit", "month", "readings", "made_at")
        .annotate(
            found=Count("findings", filter=theirs),
            hidden=Sum("findings__readings", filter=theirs, default=0),
            undecided=Count("findings", filter=waits),
            left=Count("findings", filter=theirs & (Q(last__isnull=True) | Q(last__in=_OPEN))),
        )
        .annotate(
            late=Case(When(undecided__gt=0, made_at__lt=at - _TIME, then=0), default=1, output_field=IntegerField()),
            settled=Case(When(left__gt=0, then=0), default=1, output_field=IntegerField()),
        )
    )


def _round(row: dict[str, Any]) -> RoundRow:
    return RoundRow(
        id=row["id"],
        unit=row["unit"],
        month=row["month"],
        # Of the protected every reading comes up, and nothing is told of those of another authority.
        readings=row["readings"] if row["unit"] else row["hidden"],
        findings=row["found"],
        left=row["left"],
        due=row["made_at"] + _TIME,
        overdue=row["late"] == 0,
    )


@planned.anew()
def rounds(viewer: Viewer, *, limit: int = 60, at: datetime | None = None) -> tuple[RoundRow, ...]:
    """The rounds the viewer may see: what is overdue first, then what is left, then the newest. Two queries."""
    found = _rounds(viewer, at or clock.now()).order_by("late", "settled", "-month", "unit")[:limit]
    return tuple(map(_round, found))


def round_row(viewer: Viewer, round_id: int, *, at: datetime | None = None) -> RoundRow:
    """One round. Raises NotFound."""
    found = _rounds(viewer, at or clock.now()).filter(pk=round_id).first()
    if found is None:
        raise NotFound("no_such_round")
    return _round(found)


def _latest() -> Subquery:
    return Subquery(Decision.objects.filter(finding=OuterRef("pk")).order_by("-id").values("outcome")[:1])


def _findings(viewer: Viewer) -> QuerySet[Finding]:
    """What is the viewer's to judge: never an own deed."""
    found = Finding.objects.filter(_theirs(viewer), round__unit__in=units_to_review(viewer))
    return found.select_related("round").annotate(outcome=_latest())


_LEFT = Q(outcome__isnull=True) | Q(outcome__in=_OPEN)


def _rows(findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    found = list(findings)
    names = organisation.names(int(one.staff) for one in found if one.staff.isdigit())
    with acting(COMMAND):  # the database's own guard knows units, and what is about a protected person names none
        entries = trust.entries_numbered(number for one in found for number in one.entries)
    return tuple(
        FindingRow(
            id=one.pk,
            round_id=one.round_id,
            unit=one.round.unit,
            month=one.round.month,
            staff=int(one.staff),
            staff_name=names.get(int(one.staff), ""),
            object=one.object,
            why=tuple(Why(code) for code in one.why),
            weight=one.weight,
            first_at=one.first_at,
            last_at=one.last_at,
            readings=one.readings,
            bases=tuple(
                dict.fromkeys(
                    entry.basis
                    for entry in entries
                    if entry.actor_id == one.staff
                    and one.first_at <= entry.at <= one.last_at
                    and one.object in {"", entry.object}
                    and _is_the_units(entry, one.round.unit)
                )
            ),
            outcome=Outcome(outcome) if (outcome := getattr(one, "outcome", None)) else None,
        )
        for one in found
    )


@planned.anew()
def queue(
    viewer: Viewer, round_id: int, *, left_only: bool = False, start: int = 0, most: int | None = None
) -> tuple[FindingRow, ...]:
    """The findings of a round, the weightiest first, the sample last; `most` of them from number `start` on. Raises
    NotFound."""
    found = Round.objects.filter(pk=round_id).first()
    if found is None:
        raise NotFound("no_such_round")
    permissions.check_can_see_round(viewer, found.unit, _authority(found.unit))
    rows = _findings(viewer).filter(round=found)
    if left_only:
        rows = rows.filter(_LEFT)
    ordered = rows.order_by("-weight", "first_at", "id")
    return _rows(ordered[start:] if most is None else ordered[start : start + most])


def can_see(viewer: Viewer, finding_id: UUID) -> bool:
    """Whether there is such a finding for this reviewer."""
    return _findings(viewer).filter(pk=finding_id).exists()


def finding(viewer: Viewer, finding_id: UUID) -> FindingPage:
    """One finding. What was read is not shown, only that it was. Raises NotFound."""
    one = _findings(viewer).filter(pk=finding_id).first()
    if one is None:
        raise NotFound("no_such_finding")
    [row] = _rows([one])
    decided = list(Decision.objects.filter(finding=one).order_by("id"))
    names = organisation.names(decision.by for decision in decided)
    lines = tuple(
        DecisionLine(names.get(line.by, ""), line.at, Outcome(line.outcome), Reason(line.reason)) for line in decided
    )
    with acting(COMMAND):
        entries = tuple(entry for entry in trust.entries_numbered(one.entries) if _is_the_units(entry, row.unit))
        about = trust.entries_about(row.object) if row.object else ()
    around = tuple(
        entry
        for entry in about
        if entry.actor_id == one.staff
        and entry.actor_kind == "staff"
        and row.first_at - _AROUND <= entry.at <= row.last_at + _AROUND
        and _is_the_units(entry, row.unit)
        and entry not in entries
    )
    return FindingPage(row, entries, around, lines, tuple(one for one in Outcome if one in NEXT[row.outcome]))


def _is_the_units(entry: trust.Entry, unit: str) -> bool:
    """Whether a deed is part of that unit's record. What is about a protected person is not, whatever it says of
    itself; a search is about nobody, and a refusal names no unit."""
    protected = entry.basis == "named" or entry.detail.get("compartment") == "protected"
    if not unit:
        return True
    return not protected and (entry.unit == unit or entry.action in SEARCHES | REFUSALS)


def overdue(viewer: Viewer, *, days: int = _TIME.days, at: datetime | None = None) -> int:
    """How many findings have waited longer than that for a first decision."""
    since = (at or clock.now()) - timedelta(days=days)
    return _findings(viewer).filter(decisions__isnull=True, round__made_at__lt=since).count()


def left(viewer: Viewer, *, most: int = 100) -> int | None:
    """How many findings somebody still has to do something about, no more than `most` of them; None, and no query, for
    whoever reviews nothing."""
    if not units_to_review(viewer):
        return None
    return len(_findings(viewer).filter(_LEFT).order_by().values_list("pk", flat=True)[:most])


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
    return tuple(
        AccessLine(entry.at, entry.action, entry.unit, entry.basis)
        for entry in reversed(trust.entries_about(object))
        if entry.action in READINGS
    )
