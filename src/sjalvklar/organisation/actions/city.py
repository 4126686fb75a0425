# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""People who come from the municipality's identity provider: their account and roles are as it says, each time.

Only roles that came from there are ended from there; what IT gave by hand stays until IT ends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import Q

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotNow
from sjalvklar.kernel.text import tidy_line
from sjalvklar.organisation.actions.leaving import give_to_heads
from sjalvklar.organisation.actions.sessions import end_all_sessions
from sjalvklar.organisation.models import Grant, OpenSession, SaidOnce, StaffMember, Unit
from sjalvklar.organisation.rules.staff import Role, check_username
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

CITY = "city"
ACTOR = Actor.system("identity_provider")
_BASIS = "identity_provider"


def admit(
    *,
    identity: str,
    name: str,
    public_name: str,
    username: str,
    roles: Collection[tuple[str, Role]],
    at: datetime | None = None,
) -> int:
    """The account of somebody who has just come from the provider, with these roles from now on; returns its id.

    `identity` is the provider's and its name for the person in one mark: nothing else finds an account. Roles are
    (unit id, role). Raises NotAllowed: `no_role` (the provider gives none: no account is made, and what it gave
    before has now ended), `closed` (IT has closed the account).
    """
    at = at or clock.now()
    for attempt in (1, 2):
        try:
            with transaction.atomic():
                member = _found(identity, at) or (_made(identity, name, public_name, username) if roles else None)
                if member is not None and member.is_active:
                    _rename(member, name, public_name)
                    reconcile(member.pk, frozenset(roles), at)
            break
        except IntegrityError:  # the same person in two windows at once: the second finds what the first made
            if attempt == 2:
                raise
    if member is None:
        raise NotAllowed("no_role")
    if not member.is_active:
        raise NotAllowed("closed")
    if not Grant.objects.filter(holds(at), staff_id=member.pk).exists():
        end_all_sessions(member.pk)
        raise NotAllowed("no_role")
    return member.pk


@transaction.atomic
def sign_out_from_city(*, identity: str, session: str, word: str, until: datetime, at: datetime | None = None) -> int:
    """The provider says that somebody has signed out there: their sessions end now. Returns how many.

    `identity` is the person's mark, `session` that of one session of the provider's; one of them may be empty. A
    session that the provider gave no name ends with any of the person's. `word` is the mark of what was said, taken
    once until `until`. Raises NotNow("said_before").
    """
    try:
        with transaction.atomic():
            SaidOnce.objects.create(mark=word, ends_at=until)
    except IntegrityError as before:
        raise NotNow("said_before") from before
    known = SocialAccount.objects.filter(provider=CITY, uid=identity).values_list("user_id", flat=True).first()
    if identity and known is None:
        return 0
    if identity and session:
        # Of whoever has yet to show a second factor here, the session is nobody's so far.
        which = Q(staff_id=known, city_sid__in=["", session]) | Q(staff_id=None, city_sid=session)
    elif identity:
        which = Q(staff_id=known)
    elif session:
        which = Q(city_sid=session)
    else:
        return 0
    keys = list(OpenSession.objects.select_for_update().filter(which).values_list("session_key", "staff_id"))
    OpenSession.objects.filter(session_key__in=[key for key, _ in keys]).delete()
    ended = Counter(staff_id for _, staff_id in keys)
    for staff_id, number in ended.items():
        if staff_id is not None:
            trust.record(
                actor=ACTOR,
                action="staff.city_sign_out",
                object=f"staff:{staff_id}",
                basis=_BASIS,
                detail={"ended": number},
                at=at,
            )
    return len(keys)


def holds(at: datetime) -> Q:
    """Roles that somebody has at that moment."""
    return Q(valid_from__lte=at) & (Q(valid_to__isnull=True) | Q(valid_to__gt=at))


def _found(identity: str, at: datetime) -> StaffMember | None:
    staff_id = SocialAccount.objects.filter(provider=CITY, uid=identity).values_list("user_id", flat=True).first()
    return StaffMember.objects.select_for_update().filter(pk=staff_id).first()


def _made(identity: str, name: str, public_name: str, username: str) -> StaffMember:
    kept = _free_username(username, identity)
    full = tidy_line(name)[:120] or kept
    member = StaffMember(username=kept, name=full, public_name=tidy_line(public_name)[:60] or full.split()[0][:60])
    member.set_unusable_password()
    member.save(force_insert=True)
    SocialAccount.objects.create(user=member, provider=CITY, uid=identity, extra_data={})
    trust.record(actor=ACTOR, action="staff.create", object=f"staff:{member.pk}", basis=_BASIS)
    return member


def _free_username(wished: str, identity: str) -> str:
    """The provider's username when it can be one and is nobody's, else with a piece of the identity. Finds nobody."""
    try:
        kept = check_username(wished.partition("@")[0])
    except Invalid:
        return f"city-{identity[:12]}"
    taken = StaffMember.objects.filter(username=kept).exists()
    return f"{kept[:60]}-{identity[:6]}" if taken else kept


def _rename(member: StaffMember, name: str, public_name: str) -> None:
    full, first = tidy_line(name)[:120] or member.name, tidy_line(public_name)[:60] or member.public_name
    if (full, first) != (member.name, member.public_name):
        member.name, member.public_name = full, first
        member.save(update_fields=["name", "public_name"])
        trust.record(actor=ACTOR, action="staff.rename", object=f"staff:{member.pk}", basis=_BASIS)


def reconcile(staff_id: int, wanted: frozenset[tuple[str, Role]], at: datetime) -> None:
    """End what the provider no longer says, begin what it says and nobody has given already."""
    now = Grant.objects.filter(holds(at), staff_id=staff_id)
    said = frozenset((unit, role) for unit, role in wanted if Unit.objects.filter(pk=unit).exists())
    for row in now.filter(from_city=True).order_by("id"):
        if (row.unit_id, Role(row.role)) in said:
            continue
        if row.valid_from < at:
            row.valid_to = at
            row.save(update_fields=["valid_to"])
        else:
            row.delete()
        _note("staff.end_grant", staff_id, row.unit_id, row.role)
    held = {(unit, Role(role)) for unit, role in now.values_list("unit_id", "role")}
    for unit, role in sorted(said - held):
        ahead = Grant.objects.filter(staff_id=staff_id, unit_id=unit, role=role.value, valid_from__gt=at)
        until = ahead.order_by("valid_from").values_list("valid_from", flat=True).first()
        Grant.objects.create(
            staff_id=staff_id, unit_id=unit, role=role.value, valid_from=at, valid_to=until, from_city=True
        )
        _note("staff.grant", staff_id, unit, role.value)
    # After what begins: whoever has only changed roles in a unit keeps what is theirs there.
    give_to_heads(staff_id, at=at)


def _note(action: str, staff_id: int, unit_id: str, role: str) -> None:
    detail = {"unit": unit_id, "role": role}
    trust.record(actor=ACTOR, action=action, object=f"staff:{staff_id}", basis=_BASIS, detail=detail)
