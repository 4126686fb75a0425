# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sealing what people write: to a thread's own key pair, which in turn is wrapped to those who may open it.

A message is sealed with libsodium's sealed box (X25519, XSalsa20-Poly1305) to the thread's public key, so storing
needs no secret. The thread's private key is wrapped once to the receipt code and once to each unit that holds the
thread. Destroying the wraps destroys the thread, in every copy that does not hold the keys too.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from nacl.bindings import crypto_scalarmult_base
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from sjalvklar.trust import envelope
from sjalvklar.trust.envelope import CannotOpen, Key

STEP = 512
_FORMAT = b"\x01"
_NAME = 16
_LENGTH = struct.Struct(">I")
_HEAD = len(_FORMAT) + _NAME + _LENGTH.size


@dataclass(frozen=True, slots=True)
class Pair:
    """An X25519 key pair. The private half is not shown in a traceback."""

    public: bytes
    private: bytes = field(repr=False)


def new_pair() -> Pair:
    private = PrivateKey.generate()
    return Pair(bytes(private.public_key), bytes(private))


def public_of(private: bytes) -> bytes:
    """The public half of a private key."""
    return crypto_scalarmult_base(private)


def seal_to(public: bytes, plaintext: bytes, *, name: bytes, step: int = STEP) -> bytes:
    """Seal to a public key, padded so that its length says only how many steps it took, of 512 bytes unless told.

    `name` is 16 bytes that say what this is (the row's UUID): a sealed box has no associated data, so the name goes
    inside and is compared on opening, and a value moved to another row does not open.
    """
    if len(name) != _NAME:
        raise ValueError("a name has 16 bytes")
    head = _FORMAT + name + _LENGTH.pack(len(plaintext))
    padding = -(len(head) + len(plaintext)) % step
    return bytes(SealedBox(PublicKey(public)).encrypt(head + plaintext + bytes(padding)))


def open_with(private: bytes, sealed: bytes, *, name: bytes) -> bytes:
    """What was sealed to that key under that name. Raises CannotOpen whatever is wrong."""
    try:
        padded = SealedBox(PrivateKey(private)).decrypt(bytes(sealed))
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen from None
    if len(padded) < _HEAD or padded[:1] != _FORMAT or padded[1 : 1 + _NAME] != name:
        raise CannotOpen
    (length,) = _LENGTH.unpack_from(padded, 1 + _NAME)
    if _HEAD + length > len(padded):
        raise CannotOpen
    return padded[_HEAD : _HEAD + length]


def wrap_to_code(secret: bytes, private: bytes, *, row: str) -> bytes:
    """A thread's private key under the key that the receipt code gives."""
    return envelope.seal(Key(1, secret), private, domain="sjalvklar", table="mailbox_wrap", column="code", row=row)


def unwrap_with_code(secret: bytes, wrapped: bytes, *, row: str) -> bytes:
    """The thread's private key. Raises CannotOpen."""
    return envelope.open(Key(1, secret), wrapped, domain="sjalvklar", table="mailbox_wrap", column="code", row=row)


def wrap_to_holder(public: bytes, private: bytes, *, name: bytes) -> bytes:
    """A thread's private key sealed to a unit's public key; `name` is the thread's UUID."""
    return seal_to(public, private, name=name)


def unwrap_as_holder(holder_private: bytes, wrapped: bytes, *, name: bytes) -> bytes:
    """The thread's private key. Raises CannotOpen."""
    return open_with(holder_private, wrapped, name=name)
