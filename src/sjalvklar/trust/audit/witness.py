# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The witness: somebody outside IT who remembers the last checkpoint they saw, and signs the next only when it adds to
that one. Two different records cannot both be shown to the same witness.

Runs on another machine, without a database and without our settings. A folder holds the witness's own key and the last
checkpoint; lose it, and a new witness begins with a new name.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sjalvklar.kernel import clock
from sjalvklar.trust.audit import note, tree
from sjalvklar.trust.audit.note import WITNESS, Request, Verifier

_KEY = "witness.key"


class Refuses(Exception):
    """The witness does not sign. `code`: behind (asked from another size than the last seen: `seen` says which),
    split (the new tree is not the old one with more after it), other_log."""

    def __init__(self, code: str, seen: int = 0) -> None:
        super().__init__(code)
        self.code, self.seen = code, seen


@dataclass(frozen=True, slots=True)
class Seen:
    """What the witness did: the note it signed, with its line under it. `key`: the log's, from now on, when the note
    says that it is changed."""

    note: str
    size: int
    before: int
    key: Verifier | None = None


def _whole(place: Path, what: bytes, *, mode: int = 0o600) -> None:
    """The file is there with all of it, or as it was before."""
    beside = place.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(what)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)


def _key(folder: Path, name: str) -> tuple[Ed25519PrivateKey, Verifier]:
    place = folder / _KEY
    if not place.exists():
        private = Ed25519PrivateKey.generate()
        _whole(place, f"{name}\n{private.private_bytes_raw().hex()}\n".encode())
    named, secret = place.read_text(encoding="utf-8").split()
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    return private, Verifier(named, private.public_key().public_bytes_raw(), WITNESS)


def begin(folder: Path, name: str) -> Verifier:
    """The witness's own key, made the first time under that name and kept. Returns its public half."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _key(folder, name)[1]


def last_seen(folder: Path, log: Verifier) -> note.Checkpoint | None:
    place = folder / _place(log)
    return note.parse(place.read_text(encoding="utf-8")) if place.exists() else None


def _place(log: Verifier) -> str:
    return f"{hashlib.sha256(log.text().encode()).hexdigest()[:16]}.checkpoint"


def cosign(folder: Path, log: Verifier, request: Request, *, name: str = "witness") -> Seen:
    """Sign the checkpoint when it is signed by the log and adds to what was seen last. Raises Refuses, BadNote.

    What is signed is remembered first: killed in between, the witness has seen what it has not yet said.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        private, verifier = _key(folder, name)
        point = note.signed_by(request.note, log)
        if point.origin != log.name:
            raise Refuses("other_log")
        change = note.change_of_key(request.note)
        seen = last_seen(folder, log) or (last_seen(folder, change[0]) if change and change[1] == log else None)
        old = seen.size if seen else 0
        if request.old != old:
            raise Refuses("behind", old)
        old_root = seen.root if seen else tree.EMPTY
        if not tree.verify_consistency(old, point.size, old_root, point.root, request.proof):
            raise Refuses("split", old)
        for each in {log, *(change or ())}:  # who hands over the key hands over what was seen
            _whole(folder / _place(each), request.note.encode())
    finally:
        os.close(handle)
    at = int(clock.now().timestamp())
    line = note.cosignature_line(verifier, private.sign(note.cosigned_text(point.body, at)), at)
    return Seen(request.note + line, point.size, old, change[1] if change and change[0] == log else None)
