# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside the seals of a support. Of somebody anonymous there is no seal for an identity either."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sjalvklar.support.rules import AgeBand, Called, Children, OwnPlan
from sjalvklar.trust.subjects import SubjectCipher


def _plain(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def seal_called(cipher: SubjectCipher, called: Called, support_id: UUID) -> bytes:
    return cipher.seal(_plain(asdict(called)), table="support_support", column="called", row=str(support_id))


def open_called(cipher: SubjectCipher, sealed: bytes, support_id: UUID) -> Called:
    """Raises CannotOpen."""
    return Called(**json.loads(cipher.open(sealed, table="support_support", column="called", row=str(support_id))))


def seal_children(cipher: SubjectCipher, children: Children, support_id: UUID) -> bytes:
    kept = asdict(children) | {"talked_on": children.talked_on.isoformat() if children.talked_on else None}
    return cipher.seal(_plain(kept), table="support_support", column="children", row=str(support_id))


def open_children(cipher: SubjectCipher, sealed: bytes, support_id: UUID) -> Children:
    """Raises CannotOpen."""
    kept = json.loads(cipher.open(sealed, table="support_support", column="children", row=str(support_id)))
    # What was sealed before ages and talks were asked about has neither.
    ages, on = tuple(map(AgeBand, kept.pop("ages", ()))), kept.pop("talked_on", None)
    return Children(**kept, ages=ages, talked_on=date.fromisoformat(on) if on else None)


def seal_note(cipher: SubjectCipher, text: str, note_id: UUID) -> bytes:
    return cipher.seal(text.encode("utf-8"), table="support_note", column="body", row=str(note_id))


def open_note(cipher: SubjectCipher, sealed: bytes, note_id: UUID) -> str:
    """Raises CannotOpen."""
    return cipher.open(sealed, table="support_note", column="body", row=str(note_id)).decode("utf-8")


def seal_plan(cipher: SubjectCipher, plan: OwnPlan, plan_id: UUID) -> bytes:
    return cipher.seal(_plain(asdict(plan)), table="support_ownplan", column="body", row=str(plan_id))


def open_plan(cipher: SubjectCipher, sealed: bytes, plan_id: UUID) -> OwnPlan:
    """Raises CannotOpen."""
    return OwnPlan(**json.loads(cipher.open(sealed, table="support_ownplan", column="body", row=str(plan_id))))


def seal_link(cipher: SubjectCipher, link: str, talk_id: UUID) -> bytes:
    return cipher.seal(link.encode("utf-8"), table="support_talk", column="video", row=str(talk_id))


def open_link(cipher: SubjectCipher, sealed: bytes, talk_id: UUID) -> str:
    """Raises CannotOpen."""
    return cipher.open(sealed, table="support_talk", column="video", row=str(talk_id)).decode("utf-8")
