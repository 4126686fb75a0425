# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person's key is made, destroyed, and stays destroyed.

The key store and the database are two places that no transaction spans, so there is an order. A key is made before
anything is sealed under it: what is left of an undone deed is a key that opens nothing. A key is destroyed after the
decision is safe in the database, and the decision alone already closes it: what a power cut leaves between the two,
`reapply` finishes.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.trust import keys
from sjalvklar.trust.actions.record import record
from sjalvklar.trust.models import SubjectErasure
from sjalvklar.trust.rules import Actor


def make(*, actor: Actor) -> UUID:
    """A key for somebody new; its id is also the person's. Raises KeyHolderAway."""
    subject = uuid.uuid4()
    keys.holder().add_subject(subject)
    record(actor=actor, action="subject.key_made", object=f"subject:{subject}", basis="registered")
    return subject


def destroy(subject_id: UUID, *, actor: Actor) -> None:
    """Destroy somebody's key, and with it all that was sealed under it, in every copy. Once is as good as twice.

    Gone at once for everybody when the caller's transaction is through; if it is undone, nothing has happened.
    """
    with transaction.atomic():
        _, new = SubjectErasure.objects.get_or_create(subject=subject_id, defaults={"at": clock.now()})
        if new:
            record(actor=actor, action="subject.key_destroyed", object=f"subject:{subject_id}", basis="decision")
        transaction.on_commit(lambda: _destroy_in_store(subject_id), robust=True)


def _destroy_in_store(subject_id: UUID) -> None:
    keys.holder().destroy_subjects([subject_id])


def bury(ids: Collection[UUID]) -> None:
    """Remember things that have no key here, such as a contact with its own, as erased: in the same two registers, so
    that they are known for dead whichever backup is put back. The deed itself is put on record by the caller.
    """
    with transaction.atomic():
        at = clock.now()
        SubjectErasure.objects.bulk_create(
            [SubjectErasure(subject=one, at=at) for one in ids], ignore_conflicts=True, batch_size=500
        )
        transaction.on_commit(lambda: _bury_in_store(tuple(ids)), robust=True)


def _bury_in_store(ids: tuple[UUID, ...]) -> None:
    keys.holder().destroy_subjects(ids)


def destroyed_ids() -> frozenset[UUID]:
    """Everyone whose key was destroyed, as the database and the key store remember it together."""
    return frozenset(SubjectErasure.objects.values_list("pk", flat=True)) | keys.holder().destroyed_subjects()


def agree() -> bool:
    """Whether the database and the key store remember equally many: cheap to ask. Raises KeyHolderAway."""
    return SubjectErasure.objects.count() == keys.holder().facts().destroyed


def keep_destroyed() -> int:
    """`reapply`, when the two do not remember equally many. Raises KeyHolderAway."""
    return 0 if agree() else reapply()


def reapply() -> int:
    """Destroy again what a restored backup brought back, in either direction. Returns how many it was.

    An older key store gets the keys of the database's register destroyed; an older database gets the ids that the key
    store remembers into its register, so that those rows are known to be dead (`destroyed_ids`). Raises KeyHolderAway.
    """
    holder = keys.holder()
    here, there = frozenset(SubjectErasure.objects.values_list("pk", flat=True)), holder.destroyed_subjects()
    if here - there:
        holder.destroy_subjects(here - there)
    if there - here:
        at = clock.now()
        SubjectErasure.objects.bulk_create(
            [SubjectErasure(subject=subject, at=at) for subject in there - here],
            ignore_conflicts=True,
            batch_size=500,
        )
    return len(here ^ there)
