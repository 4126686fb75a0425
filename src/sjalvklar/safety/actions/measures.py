# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Protective measures: what was agreed, who does it, and the day it is looked at again, which no measure that holds is
without."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.safety import content
from sjalvklar.safety.actions import held
from sjalvklar.safety.models import Measure
from sjalvklar.safety.rules import Agreed, MeasureDeed, MeasureState, check_coming, move_measure
from sjalvklar.support import queries as supports
from sjalvklar.support.actions import files
from sjalvklar.tally.rules import What


def agree(
    *, actor: Viewer, support_id: UUID, agreed: Agreed, review_on: date, nonce: bytes, at: datetime | None = None
) -> None:
    """Note a protective measure; the same form notes one. Raises NotFound, NotAllowed, NotNow("wrong_state"), Invalid
    (passed, too_far, too_long, and what may not stand there)."""
    at = at or clock.now()
    once = held.once(b"measure", support_id, nonce)
    check_coming(review_on, supports.today(at), field="review_on")
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        kept = replace(agreed, words=held.words(one, agreed.words, field="measure_words"))
        if Measure.objects.filter(once=once).exists():
            return
        files.record(actor, one, "safety.agree", at)
        name = uuid4()
        Measure.objects.create(
            id=name,
            support_id=support_id,
            state=MeasureState.AGREED.value,
            body=content.seal_agreed(files.cipher(one.support), kept, name),
            review_on=review_on,
            staff_id=actor.staff_id,
            at=at,
            changed_at=at,
            once=once,
        )
        files.count(What.MEASURE_AGREED, one.support, at)
        held.touched(one, at)


def move(
    *,
    actor: Viewer,
    support_id: UUID,
    measure_id: UUID,
    deed: MeasureDeed,
    review_on: date | None = None,
    seen: date | None = None,
    at: datetime | None = None,
) -> None:
    """Say what became of a measure, or look at it again on another day.

    `seen` is the day that the page showed when this was decided: of two who look at it at once, one is told. Raises as
    `agree`, Invalid("measure") for one that is not here, NotNow("wrong_state").
    """
    at = at or clock.now()
    if deed is MeasureDeed.REVIEW:
        if review_on is None:
            raise Invalid("needed", field="review_on")
        check_coming(review_on, supports.today(at), field="review_on")
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        measure = Measure.objects.filter(pk=measure_id, support=support_id).first()
        if measure is None:
            raise Invalid("measure", field="measure")
        before = MeasureState(measure.state)
        state = move_measure(before, deed)
        if deed is MeasureDeed.REVIEW and seen != measure.review_on:
            raise NotNow("wrong_state")
        files.record(actor, one, "safety.measure", at, deed=deed.value)
        measure.state = state.value
        if state is not before:
            measure.changed_at = at
        if deed is MeasureDeed.REVIEW:
            measure.review_on, measure.raised_at = review_on, None
        elif not state.is_open:
            measure.review_on = None
        measure.save(update_fields=["state", "changed_at", "review_on", "raised_at"])
        held.touched(one, at)
