# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is safe has changed: the new takes the place of the old, which nobody sees again, and reminders follow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox.rules import SafeContact
from sjalvklar.mailbox.rules.safe_contact import to_plain
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content, stops
from sjalvklar.support.actions import files, reminding
from sjalvklar.support.actions.life import checked_safe
from sjalvklar.support.models import SafetyTold
from sjalvklar.support.queries import services
from sjalvklar.support.rules import DocumentationMode, SaidBy, times
from sjalvklar.trust import deeds


def change_safe_contact(
    *,
    actor: Viewer,
    support_id: UUID,
    safe: SafeContact,
    said_by: SaidBy,
    said_on: date,
    nonce: bytes,
    shown: str = "",
    at: datetime | None = None,
) -> None:
    """Keep what is safe now, with who said it and when. `shown` marks how often it had been said anew on the page:
    of two who note it at once, one is told. In a file how and when is kept here, and the number or address
    with who they are. Of somebody anonymous there is no place for it.

    Raises NotFound, NotAllowed, NotNow("wrong_state", or why nobody is to be reached now), and Invalid with the field:
    no_place_for_it, only_stop when somebody else said that it is no longer safe and another way was written,
    said_ahead, too_long_ago, and what is wrong with the rest.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    today = services.today(at)
    if said_on > today:
        raise Invalid("said_ahead", field="said_on")
    if said_on < today - times.OLDEST:
        raise Invalid("too_long_ago", field="said_on")
    with files.writing(support_id, at, actor=actor) as one:
        mode = files.mode_of(one.support)
        if mode is DocumentationMode.ANONYMOUS:
            raise Invalid("no_place_for_it", field="channel")
        if said_by is SaidBy.WE_STOPPED and safe.reaches_out:
            raise Invalid("only_stop", field="said_by")
        if safe.reaches_out:
            stops.check_may_reach(support_id)
        kept = checked_safe(safe, mode, today)
        once = deeds.once(b"safe", support_id.bytes, nonce)
        if SafetyTold.objects.filter(once=once).exists():
            return
        meanwhile.check_unchanged(shown, SafetyTold.objects.filter(support=one.support).count())
        files.record(actor, one, "support.safe_contact", at, said_by=said_by.value)
        called = replace(reminding.called_of(one.support), safe=to_plain(kept))
        one.support.called = content.seal_called(files.cipher(one.support), called, one.support.pk)
        one.support.save(update_fields=["called"])
        SafetyTold.objects.create(
            support=one.support, said_by=said_by.value, said_on=said_on, staff_id=actor.staff_id, at=at, once=once
        )
        reminding.plan_anew(one.support, at)
        files.touched(one, at)
