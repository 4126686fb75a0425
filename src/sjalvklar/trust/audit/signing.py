# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log's own signature. The key is the key holder's; the database never has it."""

from __future__ import annotations

from django.conf import settings

from sjalvklar.trust.audit import note
from sjalvklar.trust.audit.note import Verifier


def verifier() -> Verifier:
    """The public key that this installation's checkpoints are signed with, under the record's name."""
    from sjalvklar.trust import keys

    return Verifier(settings.RECORD_NAME, keys.holder().verifying_key())


def signed(body: str) -> str:
    """The text with the log's signature: a note."""
    from sjalvklar.trust import keys

    return f"{body}\n{note.signature_line(verifier(), keys.holder().sign(body.encode()))}"
