# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""New keys for old: the key-encryption key, the index keys, the record's signing key and the pepper.

Each is a number of steps that may be stopped anywhere, also by `kill -9`, and is run again: what is done is not done
twice, and the product runs on meanwhile. No key is used before the copy that the shares open holds it, and none is
destroyed before nothing is left that needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction

from sjalvklar.trust import keys
from sjalvklar.trust.actions.keys import renew_copy
from sjalvklar.trust.actions.record import record
from sjalvklar.trust.actions.tree import checkpoint
from sjalvklar.trust.audit import note, signing
from sjalvklar.trust.audit.note import Verifier
from sjalvklar.trust.keyring import KeyringFault
from sjalvklar.trust.keys import Signature
from sjalvklar.trust.models import AuditCheckpoint, AuditEntry, HolderKey, KekVersion
from sjalvklar.trust.rules import Actor
from sjalvklar.trust.subjects import reindexing
from sjalvklar.trust.subjects.reindexing import Column

Step = Callable[[str], None]


def _nothing(_name: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation sealed again: units' keys and people's keys."""

    units: int
    people: int


def rotate(*, actor: Actor, step: Step = _nothing) -> Rotated:
    """A new version of the KEK, every unit's and every person's key under it, and the old versions destroyed.

    No thread and no note is touched: what they are sealed under stays. Stopped at any point it is run again, and goes
    on where it was: no version is destroyed before nothing is sealed under it, and none is used before the copy that
    the shares open holds it. The product may run meanwhile. `step` is told the name of each step before it is done.
    Raises KeyHolderAway, KeyringFault.
    """
    holder = keys.holder()
    step("stage")
    holder.stage_kek()
    step("copy")
    renew_copy()
    step("promote")
    newest = holder.promote_kek()
    step("begin")
    with transaction.atomic():
        begun = KekVersion.objects.select_for_update().get_or_create(only=1, defaults={"version": newest})[0]
        begun.version = newest
        begun.save(update_fields=["version"])
    step("units")
    units = _rewrap_units(newest)
    step("people")
    people = 0
    while done := holder.rewrap_subjects():
        people += done
    step("retire")
    if HolderKey.objects.exclude(kek_version=newest).exists():
        raise KeyringFault("a unit's key was sealed under an older version meanwhile; run keys rotate again")
    holder.retire_keks()
    step("copy again")
    renew_copy()
    record(
        actor=actor,
        action="kek.rotated",
        object="keyring:kek",
        basis="command",
        detail={"version": newest, "units": units, "people": people},
    )
    return Rotated(units, people)


def _rewrap_units(newest: int) -> int:
    done = 0
    for name in HolderKey.objects.exclude(kek_version=newest).values_list("holder", flat=True):
        with transaction.atomic():
            row = HolderKey.objects.select_for_update().get(pk=name)
            pair = keys.holder().rewrap_unit(name, bytes(row.public), bytes(row.sealed_private))
            row.sealed_private, row.kek_version = pair.sealed_private, pair.kek_version
            row.save(update_fields=["sealed_private", "kek_version"])
        done += 1
    return done


# --- Index keys ----------------------------------------------------------------------------------------------------
def rotate_index(columns: Collection[Column], *, actor: Actor, step: Step = _nothing) -> int:
    """A new index key, and everything that is found by an index brought to it. Returns how many values.

    Whoever looks is answered all the time, by the old key and the new; whoever writes or compares waits while one
    field is brought over. Raises KeyHolderAway, KeyringFault.
    """
    step("stage")
    kept = reindexing.versions()
    newest = keys.holder().add_index_key(min(kept.values()))
    if max(kept.values()) > newest:
        raise KeyringFault("the keyring is older than the database: restore its newest copy")
    step("copy")
    renew_copy()
    step("everybody")
    reindexing.everybody_knows()
    done = 0
    for field in kept:
        step(field.value)
        done += reindexing.bring(field, newest, columns)
    record(
        actor=actor,
        action="index.rotated",
        object="keyring:index",
        basis="command",
        detail={"version": newest, "values": done},
    )
    return done


# --- The record's signing key --------------------------------------------------------------------------------------
def rotate_signing(*, actor: Actor, step: Step = _nothing) -> Verifier:
    """A new signing key for the record, named by the old one in a checkpoint that both sign. Returns the new.

    Whoever knows the old key follows that checkpoint to the new. Raises KeyHolderAway, KeyringFault.
    """
    holder = keys.holder()
    step("stage")
    holder.stage_signing()
    step("copy")
    renew_copy()
    step("change")
    holder.change_signing()
    step("checkpoint")
    known = signing.verifiers()
    if len(known) > 1:
        text = _told(known[0], known[1], actor)
        body, lines = note.split(text)
        by_id = {one.id: one for one in known}
        signed = tuple(Signature(by_id[raw[:4]].public, raw[4:]) for _, raw in lines if raw[:4] in by_id)
        step("settle")
        holder.settle_signing(body.encode(), signed)
    step("copy again")
    renew_copy()
    return signing.verifier()


def _told(old: Verifier, new: Verifier, actor: Actor) -> str:
    """The checkpoint that says so; it is there already when an earlier run was stopped after it."""
    action, named = "signing.rotated", f"signing-key:{new.id.hex()}"
    if not AuditEntry.objects.filter(action=action, object=named).exists():
        record(actor=actor, action=action, object=named, basis="command", detail={"before": old.id.hex()})
    checkpoint()
    notes = AuditCheckpoint.objects.filter(note__contains=f"\n{note.KEY}").order_by("size")
    for text in notes.values_list("note", flat=True):
        if note.change_of_key(text) == (old, new):
            return text
    raise KeyringFault("the change of the signing key is on record, and no checkpoint names it; run it again")


# --- The pepper of receipt codes -----------------------------------------------------------------------------------
def rotate_pepper(in_use: Callable[[], Collection[int]], *, actor: Actor, step: Step = _nothing) -> int:
    """A new pepper, for codes that are made from now on. Returns its version.

    A code can only be found under the pepper that it was made under: older ones stay until the last thread is gone
    (`drop_peppers`). `in_use` tells which versions threads have. Raises KeyHolderAway, KeyringFault while there are
    as many as may be tried with one code.
    """
    holder = keys.holder()
    step("drop")
    drop_peppers(in_use, actor=actor)
    step("stage")
    holder.stage_pepper()
    step("copy")
    renew_copy()
    step("promote")
    newest = holder.promote_pepper()
    step("copy again")
    renew_copy()
    record(actor=actor, action="pepper.rotated", object="keyring:pepper", basis="command", detail={"version": newest})
    return newest


def drop_peppers(in_use: Callable[[], Collection[int]], *, actor: Actor) -> int:
    """Destroy the peppers that no thread's code was made under. Returns how many. Raises KeyHolderAway."""
    if len(keys.holder().facts().pepper_versions) < 2:
        return 0
    gone = keys.holder().retire_peppers(tuple(sorted(in_use())))
    if gone:
        renew_copy()
        record(
            actor=actor, action="pepper.dropped", object="keyring:pepper", basis="command", detail={"versions": gone}
        )
    return gone
