# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ending sessions: one, every other, all. Whoever holds an ended one is nobody at the next request."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed, NotFound
from sjalvklar.organisation.models import OpenSession, SaidOnce
from sjalvklar.organisation.rules.sessions import at_rest
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor, ActorKind


def check_own(staff_id: int, actor: Actor) -> None:
    """That it is the person's own. Raises NotAllowed("only_your_own")."""
    if actor.kind is not ActorKind.STAFF or int(actor.id) != staff_id:
        raise NotAllowed("only_your_own")


@transaction.atomic
def end_session(*, staff_id: int, session_id: str, actor: Actor) -> None:
    """End one of the person's own sessions. Raises NotFound for what is not theirs or has already ended."""
    check_own(staff_id, actor)
    gone, _ = OpenSession.objects.filter(staff_id=staff_id, session_key=session_id).delete()
    if not gone:
        raise NotFound("no_such_session")
    trust.record(actor=actor, action="staff.end_session", object=f"staff:{staff_id}", basis="own_account")


@transaction.atomic
def end_other_sessions(*, staff_id: int, cookie: str, actor: Actor) -> int:
    """End every session of the person's own but the one with that cookie. Returns how many there were."""
    check_own(staff_id, actor)
    gone, _ = OpenSession.objects.filter(staff_id=staff_id).exclude(session_key=at_rest(cookie)).delete()
    if gone:
        trust.record(
            actor=actor,
            action="staff.end_other_sessions",
            object=f"staff:{staff_id}",
            basis="own_account",
            detail={"ended": gone},
        )
    return gone


def end_all_sessions(staff_id: int) -> int:
    """Part of a deed that puts itself on record: a closed account, a new way in. Returns how many there were."""
    return OpenSession.objects.filter(staff_id=staff_id).delete()[0]


def forget_old_sessions(*, at: datetime | None = None) -> int:
    """Take away rows of sessions that have run out, and words too old to be said again. Returns how many sessions."""
    SaidOnce.objects.filter(ends_at__lte=at or clock.now()).delete()
    return OpenSession.objects.filter(expire_date__lte=at or clock.now()).delete()[0]
