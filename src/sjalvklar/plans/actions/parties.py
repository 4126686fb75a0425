# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The resource group: parties, their named people, and who of the municipality's own takes part for one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import content
from sjalvklar.plans.actions import files
from sjalvklar.plans.models import Party, PartyStaff
from sjalvklar.plans.queries import lists
from sjalvklar.plans.rules import About, PartyKind, State, check_room, checked_about
from sjalvklar.trust import deeds


def add_party(
    *,
    actor: Viewer,
    plan_id: UUID,
    kind: PartyKind,
    about: About,
    unit_id: str = "",
    nonce: bytes,
    at: datetime | None = None,
) -> UUID:
    """Add a party; the same form adds one, and gives its id again. With a unit of the municipality its people can take
    part here; without one its part leaves on paper. Nothing is shared by this: that takes consent. Raises NotFound,
    NotAllowed, NotNow, Invalid: needed, too_long_here, personal_number_here, no_such_unit, too_many."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    if unit_id and organisation.unit(unit_id) is None:
        raise Invalid("no_such_unit", field="unit_id")
    kept = checked_about(about, kind)
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        once = deeds.once(b"party", plan_id.bytes, nonce)
        already = Party.objects.filter(once=once).values_list("pk", flat=True).first()
        if already is not None:
            return already
        check_room(Party.objects.filter(plan=plan, left_at__isnull=True).values_list("pk", flat=True))
        made = uuid4()
        files.record(actor, plan, facts, "plan.add_party", at, party=str(made), kind=kind.value, unit=unit_id)
        Party.objects.create(
            id=made,
            plan=plan,
            case_id=plan.case_id,
            person_id=plan.person_id,
            number=plan.number,
            needed=plan.needed,
            joint=State(plan.state).is_joint,
            kind=kind.value,
            unit_id=unit_id or None,
            body=content.seal_about(files.cipher(plan), kept, made),
            named=bool(kept.person),
            added_at=at,
            once=once,
        )
        files.touch(plan, at)
        return made


def change_party(
    *, actor: Viewer, plan_id: UUID, party_id: UUID, about: About, shown: str = "", at: datetime | None = None
) -> None:
    """Put right what it is called and who is named. `shown` marks what the page showed, as for a plan's aim. Raises
    NotFound, NotAllowed, NotNow, Invalid."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        party = files.of_plan(plan, party_id)
        kept = checked_about(about, PartyKind(party.kind))
        files.record(actor, plan, facts, "plan.change_party", at, party=str(party_id))
        meanwhile.check_unchanged(shown, content.open_about(files.cipher(plan), bytes(party.body), party_id))
        party.body, party.named = content.seal_about(files.cipher(plan), kept, party_id), bool(kept.person)
        party.save(update_fields=["body", "named"])
        files.touch(plan, at)


def end_party(*, actor: Viewer, plan_id: UUID, party_id: UUID, at: datetime | None = None) -> None:
    """A party leaves: nobody of it sees its part any more. What it had taken on is kept. Twice is once."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        party = files.of_plan(plan, party_id, also_left=True)
        if party.left_at is not None:
            return
        files.record(actor, plan, facts, "plan.end_party", at, party=str(party_id))
        party.left_at = at
        party.save(update_fields=["left_at"])
        files.leave(party, at)
        files.touch(plan, at)


def assign(*, actor: Viewer, plan_id: UUID, party_id: UUID, staff_id: int, at: datetime | None = None) -> None:
    """Somebody takes part for a party from now, and sees its part as long as consent for it holds. Twice is once. Of a
    protected person's plan, only somebody named. Raises NotFound, NotAllowed, NotNow, Invalid("not_a_colleague")."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        party = files.of_plan(plan, party_id)
        if staff_id not in {who.staff_id for who in lists.can_take_part(party, at)}:
            raise Invalid("not_a_colleague", field="staff_id")
        if PartyStaff.objects.filter(party=party, staff_id=staff_id, ends_at__isnull=True).exists():
            return
        files.record(actor, plan, facts, "plan.assign", at, party=str(party_id), who=staff_id)
        PartyStaff.objects.create(party=party, staff_id=staff_id, starts_at=at, by_id=actor.staff_id)
        files.touch(plan, at)


def unassign(*, actor: Viewer, plan_id: UUID, party_id: UUID, staff_id: int, at: datetime | None = None) -> None:
    """Somebody takes part for a party no more. Twice is once."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        party = files.of_plan(plan, party_id, also_left=True)
        if not PartyStaff.objects.filter(party=party, staff_id=staff_id, ends_at__isnull=True).exists():
            return
        files.record(actor, plan, facts, "plan.unassign", at, party=str(party_id), who=staff_id)
        files.leave(party, at, staff_id=staff_id)
        files.touch(plan, at)
