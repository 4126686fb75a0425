# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the page of safety, and the warnings alone: on record before anything is opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.casework import queries as casework
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.safety import content, models
from sjalvklar.safety.actions import held
from sjalvklar.safety.models import Assessment, Caution, Difference, Fear, Measure, Violence
from sjalvklar.safety.rules import Agreed, AssessmentState, Company, CompanyState, Heed, MeasureState, Question, Said
from sjalvklar.support import queries as supports
from sjalvklar.support import stops
from sjalvklar.support.actions import files
from sjalvklar.support.queries import seen
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.trust import deeds
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class FearLine:
    """What somebody said of their fear once."""

    said: Said
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """What the police were asked, and whether they answered; never what. `answer_by` while it is waited for, and
    `waited_out` when that day has passed."""

    id: UUID
    question: Question
    state: AssessmentState
    asked_on: date
    answer_by: date | None
    waited_out: bool
    answered_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One protective measure. `overdue`: nobody has looked at it again on the day."""

    id: UUID
    agreed: Agreed
    state: MeasureState
    review_on: date | None
    overdue: bool
    changed_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """Company to the police. `has_number`: there is a number that can be asked for."""

    id: UUID
    company: Company
    state: CompanyState
    planned_on: date | None
    has_number: bool
    changed_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class WarningLine:
    """One warning that holds. `here`: it stands in the support that was asked about, and not in another that is for
    the same person."""

    id: UUID
    heed: Heed
    by: str
    at: datetime
    here: bool = True


@dataclass(frozen=True, slots=True)
class ViolenceLine:
    """That there are signs of violence in the home. `told` is the unit that knows violence, once it has been told."""

    on_at: datetime
    by: str
    signs: str = field(repr=False)
    told: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Warned:
    """The warnings to heed before somebody is met, in every support that is for them. `unread`: there are more, where
    whoever asks may not read; that they are there is told, and nothing else."""

    lines: tuple[WarningLine, ...] = ()
    unread: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """The page. While there are signs of violence in the home only that and the warnings are on it."""

    support_id: UUID
    mode: DocumentationMode
    may_write: bool
    warnings: Warned
    violence: ViolenceLine | None
    fears: tuple[FearLine, ...] = ()
    assessments: tuple[AssessmentLine, ...] = ()
    to_offer: bool = False
    measures: tuple[MeasureLine, ...] = ()
    company: tuple[CompanyLine, ...] = ()


def read(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> File:
    """All about safety in a support, but what the police decided and their numbers. Raises NotFound, NotAllowed,
    NotNow, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        one = held.reading(actor, support_id, at)
        files.record(actor, one, "safety.read", at)
        found = Violence.objects.filter(support=support_id, off_at__isnull=True).first()
        mode, may_write = files.mode_of(one.support), "write" in one.may(actor)
        warnings = _heard(actor, stops.for_one_person(support_id), at, here=support_id, read=support_id)
        if found is not None:
            return File(support_id, mode, may_write, warnings, _violence(one, found))
        return File(
            support_id,
            mode,
            may_write,
            warnings,
            None,
            fears=_fears(one),
            assessments=_assessments(one, supports.today(at)),
            to_offer=Difference.objects.filter(support=support_id, answered_at__isnull=True).exists(),
            measures=_measures(one, supports.today(at)),
            company=_company(one),
        )


def warnings(
    *, actor: Viewer, support_id: UUID, row: supports.Row | None = None, at: datetime | None = None
) -> Warned:
    """The warnings to heed in a support, for whoever meets somebody: also those of the other supports of its case, and
    of other cases about the same person. On record when there are any. None for those who may not read the support.
    `row`: the support as the actor sees it, when it is at hand. Raises NotFound, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        if "read" not in (row or supports.row(actor, support_id, at=at)).may:
            return Warned()
        return _heard(actor, stops.for_one_person(support_id), at, here=support_id)


def warnings_in_case(
    *, actor: Viewer, case_id: UUID, row: casework.Row | None = None, at: datetime | None = None
) -> Warned:
    """The same, for whoever may read a case and is about to meet whom it is about. Raises NotFound, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        if "read" not in (row or casework.row(actor, case_id, at=at)).may:
            return Warned()
        return _heard(actor, stops.about_one_person(case_id), at)


