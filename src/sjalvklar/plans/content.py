# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside the seals of a plan: what it is for, who the parties are, what they have taken on, what was said."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sjalvklar.plans.rules import About, Aim, Target
from sjalvklar.trust.subjects import SubjectCipher


@dataclass(frozen=True, slots=True)
class Task:
    """What a party has taken on, and who of it does it."""

    what: str
    who: str = ""


def _seal(cipher: SubjectCipher, content: dict[str, Any], table: str, row: UUID) -> bytes:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return cipher.seal(plain, table=table, column="body", row=str(row))


def _open(cipher: SubjectCipher, sealed: bytes, table: str, row: UUID) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(cipher.open(bytes(sealed), table=table, column="body", row=str(row)))
    return found


def seal_aim(cipher: SubjectCipher, aim: Aim, plan_id: UUID) -> bytes:
    return _seal(cipher, asdict(aim), "plans_plan", plan_id)


def open_aim(cipher: SubjectCipher, sealed: bytes, plan_id: UUID) -> Aim:
    """Raises CannotOpen."""
    found = _open(cipher, sealed, "plans_plan", plan_id)
    return Aim(Target(found.pop("target")), **found)


def seal_about(cipher: SubjectCipher, about: About, party_id: UUID) -> bytes:
    return _seal(cipher, asdict(about), "plans_party", party_id)


def open_about(cipher: SubjectCipher, sealed: bytes, party_id: UUID) -> About:
    """Raises CannotOpen."""
    return About(**_open(cipher, sealed, "plans_party", party_id))


def seal_task(cipher: SubjectCipher, task: Task, commitment_id: UUID) -> bytes:
    return _seal(cipher, asdict(task), "plans_commitment", commitment_id)


def open_task(cipher: SubjectCipher, sealed: bytes, commitment_id: UUID) -> Task:
    """Raises CannotOpen."""
    return Task(**_open(cipher, sealed, "plans_commitment", commitment_id))


def seal_text(cipher: SubjectCipher, text: str, row: UUID, *, table: str) -> bytes:
    """A note of the plan (`plans_note`) or words with a party (`plans_words`)."""
    return _seal(cipher, {"text": text}, table, row)


def open_text(cipher: SubjectCipher, sealed: bytes, row: UUID, *, table: str) -> str:
    """Raises CannotOpen."""
    text: str = _open(cipher, sealed, table, row)["text"]
    return text
