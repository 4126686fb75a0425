# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Warnings to those who meet somebody: short, and there until somebody ends them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.safety import content, queries
from sjalvklar.safety.actions import held
from sjalvklar.safety.models import Caution
from sjalvklar.safety.rules import Heed, check_heed
from sjalvklar.safety.rules.content import LONGEST_WARNING
from sjalvklar.support.actions import files


def warn(*, actor: Viewer, support_id: UUID, heed: Heed, nonce: bytes, at: datetime | None = None) -> None:
    """Warn those who meet somebody; the same form warns once. Raises NotFound, NotAllowed, NotNow("wrong_state"),
    Invalid (needed, choose, too_long, and what may not stand there)."""
    at = at or clock.now()
    once = held.once(b"warning", support_id, nonce)
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        words = held.words(one, heed.words, field="warning_words", longest=LONGEST_WARNING)
        kept = Heed(tuple(dict.fromkeys(heed.chosen)), words)
        check_heed(kept, {sentence.id for sentence in queries.setting().warnings})
        if Caution.objects.filter(once=once).exists():
            return
        files.record(actor, one, "safety.warn", at)
        name = uuid4()
        body = content.seal_heed(files.cipher(one.support), kept, name)
        Caution.objects.create(id=name, support_id=support_id, body=body, staff_id=actor.staff_id, at=at, once=once)
        held.touched(one, at)


def end_warning(*, actor: Viewer, support_id: UUID, warning_id: UUID, at: datetime | None = None) -> None:
    """End a warning. Raises as `warn`; Invalid("warning") for one that is not here, NotNow("wrong_state") when a
    colleague has ended it."""
    at = at or clock.now()
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        found = Caution.objects.filter(pk=warning_id, support=support_id).first()
        if found is None:
            raise Invalid("warning", field="warning")
        if found.ended_at is not None:
            raise NotNow("wrong_state")
        files.record(actor, one, "safety.end_warning", at)
        found.ended_at, found.ended_by_id = at, actor.staff_id
        found.save(update_fields=["ended_at", "ended_by"])
        held.touched(one, at)
