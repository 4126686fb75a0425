# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody says of their own fear, and what follows when the answer of the police does not fit it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.safety import content, queries
from sjalvklar.safety.actions import held
from sjalvklar.safety.models import Assessment, Difference, Fear
from sjalvklar.safety.rules import Said, check_level, differs
from sjalvklar.support import actions as support
from sjalvklar.support import queries as supports
from sjalvklar.support.actions import Next, files
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import NextStep, OfferAnswer
from sjalvklar.tally.rules import What


def say_fear(*, actor: Viewer, support_id: UUID, said: Said, nonce: bytes, at: datetime | None = None) -> bool:
    """Note how afraid somebody says they are, or that they did not want to say; the same form notes it once. Returns
    whether it differs from what the police answered, which nobody had seen before.

    Raises NotFound, NotAllowed, NotNow("wrong_state"), Invalid (level, too_long, and what may not stand there).
    """
    at = at or clock.now()
    check_level(said.level)
    once = held.once(b"fear", support_id, nonce)
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        kept = Said(said.level, held.words(one, said.words, field="fear_words"))
        if Fear.objects.filter(once=once).exists():
            return False
        files.record(actor, one, "safety.fear", at)
        name = uuid4()
        body = content.seal_said(files.cipher(one.support), kept, name)
        Fear.objects.create(id=name, support_id=support_id, body=body, staff_id=actor.staff_id, at=at, once=once)
        held.touched(one, at)
        return look_for_difference(actor=actor, one=one, at=at)


def look_for_difference(*, actor: Viewer, one: Stands, at: datetime) -> bool:
    """Whether the newest answer of the police differs from what was last said of fear, and nobody had seen it: then
    it is counted, and becomes the owner's next step. In the caller's transaction, once for each assessment."""
    support_id = one.support.pk
    newest = Assessment.objects.filter(support=support_id).order_by("-asked_on", "-at").first()
    said = Fear.objects.filter(support=support_id).order_by("-at", "-id").first()
    if newest is None or newest.stands is None or said is None:
        return False
    cipher = files.cipher(one.support)
    level = content.open_said(cipher, said.body, said.pk).level
    answer = content.open_stands(cipher, newest.stands, newest.pk)
    if not differs(level, queries.high(), answer) or Difference.objects.filter(pk=newest.pk).exists():
        return False
    files.record(actor, one, "safety.difference", at)
    Difference.objects.create(assessment=newest, support_id=support_id, at=at)
    files.count(What.FEAR_DIFFERS, one.support, at)
    day = supports.today(at) + timedelta(days=queries.setting().within_days)
    if one.support.next_on is None or one.support.next_on > day:
        support.set_next(actor=actor, support_id=support_id, coming=Next(NextStep.FOLLOW_UP, day), at=at)
    return True


def answer_difference(*, actor: Viewer, support_id: UUID, answer: OfferAnswer, at: datetime | None = None) -> None:
    """That support was offered because fear and answer differ, and what the relative said. Until they have said it the
    offer stays. Raises as `say_fear`; NotNow("wrong_state") when a colleague was faster."""
    at = at or clock.now()
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        waiting = Difference.objects.filter(support=support_id, answered_at__isnull=True)
        if not waiting.exists():
            raise NotNow("wrong_state")
        files.record(actor, one, "safety.offer", at, answer=answer.value)
        service = queries.setting().offer
        if service:
            support.offer(actor=actor, support_id=support_id, service=service, answer=answer, at=at)
        if answer is not OfferAnswer.OFFERED:
            waiting.update(answered_at=at, answered_by=actor.staff_id)
        held.touched(one, at)
