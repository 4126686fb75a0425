# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts and roles: made, given, ended, and a new way in when somebody has lost theirs.

There is no password reset by e-mail: a unit head or IT hands over a temporary password that works for two days.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.kernel.text import tidy_line
from sjalvklar.organisation import permissions
from sjalvklar.organisation.actions.leaving import give_to_heads
from sjalvklar.organisation.actions.sessions import end_all_sessions
from sjalvklar.organisation.models import Grant, StaffMember, Unit
from sjalvklar.organisation.queries import linked
from sjalvklar.organisation.queries import staff as queries
from sjalvklar.organisation.rules.staff import Role, Viewer, check_period, check_username
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor, ActorKind

TEMPORARY = timedelta(hours=48)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads as something else on paper


@dataclass(frozen=True, slots=True)
class NewStaff:
    """A way in to hand over in person: works once, until `until`, then a password of one's own is chosen."""

    staff_id: int
    temporary_password: str
    until: datetime


def planner(actor: Actor, at: datetime) -> Viewer | None:
    """The viewer behind a staff actor; None for the system (IT at the command line). Others may not plan."""
    if actor.kind is ActorKind.SYSTEM:
        return None
    found = queries.viewer(int(actor.id), at) if actor.kind is ActorKind.STAFF else None
    if found is None:
        raise NotAllowed("not_staff")
    return found


