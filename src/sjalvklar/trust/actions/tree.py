# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record's tree: rows get their places, the tree its signed checkpoints, and the witness's word is kept.

Nothing here is done by the deed that is recorded, so that nobody who works waits for the tree.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from sjalvklar.kernel import clock
from sjalvklar.trust.actions.record import record
from sjalvklar.trust.audit import erasures, leaf, note, outside, signing, tree
from sjalvklar.trust.audit.reading import edge_after, leaf_hashes
from sjalvklar.trust.models import AuditCheckpoint, AuditCosignature, AuditEntry, AuditErasure, AuditLeaf
from sjalvklar.trust.rules import Actor

CHECKPOINT_EVERY = timedelta(hours=1)
_AT_ONCE = 2_000
# A row may be committed after one with a higher number. No deed stays uncommitted while this many others are done.
_LATE = 50_000
_LOCK = 0x5A1C_0001  # PostgreSQL's advisory lock of whoever gives out places; SQLite has one writer anyway


def _without_a_place(most: int, *, by_time: bool = False) -> list[tuple[int, str]]:
    newest = AuditLeaf.objects.order_by("-index").values_list("entry", flat=True).first()
    text = leaf.text_in_sql(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, {text} FROM {leaf.TABLE} e WHERE e.id > %s AND NOT EXISTS"  # noqa: S608 - constants
            f" (SELECT 1 FROM trust_auditleaf l WHERE l.entry = e.id) ORDER BY {'e.at, ' * by_time}e.id LIMIT %s",
            [(newest or 0) - _LATE, most],
        )
        return list(cursor.fetchall())


def _place(most: int, *, by_time: bool = False) -> int:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        rows = _without_a_place(most, by_time=by_time)
        last = AuditLeaf.objects.order_by("-index").values_list("index", flat=True).first()
        first = 0 if last is None else last + 1
        AuditLeaf.objects.bulk_create(
            [
                AuditLeaf(index=index, entry=entry, hash=tree.leaf_hash(text.encode()))
                for index, (entry, text) in enumerate(rows, first)
            ],
            batch_size=500,
        )
    return len(rows)


def sequence() -> int:
    """Give every row that has none its place in the tree, in the order of their numbers. Returns how many got one.

    A row that was committed late gets a later place. Stopped at any point it goes on from where it was.
    """
    done = 0
    while _without_a_place(1):
        done += _place(_AT_ONCE)
    return done


def sequence_history() -> int:
    """For the demo, whose past was made up just now: its rows get their places in the order of their times."""
    done = 0
    while some := _place(_AT_ONCE, by_time=True):
        done += some
    return done


def checkpoint(*, at: datetime | None = None) -> AuditCheckpoint | None:
    """Sign the tree as it is, and write what was signed outside the database too. None when nothing was added since.

    Raises KeyHolderAway when nobody can sign: then rows and leaves are kept, and the next checkpoint covers them.
    """
    sequence()
    at = at or clock.now()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        before = AuditCheckpoint.objects.order_by("-size").first()
        edge = edge_after(before)
        if edge.size == (before.size if before else 0):
            made = None
        else:
            root = edge.root()
            made = AuditCheckpoint.objects.create(
                size=edge.size,
                at=at,
                root=root,
                edge=edge.to_bytes(),
                note=signing.checkpoint(edge.size, root, at),
            )
    _write_outside()
    return made


def _write_outside() -> None:
    """Everything that is signed and not yet outside, oldest first: what a full disk stopped comes the next time."""
    folder = Path(settings.CHECKPOINTS_DIR)
    written = [note.parse(text).size for text in outside.read_notes(folder)[-1:]]
    waiting = AuditCheckpoint.objects.filter(size__gt=written[0] if written else 0).order_by("size")
    for one in waiting.values_list("size", "note"):
        first = outside.leaves_kept(folder)
        outside.add(folder, leaves=leaf_hashes(first, one[0]), first=first, note=one[1], key=signing.verifier().text())


def checkpoint_when_due() -> None:
    """For the clock: a place for each row now, a checkpoint each hour."""
    sequence()
    newest = AuditCheckpoint.objects.order_by("-size").values_list("at", flat=True).first()
    at = clock.now()
    if newest is None or not newest <= at < newest + CHECKPOINT_EVERY:
        checkpoint(at=at)


def keep_cosignature(text: str, verifier: note.Verifier) -> datetime:
    """Keep what a witness has written under one of our checkpoints. Returns when it saw it. Raises BadNote.

    `text` is the checkpoint with the witness's signature line, as the witness gave it back.
    """
    at = note.cosigned_by(text, verifier)
    seen = note.parse(text)
    ours = AuditCheckpoint.objects.filter(size=seen.size).first()
    if ours is None or bytes(ours.root) != seen.root or note.split(ours.note)[0] != seen.body:
        raise note.BadNote("what was cosigned is not a checkpoint of this record")
    line = next(
        note.cosignature_line(verifier, raw[12:], int(at.timestamp()))
        for name, raw in note.split(text)[1]
        if name == verifier.name and raw[:4] == verifier.id
    )
    AuditCosignature.objects.get_or_create(size=seen.size, name=verifier.name, defaults={"at": at, "line": line})
    return at


def erase_rows(entries: Collection[int], *, decision: str, actor: Actor, at: datetime | None = None) -> int:
    """Erase rows of the record under a disposal decision (gallringsbeslut). Their leaves stay. Returns how many.

    That it was done is itself on record, with the decision and each row's number, and verification asks that it is,
    after a plan and another person's decision: rows that were taken away without are a fault. Raises ValueError for a
    row that has no place yet, and for one that accounts for an erasure.
    """
    at = at or clock.now()
    wanted = set(entries)
    with transaction.atomic():
        placed = set(AuditLeaf.objects.filter(entry__in=wanted).values_list("entry", flat=True))
        if placed != wanted:
            raise ValueError("a row without a place in the tree cannot be erased")
        rows = dict(AuditEntry.objects.filter(id__in=wanted).values_list("id", "action"))
        if any(action.startswith(erasures.NEVER_ERASED) for action in rows.values()):
            raise ValueError("what accounts for erasures stays")
        there = sorted(rows)
        AuditErasure.objects.bulk_create([AuditErasure(entry=entry, decision=decision, at=at) for entry in there])
        AuditEntry.objects.filter(id__in=there).delete()
        record(
            actor=actor,
            action=erasures.ERASE,
            object=f"disposal:{decision}",
            basis="disposal",
            detail={"rows": len(there), "entries": erasures.named(there)},
            at=at,
        )
    return len(there)
