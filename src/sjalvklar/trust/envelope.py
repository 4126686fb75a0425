# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sealing small things to their place: AES-256-GCM whose associated data is where the thing belongs.

A sealed value is bound to a domain, a table, a column, a row and the key's version, so it opens nowhere else: a value
copied to another row, column or product does not open, it fails. The layout is one byte of format, four bytes of key
version, twelve bytes of nonce, then ciphertext and tag (NIST SP 800-38D). Test vectors:
`tests/rooms/trust/vectors.json`.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORMAT = 1
_HEADER = struct.Struct(">BI")
_NONCE = 12
_TAG = 16
OVERHEAD = _HEADER.size + _NONCE + _TAG


class CannotOpen(Exception):
    """The sealed value is not what it claims, or the key is another. Says nothing more, on purpose."""


@dataclass(frozen=True, slots=True)
class Key:
    """A 256-bit key and its version. Its secret is not shown in a traceback."""

    version: int
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != 32:
            raise ValueError("a key has 32 bytes")
        if not 0 < self.version < 2**32:
            raise ValueError("key versions are counted from 1")


class Place(TypedDict):
    """Where a value belongs, for those who seal and open at the same place."""

    domain: str
    table: str
    column: str
    row: str


def _place(domain: str, table: str, column: str, row: str, version: int) -> bytes:
    parts = (domain, table, column, row)
    # Without this, ("a|b", "c") and ("a", "b|c") would be the same place.
    if any("|" in part or not part for part in parts):
        raise ValueError("a place is named by four words without a bar")
    return "|".join((*parts, str(version))).encode()


def seal(
    key: Key, plaintext: bytes, *, domain: str, table: str, column: str, row: str, nonce: bytes | None = None
) -> bytes:
    """The plaintext sealed to its place. `nonce` is for test vectors only: never give one twice with the same key."""
    nonce = os.urandom(_NONCE) if nonce is None else nonce
    place = _place(domain, table, column, row, key.version)
    return _HEADER.pack(_FORMAT, key.version) + nonce + AESGCM(key.secret).encrypt(nonce, plaintext, place)


def key_version(sealed: bytes) -> int:
    """The version of the key that opens it. Raises CannotOpen when it is not a sealed value of ours."""
    if len(sealed) < OVERHEAD or sealed[0] != _FORMAT:
        raise CannotOpen
    version: int = _HEADER.unpack_from(sealed)[1]
    return version


def open(keys: Key | Iterable[Key], sealed: bytes, *, domain: str, table: str, column: str, row: str) -> bytes:
    """What was sealed. `keys` may be several versions. Raises CannotOpen, always the same, whatever is wrong."""
    sealed = bytes(sealed)
    version = key_version(sealed)
    known = (keys,) if isinstance(keys, Key) else keys
    key = next((key for key in known if key.version == version), None)
    if key is None:
        raise CannotOpen
    nonce = sealed[_HEADER.size : _HEADER.size + _NONCE]
    place = _place(domain, table, column, row, version)
    try:
        return AESGCM(key.secret).decrypt(nonce, sealed[_HEADER.size + _NONCE :], place)
    except InvalidTag:
        raise CannotOpen from None