def _temporary_password() -> str:
    """Twenty letters and digits in groups of five: 99 bits, readable aloud."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


@transaction.atomic
def create_staff(
    *, username: str, name: str, public_name: str, language: str = "sv", actor: Actor, at: datetime | None = None
) -> NewStaff:
    """A new account without any right. Only IT makes accounts; the unit gets the person through `grant`.

    Raises Invalid: `username`, `username_taken`, `name`, `language`.
    """
    at = at or clock.now()
    if planner(actor, at) is not None:
        raise NotAllowed("only_it")
    kept = check_username(username)
    full, first = tidy_line(name), tidy_line(public_name)
    if not full or len(full) > 120:
        raise Invalid("name", field="name")
    if not first or len(first) > 60:
        raise Invalid("name", field="public_name")
    if language not in {"sv", "en"}:
        raise Invalid("language", field="language")
    password, until = _temporary_password(), at + TEMPORARY
    member = StaffMember(username=kept, name=full, public_name=first, language=language, temporary_until=until)
    member.set_password(password)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as taken:
        raise Invalid("username_taken", field="username") from taken
    trust.record(actor=actor, action="staff.create", object=f"staff:{member.pk}", basis="administration")
    return NewStaff(member.pk, password, until)


@transaction.atomic
def grant(
    *,
    staff_id: int,
    unit_id: str,
    role: Role,
    valid_from: datetime,
    valid_to: datetime | None = None,
    actor: Actor,
    at: datetime | None = None,
) -> int:
    """Give somebody a role in a unit for a time; returns the grant's id.

    A unit head gives the roles that answer in the own unit; the others only IT gives.
    Raises NotNow("already_granted").
    """
    viewer = planner(actor, at or clock.now())
    if viewer is not None:
        permissions.check_can_plan(viewer, unit_id)
        if not role.answers:
            raise NotAllowed("only_it")
    check_period(valid_from, valid_to)
    if not StaffMember.objects.filter(pk=staff_id, is_active=True).exists() or not _is_unit(unit_id):
        raise NotFound("no_such_staff_or_unit")
    overlapping = Grant.objects.filter(staff_id=staff_id, unit_id=unit_id, role=role.value).exclude(
        valid_to__lte=valid_from
    )
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lt=valid_to)
    if overlapping.exists():
        raise NotNow("already_granted")
    row = Grant.objects.create(
        staff_id=staff_id, unit_id=unit_id, role=role.value, valid_from=valid_from, valid_to=valid_to
    )
    trust.record(
        actor=actor,
        action="staff.grant",
        object=f"staff:{staff_id}",
        basis="administration",
        detail={"unit": unit_id, "role": role.value},
    )
    return row.pk


def _is_unit(unit_id: str) -> bool:
    return Unit.objects.filter(pk=unit_id).exists()


@transaction.atomic
def end_grant(*, staff_id: int, unit_id: str, role: Role, actor: Actor, at: datetime | None = None) -> None:
    """End a role now. What the person can no longer answer for goes to the unit head at once. Raises NotFound."""
    at = at or clock.now()
    viewer = planner(actor, at)
    if viewer is not None:
        permissions.check_can_plan(viewer, unit_id)
        if not role.answers:
            raise NotAllowed("only_it")
    rows = Grant.objects.filter(staff_id=staff_id, unit_id=unit_id, role=role.value).exclude(valid_to__lte=at)
    begun = rows.filter(valid_from__lt=at).update(valid_to=at)
    ahead, _ = rows.filter(valid_from__gte=at).delete()
    if not begun + ahead:
        raise NotFound("no_such_grant")
    trust.record(
        actor=actor,
        action="staff.end_grant",
        object=f"staff:{staff_id}",
        basis="administration",
        detail={"unit": unit_id, "role": role.value},
    )
    give_to_heads(staff_id, at=at)


@transaction.atomic
def renew_sign_in(*, staff_id: int, actor: Actor, at: datetime | None = None) -> NewStaff:
    """A new temporary password; the old one, every passkey, code generator, recovery code and open session end.

    Only at the command line, where whoever may use it is somebody else's to say. At the desk two people let a
    colleague in again, and none of them gets a password to see (actions.recovery). Raises NotAllowed, and
    NotNow("from_city") for an account that the identity provider opens: a password beside it would open it too.
    """
    at = at or clock.now()
    if planner(actor, at) is not None:
        raise NotAllowed("two_people")
    member = StaffMember.objects.select_for_update().filter(pk=staff_id, is_active=True).first()
    if member is None:
        raise NotFound("no_such_staff")
    if linked.is_from_city(staff_id):
        raise NotNow("from_city")
    password, until = _temporary_password(), at + TEMPORARY
    member.set_password(password)
    member.temporary_until = until
    member.save(update_fields=["password", "temporary_until"])
    Authenticator.objects.filter(user_id=staff_id).delete()
    end_all_sessions(staff_id)
    trust.record(actor=actor, action="staff.renew_sign_in", object=f"staff:{staff_id}", basis="administration")
    return NewStaff(staff_id, password, until)


@transaction.atomic
def choose_password(*, staff_id: int, password: str, actor: Actor) -> None:
    """The person's own new password; ends the temporary one. Raises Invalid("password"), and NotNow("from_city") for
    an account that the identity provider opens."""
    if actor.kind is not ActorKind.STAFF or int(actor.id) != staff_id:
        raise NotAllowed("only_your_own")
    member = StaffMember.objects.select_for_update().filter(pk=staff_id, is_active=True).first()
    if member is None:
        raise NotFound("no_such_staff")
    if linked.is_from_city(staff_id):
        raise NotNow("from_city")
    try:
        password_validation.validate_password(password, member)
    except ValidationError as weak:
        raise Invalid("password", field="password1") from weak
    member.set_password(password)
    member.temporary_until = None
    member.save(update_fields=["password", "temporary_until"])
    trust.record(actor=actor, action="staff.choose_password", object=f"staff:{staff_id}", basis="own_account")


@transaction.atomic
def choose_language(*, staff_id: int, language: str, actor: Actor) -> None:
    """The desk's language for that person: sv or en."""
    if language not in {"sv", "en"}:
        raise Invalid("language", field="language")
    if actor.kind is not ActorKind.STAFF or int(actor.id) != staff_id:
        raise NotAllowed("only_your_own")
    if StaffMember.objects.filter(pk=staff_id).exclude(language=language).update(language=language):
        trust.record(actor=actor, action="staff.choose_language", object=f"staff:{staff_id}", basis="own_account")


@transaction.atomic
def close_account(*, staff_id: int, actor: Actor, at: datetime | None = None) -> None:
    """The person has left: no sign-in, every grant ends, and what was theirs goes to the heads of its units at once.
    Only IT does this; a head ends roles in the own unit."""
    at = at or clock.now()
    if planner(actor, at) is not None:
        raise NotAllowed("only_it")
    if not StaffMember.objects.filter(pk=staff_id, is_active=True).update(is_active=False):
        raise NotFound("no_such_staff")
    Authenticator.objects.filter(user_id=staff_id).delete()
    end_all_sessions(staff_id)
    Grant.objects.filter(staff_id=staff_id, valid_from__gte=at).delete()
    Grant.objects.filter(staff_id=staff_id).exclude(valid_to__lte=at).update(valid_to=at)
    trust.record(actor=actor, action="staff.close_account", object=f"staff:{staff_id}", basis="administration")
    give_to_heads(staff_id, at=at)


def note_sign_in(*, staff_id: int, what: str, actor: Actor) -> None:
    """A sign-in or a change to the ways in, on record. `what` is a machine word, as `sign_in` or `totp_activated`."""
    trust.record(actor=actor, action=f"staff.{what}", object=f"staff:{staff_id}", basis="own_account")
