# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the record is what was signed: every row against its leaf, every leaf against every signed checkpoint.

Reads only. What is wrong is told as faults, the one earliest in the record first. A row that was changed together
with its leaf no longer fits the next signed checkpoint; which row it was is told by the leaves kept outside the
database, and without those only between which two checkpoints it lies.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import connection

from sjalvklar.kernel import clock
from sjalvklar.trust.audit import chain, erasures, guards, leaf, note, outside, reading, signing, tree
from sjalvklar.trust.audit.chain import Chain
from sjalvklar.trust.audit.note import BadNote, Verifier
from sjalvklar.trust.models import AuditCheckpoint, AuditCosignature, AuditEntry, AuditErasure, AuditLeaf

BACK = timedelta(hours=1)  # how far a row's time may lie before an earlier row's: deeds are committed out of order
_IN_FLIGHT = timedelta(minutes=10)
MOST = 50


class What(StrEnum):
    """What can be wrong."""

    EDITED = "edited"  # the row does not give the hash it gave when it got its place
    MISSING = "missing"  # the row is not there, and no decision says that it was erased
    MOVED = "moved"  # the row is whole and stands at another row's place
    NO_LEAF = "no_leaf"  # the row never got a place
    LEAF_GONE = "leaf_gone"  # a place in the middle is empty
    TRUNCATED = "truncated"  # a signed checkpoint covers more than there is
    REPLACED = "replaced"  # the row was changed together with its leaf
    BETWEEN = "between"  # as replaced, but only known to lie between two checkpoints
    SIGNATURE = "signature"  # a checkpoint is not signed by our key, or not what was signed
    CHECKPOINT_GONE = "checkpoint_gone"  # a checkpoint that is outside is not in the database, or the other way round
    OUTSIDE = "outside"  # the leaves kept outside were changed; the database fits what was signed
    ERASURE = "erasure"  # a row was erased, and no decision on record covers it
    GUARD = "guard"  # the database no longer refuses changes
    COSIGNATURE = "cosignature"  # a witness's signature does not hold, or there is none
    CLOCK = "clock"  # time goes back: the record may be whole, and the clock was wrong, or the row was put in later


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `place` is the leaf's index, `entry` the row's id, `more` a code, name or number."""

    what: What
    place: int | None = None
    entry: int | None = None
    more: str = ""


@dataclass
class Verdict:
    """What was looked at and what was found. `waiting`: rows that have not got their place yet, which is no fault."""

    leaves: int = 0
    erased: int = 0
    waiting: int = 0
    checkpoints: int = 0
    outside: int = 0
    keys: int = 1
    covered: int = 0
    cosigned: int = 0
    cosigned_at: datetime | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not [fault for fault in self.faults if fault.what is not What.CLOCK]

    def first(self) -> Fault | None:
        """The fault earliest in the record; what has no place in it comes after."""
        return min(self.faults, key=_order, default=None)


def _order(fault: Fault) -> tuple[bool, bool, int]:
    return fault.what is What.CLOCK, fault.place is None, fault.place or 0


def verify(
    *,
    verifier: Verifier | None = None,
    witness: Verifier | None = None,
    folder: Path | None = None,
    covers: erasures.Covers | None = None,
) -> Verdict:
    """Everything. `verifier` is our own key unless another is given, and may be one that was changed since: the record
    itself must say so, by the old key's own word. `witness` asks for that witness's word too; `covers`
    is asked of each disposal decision that rows were erased under."""
    verdict = Verdict()
    signed = _Signed(verifier or signing.verifier(), folder or Path(settings.CHECKPOINTS_DIR), verdict)
    _Walk(verdict, signed).take()
    _without_leaf(verdict)
    _erasures(verdict, covers)
    if witness is not None:
        _cosignatures(verdict, witness)
    for name in guards.missing():
        verdict.faults.append(Fault(What.GUARD, more=name))
    verdict.faults.sort(key=_order)
    return verdict


class _Signed:
    """The checkpoints of the database and those outside: what the tree must be at which size."""

    def __init__(self, verifier: Verifier, folder: Path, verdict: Verdict) -> None:
        self.folder, self.roots = folder, dict[int, bytes]()
        kept = list(AuditCheckpoint.objects.order_by("size").values_list("note", flat=True))
        there = outside.read_notes(folder)
        keys = chain.of([*kept, *there], verifier)
        verdict.keys = len(keys.keys)
        inside = self._read(kept, keys, verdict, "database")
        beyond = self._read(there, keys, verdict, "outside")
        verdict.checkpoints, verdict.outside = len(inside), len(beyond)
        for gone, where in ((beyond.keys() - inside.keys(), "database"), (inside.keys() - beyond.keys(), "outside")):
            for size in sorted(gone)[:MOST]:
                verdict.faults.append(Fault(What.CHECKPOINT_GONE, place=size - 1, more=where))
        for found in (inside, beyond):
            for size, point in found.items():
                if self.roots.setdefault(size, point.root) != point.root:
                    # Our own key has signed two different trees of one size: a split view.
                    verdict.faults.append(Fault(What.SIGNATURE, place=size - 1, more="two"))
        verdict.covered = max(self.roots, default=0)

    def _read(self, notes: list[str], keys: Chain, verdict: Verdict, where: str) -> dict[int, note.Checkpoint]:
        found: dict[int, note.Checkpoint] = {}
        newest: datetime | None = None
        for number, text in enumerate(notes, 1):
            try:
                point = keys.signed(text)
            except BadNote:
                verdict.faults.append(Fault(What.SIGNATURE, more=f"{where} {number}"))
                continue
            if point.at and newest and point.at < newest - BACK:
                verdict.faults.append(Fault(What.CLOCK, place=point.size - 1, more="checkpoint"))
            newest = max(filter(None, (newest, point.at)), default=None)
            found[point.size] = point
        return found


class _Walk:
    """Along the leaves from the first to the last."""

    def __init__(self, verdict: Verdict, signed: _Signed) -> None:
        self.verdict, self.signed = verdict, signed
        self.edge = tree.Edge()
        self.ends = sorted(signed.roots)
        self.differs: int | None = None  # the first place since the last checkpoint where outside says otherwise
        self.fits = 0  # the largest size at which the tree was what was signed
        self.newest = self.floor = ""
        self.erased = set(AuditErasure.objects.values_list("entry", flat=True))

    def _fault(self, what: What, place: int | None = None, entry: int | None = None, more: str = "") -> None:
        if len(self.verdict.faults) < MOST:
            self.verdict.faults.append(Fault(what, place, entry, more))

    def take(self) -> None:
        expected = 0
        for piece in reading.pieces():
            self._rows(piece)
            self._times(piece)
            self._tree(piece, expected)
            expected = piece.places[-1] + 1
            self.verdict.leaves += len(piece.places)
        self.verdict.erased = len(self.erased)
        if expected < self.verdict.covered:
            self._fault(What.TRUNCATED, expected, more=str(self.verdict.covered))

    def _rows(self, piece: reading.Piece) -> None:
        """Each row gives its leaf. The common case is told in one comparison for the whole piece."""
        sha256 = hashlib.sha256
        texts = [text for text in piece.texts if text is not None]
        if len(texts) == len(piece.texts):
            given = [sha256(b"\x00" + text.encode()).digest() for text in texts]
            whole = sum(text.count(leaf.SEPARATOR) for text in texts) == leaf.SEPARATORS * len(texts)
            if given == piece.hashes and whole:
                return
        for place, entry, stated, text in zip(piece.places, piece.entries, piece.hashes, piece.texts, strict=True):
            if text is None:
                if entry not in self.erased:
                    self._fault(What.MISSING, place, entry)
            elif sha256(b"\x00" + text.encode()).digest() != stated:
                elsewhere = AuditLeaf.objects.filter(hash=tree.leaf_hash(text.encode())).values_list(
                    "index", flat=True
                )
                at = elsewhere.first()
                self._fault(What.EDITED if at is None else What.MOVED, place, entry, "" if at is None else str(at))
            elif text.count(leaf.SEPARATOR) != leaf.SEPARATORS:
                self._fault(What.EDITED, place, entry, "separator")

    def _times(self, piece: reading.Piece) -> None:
        moments = [text[33:59] for text in piece.texts if text is not None]
        if not moments:
            return
        if min(moments) < self.floor or max(moments) > self.newest:
            self._slowly(piece)

    def _slowly(self, piece: reading.Piece) -> None:
        for place, entry, text in zip(piece.places, piece.entries, piece.texts, strict=True):
            if text is None:
                continue
            moment = leaf.moment(text)
            if moment > self.newest:
                # The floor is reckoned anew once a minute of the record's time, not for each row.
                if moment[:16] > self.newest[:16]:
                    self.floor = _earlier(moment)
                self.newest = moment
            elif moment < self.floor:
                self._fault(What.CLOCK, place, entry, moment)
                self.floor = self.newest = moment  # one step back is one fault, not one for each row after it

    def _tree(self, piece: reading.Piece, expected: int) -> None:
        for place in piece.places:
            if place != expected:
                self._fault(What.LEAF_GONE, expected, more=str(place))
                self.ends = []  # nothing after a gap can fit a signed tree
                expected = place
            expected += 1
        done, first = 0, piece.places[0]
        while done < len(piece.places):
            end = len(piece.places)
            if self.ends and self.ends[0] <= first + end:
                end = self.ends[0] - first
            hashes = piece.hashes[done:end]
            self._outside(hashes, first + done)
            self.edge.extend(hashes)
            done = end
            if self.ends and self.ends[0] == self.edge.size:
                self._signed_here(self.ends.pop(0))

    def _outside(self, hashes: list[bytes], first: int) -> None:
        """Whether the leaves kept outside say the same: remembers the first since the last checkpoint that differs."""
        kept = outside.leaves_between(self.signed.folder, first, first + len(hashes))
        if self.differs is not None or b"".join(hashes)[: len(kept)] == kept:
            return
        pairs = ((hashes[at], kept[at * tree.SIZE : (at + 1) * tree.SIZE]) for at in range(len(kept) // tree.SIZE))
        self.differs = next(first + at for at, (inside, beyond) in enumerate(pairs) if inside != beyond)

    def _signed_here(self, size: int) -> None:
        if self.edge.root() == self.signed.roots[size]:
            if self.differs is not None:
                self._fault(What.OUTSIDE, self.differs)
            self.fits = size
        elif self.differs is not None:
            entry = AuditLeaf.objects.filter(index=self.differs).values_list("entry", flat=True).first()
            self._fault(What.REPLACED, self.differs, entry)
            self.ends = []
        else:
            self._fault(What.BETWEEN, self.fits, more=str(size - 1))
            self.ends = []
        self.differs = None


def _earlier(moment: str) -> str:
    try:
        return (datetime.fromisoformat(moment) - BACK).strftime("%Y-%m-%d %H:%M:%S.%f")
    except ValueError:
        return moment


def _without_leaf(verdict: Verdict) -> None:
    """Rows that have no place: waiting for one, or put in where the sequencer does not look any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(entry) FROM trust_auditleaf")
        newest = cursor.fetchone()[0] or 0
        cursor.execute(
            f"SELECT e.id FROM {leaf.TABLE} e WHERE NOT EXISTS"  # noqa: S608 - a constant
            " (SELECT 1 FROM trust_auditleaf l WHERE l.entry = e.id) ORDER BY e.id"
        )
        found = [one for (one,) in cursor.fetchall()]
    verdict.waiting = len(found)
    settled = clock.now() - _IN_FLIGHT
    suspect = [one for one in found if one < newest]
    for entry in AuditEntry.objects.filter(id__in=suspect[:MOST], at__lt=settled).order_by("id"):
        before = (
            AuditLeaf.objects.filter(entry__lt=entry.id).order_by("-entry").values_list("index", flat=True).first()
        )
        verdict.faults.append(Fault(What.NO_LEAF, -1 if before is None else before, entry.id))
        verdict.waiting -= 1


def _erasures(verdict: Verdict, covers: erasures.Covers | None) -> None:
    """Each row that is gone went under a decision on record that covers it."""
    for decision, entry in erasures.unaccounted(covers):
        place = AuditLeaf.objects.filter(entry=entry).values_list("index", flat=True).first()
        verdict.faults.append(Fault(What.ERASURE, place, entry, decision))


def _cosignatures(verdict: Verdict, witness: Verifier) -> None:
    notes = dict(AuditCheckpoint.objects.values_list("size", "note"))
    for size, line in AuditCosignature.objects.filter(name=witness.name).order_by("size").values_list("size", "line"):
        try:
            verdict.cosigned_at = note.cosigned_by(notes.get(size, "") + line, witness)
            verdict.cosigned = size
        except BadNote:
            verdict.faults.append(Fault(What.COSIGNATURE, place=size - 1, more=witness.name))
    if not verdict.cosigned:
        verdict.faults.append(Fault(What.COSIGNATURE, more=witness.name))
