# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log's own signature. The key is the key holder's; the database never has it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from sjalvklar.trust.audit import note
from sjalvklar.trust.audit.note import Verifier


def verifiers() -> tuple[Verifier, ...]:
    """The public key that this installation's checkpoints are signed with, under the record's name; during a change
    the old one and the new."""
    from sjalvklar.trust import keys

    return tuple(Verifier(settings.RECORD_NAME, public) for public in keys.holder().verifying_keys())


def verifier() -> Verifier:
    """The public key that the record is verified with: the old one until a change is settled."""
    return verifiers()[0]


def signed(body: str) -> str:
    """The text with the log's signature: a note. Raises ValueError when it names another change than is under way."""
    from sjalvklar.trust import keys

    signatures = keys.holder().sign(body.encode())
    lines = (note.signature_line(Verifier(settings.RECORD_NAME, one.public), one.signature) for one in signatures)
    return f"{body}\n{''.join(lines)}"


def checkpoint(size: int, root: bytes, at: datetime) -> str:
    """The note over a tree of that size. While the key is being changed it names both keys, and both sign."""
    try:
        return _checkpoint(size, root, at)
    except ValueError:  # the change was settled between the two questions
        return _checkpoint(size, root, at)


def _checkpoint(size: int, root: bytes, at: datetime) -> str:
    known = verifiers()
    change = (known[0], known[1]) if len(known) > 1 else None
    return signed(note.body(settings.RECORD_NAME, size, root, at, change=change))
