# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signs of violence in the home: from then on nobody is reached from here, and those who know violence take over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.safety import content, queries
from sjalvklar.safety.actions import held
from sjalvklar.safety.models import Violence
from sjalvklar.support import actions as support
from sjalvklar.support import queries as supports
from sjalvklar.support import stops
from sjalvklar.support.actions import Next, files
from sjalvklar.support.rules import NextStep

STOPPED = "violence_in_the_home"
_BASIS = "safety"


def not_to_be_reached(there: Collection[UUID]) -> str:
    """Why the one whom those supports are for is not to be reached now; empty when nothing hinders. What is seen in
    one of them holds in all."""
    found = Violence.objects.filter(support__in=there, off_at__isnull=True).exists()
    return STOPPED if found else ""


def switch_on(*, actor: Viewer, support_id: UUID, signs: str = "", nonce: bytes, at: datetime | None = None) -> None:
    """There are signs of violence in the home: what to call somebody and how to reach them is shown to nobody, nor by
    the contact that the support began with or its case was opened from, and the next step is today, to lead them on
    to those who know violence.
    Nobody is reminded of anything, nor afterwards until they have said yes again. The same form does it once.

    Raises NotFound, NotAllowed, NotNow("wrong_state"; also when it is on already), Invalid (too_long, and what may not
    stand there).
    """
    at = at or clock.now()
    once = held.once(b"violence", support_id, nonce)
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        kept = held.words(one, signs, field="signs")
        if Violence.objects.filter(once=once).exists():
            return
        if Violence.objects.filter(support=support_id, off_at__isnull=True).exists():
            raise NotNow("wrong_state")
        files.record(actor, one, "safety.violence_on", at)
        name = uuid4()
        sealed = content.seal_words(files.cipher(one.support), kept, "violence", "signs", name) if kept else None
        Violence.objects.create(
            id=name, support_id=support_id, signs=sealed, on_at=at, on_by_id=actor.staff_id, once=once
        )
        thread = stops.contact_of(one.support)
        if thread is not None:
            mailbox.stop_reaching(actor=actor, thread_id=thread, basis=_BASIS, at=at)
        today = supports.today(at)
        support.set_next(actor=actor, support_id=support_id, coming=Next(NextStep.LEAD_ON, today), at=at)
        support.stop_reminding(one.support, at)
        held.touched(one, at)


def tell_who_knows(
    *, actor: Viewer, support_id: UUID, consent: bool | None = None, at: datetime | None = None
) -> None:
    """That those who know violence have been told, by whoever does this: the product sends them nothing.

    Another authority is told only when the relative agrees. Raises NotFound, NotAllowed, NotNow("wrong_state" when it
    is not on, or done; "nobody_knows_violence"), Invalid("consent").
    """
    at = at or clock.now()
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        found = Violence.objects.filter(support=support_id, off_at__isnull=True, handed_at__isnull=True).first()
        if found is None:
            raise NotNow("wrong_state")
        to = queries.who_knows_violence(one.support.unit_id, at=at)
        if to is None:
            raise NotNow("nobody_knows_violence")
        another = to.authority_id != one.support.authority_id
        if another and not consent:
            raise Invalid("consent", field="consent")
        files.record(actor, one, "safety.violence_told", at, to=to.id, **({"consent": True} if another else {}))
        found.handed_at, found.handed_by_id, found.handed_to = at, actor.staff_id, to.id
        found.consent = True if another else None
        found.save(update_fields=["handed_at", "handed_by", "handed_to", "consent"])
        held.touched(one, at)


def switch_off(*, actor: Viewer, support_id: UUID, why: str, at: datetime | None = None) -> None:
    """There is no longer a reason not to reach them, and this is why. Raises NotFound, NotAllowed,
    NotNow("wrong_state" when it is not on), Invalid (needed, too_long, and what may not stand there)."""
    at = at or clock.now()
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        found = Violence.objects.filter(support=support_id, off_at__isnull=True).first()
        if found is None:
            raise NotNow("wrong_state")
        kept = held.words(one, why, field="why", needed=True)
        files.record(actor, one, "safety.violence_off", at)
        found.why = content.seal_words(files.cipher(one.support), kept, "violence", "why", found.pk)
        found.off_at, found.off_by_id = at, actor.staff_id
        found.save(update_fields=["why", "off_at", "off_by"])
        thread = stops.contact_of(one.support)
        if thread is not None:
            mailbox.reach_again(actor=actor, thread_id=thread, basis=_BASIS, at=at)
        held.touched(one, at)
