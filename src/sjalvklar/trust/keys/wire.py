# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said on the key process's socket: one question, one answer, each a length and a JSON object.

Every question is listed here with what it takes and gives, for both ends. What is not listed, has a word too many or
too few, or is of another shape, is refused. Nothing is as long as to be worth sending for its length alone.
"""

from __future__ import annotations

import base64
import binascii
import json
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sjalvklar.trust.keys.holder import (
    CodeKeys,
    DoorKeys,
    Drawn,
    IndexField,
    KeyFacts,
    SealedCopy,
    Signature,
    UnitPair,
)

VERSION = 1
LARGEST = 1024 * 1024
MOST_PEOPLE = 5000
_LENGTH = struct.Struct(">I")


class BadFrame(Exception):
    """What came is not a question or an answer of ours."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How one sort of value is written and read. Reading raises ValueError, TypeError or KeyError."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _bytes(said: Any) -> bytes:
    if not isinstance(said, str):
        raise TypeError
    return base64.b64decode(said, validate=True)


def _written(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError
    said.encode()  # half a surrogate pair is no text
    return said


def _number(said: Any) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said < 2**32:
        raise TypeError
    return said


def _flag(said: Any) -> bool:
    if not isinstance(said, bool):
        raise TypeError
    return said


def _people(said: Any) -> list[UUID]:
    raw = _bytes(said)
    if len(raw) % 16 or len(raw) > 16 * MOST_PEOPLE:
        raise ValueError
    return [UUID(bytes=raw[at : at + 16]) for at in range(0, len(raw), 16)]


def _record(kind: type, **shapes: Shape) -> Shape:
    """A frozen dataclass, by its fields."""

    def write(value: Any) -> dict[str, Any]:
        return {name: shape.write(getattr(value, name)) for name, shape in shapes.items()}

    def read(said: Any) -> Any:
        if not isinstance(said, dict) or said.keys() != shapes.keys():
            raise ValueError
        return kind(**{name: shape.read(said[name]) for name, shape in shapes.items()})

    return Shape(write, read)


def _maybe(shape: Shape) -> Shape:
    return Shape(
        lambda value: None if value is None else shape.write(value),
        lambda said: None if said is None else shape.read(said),
    )


def _several(shape: Shape) -> Shape:
    return Shape(lambda values: [shape.write(value) for value in values], lambda said: tuple(map(shape.read, said)))


def _by_person(shape: Shape) -> Shape:
    return Shape(
        lambda found: {str(who): shape.write(value) for who, value in found.items()},
        lambda said: {UUID(who): shape.read(value) for who, value in said.items()},
    )


BYTES = Shape(_written, _bytes)
TEXT = Shape(str, _text)
NUMBER = Shape(int, _number)
FLAG = Shape(bool, _flag)
NOTHING = Shape(lambda _: None, lambda _: None)
PERSON = Shape(str, lambda said: UUID(_text(said)))
PEOPLE = Shape(lambda people: _written(b"".join(one.bytes for one in people)), _people)
SIGNATURES = _several(_record(Signature, public=BYTES, signature=BYTES))


@dataclass(frozen=True, slots=True)
class Question:
    """What it takes and gives. `owner`: only the key process's own user, or root, may ask it."""

    gives: Shape
    takes: Mapping[str, Shape] = field(default_factory=dict)
    owner: bool = False


QUESTIONS: dict[str, Question] = {
    "facts": Question(
        _record(
            KeyFacts,
            kek_versions=_several(NUMBER),
            rotating=FLAG,
            pepper_versions=_several(NUMBER),
            index_version=NUMBER,
            changing_signing=FLAG,
            has_shares=FLAG,
            subjects=NUMBER,
            destroyed=NUMBER,
        )
    ),
    "salt": Question(BYTES),
    "code_keys": Question(_several(_record(CodeKeys, pepper=NUMBER, finding=BYTES, secret=BYTES)), {"slow": BYTES}),
    "pepper_version": Question(NUMBER),
    "draw": Question(
        BYTES,
        {
            "purpose": Shape(str, Drawn),
            "source": BYTES,
            "turn": _maybe(NUMBER),
            "length": NUMBER,
            "pepper": _maybe(NUMBER),
        },
    ),
    "door": Question(_record(DoorKeys, url=BYTES, cookie=BYTES, nonce=BYTES)),
    "new_unit_pair": Question(
        _record(UnitPair, public=BYTES, sealed_private=BYTES, kek_version=NUMBER), {"holder": TEXT}
    ),
    "open_as_unit": Question(BYTES, {"holder": TEXT, "sealed_private": BYTES, "wrapped": BYTES, "name": BYTES}),
    "seal_factor": Question(BYTES, {"plain": BYTES}),
    "open_factor": Question(BYTES, {"sealed": BYTES}),
    "add_subject": Question(NOTHING, {"subject": PERSON}),
    "subject_keys": Question(_by_person(_maybe(BYTES)), {"subjects": PEOPLE}),
    "destroy_subjects": Question(NUMBER, {"subjects": PEOPLE}),
    "destroyed_after": Question(PEOPLE, {"after": _maybe(PERSON)}),
    "index": Question(_several(BYTES), {"field": Shape(str, IndexField), "normalised": TEXT, "version": NUMBER}),
    "sign": Question(SIGNATURES, {"text": BYTES}),
    "verifying_keys": Question(_several(BYTES)),
    "stage_kek": Question(NUMBER, owner=True),
    "sealed_copy": Question(
        _maybe(_record(SealedCopy, recovery_public=BYTES, sealed=BYTES)), {"name": BYTES}, owner=True
    ),
    "promote_kek": Question(NUMBER, owner=True),
    "rewrap_unit": Question(
        _record(UnitPair, public=BYTES, sealed_private=BYTES, kek_version=NUMBER),
        {"holder": TEXT, "public": BYTES, "sealed_private": BYTES},
    ),
    "rewrap_subjects": Question(NUMBER, owner=True),
    "retire_keks": Question(NOTHING, owner=True),
    "add_index_key": Question(NUMBER, {"after": NUMBER}, owner=True),
    "reindex": Question(BYTES, {"values": BYTES, "version": NUMBER}, owner=True),
    "stage_signing": Question(NOTHING, owner=True),
    "change_signing": Question(NOTHING, owner=True),
    "settle_signing": Question(NOTHING, {"text": BYTES, "signatures": SIGNATURES}, owner=True),
    "stage_pepper": Question(NUMBER, owner=True),
    "promote_pepper": Question(NUMBER, owner=True),
    "retire_peppers": Question(NUMBER, {"in_use": _several(NUMBER)}, owner=True),
}


# --- Frames --------------------------------------------------------------------------------------------------------
def send(line: socket.socket, said: Mapping[str, Any]) -> None:
    """One frame. Raises OSError, and ValueError for what is too long to be said."""
    body = json.dumps(said, separators=(",", ":")).encode()
    if len(body) > LARGEST:
        raise ValueError("too much at once")
    line.sendall(_LENGTH.pack(len(body)) + body)


def receive(line: socket.socket) -> dict[str, Any] | None:
    """One frame, or None when the other end has hung up between two. Raises BadFrame, OSError."""
    head = _exactly(line, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if not 2 <= length <= LARGEST:
        raise BadFrame
    body = _exactly(line, length)
    if body is None:
        raise BadFrame
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise BadFrame from None
    if not isinstance(said, dict):
        raise BadFrame
    return said


def _exactly(line: socket.socket, length: int) -> bytes | None:
    """That many bytes; None when there are none at all. Raises BadFrame when it ends in the middle."""
    parts: list[bytes] = []
    left = length
    while left:
        part = line.recv(min(left, 65536))
        if not part:
            if left == length:
                return None
            raise BadFrame
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def write_question(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """A question as it is sent."""
    takes = QUESTIONS[name].takes
    return {"v": VERSION, "ask": name, "with": {word: takes[word].write(value) for word, value in given.items()}}


def read_question(said: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The question's name and what it came with. Raises BadFrame."""
    try:
        if said["v"] != VERSION or said.keys() != {"v", "ask", "with"}:
            raise BadFrame
        name, given = said["ask"], said["with"]
        takes = QUESTIONS[name].takes
        if given.keys() != takes.keys():
            raise BadFrame
        return name, {word: shape.read(given[word]) for word, shape in takes.items()}
    except (KeyError, ValueError, TypeError, AttributeError, binascii.Error):
        raise BadFrame from None


def write_answer(name: str, value: Any) -> dict[str, Any]:
    """An answer as it is sent."""
    return {"v": VERSION, "is": QUESTIONS[name].gives.write(value)}


def read_answer(name: str, said: Mapping[str, Any]) -> Any:
    """What was answered. Raises BadFrame."""
    try:
        return QUESTIONS[name].gives.read(said["is"])
    except (KeyError, ValueError, TypeError, AttributeError, binascii.Error):
        raise BadFrame from None
