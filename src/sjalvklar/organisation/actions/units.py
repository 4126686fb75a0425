# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pack's authorities and units, as rows that other rows can refer to."""

from __future__ import annotations

from django.db import transaction

from sjalvklar.organisation.models import Authority, Unit
from sjalvklar.organisation.rules import Organisation
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor, unit_holder


@transaction.atomic
def apply_pack(organisation: Organisation, *, actor: Actor) -> int:
    """Bring the rows in line with the pack; returns how many were added or changed.

    A unit that is no longer in the pack stays, because contacts and the record refer to it, but no longer receives.
    Applying the same pack twice changes nothing and leaves no second audit row.
    """
    changed = 0
    before = {row.pk: (row.name,) for row in Authority.objects.all()}
    for authority in organisation.authorities:
        if before.get(authority.id) != (authority.name,):
            Authority.objects.update_or_create(pk=authority.id, defaults={"name": authority.name})
            changed += 1
    stood = {row.pk: (row.authority_id, row.name, row.receives_messages) for row in Unit.objects.all()}
    for unit in organisation.units:
        if stood.pop(unit.id, None) != (unit.authority, unit.name, unit.receives_messages):
            Unit.objects.update_or_create(
                pk=unit.id,
                defaults={
                    "authority_id": unit.authority,
                    "name": unit.name,
                    "receives_messages": unit.receives_messages,
                },
            )
            changed += 1
    for unit in organisation.units:
        if unit.receives_messages:
            trust.ensure_holder_key(unit_holder(unit.id), actor=actor)
    changed += Unit.objects.filter(pk__in=stood, receives_messages=True).update(receives_messages=False)
    if changed:
        trust.record(
            actor=actor,
            action="organisation.apply_pack",
            object="organisation",
            basis="pack",
            detail={"changed": changed},
        )
    return changed
