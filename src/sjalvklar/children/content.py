# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside the seals of the room."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sjalvklar.children.rules import Answer, Consent, Guardians, Harm, Knows, NotReported, OwnContact, Told, Weighed
from sjalvklar.support.rules import AgeBand
from sjalvklar.trust.subjects import SubjectCipher


def _seal(cipher: SubjectCipher, kept: dict[str, Any], table: str, column: str, row: UUID) -> bytes:
    plain = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return cipher.seal(plain, table=table, column=column, row=str(row))


def _open(cipher: SubjectCipher, sealed: bytes, table: str, column: str, row: UUID) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(cipher.open(sealed, table=table, column=column, row=str(row)))
    return found


def seal_own(cipher: SubjectCipher, own: OwnContact, row: UUID) -> bytes:
    return _seal(cipher, asdict(own), "children_said", "body", row)


def open_own(cipher: SubjectCipher, sealed: bytes, row: UUID) -> OwnContact:
    """Raises CannotOpen."""
    kept = _open(cipher, sealed, "children_said", "body", row)
    harm = Harm(kept["harm"]) if kept["harm"] else None
    return OwnContact(AgeBand(kept["band"]), Consent(kept["consent"]), harm, kept["words"])


def seal_guardians(cipher: SubjectCipher, judged: Guardians, row: UUID) -> bytes:
    return _seal(cipher, asdict(judged), "children_said", "body", row)


def open_guardians(cipher: SubjectCipher, sealed: bytes, row: UUID) -> Guardians:
    """Raises CannotOpen."""
    kept = _open(cipher, sealed, "children_said", "body", row)
    wish = Knows(kept["wish"]) if kept["wish"] else None
    return Guardians(wish, kept["mature"], kept["harm"], Knows(kept["may"]), kept["not_told"])


def seal_weighed(cipher: SubjectCipher, weighed: Weighed, row: UUID) -> bytes:
    return _seal(cipher, asdict(weighed), "children_concern", "weighed", row)


def open_weighed(cipher: SubjectCipher, sealed: bytes, row: UUID) -> Weighed:
    """Raises CannotOpen."""
    kept = _open(cipher, sealed, "children_concern", "weighed", row)
    ground, told = kept.pop("ground"), kept.pop("told")
    return Weighed(
        tuple(kept.pop("checks")),
        ground=NotReported(ground) if ground else None,
        told=Told(told) if told else None,
        **kept,
    )


def seal_answer(cipher: SubjectCipher, answer: Answer, came_on: date, row: UUID) -> bytes:
    kept = {"answer": answer.value, "came_on": came_on.isoformat()}
    return _seal(cipher, kept, "children_concern", "answer", row)


def open_answer(cipher: SubjectCipher, sealed: bytes, row: UUID) -> tuple[Answer, date]:
    """Raises CannotOpen."""
    kept = _open(cipher, sealed, "children_concern", "answer", row)
    return Answer(kept["answer"]), date.fromisoformat(kept["came_on"])
