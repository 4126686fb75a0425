# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports of somebody who goes, or of a unit that does: given in one deed, or waiting again with the head as
owner."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.kernel.errors import NotNow
from sjalvklar.organisation.belongings import Shares
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.actions import files, life
from sjalvklar.support.models import Activity, Assignment, Group, Noticed, Support
from sjalvklar.support.queries import seen
from sjalvklar.support.rules import Deed, State, check_transition
from sjalvklar.trust import actions as trust
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor

_TIMER, _PACK = "timer", "pack"


def give(*, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, also_closed: bool, at: datetime) -> int:
    """Every support without a file of one colleague in a unit to those who take over. In the caller's transaction.
    Raises NotNow("somebody_else_too") when nobody was chosen who can."""
    states = [State.OPEN.value, State.CLOSED.value] if also_closed else [State.OPEN.value]
    theirs = seen.supports(actor, at, Action.HAND_OVER).filter(
        seen.owned_by(staff_id, at), unit_id=unit_id, case__isnull=True, state__in=states
    )
    ids = list(theirs.order_by("next_on", "id").values_list("pk", flat=True))
    for support_id in ids:
        who = shares.next()
        if who is None:
            raise NotNow("somebody_else_too")
        life.hand_over(actor=actor, support_id=support_id, staff_id=who, owner_id=staff_id, at=at)
        shares.gave(who)
    return len(ids)


def left_behind(staff_id: int | None, *, at: datetime) -> int:
    """Open supports of somebody (or of this person) who does not work there any more wait again, with a new clock; the
    head answers for them meanwhile, and anybody in the unit may take them. Returns how many."""
    held = Assignment.objects.filter(
        ends_at__isnull=True, support__state=State.OPEN.value, support__case__isnull=True
    ).order_by("staff_id", "support__unit_id")
    if staff_id is not None:
        held = held.filter(staff_id=staff_id)
    done = 0
    for owner, unit_id in list(held.values_list("staff_id", "support__unit_id").distinct()):
        if people.serves_in(owner, unit_id, at):
            continue
        theirs = held.filter(staff_id=owner, support__unit=unit_id).values_list("support_id", flat=True)
        done += sum(_return_one(support_id, owner, at) for support_id in list(theirs))
    return done


@transaction.atomic
def _return_one(support_id: UUID, owner: int, at: datetime) -> bool:
    theirs = Support.objects.filter(pk=support_id, state=State.OPEN.value, case__isnull=True)
    support = theirs.select_for_update().first()
    if support is None or not support.assignments.filter(staff_id=owner, ends_at__isnull=True).exists():
        return False
    support.state = check_transition(State.OPEN, Deed.RETURN_TO_QUEUE).value
    support.next_step, support.next_on, support.raised_at, support.escalated_at = "", None, None, None
    support.due_at = life.due(support.unit_id, at)
    support.save()
    head = people.unit_head(support.unit_id, at)
    head = None if head == owner else head
    trust.record(
        actor=Actor.system(_TIMER, support.unit_id),
        action="support.return_to_queue",
        object=files.about(support),
        basis=_TIMER,
        detail={"from": owner, "to": head},
        at=at,
    )
    if head is None:
        files.let_go(support, at)
    else:
        files.give(support, head, by=None, at=at)
    return True


def move_unit(unit_id: str, to: str, *, at: datetime) -> int:
    """Everything of a unit that has ended to the one that took over: owners, clocks and lines as they are. Both are
    one authority's. How many supports, without those in a protected case: nobody is told of those."""
    counted = 0
    with transaction.atomic():
        rows = Support.objects.select_for_update(of=("self",)).select_related("case").filter(unit_id=unit_id)
        for support in rows.order_by("opened_at", "id"):
            hidden = support.case is not None and support.case.protected
            trust.record(
                actor=Actor.system(_PACK, None if hidden else to),
                action="support.move_unit",
                object=files.about(support),
                basis=_PACK,
                detail={"compartment": "protected"} if hidden else {"from": unit_id, "to": to},
                at=at,
            )
            support.unit_id = to
            support.save(update_fields=["unit"])
            counted += not hidden
        Group.objects.filter(unit_id=unit_id).update(unit_id=to)
        Activity.objects.filter(unit_id=unit_id).update(unit_id=to)
        Noticed.objects.filter(to_unit_id=unit_id).update(to_unit_id=to)
    return counted
