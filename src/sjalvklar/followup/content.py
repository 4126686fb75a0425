# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside the seals of a follow-up: what it hangs on, and what was answered."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sjalvklar.followup.rules import After, EventKind
from sjalvklar.trust.subjects import SubjectCipher


@dataclass(frozen=True, slots=True)
class What:
    """What a follow-up hangs on: a step of a schedule, an event, and words of one's own."""

    step: str = ""
    event: EventKind | None = None
    after: After = field(default_factory=After)
    words: str = field(default="", repr=False)


def _plain(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def seal_what(cipher: SubjectCipher, what: What, followup_id: UUID) -> bytes:
    plain = {
        "step": what.step,
        "event": what.event.value if what.event else "",
        "days": what.after.days,
        "months": what.after.months,
        "words": what.words,
    }
    return cipher.seal(_plain(plain), table="followup_followup", column="what", row=str(followup_id))


def open_what(cipher: SubjectCipher, sealed: bytes, followup_id: UUID) -> What:
    """Raises CannotOpen."""
    found = json.loads(cipher.open(sealed, table="followup_followup", column="what", row=str(followup_id)))
    event = EventKind(found["event"]) if found["event"] else None
    return What(found["step"], event, After(found["days"], found["months"]), found["words"])


def seal_answers(cipher: SubjectCipher, answers: dict[str, int], asking_id: UUID) -> bytes:
    return cipher.seal(_plain(dict(answers)), table="followup_asking", column="answers", row=str(asking_id))


def open_answers(cipher: SubjectCipher, sealed: bytes, asking_id: UUID) -> dict[str, int]:
    """Raises CannotOpen."""
    found: dict[str, int] = json.loads(
        cipher.open(sealed, table="followup_asking", column="answers", row=str(asking_id))
    )
    return found
