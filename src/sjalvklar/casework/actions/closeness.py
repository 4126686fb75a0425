# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whom staff are too close to (jäv): declared as personal numbers, kept as keyed hashes, a stop from that moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sjalvklar.casework import content
from sjalvklar.casework.actions import files
from sjalvklar.casework.models import Case, Conflict, Involved, PersonIndex
from sjalvklar.casework.rules import TYPED_WRONG, Closeness, State
from sjalvklar.kernel import clock, personal_numbers
from sjalvklar.kernel.errors import NotFound, NotNow
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust.rules import Actor

MOST_DECLARED = 40


def declare(*, actor: Viewer, number: str, closeness: Closeness, at: datetime | None = None) -> None:
    """Declare a personal number of one's own, of family or household. It stops at once and hides.

    What matches and is the actor's own goes to the head to be given to another. Whether anything matched is not told.
    Raises Invalid("personal_number"), NotNow("too_many").
    """
    at = at or clock.now()
    parsed = personal_numbers.parse(number, today=at.astimezone(organisation().municipality.zone).date())
    with transaction.atomic():
        mine = Conflict.objects.filter(staff_id=actor.staff_id)
        if mine.count() >= MOST_DECLARED:
            raise NotNow("too_many")
        value = content.number_index(parsed.twelve)
        if mine.filter(value=value).exists():
            return
        Conflict.objects.create(staff_id=actor.staff_id, closeness=closeness.value, value=value, declared_at=at)
        trust.record(
            actor=Actor.staff(actor.staff_id),
            action="closeness.declare",
            object=f"staff:{actor.staff_id}",
            basis="own_account",
            detail={"closeness": closeness.value},
            at=at,
        )
        found = PersonIndex.objects.filter(field="number", value=value).values("person")
        around = Q(person__in=found) | Q(pk__in=Involved.objects.filter(person__in=found).values("case"))
        with deeds.beyond_the_desk():  # from now on the actor sees none of them
            cases = list(Case.objects.filter(around, state=State.OPEN.value).select_related("person"))
        for case in cases:
            if files.owner_of(case, at) == actor.staff_id:
                files.tell_too_close(case, actor.staff_id, at)


def withdraw(*, actor: Viewer, declared_id: int, at: datetime | None = None) -> None:
    """Take a declared number away: one's own within the hour, when typed wrong; later the head of the unit does.

    Otherwise somebody could take it away, look, and put it back. Raises NotFound, NotNow("ask_the_head").
    """
    at = at or clock.now()
    with transaction.atomic():
        row = Conflict.objects.select_for_update().filter(pk=declared_id).first()
        if row is None:
            raise NotFound("no_such_declaration")
        own = row.staff_id == actor.staff_id
        if own and at - row.declared_at >= TYPED_WRONG:
            raise NotNow("ask_the_head")
        if not own and not any(actor.leads(unit) for unit in people.units_where_granted(row.staff_id, at)):
            raise NotFound("no_such_declaration")
        trust.record(
            actor=Actor.staff(actor.staff_id),
            action="closeness.withdraw",
            object=f"staff:{row.staff_id}",
            basis="own_account" if own else "head",
            detail={"closeness": row.closeness},
            at=at,
        )
        row.delete()
