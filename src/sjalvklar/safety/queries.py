# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of safety without opening anything: what the municipality has written, and who knows violence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sjalvklar.directory.queries import demo
from sjalvklar.kernel import clock
from sjalvklar.organisation.pack import BadPack, Bundle
from sjalvklar.organisation.queries import municipality, organisation
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import UnitRow
from sjalvklar.safety import pack
from sjalvklar.safety.models import Assessment, Difference, Measure, Violence
from sjalvklar.safety.rules import AssessmentState, Setting
from sjalvklar.support import queries as support


class _Kept:
    """The bundle that was read last, and what it says."""

    found: Bundle | None = None
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class State:
    """How it stands in one support, without a word of what was said. For whoever may read it; else all is empty."""

    violence: bool = False
    to_offer: bool = False
    overdue: int = 0
    unanswered: bool = False
    measures: int = 0


def setting() -> Setting:
    """What the municipality's pack says. Raises organisation.pack.BadPack when it does not hold together."""
    found = municipality.read(settings.PACK_DIR)
    if _Kept.found is not found:
        wrong = (*found.faults, *pack.faults(found))
        if wrong:
            raise BadPack(wrong)
        _Kept.found, _Kept.setting = found, pack.build(found)
    return _Kept.setting


def high() -> int | None:
    """From which fear, as said, an answer that it does not fit becomes a task; None until somebody has decided."""
    return setting().high_for(demo=demo())


def who_knows_violence(unit_id: str, *, at: datetime | None = None) -> UnitRow | None:
    """The unit that knows violence in close relationships, for those whom this unit serves: the one that the pack
    names, else the one that receives what nobody else does. None when that one does not work here."""
    day = support.today(at)
    known = organisation()
    areas = {
        area
        for row in known.provisions
        if row.unit == unit_id and row.areas is not None and row.holds_on(day)
        for area in row.areas
    }
    served = known.who_does(setting().violence, areas.pop() if len(areas) == 1 else None, day)
    return people.unit(served.unit.id)


def state(row: support.Row, *, at: datetime | None = None) -> State:
    """For the support's page, from its row as whoever asks sees it."""
    at = at or clock.now()
    if "read" not in row.may:
        return State()
    days = Measure.objects.filter(support=row.id, review_on__isnull=False).values_list("review_on", flat=True)
    measures, today = list(days), support.today(at)
    return State(
        violence=Violence.objects.filter(support=row.id, off_at__isnull=True).exists(),
        to_offer=Difference.objects.filter(support=row.id, answered_at__isnull=True).exists(),
        unanswered=Assessment.objects.filter(
            support=row.id, state=AssessmentState.ASKED.value, answer_by__lt=today
        ).exists(),
        overdue=sum(day is not None and day < today for day in measures),
        measures=len(measures),
    )
