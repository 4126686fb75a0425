# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may be given a case, who is named for a protected one, and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sjalvklar.casework.models import Case, NamedAccess, TwoPerson
from sjalvklar.casework.queries import lists, seen
from sjalvklar.casework.rules import ProtectionLevel, TwoFor
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Colleague, Viewer


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on the list of a protected case. `waits`: a second named person has not agreed yet."""

    staff_id: int
    name: str
    since: datetime
    waits: bool
    agreed: bool
    serves: bool
    can_second: bool


@dataclass(frozen=True, slots=True)
class TwoRow:
    """What one asked and another approves or has approved."""

    what: TwoFor
    asked_by: str
    asked_at: datetime
    mine: bool
    can_approve: bool
    approved_by: str
    ends_at: datetime
    who_id: int | None
    who: str
    level: ProtectionLevel | None


def can_be_given(row: lists.Row, *, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Whom a case can be given to, from its row as whoever asks sees it: those in the unit who meet relatives, or the
    named people when it is protected.

    Whoever is too close to the person is left out; that somebody is, is not told by more than that.
    """
    at = at or clock.now()
    case = Case.objects.get(pk=row.id)
    listed = lists.people_for(case, at) if case.protected else None
    close = seen.all_too_close(case.person_id)
    return tuple(
        who
        for who in organisation.staff_of(case.unit_id, at)
        if who.staff_id != row.owner_id
        and (who.answers if listed is None else who.staff_id in listed)
        and who.staff_id not in close
    )


def can_be_named(row: lists.Row, *, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Whom a protected case, or one that is to be, can name: those who serve in its unit and are not named already."""
    return _nameable(row.unit_id, at or clock.now(), leave_out=set(_listed(row.id)))


def _listed(case_id: UUID) -> list[int]:
    return list(NamedAccess.objects.filter(case=case_id, ends_at__isnull=True).values_list("staff_id", flat=True))


def _nameable(unit_id: str, at: datetime, *, leave_out: set[int]) -> tuple[Colleague, ...]:
    here = organisation.staff_of(unit_id, at)
    return tuple(who for who in here if any(r.serves for r in who.roles) and who.staff_id not in leave_out)


def nameable_in(unit_id: str, *, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Those in a unit who may be named for a protected case."""
    return _nameable(unit_id, at or clock.now(), leave_out=set())


def nameable_anew(viewer: Viewer, unit_id: str, *, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Whom the head may name for a protected case that has nobody left: the others, unless the unit is too small."""
    here = nameable_in(unit_id, at=at)
    others = tuple(who for who in here if who.staff_id != viewer.staff_id)
    return others if len(others) > 1 else here


def named(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> tuple[Named, ...]:
    """The list of a protected case, for those on it. Raises NotFound("no_such_case")."""
    at = at or clock.now()
    case, _ = seen.one(viewer, case_id, at)
    rows = list(case.named.filter(ends_at__isnull=True).order_by("asked_at", "id"))
    names = organisation.names(row.staff_id for row in rows)
    open_still = {row.pk: row.by_id for row in unseconded(case)}
    return tuple(
        Named(
            staff_id=row.staff_id,
            name=names.get(row.staff_id, ""),
            since=row.starts_at or row.asked_at,
            waits=row.starts_at is None,
            agreed=row.pk not in open_still,
            serves=lists.serves(row.staff_id, case.authority_id, at),
            can_second=open_still.get(row.pk, viewer.staff_id) != viewer.staff_id,
        )
        for row in rows
    )


def unseconded(case: Case) -> QuerySet[NamedAccess]:
    """Namings that somebody on the list decided and nobody else has agreed to. What a head decided needs no other."""
    listed = NamedAccess.objects.filter(case=case, ends_at__isnull=True)
    return listed.filter(seconded_by__isnull=True, by_id__in=listed.values("staff_id")).order_by("id")


def two_of(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> tuple[TwoRow, ...]:
    """What has been asked about a protected case and still holds. Raises NotFound("no_such_case")."""
    at = at or clock.now()
    case, _ = seen.one(viewer, case_id, at)
    rows = [row for row in TwoPerson.objects.filter(case=case).order_by("-asked_at", "-id") if holds(row, at)]
    names = organisation.names(
        who for row in rows for who in (row.asked_by_id, row.approved_by_id, row.who_id) if who is not None
    )
    return tuple(
        TwoRow(
            what=TwoFor(row.what),
            asked_by=names.get(row.asked_by_id, ""),
            asked_at=row.asked_at,
            mine=row.asked_by_id == viewer.staff_id,
            can_approve=row.approved_at is None and row.asked_by_id != viewer.staff_id,
            approved_by=names.get(row.approved_by_id, "") if row.approved_by_id is not None else "",
            ends_at=row.ends_at or row.ask_ends_at,
            who_id=row.who_id,
            who=names.get(row.who_id, "") if row.who_id is not None else "",
            level=ProtectionLevel(row.level) if row.level else None,
        )
        for row in rows
    )


def holds(row: TwoPerson, at: datetime) -> bool:
    """Whether it waits for an approval, or an approval still opens."""
    return row.asked_at <= at < (row.ends_at or row.ask_ends_at)
