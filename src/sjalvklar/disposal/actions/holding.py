# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Legal hold: what must be kept for now is kept, whatever its time and whatever is decided."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.disposal import permissions
from sjalvklar.disposal.models import Hold
from sjalvklar.disposal.rules import HoldGround, HoldKind, checked_reference
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor
from sjalvklar.trust.subjects import IndexField

_LONGEST = 64


def _what(kind: HoldKind, said: str, authority_id: str) -> str:
    kept = said.strip()
    if not kept or len(kept) > _LONGEST:
        raise Invalid("choose", field="what")
    if kind is HoldKind.PERSON:
        return subjects.index(IndexField.NUMBER, kept).hex()
    if kind is HoldKind.THREAD:
        try:
            return str(UUID(kept))
        except ValueError:
            raise Invalid("choose", field="what") from None
    if kind is HoldKind.UNIT and kept not in {unit.id for unit in staff.units_of_authority(authority_id)}:
        raise Invalid("unit", field="what")
    return kept


def place(
    *,
    actor: Viewer,
    authority_id: str,
    kind: HoldKind,
    what: str,
    ground: HoldGround,
    reference: str,
    at: datetime | None = None,
) -> UUID:
    """Put one case (by number), one contact (by id), a person (by personal number) or a unit on hold. The hold's id.

    Whether there is such a case, contact or person is neither asked nor told: the hold is kept all the same.
    Raises NotFound, and Invalid with the field.
    """
    at = at or clock.now()
    permissions.check_can_plan(actor, authority_id)
    named = checked_reference(reference)
    with transaction.atomic():
        kept = _what(kind, what, authority_id)
        hold = Hold(
            authority_id=authority_id, kind=kind.value, what=kept, ground=ground.value, reference=named, placed_at=at
        )
        hold.placed_by_id = actor.staff_id
        hold.save(force_insert=True)
        trust.record(
            actor=Actor.staff(actor.staff_id),
            action="disposal.hold",
            object=f"hold:{hold.pk}",
            basis="records_officer",
            detail={"authority": authority_id, "kind": kind.value, "ground": ground.value},
            at=at,
        )
    return hold.pk


def lift(*, actor: Viewer, hold_id: UUID, at: datetime | None = None) -> None:
    """End a hold that somebody else placed. Raises NotFound, NotAllowed("another_decides"), NotNow("wrong_state")."""
    at = at or clock.now()
    with transaction.atomic():
        hold = Hold.objects.select_for_update().filter(pk=hold_id).first()
        if hold is None:
            raise NotFound("no_such_plan")
        permissions.check_can_decide(actor, hold.authority_id, by=hold.placed_by_id)
        if hold.lifted_at is not None:
            raise NotNow("wrong_state")
        hold.lifted_at = at
        hold.lifted_by_id = actor.staff_id
        hold.save(update_fields=["lifted_at", "lifted_by"])
        trust.record(
            actor=Actor.staff(actor.staff_id),
            action="disposal.lift",
            object=f"hold:{hold_id}",
            basis="records_officer",
            detail={"authority": hold.authority_id},
            at=at,
        )
