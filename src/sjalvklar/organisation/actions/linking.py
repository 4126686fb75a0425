# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account made here becomes the one that the municipality's identity provider opens, and can be made free again.

Only the person links, having shown both sides in one sitting: signed in here with a second factor, and then at the
provider. From then on the provider alone opens the account, so that whoever is shut out there is shut out here. That
is why no person can take the link away again: only IT can, which opens nothing by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed, NotFound, NotNow
from sjalvklar.organisation.actions.city import CITY, holds, reconcile
from sjalvklar.organisation.actions.leaving import give_to_heads
from sjalvklar.organisation.actions.sessions import check_own, end_all_sessions
from sjalvklar.organisation.actions.staff import planner
from sjalvklar.organisation.models import Grant, StaffMember
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor


@transaction.atomic
def link_city(
    *, staff_id: int, identity: str, roles: Collection[tuple[str, Role]], actor: Actor, at: datetime | None = None
) -> None:
    """Tie the person's own account to the provider's name for them, with the roles that it gives.

    The password goes, every session ends, and roles that both sides give are the provider's from now on. An account
    that the provider had opened for the same person already is closed, so that nobody is two.
    Raises NotAllowed: `only_your_own`, `no_role` (the provider gives none, and nothing would open the account),
    `closed` (IT has closed what the provider opened); NotNow("from_city") when it is linked already.
    """
    at = at or clock.now()
    check_own(staff_id, actor)
    if not roles:
        raise NotAllowed("no_role")
    member = StaffMember.objects.select_for_update().filter(pk=staff_id, is_active=True).first()
    if member is None:
        raise NotFound("no_such_staff")
    if SocialAccount.objects.filter(user_id=staff_id).exists():
        raise NotNow("from_city")
    other = SocialAccount.objects.select_for_update().filter(provider=CITY, uid=identity).first()
    detail: dict[str, object] = {}
    if other is None:
        SocialAccount.objects.create(user=member, provider=CITY, uid=identity, extra_data={})
    else:
        detail["closed"] = other.user_id
        _close(other.user_id, actor, at)
        other.user = member
        other.save(update_fields=["user"])
    member.set_unusable_password()
    member.temporary_until = None
    member.save(update_fields=["password", "temporary_until"])
    for unit, role in roles:
        both = Grant.objects.filter(holds(at), staff_id=staff_id, unit_id=unit, role=role.value, valid_to=None)
        both.update(from_city=True)
    reconcile(staff_id, frozenset(roles), at)
    end_all_sessions(staff_id)
    trust.record(
        actor=actor, action="staff.link_city", object=f"staff:{staff_id}", basis="own_account", detail=detail, at=at
    )


def _close(staff_id: int, actor: Actor, at: datetime) -> None:
    """The account that the provider had opened for somebody who has another here. What was its goes to the head."""
    if not StaffMember.objects.filter(pk=staff_id, is_active=True).update(is_active=False):
        raise NotAllowed("closed")
    Authenticator.objects.filter(user_id=staff_id).delete()
    end_all_sessions(staff_id)
    Grant.objects.filter(staff_id=staff_id, valid_from__gte=at).delete()
    Grant.objects.filter(staff_id=staff_id).exclude(valid_to__lte=at).update(valid_to=at)
    trust.record(actor=actor, action="staff.close_account", object=f"staff:{staff_id}", basis="own_account", at=at)
    give_to_heads(staff_id, at=at)


@transaction.atomic
def unlink_city(*, staff_id: int, actor: Actor, at: datetime | None = None) -> None:
    """The provider opens the account no longer, its roles end and so does every session. Only IT does this, at the
    command line; a way in is then handed over in person as ever (`renew_sign_in`). Raises NotAllowed, NotFound."""
    at = at or clock.now()
    if planner(actor, at) is not None:
        raise NotAllowed("only_it")
    gone, _ = SocialAccount.objects.filter(user_id=staff_id, provider=CITY).delete()
    if not gone:
        raise NotFound("not_linked")
    reconcile(staff_id, frozenset(), at)
    end_all_sessions(staff_id)
    trust.record(actor=actor, action="staff.unlink_city", object=f"staff:{staff_id}", basis="administration", at=at)
