# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record as one file for whoever is to verify it without us: `tools/verify_log.py` reads it.

Each line is a JSON object: first what it is, then every leaf in order with the row's text (or that it was erased,
and under which decision), then every signed checkpoint with the cosignatures under it. It holds all that the record
holds: it is handed over as the record itself would be.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO

from sjalvklar.trust.audit import leaf, reading, signing
from sjalvklar.trust.models import AuditCheckpoint, AuditCosignature, AuditErasure

FORMAT = 1


def write(place: Path) -> int:
    """Write the record to a new file that only its owner may read. Returns how many leaves.

    Raises FileExistsError: an earlier export is evidence and is never written over.
    """
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        return _write(file)


def _write(file: IO[str]) -> int:
    def line(what: dict[str, object]) -> None:
        file.write(json.dumps(what, ensure_ascii=False, separators=(",", ":")) + "\n")

    # The checkpoints first: what is added while the leaves are read is then not missing.
    notes = list(AuditCheckpoint.objects.order_by("size").values_list("size", "note"))
    erased = dict(AuditErasure.objects.values_list("entry", "decision"))
    line({"record": FORMAT, "key": signing.verifier().text(), "columns": list(leaf.COLUMNS)})
    leaves = 0
    for piece in reading.pieces():
        for place, entry, stated, text in zip(piece.places, piece.entries, piece.hashes, piece.texts, strict=True):
            one: dict[str, object] = {"leaf": place, "entry": entry, "hash": stated.hex()}
            if text is not None:
                one["row"] = text
            elif entry in erased:
                one["erased"] = erased[entry]
            line(one)
        leaves += len(piece.places)
    for size, text in notes:
        cosigned = AuditCosignature.objects.filter(size=size).order_by("name").values_list("line", flat=True)
        line({"checkpoint": text + "".join(cosigned)})
    return leaves