def _heard(
    actor: Viewer, there: Collection[UUID], at: datetime, *, here: UUID | None = None, read: UUID | None = None
) -> Warned:
    """`read`: the reading of that one is on record."""
    with deeds.beyond_the_desk():  # whether there are any; what they say only as far as the actor may read
        holding = Caution.objects.filter(support__in=there, ended_at__isnull=True)
        warned = sorted(holding.order_by().values_list("support", flat=True).distinct())
    if not warned:
        return Warned()
    readable = set(seen.supports(actor, at, Action.READ).filter(pk__in=warned).values_list("pk", flat=True))
    lines: list[WarningLine] = []
    for support_id in warned:
        if support_id in readable:
            one = held.reading(actor, support_id, at)
            if support_id != read:
                files.record(actor, one, "safety.warnings", at)
            lines += _warnings(one, here=support_id == here)
    return Warned(tuple(sorted(lines, key=lambda line: (not line.here, line.at))), len(readable) < len(warned))


def _warnings(one: Stands, *, here: bool) -> list[WarningLine]:
    rows = list(Caution.objects.filter(support=one.support.pk, ended_at__isnull=True).order_by("at", "id"))
    names, cipher = people.names({row.staff_id for row in rows}), files.cipher(one.support)
    return [
        WarningLine(row.pk, content.open_heed(cipher, row.body, row.pk), names.get(row.staff_id, ""), row.at, here)
        for row in rows
    ]


def _violence(one: Stands, row: Violence) -> ViolenceLine:
    signs = ""
    if row.signs is not None:
        signs = content.open_words(files.cipher(one.support), row.signs, "violence", "signs", row.pk)
    unit = people.unit(row.handed_to) if row.handed_to else None
    name = people.names({row.on_by_id}).get(row.on_by_id, "")
    return ViolenceLine(row.on_at, name, signs, unit.name if unit else row.handed_to, row.handed_at)


def _fears(one: Stands) -> tuple[FearLine, ...]:
    rows = list(Fear.objects.filter(support=one.support.pk).order_by("at", "id"))
    if not rows:
        return ()
    names, cipher = people.names({row.staff_id for row in rows}), files.cipher(one.support)
    return tuple(
        FearLine(content.open_said(cipher, row.body, row.pk), names.get(row.staff_id, ""), row.at) for row in rows
    )


def _assessments(one: Stands, today: date) -> tuple[AssessmentLine, ...]:
    rows = list(Assessment.objects.filter(support=one.support.pk).order_by("-asked_on", "-at"))
    if not rows:
        return ()
    names, cipher = people.names({row.staff_id for row in rows}), files.cipher(one.support)
    return tuple(
        AssessmentLine(
            row.pk,
            content.open_question(cipher, row.body, row.pk),
            AssessmentState(row.state),
            row.asked_on,
            row.answer_by if row.state == AssessmentState.ASKED.value else None,
            row.state == AssessmentState.ASKED.value and row.answer_by < today,
            row.answered_on,
            names.get(row.staff_id, ""),
        )
        for row in rows
    )


def _measures(one: Stands, today: date) -> tuple[MeasureLine, ...]:
    rows = list(Measure.objects.filter(support=one.support.pk).order_by("review_on", "at", "id"))
    if not rows:
        return ()
    names, cipher = people.names({row.staff_id for row in rows}), files.cipher(one.support)
    lines = [
        MeasureLine(
            row.pk,
            content.open_agreed(cipher, row.body, row.pk),
            MeasureState(row.state),
            row.review_on,
            row.review_on is not None and row.review_on < today,
            row.changed_at,
            names.get(row.staff_id, ""),
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: not line.state.is_open))


def _company(one: Stands) -> tuple[CompanyLine, ...]:
    rows = list(models.Company.objects.filter(support=one.support.pk).order_by("-at", "id"))
    if not rows:
        return ()
    names, cipher = people.names({row.staff_id for row in rows}), files.cipher(one.support)
    return tuple(
        CompanyLine(
            row.pk,
            content.open_company(cipher, row.body, row.pk),
            CompanyState(row.state),
            row.planned_on,
            row.number is not None,
            row.changed_at,
            names.get(row.staff_id, ""),
        )
        for row in rows
    )
