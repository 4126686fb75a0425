# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed texts: the note format, checkpoints and cosignatures of C2SP (c2sp.org/signed-note, /tlog-checkpoint,
/tlog-cosignature version 1), with Ed25519. The formats are others' so that others' tools can read what we sign.

A checkpoint says origin, size and root, and in an extension line when it was made. A key is written as text, a
"verifier key": name, key id and public key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG, WITNESS = 0x01, 0x04  # what sort of signature: an ordinary one, a timestamped cosignature
_LINE = "\u2014 "
_AT = "at "
KEY = "key "
_NAME = re.compile(r"[^\s+]{1,120}")
_MOST_PROOF = 63


class BadNote(ValueError):
    """The text is no note of ours, or its signature does not hold. The text says which, in English."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key, whose it is, and what it signs."""

    name: str
    public: bytes
    kind: int = LOG

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.public) != 32 or self.kind not in (LOG, WITNESS):
            raise BadNote(f"{self.name!r} is no key of ours")

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def text(self) -> str:
        """The verifier key, as it is given to others."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    @staticmethod
    def from_text(text: str) -> Verifier:
        """The key that was given. Raises BadNote."""
        try:
            name, stated, key = text.strip().split("+", 2)
            raw = base64.b64decode(key, validate=True)
            found = Verifier(name, raw[1:], raw[0])
        except (ValueError, IndexError, binascii.Error):
            raise BadNote("this is not a verifier key: name+id+key") from None
        if found.id.hex() != stated:
            raise BadNote("this verifier key was not copied whole: its id does not fit")
        return found


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says. `body` is the text that is signed."""

    origin: str
    size: int
    root: bytes
    at: datetime | None
    body: str


def body(origin: str, size: int, root: bytes, at: datetime, *, change: tuple[Verifier, Verifier] | None = None) -> str:
    """The text of a checkpoint. `change`: with it the first key hands over to the second, and both sign it."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    named = f"{KEY}{change[0].text()} {change[1].text()}\n" if change else ""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n{_AT}{moment}\n{named}"


def _change_in(text: str) -> tuple[Verifier, Verifier] | None:
    lines = [line for line in text.split("\n")[3:] if line.startswith(KEY)]
    if not lines:
        return None
    words = lines[0].removeprefix(KEY).split(" ")
    if len(lines) > 1 or len(words) != 2:
        raise BadNote("the change of the key is not whole")
    return Verifier.from_text(words[0]), Verifier.from_text(words[1])


def named_in(text: bytes) -> tuple[bytes, bytes] | None:
    """The public keys, old and new, between which a checkpoint says that the key is changed. Raises BadNote."""
    change = _change_in(text.decode())
    return None if change is None else (change[0].public, change[1].public)


def change_of_key(note: str) -> tuple[Verifier, Verifier] | None:
    """The old key and the new, when the note says so and both have signed it; else None.

    The old key's word is what makes the new one ours: a line added under an older note names nothing.
    """
    if f"\n{KEY}" not in note:
        return None
    try:
        text, _ = split(note)
        change = _change_in(text)
        if change is None or {one.kind for one in change} != {LOG} or change[0] == change[1]:
            return None
        if any(signed_by(note, one).origin != one.name for one in change):
            return None
    except BadNote:
        return None
    return change


def _b64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadNote("a line is not base64") from None


def split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The signed text, and the signatures as (name, key id and signature). Raises BadNote."""
    text, blank, signed = note.partition("\n\n")
    if not blank or not signed.endswith("\n"):
        raise BadNote("the note is not whole")
    lines = []
    for line in signed[:-1].split("\n"):
        name, space, signature = line.removeprefix(_LINE).partition(" ")
        raw = _b64(signature)
        if not line.startswith(_LINE) or not space or len(raw) < 5:
            raise BadNote("a signature line is not whole")
        lines.append((name, raw))
    return text + "\n", lines


def parse(note: str) -> Checkpoint:
    """What the note says, its signatures not looked at. Raises BadNote."""
    text, _ = split(note)
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise BadNote("this is no checkpoint")
    root = _b64(lines[2])
    if len(root) != 32:
        raise BadNote("the root has not 32 bytes")
    at = None
    for line in lines[3:]:
        if line.startswith(_AT):
            try:
                at = datetime.strptime(line, f"{_AT}%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            except ValueError:
                raise BadNote("the time is not one") from None
    return Checkpoint(lines[0], int(lines[1]), root, at, text)


def signature_line(verifier: Verifier, signature: bytes) -> str:
    return f"{_LINE}{verifier.name} {base64.b64encode(verifier.id + signature).decode()}\n"


def cosigned_text(text: str, at: int) -> bytes:
    """What a witness signs: that it saw this text, at this time (seconds since 1970)."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosignature_line(verifier: Verifier, signature: bytes, at: int) -> str:
    return signature_line(verifier, struct.pack(">Q", at) + signature)


def _holds(public: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def signed_by(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint, when this key signed it. Raises BadNote."""
    text, lines = split(note)
    for name, raw in lines:
        if name == verifier.name and raw[:4] == verifier.id and len(raw) == 68:
            if _holds(verifier.public, raw[4:], text.encode()):
                return parse(note)
            raise BadNote("the signature does not hold: the text is not what was signed")
    raise BadNote(f"it is not signed by {verifier.name} with that key")


def cosigned_by(note: str, verifier: Verifier) -> datetime:
    """When this witness cosigned the note, as it says itself. Raises BadNote."""
    text, lines = split(note)
    for name, raw in lines:
        if name == verifier.name and raw[:4] == verifier.id and len(raw) == 76:
            (at,) = struct.unpack(">Q", raw[4:12])
            if _holds(verifier.public, raw[12:], cosigned_text(text, at)):
                return datetime.fromtimestamp(at, UTC)
            raise BadNote("the cosignature does not hold")
    raise BadNote(f"it is not cosigned by {verifier.name} with that key")


def names_on(note: str) -> list[str]:
    """Whose signatures a note says it bears."""
    return [name for name, _ in split(note)[1]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is put to a witness: the size it saw last, why the new tree only adds to that, and the new checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """As c2sp.org/tlog-witness has it for `add-checkpoint`."""
        proof = "".join(base64.b64encode(step).decode() + "\n" for step in self.proof)
        return f"old {self.old}\n{proof}\n{self.note}"

    @staticmethod
    def from_text(text: str) -> Request:
        """Raises BadNote."""
        head, blank, note = text.partition("\n\n")
        first, *steps = head.split("\n")
        if not blank or not re.fullmatch(r"old (0|[1-9][0-9]{0,18})", first) or len(steps) > _MOST_PROOF:
            raise BadNote("this is no request to a witness")
        proof = tuple(_b64(step) for step in steps)
        if any(len(step) != 32 for step in proof):
            raise BadNote("a hash in the proof has not 32 bytes")
        return Request(int(first[4:]), proof, note)
