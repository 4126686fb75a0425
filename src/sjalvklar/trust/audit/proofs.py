# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proofs over the record as it is signed: for a witness that it was only added to, for anybody that a row is in it."""

from __future__ import annotations

from sjalvklar.trust.audit import chain, note, signing, tree
from sjalvklar.trust.audit.chain import Chain
from sjalvklar.trust.audit.note import Request, Verifier
from sjalvklar.trust.audit.reading import leaf_hashes
from sjalvklar.trust.models import AuditCheckpoint, AuditCosignature, AuditLeaf


def request_for(*, old: int | None = None, witness: Verifier | None = None) -> Request:
    """What to put to a witness: the newest checkpoint and the proof from what the witness saw last. When the signing
    key was changed since, the checkpoint that says so, or the witness would not know the new one.

    `old` is that size; without it, the last that this witness (or any, when none is given) has signed, or 0. Raises
    BadNote when there is nothing signed, or less than `old`.
    """
    newest = AuditCheckpoint.objects.order_by("-size").first()
    if newest is None:
        raise note.BadNote("nothing is signed yet: ./sjalvklar audit checkpoint")
    if old is None:
        seen = AuditCosignature.objects.filter(name=witness.name) if witness else AuditCosignature.objects.all()
        old = seen.order_by("-size").values_list("size", flat=True).first() or 0
    if old > newest.size:
        raise note.BadNote(f"the record has {newest.size} rows, fewer than the {old} that were seen")
    later = AuditCheckpoint.objects.filter(size__gt=old, note__contains=f"\n{note.KEY}").order_by("size")
    newest = next((one for one in later if note.change_of_key(one.note)), newest)
    proof = tree.consistency_proof(leaf_hashes(0, newest.size), old) if old else []
    return Request(old, tuple(proof), newest.note)


def chain_of_keys() -> Chain:
    """The record's signing keys, the oldest first, as its own checkpoints name them. Raises KeyHolderAway."""
    told = AuditCheckpoint.objects.filter(note__contains=f"\n{note.KEY}").values_list("note", flat=True)
    return chain.of(told, signing.verifier())


def inclusion(entry: int) -> tuple[int, tuple[bytes, ...], str]:
    """That a row is in the record: its place, the hashes to the root, and the checkpoint. Raises LookupError."""
    newest = AuditCheckpoint.objects.order_by("-size").first()
    place = AuditLeaf.objects.filter(entry=entry).values_list("index", flat=True).first()
    if newest is None or place is None or place >= newest.size:
        raise LookupError("no signed checkpoint covers this row yet")
    return place, tuple(tree.inclusion_proof(leaf_hashes(0, newest.size), place)), newest.note
