# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What opens a draft: one short key, from which come both the row's name and the seal's key."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sjalvklar.trust import envelope
from sjalvklar.trust.envelope import Key, Place

KEY = 16


def _derived(key: bytes, purpose: bytes, length: int) -> bytes:
    if len(key) != KEY:
        raise ValueError("a draft's key has 16 bytes")
    return HKDF(SHA256(), length, salt=None, info=b"sjalvklar|draft|" + purpose).derive(key)


def row(key: bytes) -> bytes:
    """The row's name: gives nothing of the key away."""
    return _derived(key, b"row", 16)


def _place(key: bytes) -> Place:
    return {"domain": "sjalvklar", "table": "mailbox_draft", "column": "sealed", "row": row(key).hex()}


def seal(key: bytes, plain: bytes) -> bytes:
    return envelope.seal(Key(1, _derived(key, b"seal", 32)), plain, **_place(key))


def open_draft(key: bytes, sealed: bytes) -> bytes:
    """Raises CannotOpen."""
    return envelope.open(Key(1, _derived(key, b"seal", 32)), sealed, **_place(key))
