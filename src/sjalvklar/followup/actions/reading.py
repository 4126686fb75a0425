# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what is followed up in a support: on record before anything is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.followup import after_the_end, content, permissions
from sjalvklar.followup.actions import files
from sjalvklar.followup.actions.proof import days_of_contact, may_be_named
from sjalvklar.followup.content import What
from sjalvklar.followup.models import Asking, Consent, FollowUp, Proof
from sjalvklar.followup.rules import AskedBy, AskingState, Questions, State
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import stops
from sjalvklar.support.actions import files as supports
from sjalvklar.support.queries import lists, today
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class Line:
    """One follow-up, opened."""

    id: UUID
    state: State
    on: date
    what: What
    overdue: bool
    settled_at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Questions that were asked, and what was answered when it was."""

    id: UUID
    questions: Questions
    way: AskedBy
    state: AskingState
    at: datetime
    answers: dict[str, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class File:
    """All of it. `stopped` is why nobody is to be reached now; `consent_until` is there when they said yes."""

    row: lists.Row
    coming: tuple[Line, ...]
    settled: tuple[Line, ...]
    consent_until: date | None
    asked: tuple[Answered, ...]
    contact_days: tuple[date, ...]
    proofs: int
    may_be_named: bool
    can_go_on: bool
    stopped: str


def read(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> File:
    """What is coming, what became of the rest, and what was answered, to whoever answers for the support or stands in.
    Raises NotFound, NotAllowed, NotNow("wrong_state"), SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        one = supports.held(actor, support_id, at)
        one.check(actor, Action.READ)
        files.record(actor, one, "followup.read", at)
        rows = list(FollowUp.objects.filter(support=one.support).order_by("on", "id"))
        asked = list(Asking.objects.filter(support=one.support).order_by("made_at", "id"))
        consent = Consent.objects.filter(after_the_end.holds(at), support=one.support).first()
        cipher = files.cipher(one.support)
        names = people.names({row.settled_by_id for row in rows if row.settled_by_id is not None})
        day = today(at)
        lines = tuple(
            Line(
                row.pk,
                State(row.state),
                row.on,
                content.open_what(cipher, bytes(row.what), row.pk),
                State(row.state).is_coming and row.on < day,
                row.settled_at,
                names.get(row.settled_by_id or 0, ""),
            )
            for row in rows
        )
        return File(
            row=lists.rows_of(actor, [one], at)[0],
            coming=tuple(line for line in lines if line.state.is_coming),
            settled=tuple(
                sorted(
                    (line for line in lines if line.settled_at is not None),
                    key=lambda line: (line.settled_at or at, line.on),
                    reverse=True,
                )
            ),
            consent_until=consent.until if consent else None,
            asked=tuple(
                Answered(
                    row.pk,
                    Questions(row.questions),
                    AskedBy(row.way),
                    AskingState(row.state),
                    row.answered_at or row.made_at,
                    content.open_answers(cipher, bytes(row.answers), row.pk) if row.answers else {},
                )
                for row in asked
            ),
            contact_days=days_of_contact(one),
            proofs=Proof.objects.filter(support=one.support).count(),
            may_be_named=may_be_named(one),
            can_go_on=permissions.can_go_on(actor, one, closed=files.is_closed(one), consented=consent is not None),
            stopped=stops.why_not(support_id),
        )
