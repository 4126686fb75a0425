# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside the seals of a case: who it is about, what is written, and why somebody broke the glass."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sjalvklar.casework.rules import Between, Identity, Known, NoContact, RelationKind, name_words
from sjalvklar.trust import subjects
from sjalvklar.trust.subjects import IndexField, SubjectCipher


def _plain(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def seal_identity(cipher: SubjectCipher, identity: Identity, person_id: UUID) -> bytes:
    return cipher.seal(_plain(asdict(identity)), table="casework_person", column="identity", row=str(person_id))


def open_identity(cipher: SubjectCipher, sealed: bytes, person_id: UUID) -> Identity:
    """Raises CannotOpen."""
    plain = cipher.open(bytes(sealed), table="casework_person", column="identity", row=str(person_id))
    return Identity(**json.loads(plain))


def seal_known(cipher: SubjectCipher, known: Known, person_id: UUID) -> bytes:
    return cipher.seal(_plain(asdict(known)), table="casework_person", column="known", row=str(person_id))


def open_known(cipher: SubjectCipher, sealed: bytes | memoryview | None, person_id: UUID) -> Known:
    """Raises CannotOpen."""
    if sealed is None:
        return Known()
    plain = cipher.open(bytes(sealed), table="casework_person", column="known", row=str(person_id))
    return Known(**json.loads(plain))


def seal_between(one: SubjectCipher, other: SubjectCipher, between: Between, edge_id: UUID) -> bytes:
    """What is between two, under both their keys: when either is forgotten it opens for nobody, in no copy."""
    plain = {"kind": between.kind, "since": between.since, "until": between.until, "ground": between.ground}
    inner = one.seal(_plain(plain), table="casework_edge", column="body", row=f"{edge_id}:one")
    return other.seal(inner, table="casework_edge", column="body", row=f"{edge_id}:other")


def open_between(
    one: SubjectCipher, other: SubjectCipher, sealed: bytes, edge_id: UUID, numbers: tuple[int, int]
) -> Between:
    """Between the two with those numbers. Raises CannotOpen."""
    inner = other.open(bytes(sealed), table="casework_edge", column="body", row=f"{edge_id}:other")
    kept = json.loads(one.open(inner, table="casework_edge", column="body", row=f"{edge_id}:one"))
    ground = NoContact(kept["ground"]) if kept["ground"] else None
    return Between(*numbers, RelationKind(kept["kind"]), kept["since"], kept["until"], ground)


def seal_note(cipher: SubjectCipher, text: str, note_id: UUID, *, contact: str = "") -> bytes:
    """A note; `contact` is the thread the case was opened from, kept inside the seal and nowhere else."""
    content = {"text": text, "contact": contact} if contact else {"text": text}
    return cipher.seal(_plain(content), table="casework_note", column="body", row=str(note_id))


def open_note(cipher: SubjectCipher, sealed: bytes, note_id: UUID) -> tuple[str, str]:
    """The text, and the thread it came from if any. Raises CannotOpen."""
    content = json.loads(cipher.open(bytes(sealed), table="casework_note", column="body", row=str(note_id)))
    return content["text"], content.get("contact", "")


def seal_why(cipher: SubjectCipher, text: str, glass_id: UUID) -> bytes:
    return cipher.seal(_plain({"text": text}), table="casework_breakglass", column="text", row=str(glass_id))


def open_why(cipher: SubjectCipher, sealed: bytes, glass_id: UUID) -> str:
    """Raises CannotOpen."""
    plain = cipher.open(bytes(sealed), table="casework_breakglass", column="text", row=str(glass_id))
    text: str = json.loads(plain)["text"]
    return text


def number_index(number: str) -> bytes:
    """What a personal number is kept as, and compared by in the same transaction. Raises Invalid for what is none."""
    return subjects.index(IndexField.NUMBER, number)


def looked_for(field: str, said: str) -> list[tuple[bytes, ...]]:
    """What is looked for by a personal number ("number") or a name: one of each group. A name is found by each of its
    words, whole, so that the order does not matter and no beginning fits."""
    if field == "number":
        return [subjects.indexes(IndexField.NUMBER, said)]
    return [subjects.indexes(IndexField.NAME, word) for word in sorted(set(name_words(said)))]


def found_by(identity: Identity) -> frozenset[tuple[str, bytes]]:
    """Everything a person is found by, as (field, keyed hash). A telephone is no search term (2001:637 15 §)."""
    words = sorted(set(name_words(identity.name)))
    found = {("name", value) for value in (subjects.index_all(IndexField.NAME, words) if words else ())}
    if identity.number:
        found.add(("number", number_index(identity.number)))
    return frozenset(found)
