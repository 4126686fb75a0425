#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verify an exported record without the product: Python 3.11 or later and the package `cryptography`, nothing else.

    python verify_log.py RECORD --key KEY [--witness KEY] [--earlier RECORD]

Written apart from the product's own verification, and sharing no code with it, so that the two check each other. It
reads the file once, says how many rows it looked at, and names the first bad row. `--earlier` is an export from
before: each of its rows must stand where it stood, so that a row that was replaced together with its hash is named.
A row that was erased must be named by a deed in the record, after a plan by one person and a decision by another.
`--key` and `--witness` must come from somewhere else than the export: the key in the file is only compared. A signing
key may have been changed: a checkpoint then names the old key and the new, and bears both their signatures. `--key`
may be any of them; a key that such checkpoints do not lead to has signed nothing.

Exit code: 0 the record is what was signed, 1 it is not, 2 the file or a key cannot be read.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import struct
import sys
import time
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PLAN, DECIDE, ERASE = "disposal.plan", "disposal.decide", "record.erase"
COLUMNS = ["salt", "at", "id", "actor_kind", "actor_id", "unit", "action", "object", "basis", "detail"]


class Unreadable(Exception):
    """The file or a key is not what it should be."""


def lines_of(path: str) -> Iterator[dict[str, Any]]:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - this program stands alone
            for number, line in enumerate(file, 1):
                try:
                    yield json.loads(line)
                except ValueError:
                    raise Unreadable(
                        f"line {number} of {path} is not JSON: the file is cut off or was edited"
                    ) from None
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from None


def key_of(text: str) -> tuple[str, bytes, bytes, int]:
    """Name, key id, public key and kind (1 the log, 4 a witness) of a verifier key."""
    try:
        name, stated, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        key_id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    except ValueError:
        raise Unreadable("a key is written name+id+key") from None
    if len(raw) != 33 or key_id.hex() != stated:
        raise Unreadable(f"the key of {name} was not copied whole")
    return name, key_id, raw[1:], raw[0]


def signed(note: str, key: tuple[str, bytes, bytes, int]) -> bool:
    """Whether this key signed the note. A witness signs with the time it saw it."""
    name, key_id, public, kind = key
    text, _, below = note.partition("\n\n")
    for line in below.split("\n"):
        words = line.split(" ")
        if len(words) != 3 or words[1] != name:
            continue
        raw = base64.b64decode(words[2])
        if raw[:4] != key_id:
            continue
        said, signature = f"{text}\n".encode(), raw[4:]
        if kind == 4:
            (at,) = struct.unpack(">Q", raw[4:12])
            said, signature = f"cosignature/v1\ntime {at}\n".encode() + said, raw[12:]
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, said)
        except InvalidSignature:
            return False
        return True
    return False


Key = tuple[str, bytes, bytes, int]


def change_in(note: str) -> tuple[Key, Key] | None:
    """The old key and the new one that a checkpoint names, when both have signed it."""
    text = note.partition("\n\n")[0].split("\n")
    named = [line.split(" ") for line in text[3:] if line.startswith("key ")]
    if len(named) != 1 or len(named[0]) != 3:
        return None
    try:
        old, new = key_of(named[0][1]), key_of(named[0][2])
    except Unreadable:
        return None
    ours = old != new and all(one[0] == text[0] and one[3] == 1 and signed(note, one) for one in (old, new))
    return (old, new) if ours else None


def keys_for(notes: list[str], known: Key) -> list[tuple[Key, int, float]]:
    """The keys that the known one leads to, both ways, each with the sizes it signs for, ends included."""
    changes = sorted(
        ((int(note.split("\n")[1]), *change) for note in notes if (change := change_in(note))), key=lambda one: one[0]
    )
    keys: list[tuple[Key, int, float]] = [(known, 0, float("inf"))]
    for size, old, new in changes:
        key, first, _ = keys[-1]
        if old == key and size >= first and all(new != one[0] for one in keys):
            keys[-1:] = [(key, first, size), (new, size, float("inf"))]
    while True:
        key, _, last = keys[0]
        before = next(((size, old) for size, old, new in changes if new == key), None)
        if before is None or any(before[1] == one[0] for one in keys):
            return keys
        keys[:1] = [(before[1], 0, before[0]), (key, before[0], last)]


class Tree:
    """RFC 6962: one hash for each whole subtree, by its height."""

    def __init__(self) -> None:
        self.size = 0
        self.by_height: list[bytes | None] = []

    def add(self, leaf: bytes) -> None:
        height = 0
        while height < len(self.by_height) and (left := self.by_height[height]) is not None:
            leaf = hashlib.sha256(b"\x01" + left + leaf).digest()
            self.by_height[height] = None
            height += 1
        if height == len(self.by_height):
            self.by_height.append(None)
        self.by_height[height] = leaf
        self.size += 1

    def root(self) -> bytes:
        root: bytes | None = None
        for part in self.by_height:
            if part is not None:
                root = part if root is None else hashlib.sha256(b"\x01" + part + root).digest()
        return root if root is not None else hashlib.sha256(b"").digest()


def named(line: dict[str, Any]) -> str:
    """A row, so that a person can find it."""
    words = str(line.get("row", "")).split("\x1f")
    said = f", {words[1]} {words[6]} {words[7]}" if len(words) == len(COLUMNS) else ""
    return f"row {line.get('entry')} (place {line.get('leaf')}{said})"


