# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody has lost every way in: two different people vouch, and only the browser where the person sits is let in.

No password passes through anybody's hands. The person begins at the sign-in page and reads a code aloud; the head of
the unit types it, and so does another head or IT in the same authority. What opens is a secret in that browser, which
neither of the two has; and the browser's secret opens nothing without the two.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation import permissions
from sjalvklar.organisation.actions.sessions import end_all_sessions
from sjalvklar.organisation.models import Recovery, StaffMember
from sjalvklar.organisation.queries import staff as queries
from sjalvklar.organisation.rules.recovery import OPENS, WAITS, Begun, mark, new_code, tidy_code
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor, ActorKind

_MOST_AT_ONCE = 20  # of one person: whoever begins more for others is not noticed by anybody
_TO_CHOOSE = timedelta(hours=48)


@transaction.atomic
def begin_recovery(*, username: str, at: datetime | None = None) -> Begun:
    """Begin to wait. A name that is nobody's waits just the same, and for ever in vain."""
    at = at or clock.now()
    staff_id = (
        StaffMember.objects.filter(username=username.strip().casefold()[:80], is_active=True)
        .values_list("pk", flat=True)
        .first()
    )
    if staff_id and Recovery.objects.filter(staff_id=staff_id, ends_at__gt=at).count() >= _MOST_AT_ONCE:
        staff_id = None
    begun = Begun(new_code(), secrets.token_urlsafe(32), at + WAITS)
    Recovery.objects.create(
        staff_id=staff_id, browser=mark(begun.secret), code=begun.code, began_at=at, ends_at=begun.until
    )
    return begun


def _viewer(actor: Actor, at: datetime) -> Viewer:
    found = queries.viewer(int(actor.id), at) if actor.kind is ActorKind.STAFF else None
    if found is None:
        raise NotAllowed("not_staff")
    return found


def _waiting(staff_id: int, code: str, at: datetime) -> Recovery:
    row = (
        Recovery.objects.select_for_update()
        .filter(staff_id=staff_id, code=tidy_code(code), ends_at__gt=at, approved_at=None, staff__is_active=True)
        .first()
    )
    if row is None:
        raise Invalid("recovery_code", field="code")
    return row


@transaction.atomic
def ask_for_recovery(*, staff_id: int, code: str, actor: Actor, at: datetime | None = None) -> None:
    """The head of the unit vouches first. Nothing opens and nothing ends yet.

    Raises NotAllowed; Invalid("recovery_code") when nobody waits with that code; NotNow("already_asked").
    """
    at = at or clock.now()
    units = queries.units_where_granted(staff_id, at)
    permissions.check_can_renew_sign_in(_viewer(actor, at), staff_id, units)
    row = _waiting(staff_id, code, at)
    if row.asked_by_id is not None:
        raise NotNow("already_asked")
    row.asked_by_id, row.asked_at = int(actor.id), at
    row.save(update_fields=["asked_by", "asked_at"])
    trust.record(actor=actor, action="staff.ask_recovery", object=f"staff:{staff_id}", basis="administration")


@transaction.atomic
def approve_recovery(*, staff_id: int, code: str, actor: Actor, at: datetime | None = None) -> None:
    """Another head, or IT, of the same authority vouches too: every old way in and open session ends now.

    Raises NotAllowed (also for the one who asked: `another`); Invalid("recovery_code"); NotFound when none has asked.
    """
    at = at or clock.now()
    permissions.check_can_approve_recovery(_viewer(actor, at), staff_id, queries.homes(staff_id, at))
    row = _waiting(staff_id, code, at)
    if row.asked_by_id is None:
        raise NotFound("not_asked")
    if row.asked_by_id == int(actor.id):
        raise NotAllowed("another")
    row.approved_by_id, row.approved_at, row.ends_at = int(actor.id), at, at + OPENS
    row.save(update_fields=["approved_by", "approved_at", "ends_at"])
    member = StaffMember.objects.select_for_update().get(pk=staff_id)
    if not SocialAccount.objects.filter(user_id=staff_id).exists():
        member.temporary_until = at + _TO_CHOOSE
    member.set_unusable_password()
    member.save(update_fields=["password", "temporary_until"])
    Authenticator.objects.filter(user_id=staff_id).delete()
    end_all_sessions(staff_id)
    trust.record(
        actor=actor,
        action="staff.approve_recovery",
        object=f"staff:{staff_id}",
        basis="administration",
        detail={"asked_by": row.asked_by_id},
    )


@transaction.atomic
def use_recovery(*, secret: str, at: datetime | None = None) -> int:
    """The browser that waited is let in, once; returns whose account. Raises NotNow("not_yet")."""
    at = at or clock.now()
    row = (
        Recovery.objects.select_for_update()
        .filter(browser=mark(secret), ends_at__gt=at, used_at=None, staff__is_active=True)
        .exclude(approved_at=None)
        .first()
    )
    if row is None or row.staff_id is None:
        raise NotNow("not_yet")
    row.used_at = at
    row.save(update_fields=["used_at"])
    actor = Actor.staff(row.staff_id)
    trust.record(actor=actor, action="staff.use_recovery", object=f"staff:{row.staff_id}", basis="own_account")
    return row.staff_id


def forget_recoveries(*, at: datetime | None = None) -> int:
    """Take away what nobody waits for any more; the record keeps what was done. Returns how many."""
    return Recovery.objects.filter(ends_at__lte=at or clock.now()).delete()[0]
