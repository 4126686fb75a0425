# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""That whoever wrote is not to be reached from the desk, because a room above has seen that it may be dangerous. They
are answered in the thread as before: only they read there, when they come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from sjalvklar.kernel import clock
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.models import Thread
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust.rules import Actor


def stop_reaching(*, actor: Viewer, thread_id: UUID, basis: str, at: datetime | None = None) -> None:
    """One more reason not to show anybody how to reach them. A thread that is gone needs none."""
    _count(actor, thread_id, 1, "contact.stop_reaching", basis, at or clock.now())


def reach_again(*, actor: Viewer, thread_id: UUID, basis: str, at: datetime | None = None) -> None:
    """One reason fewer. They are reached again when the last has gone."""
    _count(actor, thread_id, -1, "contact.reach_again", basis, at or clock.now())


def _count(actor: Viewer, thread_id: UUID, more: int, action: str, basis: str, at: datetime) -> None:
    # Whoever sees the danger need not be somebody who may touch the thread; the caller has checked what they may.
    with transaction.atomic(), deeds.beyond_the_desk():
        unit = Thread.objects.filter(pk=thread_id).values_list("unit_id", flat=True).first()
        if unit is None:
            return
        trust.record(
            actor=Actor.staff(actor.staff_id, unit), action=action, object=threads.about(thread_id), basis=basis, at=at
        )
        Thread.objects.filter(pk=thread_id).update(stops=Greatest(F("stops") + more, 0))
