# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Log reviews as disposal meets them: a month of a unit's goes whole, by when it was gone through."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from sjalvklar.disposal.rules import HoldKind, Holds, RecordType, Why
from sjalvklar.organisation.queries import staff
from sjalvklar.review.models import Decision, Finding, Round
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor

_AT_ONCE = 50


class Reviews:
    """The rounds of each unit, and under the empty unit those about protected people, of which there is one a month
    whether anything was read or not: their number tells nothing."""

    record = RecordType.REVIEW

    def counts(self, authority_id: str, limit: datetime | None, holds: Holds) -> Iterator[tuple[str, Why, int]]:
        for unit in staff.units_of_authority(authority_id):
            yield from _counted(unit.id, limit, held=(HoldKind.UNIT, authority_id, unit.id) in holds.placed)

    def nowhere(self, limit: datetime | None, holds: Holds) -> Iterator[tuple[str, Why, int]]:
        yield from _counted("", limit, held=holds.any_unit())

    def erase(self, unit_id: str, until: datetime, *, decision: str, at: datetime) -> Collection[str]:
        past = Round.objects.filter(unit=unit_id, made_at__lte=until).order_by("id")
        rounds = list(past.values_list("pk", flat=True)[:_AT_ONCE])
        if rounds:
            findings = list(Finding.objects.filter(round__in=rounds).values_list("pk", flat=True))
            subjects.bury(findings)
            self.forget(findings)
            Round.objects.filter(pk__in=rounds).delete()
            trust.record(
                actor=Actor.system("disposal", unit_id or None),
                action="review.erase",
                object=f"disposal:{decision}",
                basis="disposal",
                detail={"rounds": len(rounds)},
                at=at,
            )
        return [str(one) for one in rounds]

    def forget(self, ids: Collection[UUID]) -> int:
        """Findings that are back with an old copy of the database."""
        Decision.objects.filter(finding__in=ids).delete()
        return Finding.objects.filter(pk__in=ids).delete()[0]


def _counted(unit: str, limit: datetime | None, *, held: bool) -> Iterator[tuple[str, Why, int]]:
    rounds = Round.objects.filter(unit=unit)
    past = 0 if limit is None else rounds.filter(made_at__lte=limit).count()
    yield unit, Why.ON_HOLD if held else Why.PAST, past
    yield unit, Why.NOT_YET, rounds.count() - past
