# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking how it is and how our help was: by a link that is handed over, or typed in from a paper or a talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sjalvklar.followup import content
from sjalvklar.followup.actions import files
from sjalvklar.followup.models import Asking
from sjalvklar.followup.queries.schedules import zone
from sjalvklar.followup.rules import AskedBy, AskingDeed, AskingState, Questions, check_asking, codes, questions
from sjalvklar.followup.rules.days import end_of_day
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import stops
from sjalvklar.support.queries import today
from sjalvklar.support.queries.seen import Stands
from sjalvklar.tally import actions as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds


@dataclass(frozen=True, slots=True)
class Link:
    """The code of a link, shown once; kept nowhere."""

    code: str = field(repr=False)
    expires_at: datetime


def _subject(one: Stands) -> UUID:
    subject = one.support.subject if one.support.case is None else one.support.case.person_id
    assert subject is not None  # a constraint of the table
    return subject


def link(*, actor: Viewer, support_id: UUID, kind: Questions, nonce: bytes, at: datetime | None = None) -> Link:
    """A link with a code for whoever the support is for, to hand over as they said is safe. The product sends nothing.
    The same form gives the same code again while it opens something. Raises NotFound, NotAllowed, NotNow (wrong_state,
    asked_already, or why nobody is to be reached now)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    code = codes.of_form(support_id.bytes + kind.value.encode(), nonce)
    expires = end_of_day(today(at) + codes.LIVES, zone())
    once = deeds.once(b"link", support_id.bytes, nonce, kind.value.encode())
    try:
        with transaction.atomic():
            one = files.going_on(actor, support_id, at)
            stops.check_may_reach(support_id)
            stops.check_lives(one.support)
            already = Asking.objects.filter(once=once).first()
            if already is not None:
                return _again(already, code)
            files.record(actor, one, "followup.ask", at, questions=kind.value, way=AskedBy.LINK.value)
            Asking.objects.create(
                support=one.support,
                subject=_subject(one),
                unit=_counted_in(one),
                questions=kind.value,
                way=AskedBy.LINK.value,
                state=AskingState.OPEN.value,
                finding=codes.finding(code),
                expires_at=expires,
                made_at=at,
                made_by_id=actor.staff_id,
                once=once,
            )
            _count(What.FEEDBACK_ASKED, _counted_in(one), at)
            files.touched(one, at)
    except IntegrityError:
        already = Asking.objects.filter(once=once).first()  # the same form came twice at once
        if already is None:
            raise
        return _again(already, code)
    return Link(code, expires)


def _again(already: Asking, code: str) -> Link:
    if already.state != AskingState.OPEN.value or already.expires_at is None:
        raise NotNow("asked_already")
    return Link(code, already.expires_at)


def take_back(*, actor: Viewer, support_id: UUID, asking_id: UUID, at: datetime | None = None) -> None:
    """A link that was handed over opens nothing any more. Raises NotFound, NotAllowed, NotNow (wrong_state,
    asked_already), Invalid("asking")."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.going_on(actor, support_id, at)
        row = Asking.objects.select_for_update().filter(pk=asking_id, support=one.support).first()
        if row is None:
            raise Invalid("asking", field="asking")
        row.state = check_asking(AskingState(row.state), AskingDeed.TAKE_BACK).value
        files.record(actor, one, "followup.take_back", at)
        row.finding, row.expires_at = None, None
        row.save(update_fields=["state", "finding", "expires_at"])


def note(
    *,
    actor: Viewer,
    support_id: UUID,
    kind: Questions,
    way: AskedBy,
    given: Mapping[str, str],
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """What the relative answered on a paper or in a talk. The same form notes it once. Raises NotFound, NotAllowed,
    NotNow("wrong_state"), Invalid (choose, nothing_answered)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    if way is AskedBy.LINK:
        raise Invalid("choose", field="by")
    answers = questions.checked(kind, given)
    once = deeds.once(b"noted", support_id.bytes, nonce)
    with transaction.atomic():
        one = files.going_on(actor, support_id, at)
        if Asking.objects.filter(once=once).exists():
            return
        files.record(actor, one, "followup.note", at, questions=kind.value, way=way.value)
        name = uuid4()
        Asking.objects.create(
            id=name,
            support=one.support,
            subject=_subject(one),
            unit=_counted_in(one),
            questions=kind.value,
            way=way.value,
            state=AskingState.ANSWERED.value,
            answers=content.seal_answers(files.cipher(one.support), answers, name),
            made_at=at,
            made_by_id=actor.staff_id,
            answered_at=at,
            once=once,
        )
        _count(What.FEEDBACK_ASKED, _counted_in(one), at)
        count_answers(_counted_in(one), answers, at)
        files.touched(one, at)


def count_answers(unit_id: str, answers: Mapping[str, int], at: datetime) -> None:
    """Count that somebody answered, and whether our help was what they needed; never what else, and not in which
    situation: together that could be somebody."""
    _count(What.FEEDBACK_ANSWERED, unit_id, at)
    if answers.get("help") == questions.HIGHEST[Questions.EXPERIENCE]:
        _count(What.FEEDBACK_HELPED, unit_id, at)
    elif answers.get("help") == 0:
        _count(What.FEEDBACK_NOT_HELPED, unit_id, at)


def _counted_in(one: Stands) -> str:
    """The unit, for the count; none for somebody protected, of whom nothing is counted."""
    return "" if one.protected else one.support.unit_id


def _count(what: What, unit_id: str, at: datetime) -> None:
    if unit_id:
        tally.count(what=what, unit=unit_id, at=at, zone=zone())
