# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside the seals of an incident: its place and log, who a family is, and what is written of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sjalvklar.incident.rules import Family
from sjalvklar.trust.subjects import SubjectCipher


@dataclass(frozen=True, slots=True)
class Words:
    """Of the incident: where it happened, where the local room is, and which schools are told."""

    place: str
    room: str = ""
    schools: tuple[str, ...] = ()


def _plain(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def seal_words(cipher: SubjectCipher, words: Words, incident_id: UUID) -> bytes:
    return cipher.seal(_plain(asdict(words)), table="incident_incident", column="words", row=str(incident_id))


def open_words(cipher: SubjectCipher, sealed: bytes, incident_id: UUID) -> Words:
    """Raises CannotOpen."""
    found = json.loads(cipher.open(bytes(sealed), table="incident_incident", column="words", row=str(incident_id)))
    return Words(found["place"], found["room"], tuple(found["schools"]))


def seal_family(cipher: SubjectCipher, family: Family, family_id: UUID) -> bytes:
    return cipher.seal(_plain(asdict(family)), table="incident_family", column="body", row=str(family_id))


def open_family(cipher: SubjectCipher, sealed: bytes, family_id: UUID) -> Family:
    """Raises CannotOpen."""
    plain = cipher.open(bytes(sealed), table="incident_family", column="body", row=str(family_id))
    return Family(**json.loads(plain))


def seal_text(cipher: SubjectCipher, text: str, row: UUID, *, table: str) -> bytes:
    """A note of a family (`incident_note`) or a line of the incident's log (`incident_logline`)."""
    return cipher.seal(_plain({"text": text}), table=table, column="body", row=str(row))


def open_text(cipher: SubjectCipher, sealed: bytes, row: UUID, *, table: str) -> str:
    """Raises CannotOpen."""
    text: str = json.loads(cipher.open(bytes(sealed), table=table, column="body", row=str(row)))["text"]
    return text
