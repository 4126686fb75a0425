# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Break-glass (nödöppning): one case, four hours, told at once, judged by somebody else within three working days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.casework import content, permissions
from sjalvklar.casework.actions import files, reading
from sjalvklar.casework.models import BreakGlass, Case
from sjalvklar.casework.queries import lists, seen
from sjalvklar.casework.rules import GLASS_LASTS, GlassReason, NoticeKind, Outcome, checked_reason, review_due
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed, NotFound, NotNow
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import subjects


@dataclass(frozen=True, slots=True)
class Why:
    """An opening as whoever judges it reads it."""

    row: lists.GlassRow
    text: str = field(repr=False)


def is_locked(actor: Viewer, at: datetime) -> bool:
    """Whether an opening of theirs that nobody has judged in time stands in the way of another."""
    return BreakGlass.objects.filter(staff_id=actor.staff_id, reviewed_at__isnull=True, review_due__lte=at).exists()


def break_glass(
    *,
    actor: Viewer,
    case_id: UUID,
    reason: GlassReason,
    text: str,
    confirmed: bool,
    at: datetime | None = None,
) -> UUID:
    """Open one case that is not one's own, for four hours. `confirmed`: the person has just shown who they are again.

    Whoever answers for it and the head of the unit are told before anything is shown. Opening what one already has
    open is no new opening. Raises NotFound for what is protected, in another authority, or about somebody too close;
    NotNow("confirm_first", "unreviewed"), NotAllowed("yours_already"), Invalid("reason_needed", "too_long_here").
    """
    at = at or clock.now()
    if not confirmed:
        raise NotNow("confirm_first")
    kept = checked_reason(text)
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_break_glass(actor, facts)
        if facts.glass:
            return BreakGlass.objects.filter(case=case, staff_id=actor.staff_id, ends_at__gt=at).latest("opened_at").pk
        if permissions.can_read(actor, facts):
            raise NotAllowed("yours_already")
        if is_locked(actor, at):
            raise NotNow("unreviewed")
        head = people.unit_head(case.unit_id, at)
        due = review_due(at, organisation().municipality.zone)
        name = uuid4()
        files.record(
            actor, case, replace(facts, glass=True), "case.break_glass", at, reason=reason.value, glass=str(name)
        )
        row = BreakGlass.objects.create(
            id=name,
            case=case,
            unit_id=case.unit_id,
            staff_id=actor.staff_id,
            reason=reason.value,
            text=content.seal_why(files.cipher(case), kept, name),
            opened_at=at,
            ends_at=at + GLASS_LASTS,
            told=0,
            review_due=due,
        )
        row.told = files.tell(NoticeKind.GLASS, case, [facts.owner_id, head], by=actor.staff_id, at=at, glass=row)
        row.save(update_fields=["told"])
        return name


def open_by_number(
    *, actor: Viewer, text: str, reason: GlassReason, why: str, confirmed: bool, at: datetime | None = None
) -> UUID:
    """Break the glass of the one case that a number is of, and give its id.

    What would stop any opening is said before anything is looked for: a form that can open nothing does not tell who
    has a case. Raises as `find_for_glass` and `break_glass`.
    """
    at = at or clock.now()
    if not confirmed:
        raise NotNow("confirm_first")
    checked_reason(why)
    if is_locked(actor, at):
        raise NotNow("unreviewed")
    case_id = reading.find_for_glass(actor=actor, text=text, at=at)
    break_glass(actor=actor, case_id=case_id, reason=reason, text=why, confirmed=True, at=at)
    return case_id


def why(*, actor: Viewer, glass_id: UUID, at: datetime | None = None) -> Why:
    """Why somebody broke the glass, in their words, to whoever judges it. On record. Raises NotFound."""
    at = at or clock.now()
    with transaction.atomic():
        row = lists.glass(actor, glass_id, at=at)
        case, facts = files.locked(actor, row.case_id, at)
        permissions.check_can_review(actor, facts, by=row.staff_id)
        files.record(actor, case, facts, "case.read_reason", at, glass=str(glass_id))
        sealed = BreakGlass.objects.values_list("text", flat=True).get(pk=glass_id)
        try:
            text = content.open_why(files.cipher(case), bytes(sealed), glass_id)
        except subjects.SubjectGone:
            text = ""
        return Why(row, text)


def review(*, actor: Viewer, glass_id: UUID, outcome: Outcome, at: datetime | None = None) -> None:
    """Judge an opening that somebody else made; once, and never changed.

    Raises NotFound also for one's own, NotNow("wrong_state") when it is judged already.
    """
    at = at or clock.now()
    with transaction.atomic():
        row = BreakGlass.objects.select_for_update().filter(pk=glass_id).first()
        if row is None or row.staff_id == actor.staff_id:
            raise NotFound("no_such_opening")
        case, facts = files.locked(actor, row.case_id, at)
        if not permissions.can_review(actor, facts, by=row.staff_id):
            raise NotFound("no_such_opening")
        if row.reviewed_at is not None:
            raise NotNow("wrong_state")
        files.record(actor, case, facts, "case.review_glass", at, glass=str(glass_id), outcome=outcome.value)
        row.reviewed_at, row.reviewed_by_id, row.outcome = at, actor.staff_id, outcome.value
        row.save(update_fields=["reviewed_at", "reviewed_by", "outcome"])
        if _knows(row.staff_id, case, at):
            files.tell(NoticeKind.GLASS_REVIEWED, case, [row.staff_id], by=actor.staff_id, at=at, glass=row)


def _knows(staff_id: int, case: Case, at: datetime) -> bool:
    viewer = people.viewer(staff_id, at)
    return viewer is not None and seen.cases(viewer, at).filter(pk=case.pk).exists()