class Erasures:
    """What was erased, and what in the record accounts for it."""

    def __init__(self) -> None:
        self.gone: dict[str, list[dict[str, Any]]] = {}
        self.planned: dict[str, set[str]] = {}
        self.decided: set[str] = set()
        self.told: dict[str, set[int]] = {}

    def deed(self, text: str) -> None:
        """A row of the record, in the order of the tree."""
        words = text.split("\x1f")
        if len(words) != len(COLUMNS) or not words[7].startswith("disposal:"):
            return
        kind, who, action, decision = words[3], words[4], words[6], words[7].removeprefix("disposal:")
        if action == PLAN and kind == "staff":
            self.planned.setdefault(decision, set()).add(who)
        elif action == DECIDE and kind == "staff" and self.planned.get(decision, set()) - {who}:
            self.decided.add(decision)
        elif action == ERASE and decision in self.decided:
            detail = json.loads(words[9])
            listed = set[int]()
            for part in str(detail.get("entries", "")).split():
                first, _, last = part.partition("-")
                listed.update(range(int(first), int(last or first) + 1))
            if len(listed) == detail.get("rows"):
                self.told.setdefault(decision, set()).update(listed)

    def faults(self) -> Iterator[str]:
        for decision, lines in self.gone.items():
            told = self.told.get(decision, set())
            for line in lines:
                if line["entry"] not in told:
                    yield f"{named(line)} was erased, and no decision {decision} in the record covers it"
                    break
            else:
                if len(told) > len(lines):
                    yield f"the record names more rows erased under {decision} than are gone"


def checkpoints_of(path: str) -> list[str]:
    return [line["checkpoint"] for line in lines_of(path) if "checkpoint" in line]


def verify(path: str, key: str, witness: str | None, earlier: str | None) -> tuple[int, list[str]]:
    """How many rows, and what is wrong, the first first."""
    log, faults, later = key_of(key), list[str](), list[str]()
    notes = checkpoints_of(path)
    keys = keys_for(notes, log)
    seen = key_of(witness) if witness else None
    roots: dict[int, bytes] = {}
    covered = cosigned = 0
    for number, note in enumerate(notes, 1):
        words = note.split("\n")
        size = int(words[1]) if len(words) > 2 and words[1].isdecimal() else -1
        if words[0] != log[0] or not any(low <= size <= high and signed(note, one) for one, low, high in keys):
            later.append(f"checkpoint {number} is not signed with the key that was given, or is not what was signed")
            continue
        root = base64.b64decode(words[2])
        if roots.setdefault(size, root) != root:
            later.append(f"two different trees of {size} rows were signed: a split view")
        covered = max(covered, size)
        if seen and signed(note, seen):
            cosigned = max(cosigned, size)
    if seen and not cosigned:
        later.append(f"no checkpoint bears a signature of {seen[0]} that holds")
    if not roots:
        later.append("there is no signed checkpoint: nothing shows that this is the record")
    before = (line for line in lines_of(earlier) if "leaf" in line) if earlier else iter(())
    tree, fits, erasures = Tree(), 0, Erasures()
    first = next(lines_of(path), {})
    if first.get("record") != 1 or first.get("columns") != COLUMNS:
        raise Unreadable("this is no export that this program knows")
    if key_of(first.get("key", "")) not in [one for one, *_ in keys]:
        later.append("the export names another key than the one that was given")
    for line in lines_of(path):
        if "leaf" not in line:
            continue
        if line["leaf"] != tree.size:
            faults.append(f"place {tree.size} is missing; the next is {named(line)}")
            break
        stated = bytes.fromhex(line["hash"])
        if "row" in line:
            text = line["row"]
            if hashlib.sha256(b"\x00" + text.encode()).digest() != stated or text.count("\x1f") != len(COLUMNS) - 1:
                faults.append(f"{named(line)} was edited after it got its place")
            elif text.split("\x1f", 3)[2] != str(line["entry"]):
                faults.append(f"{named(line)} stands at another row's place")
            elif "\x1fdisposal" in text:
                erasures.deed(text)
        elif "erased" in line:
            erasures.gone.setdefault(str(line["erased"]), []).append(line)
        else:
            faults.append(f"{named(line)} is missing, and no decision says that it was erased")
        was = next(before, None)
        if was is not None and was["hash"] != line["hash"]:
            faults.append(f"{named(line)} is not the row that stood there in the earlier export")
            before = iter(())
        tree.add(stated)
        if tree.size in roots:
            if tree.root() != roots[tree.size]:
                faults.append(f"a row between places {fits} and {tree.size - 1} was replaced together with its hash")
                break
            fits = tree.size
    else:
        if tree.size < covered:
            faults.append(f"the end is cut off: {covered} rows are signed for, {tree.size} are there")
        if next(before, None) is not None:
            faults.append("the earlier export has rows that are not here")
    faults += erasures.faults()
    print(f"{tree.size} rows, {len(roots)} signed checkpoints, the last over {covered}")
    if len(keys) > 1:
        print(f"the signing key was changed {len(keys) - 1} times, each time named and signed by the one before")
    if seen and cosigned:
        print(f"{seen[0]} has signed what covers {cosigned} rows")
    return tree.size, faults + later


def main() -> int:
    parser = argparse.ArgumentParser(description="Verify an exported record.")
    parser.add_argument("record")
    parser.add_argument("--key", required=True, help="the log's public key, from somewhere else than the export")
    parser.add_argument("--witness", help="a witness's public key: its signature must be there")
    parser.add_argument("--earlier", help="an export from before, to name a row that was replaced since")
    asked = parser.parse_args()
    begun = time.perf_counter()
    try:
        rows, faults = verify(asked.record, asked.key, asked.witness, asked.earlier)
    except (Unreadable, KeyError, ValueError, TypeError) as error:
        print(f"Cannot be read: {error}", file=sys.stderr)
        return 2
    took = time.perf_counter() - begun
    print(f"{rows / took:,.0f} rows a second" if took else "")
    for fault in faults[:20]:
        print(f"  {fault}")
    print(f"NOT what was signed. First bad: {faults[0]}" if faults else "The record is what was signed.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
