# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pack's authorities and units, as rows that other rows can refer to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.organisation import belongings
from sjalvklar.organisation.actions.leaving import give_to_heads
from sjalvklar.organisation.models import Authority, Unit
from sjalvklar.organisation.rules import Organisation
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor, unit_holder


class NobodyTakesOver(Exception):
    """A unit has ended with something open in it. `sentences` say which, and what to do."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def without_successor(organisation: Organisation, *, at: datetime | None = None) -> Iterator[str]:
    """What stands in the way of applying the pack: units with something open that have ended and that no unit of the
    same authority takes over, or that would become another authority's. Each a sentence; how much is open is not told.
    """
    on = (at or clock.now()).astimezone(organisation.municipality.zone).date()
    for row in Unit.objects.order_by("id"):
        profile = organisation.unit(row.pk)
        ended = profile is None or profile.has_ended(on)
        new = organisation.successor(row.pk, on) if ended else profile
        if new is not None and new.authority == row.authority_id:
            continue
        if not any(room.is_open_in(row.pk) for room in belongings.ROOMS):
            continue
        named = f"{row.name} ({row.pk})"
        if new is None:
            yield (
                f"{named} has ended, and contacts or cases are open there: let the unit that takes over name it among "
                "its predecessors in units.yaml, or put it back until they are closed"
            )
            continue
        becomes = f"is taken over by {new.name}," if ended else "has become"
        yield (
            f"{named} {becomes} another authority's, and contacts or cases are open there: to hand them over is a "
            "disclosure, which a person decides about each. Put it back in units.yaml until they are closed"
        )


def _ended(organisation: Organisation, on: date) -> Iterator[Unit]:
    """Units with rows that have ended by their last day, or are in the pack no more."""
    for row in Unit.objects.order_by("id"):
        profile = organisation.unit(row.pk)
        if profile is None or profile.has_ended(on):
            yield row


@transaction.atomic
def apply_pack(organisation: Organisation, *, actor: Actor, at: datetime | None = None) -> int:
    """Bring the rows in line with the pack; returns how many were added or changed.

    A unit that has ended, or is no longer in the pack, stays, because the record refers to it, but no longer receives;
    what is kept there goes to the unit of the same authority that took over, with owners, clocks and states as they
    were, each on record. Raises NobodyTakesOver, having done nothing, when something is open and there is none.
    Applying the same pack twice changes nothing and leaves no second audit row.
    """
    at = at or clock.now()
    on = at.astimezone(organisation.municipality.zone).date()
    hindered = tuple(without_successor(organisation, at=at))
    if hindered:
        raise NobodyTakesOver(hindered)
    changed = 0
    before = {row.pk: (row.name,) for row in Authority.objects.all()}
    for authority in organisation.authorities:
        if before.get(authority.id) != (authority.name,):
            Authority.objects.update_or_create(pk=authority.id, defaults={"name": authority.name})
            changed += 1
    stood = {row.pk: (row.authority_id, row.name, row.receives_messages) for row in Unit.objects.all()}
    for unit in organisation.units:
        receives = unit.receives_messages and not unit.has_ended(on)
        if stood.pop(unit.id, None) != (unit.authority, unit.name, receives):
            Unit.objects.update_or_create(
                pk=unit.id,
                defaults={
                    "authority_id": unit.authority,
                    "name": unit.name,
                    "receives_messages": receives,
                },
            )
            changed += 1
    for unit in organisation.units:
        if unit.receives_messages:
            trust.ensure_holder_key(unit_holder(unit.id), actor=actor)
    changed += Unit.objects.filter(pk__in=stood, receives_messages=True).update(receives_messages=False)
    changed += _move_on(organisation, on, actor, at)
    if changed:
        trust.record(
            actor=actor,
            action="organisation.apply_pack",
            object="organisation",
            basis="pack",
            detail={"changed": changed},
        )
    return changed


def _move_on(organisation: Organisation, on: date, actor: Actor, at: datetime) -> int:
    """What is kept in units that have ended, to those that took over. How many units were moved."""
    moved = 0
    for row in list(_ended(organisation, on)):
        heir = organisation.successor(row.pk, on)
        if heir is None or heir.authority != row.authority_id:
            continue
        counts = {room.kind.value: room.move_unit(row.pk, heir.id, at=at) for room in belongings.ROOMS}
        if any(counts.values()):
            trust.record(
                actor=actor,
                action="organisation.move_unit",
                object=f"unit:{row.pk}",
                basis="pack",
                detail={"to": heir.id, **counts},
                at=at,
            )
            moved += 1
    if moved:
        give_to_heads(at=at)
    return moved
