# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts of a unit that has ended, to the unit that took over. Done when a pack is applied, never by the clock: the
key of each is opened with the old unit's and wrapped to the new one's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.models import Thread, Wrap
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.trust import actions as trust
from sjalvklar.trust import queries as keys
from sjalvklar.trust import sealing
from sjalvklar.trust.rules import Actor, unit_holder

_BY = "pack"


def move_unit(unit_id: str, to: str, *, at: datetime) -> int:
    """Everything in the unit, the closed too, since whoever wrote can write again. Owners, states and promises stay as
    they are. Both units are one authority's; anything else is a disclosure. Returns how many."""
    old, new = organisation.unit(unit_id), organisation.unit(to)
    if old is None or new is None or old.authority_id != new.authority_id:
        raise ValueError("contacts stay within an authority")
    with transaction.atomic():
        ids = list(Thread.objects.filter(unit_id=unit_id).order_by("received_at", "id").values_list("id", flat=True))
        for thread_id in ids:
            _move(thread_id, unit_id, to, at)
        return len(ids)


def _move(thread_id: UUID, unit_id: str, to: str, at: datetime) -> None:
    thread = Thread.objects.select_for_update().get(pk=thread_id)
    trust.record(
        actor=Actor.system(_BY, to),
        action="contact.move_unit",
        object=threads.about(thread_id),
        basis=_BY,
        detail={"from": unit_id, "to": to},
        at=at,
    )
    private = threads.private_for_desk(thread)
    wrapped = sealing.wrap_to_holder(keys.holder_public(unit_holder(to)), private, name=thread.id.bytes)
    Wrap.objects.create(thread=thread, holder=unit_holder(to), wrapped=wrapped)
    Wrap.objects.filter(thread=thread, holder=unit_holder(unit_id)).delete()
    thread.unit_id = to
    thread.save(update_fields=["unit"])
