# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept of the record outside the database: every signed checkpoint, and the leaves they cover.

Two files in one folder, only added to. `checkpoints` holds the notes, one after the other with an empty line between;
`leaves` holds the hashes, 32 bytes each. The hashes are salted and say nothing; with them, a row that was changed
together with its leaf can be named and not only suspected. Put the folder on another disk, or let it be copied.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sjalvklar.trust.audit import tree

CHECKPOINTS, LEAVES, KEY = "checkpoints", "leaves", "key"
_BETWEEN = "\n"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


def _add(place: Path, what: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        while what:
            what = what[os.write(handle, what) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def leaves_kept(folder: Path) -> int:
    """How many whole leaves there are outside."""
    try:
        return (folder / LEAVES).stat().st_size // tree.SIZE
    except FileNotFoundError:
        return 0


def leaves_between(folder: Path, first: int, end: int) -> bytes:
    """The leaves outside from place `first` up to but not including `end`, one after the other: those there are.

    What is left of a leaf cut off at the end is not given.
    """
    try:
        with (folder / LEAVES).open("rb") as file:
            file.seek(first * tree.SIZE)
            found = file.read((end - first) * tree.SIZE)
    except FileNotFoundError:
        return b""
    return found[: len(found) // tree.SIZE * tree.SIZE]


def read_notes(folder: Path) -> list[str]:
    """The checkpoints outside, in the order they were added."""
    try:
        text = (folder / CHECKPOINTS).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    found: list[str] = []
    lines: list[str] = []
    signed = False
    for line in text.splitlines(keepends=True):
        if signed and line == _BETWEEN:
            found.append("".join(lines))
            lines, signed = [], False
            continue
        signed = signed or line.startswith("\u2014 ")
        lines.append(line)
    return [*found, "".join(lines)] if lines else found


def add(folder: Path, *, leaves: Sequence[bytes], first: int, note: str, key: str) -> None:
    """Add leaves from place `first` and the checkpoint over them. What is there already is not written again."""
    with _alone(folder):
        kept = leaves_kept(folder)
        place = folder / LEAVES
        if place.exists() and place.stat().st_size % tree.SIZE:  # cut off by a kill in the middle of a leaf
            os.truncate(place, kept * tree.SIZE)
        if kept < first:
            raise ValueError(f"outside there are {kept} leaves, and the next given is {first}")
        _add(place, b"".join(leaves[kept - first :]))
        known = (folder / KEY).read_text(encoding="utf-8").split() if (folder / KEY).exists() else []
        if key not in known:  # each that signs, the newest last
            _add(folder / KEY, (key + "\n").encode())
        _add(folder / CHECKPOINTS, (note + _BETWEEN).encode())
