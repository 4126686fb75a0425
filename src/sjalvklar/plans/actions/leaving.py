# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans of somebody who goes, or of a unit that does: given in one deed, or to the head when nobody gave them; a
protected person's to the next of those named for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.kernel.errors import NotNow
from sjalvklar.organisation.belongings import Shares
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans.actions import files, life
from sjalvklar.plans.models import Lead, Party, PartyStaff, Plan
from sjalvklar.plans.queries import lists, seen
from sjalvklar.plans.rules import State
from sjalvklar.trust import actions as trust
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor

_TIMER, _PACK = "timer", "pack"


def give(*, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, at: datetime) -> int:
    """Every open plan of one colleague in a unit to those who take over, but for those of protected people, which are
    given by themselves. In the caller's transaction. Raises
    NotNow("somebody_else_too") when none of those who were chosen can lead one of them."""
    theirs = seen.plans(actor, at, Action.HAND_OVER).filter(seen.led_by(staff_id, at), unit_id=unit_id)
    known = theirs.exclude(state=State.CLOSED.value).order_by("began_at", "id").values_list("pk", flat=True)
    ids = lists.ordinary(list(known))
    for plan_id in ids:
        able = {who.staff_id for who in lists.can_lead(actor, plan_id, at=at)}
        who = shares.next(but=[one for one in shares.people if one not in able])
        if who is None:
            raise NotNow("somebody_else_too")
        life.hand_over(actor=actor, plan_id=plan_id, staff_id=who, leader_id=staff_id, at=at)
        shares.gave(who)
    return len(ids)


def left_behind(staff_id: int | None, *, at: datetime) -> int:
    """Open plans led by somebody (or by this person) who does not work there any more, to whoever is there. A part
    that they took part in has one less, for whoever leads to see."""
    _leave_parts(staff_id, at)
    led = Lead.objects.filter(ends_at__isnull=True).exclude(plan__state=State.CLOSED.value)
    if staff_id is not None:
        led = led.filter(staff_id=staff_id)
    done = 0
    for leader, unit_id in list(led.order_by().values_list("staff_id", "plan__unit_id").distinct()):
        if people.serves_in(leader, unit_id, at):
            continue
        theirs = led.filter(staff_id=leader, plan__unit=unit_id).order_by("plan__began_at", "plan_id")
        done += sum(_return_one(plan, leader, at) for plan in list(theirs.values_list("plan_id", flat=True)))
    return done


def _leave_parts(staff_id: int | None, at: datetime) -> None:
    """Whoever has no role in a party's unit any more takes part for it no more: else it looks as if somebody there
    still read, and its part could not be taken out on paper."""
    taking_part = PartyStaff.objects.filter(ends_at__isnull=True, party__unit__isnull=False)
    if staff_id is not None:
        taking_part = taking_part.filter(staff_id=staff_id)
    for row in list(taking_part.select_related("party__plan").order_by("pk")):
        here = {who.staff_id for who in people.staff_of(row.party.unit_id or "", at) if lists.may_take_part(who)}
        if row.staff_id not in here:
            _leave_part(row, at)


@transaction.atomic
def _leave_part(row: PartyStaff, at: datetime) -> None:
    plan = row.party.plan
    protected = files.is_protected(plan)
    detail = {"party": str(row.party_id), "who": row.staff_id}
    trust.record(
        actor=Actor.system(_TIMER, None if protected else plan.unit_id),
        action="plan.party_left_behind",
        object=files.about(plan),
        basis=_TIMER,
        detail=detail | {"compartment": "protected"} if protected else detail,
        at=at,
    )
    PartyStaff.objects.filter(pk=row.pk, ends_at__isnull=True).update(ends_at=max(at, row.starts_at))


@transaction.atomic
def _return_one(plan_id: UUID, leader: int, at: datetime) -> bool:
    plan = Plan.objects.select_for_update().exclude(state=State.CLOSED.value).filter(pk=plan_id).first()
    if plan is None or lists.leader_of(plan_id, at) != leader:
        return False
    heir = _heir(plan, leader, at)
    if heir is None:
        return False
    protected = files.is_protected(plan)
    trust.record(
        actor=Actor.system(_TIMER, None if protected else plan.unit_id),
        action="plan.left_behind",
        object=files.about(plan),
        basis=_TIMER,
        detail={"from": leader, "to": heir, **({"compartment": "protected"} if protected else {})},
        at=at,
    )
    files.give_lead(plan, heir, by=None, at=at)
    return True


def _heir(plan: Plan, leader: int, at: datetime) -> int | None:
    """The head of the unit; another who leads or serves there. Never anybody who is kept from the person."""
    head = people.unit_head(plan.unit_id, at)
    here = sorted(people.staff_of(plan.unit_id, at), key=lambda who: not any(role.leads for role in who.roles))
    first = [*([] if head is None else [head]), *(who.staff_id for who in here if who.serves)]
    return next((who for who in first if who != leader and not lists.kept_from(who, plan, at)), None)


def move_unit(unit_id: str, to: str, *, at: datetime) -> int:
    """Everything of a unit that has ended to the one that took over, the parts it had in others' plans too. How many
    plans, without those of protected people: nobody is told of those."""
    counted = 0
    with transaction.atomic():
        for plan in Plan.objects.select_for_update().filter(unit_id=unit_id).order_by("began_at", "id"):
            protected = files.is_protected(plan)
            trust.record(
                actor=Actor.system(_PACK, None if protected else to),
                action="plan.move_unit",
                object=files.about(plan),
                basis=_PACK,
                detail={"compartment": "protected"} if protected else {"from": unit_id, "to": to},
                at=at,
            )
            plan.unit_id = to
            plan.save(update_fields=["unit"])
            counted += not protected
        Party.objects.filter(unit_id=unit_id).update(unit_id=to)
    return counted
