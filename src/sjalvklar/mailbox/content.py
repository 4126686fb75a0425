# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside a seal: messages, files, and how somebody may be contacted."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sjalvklar.mailbox.rules.files import STEP
from sjalvklar.mailbox.rules.safe_contact import SafeContact, from_plain, to_plain
from sjalvklar.trust import sealing


def _seal(public: bytes, content: dict[str, Any], name: UUID) -> bytes:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return sealing.seal_to(public, plain, name=name.bytes)


def _open(private: bytes, sealed: bytes, name: UUID) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(sealing.open_with(private, sealed, name=name.bytes))
    return content


def seal_message(public: bytes, text: str, *, name: UUID, by: str = "") -> bytes:
    """A message sealed to its thread. `by` is the first name it is signed with, when it comes from the desk."""
    return _seal(public, {"text": text, "by": by} if by else {"text": text}, name)


def open_message(private: bytes, sealed: bytes, *, name: UUID) -> tuple[str, str]:
    """The text, and the first name it is signed with. Raises CannotOpen."""
    content = _open(private, sealed, name)
    return content["text"], content.get("by", "")


def seal_part(public: bytes, part: bytes, *, name: UUID) -> bytes:
    """A file, or a picture of one, sealed to its thread. Its length tells how many steps of 64 kB it takes."""
    return sealing.seal_to(public, part, name=name.bytes, step=STEP)


def open_part(private: bytes, sealed: bytes, *, name: UUID) -> bytes:
    """The bytes again. Raises CannotOpen."""
    return sealing.open_with(private, sealed, name=name.bytes)


def seal_safe_contact(public: bytes, contact: SafeContact, *, name: UUID) -> bytes:
    return _seal(public, to_plain(contact), name)


def open_safe_contact(private: bytes, sealed: bytes, *, name: UUID) -> SafeContact:
    """Raises CannotOpen."""
    return from_plain(_open(private, sealed, name))
