# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The long time after: the relative says yes to it, or takes that back, and it holds at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sjalvklar.followup import after_the_end
from sjalvklar.followup.actions import files
from sjalvklar.followup.models import Consent
from sjalvklar.followup.rules.days import consent_until
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import stops
from sjalvklar.support.actions import files as supports
from sjalvklar.support.queries import today
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds
from sjalvklar.trust.access.words import Action


def agree(*, actor: Viewer, support_id: UUID, months: int, nonce: bytes, at: datetime | None = None) -> None:
    """The relative wants us to go on after the support has ended, for so many months. A new yes takes the place of an
    older one. Asked while the support is open. Raises NotFound, NotAllowed, NotNow("wrong_state", "person_is_dead"),
    Invalid("months").
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    once = deeds.once(b"yes", support_id.bytes, nonce)
    try:
        with transaction.atomic():
            one = supports.held(actor, support_id, at)
            one.check(actor, Action.WRITE)
            stops.check_lives(one.support)
            until = consent_until(today(at), months)
            if Consent.objects.filter(once=once).exists():
                return
            files.record(actor, one, "followup.agree", at, months=months)
            renewed = Consent.objects.filter(support=support_id, ended_at__isnull=True)
            if not renewed.update(ended_at=at, ended_by_id=actor.staff_id):
                files.count(What.LONG_FOLLOW_UP, one.support, at)
            Consent.objects.create(
                support=one.support, given_at=at, given_to_id=actor.staff_id, until=until, once=once
            )
            files.touched(one, at)
    except IntegrityError:
        if not Consent.objects.filter(once=once).exists():
            raise  # the same form came twice at once, and the other was first


def withdraw(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> None:
    """The relative does not want it any more. After the support's end nothing more is followed up from now on, no code
    opens anything, and the support is erased when its time is out. Raises NotFound, NotAllowed, NotNow (wrong_state,
    no_consent)."""
    at = at or clock.now()
    with transaction.atomic():
        one = supports.held(actor, support_id, at)
        one.check(actor, Action.READ)
        living = Consent.objects.select_for_update().filter(support=support_id, ended_at__isnull=True)
        if not living.update(ended_at=at, ended_by_id=actor.staff_id):
            raise NotNow("no_consent")
        gone = 0
        if files.is_closed(one):
            gone = after_the_end.end_all(support_id, at)
            after_the_end.take_back_all(support_id)
        files.record(actor, one, "followup.withdraw", at, ended=gone)
