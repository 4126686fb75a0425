# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the police were asked and when they answered. What they decided is sealed apart, and opened only on request."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.safety import content, queries
from sjalvklar.safety.actions import held
from sjalvklar.safety.actions.fear import look_for_difference
from sjalvklar.safety.models import Assessment
from sjalvklar.safety.rules import AssessmentState, Decided, Question, check_answer, check_passed
from sjalvklar.support import queries as supports
from sjalvklar.support.actions import files
from sjalvklar.tally.rules import What


def ask_police(
    *,
    actor: Viewer,
    support_id: UUID,
    question: Question,
    asked_on: date,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """Note that a protection assessment was asked for; the same form notes it once. Raises NotFound, NotAllowed,
    NotNow("wrong_state"), Invalid (not_yet_been, too_long_ago, too_long, and what may not stand there)."""
    at = at or clock.now()
    once = held.once(b"police", support_id, nonce)
    check_passed(asked_on, supports.today(at), field="asked_on")
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        kept = replace(question, words=held.words(one, question.words, field="asked_words"))
        if Assessment.objects.filter(once=once).exists():
            return
        files.record(actor, one, "safety.ask_police", at)
        name = uuid4()
        Assessment.objects.create(
            id=name,
            support_id=support_id,
            state=AssessmentState.ASKED.value,
            body=content.seal_question(files.cipher(one.support), kept, name),
            asked_on=asked_on,
            answer_by=asked_on + timedelta(days=queries.setting().answer_days),
            staff_id=actor.staff_id,
            at=at,
            once=once,
        )
        files.count(What.PROTECTION_ASKED, one.support, at)
        held.touched(one, at)


def note_answer(
    *,
    actor: Viewer,
    support_id: UUID,
    assessment_id: UUID,
    decided: Decided,
    answered_on: date,
    at: datetime | None = None,
) -> bool:
    """Note what the police answered, or that no answer came. Returns whether it differs from the fear the relative
    told of, which nobody had seen before.

    Raises as `ask_police`; Invalid("assessment") for one that is not here, Invalid("before_asked"), and
    NotNow("wrong_state") when a colleague has noted it.
    """
    at = at or clock.now()
    check_passed(answered_on, supports.today(at), field="answered_on")
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        asked = Assessment.objects.filter(pk=assessment_id, support=support_id).first()
        if asked is None:
            raise Invalid("assessment", field="assessment")
        state = check_answer(AssessmentState(asked.state), decided.answer)
        if answered_on < asked.asked_on:
            raise Invalid("before_asked", field="answered_on")
        kept = replace(decided, words=held.words(one, decided.words, field="decided_words"))
        files.record(actor, one, "safety.note_answer", at)
        cipher = files.cipher(one.support)
        asked.state, asked.answered_on = state.value, answered_on
        asked.decided = content.seal_decided(cipher, kept, asked.pk)
        asked.stands = content.seal_stands(cipher, decided.answer, asked.pk)
        asked.save(update_fields=["state", "answered_on", "decided", "stands"])
        held.touched(one, at)
        return look_for_difference(actor=actor, one=one, at=at)


def see_police(*, actor: Viewer, support_id: UUID, assessment_id: UUID, at: datetime | None = None) -> Decided:
    """What the police decided, for whoever may read the support and asks; on record before it is opened. Raises
    NotFound, NotAllowed, Invalid("assessment"), NotNow("wrong_state") while there is no answer, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        one = held.reading(actor, support_id, at)
        asked = Assessment.objects.filter(pk=assessment_id, support=support_id).first()
        if asked is None:
            raise Invalid("assessment", field="assessment")
        if asked.decided is None:
            raise NotNow("wrong_state")
        files.record(actor, one, "safety.see_police", at)
        return content.open_decided(files.cipher(one.support), asked.decided, asked.pk)
