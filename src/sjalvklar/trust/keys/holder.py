# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody who holds the keys can be asked for, and nothing else.

Two hold them: the file (`file`), for one machine and the demo, and a process of its own (`client` and `server`), after
which the web processes never have the KEK, the pepper, an index key, a unit's private key or the key that signs. A
hardware module is a third one that implements the same questions: docs/decisions/0021.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sjalvklar.trust.keyring import KeyHolderAway


class Drawn(StrEnum):
    """What bytes may be drawn for: each purpose gives other bytes, and none gives the pepper they come from."""

    RECEIPT = "receipt"
    NONCE_ID = "nonce-id"
    ONCE = "once"
    DEMO = "demo thread"


class IndexField(StrEnum):
    """What can be looked for without being read. Each has a key of its own."""

    NUMBER = "number"
    PHONE = "phone"
    NAME = "name"
    MARK = "mark"  # what the log review compares readings by: equal to no index that people are searched by


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """What a receipt code gives under one version of the pepper: where its thread is, and the key that opens the
    thread's private key."""

    pepper: int
    finding: bytes
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DoorKeys:
    """The public door's own keys: addresses, the cookie of an opened thread, one-time form numbers.

    These are given out, and kept by the web processes. They seal what a visitor's own browser brings back within
    hours, several times on each page, and open nothing in the database. And the way to help must not close with the
    keys: the guide, with its telephone numbers, is walked with the address key alone.
    """

    url: bytes = field(repr=False)
    cookie: bytes = field(repr=False)
    nonce: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnitPair:
    """A unit's new key pair, as it is kept: the private half sealed, and under which version of the KEK."""

    public: bytes
    sealed_private: bytes
    kek_version: int


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What may be told of the keys: versions and counts, never a key. The last pepper is the one new codes get."""

    kek_versions: tuple[int, ...]
    rotating: bool
    pepper_versions: tuple[int, ...]
    index_version: int
    changing_signing: bool
    has_shares: bool
    subjects: int
    destroyed: int


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature, and the public key that it fits."""

    public: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class SealedCopy:
    """The keyring, sealed to the recovery key whose private half exists only as three shares on paper."""

    recovery_public: bytes
    sealed: bytes


class KeyHolder(Protocol):
    """The questions. Each may raise KeyHolderAway; those that open something raise CannotOpen."""

    def facts(self) -> KeyFacts: ...

    # The mailbox's codes
    def salt(self) -> bytes:
        """The salt of the codes' slow hash: the same for the installation, and no secret without the pepper."""

    def code_keys(self, slow: bytes) -> tuple[CodeKeys, ...]:
        """From a code's slow hash to what finds and opens its thread, for each pepper in use, the newest last."""

    def pepper_version(self) -> int:
        """The pepper that new codes are made under."""

    def draw(
        self,
        purpose: Drawn,
        *,
        source: bytes = b"",
        turn: int | None = None,
        length: int = 32,
        pepper: int | None = None,
    ) -> bytes:
        """Bytes for one purpose and one source, always the same. A receipt is drawn from that version of the pepper;
        raises CannotOpen when there is none such any more."""

    def door(self) -> DoorKeys:
        """The public door's keys; see DoorKeys for why these are given out."""

    # Units: the private half is made, kept and used by the holder, and never leaves it
    def new_unit_pair(self, holder: str) -> UnitPair: ...

    def open_as_unit(self, holder: str, sealed_private: bytes, wrapped: bytes, *, name: bytes) -> bytes:
        """A thread's private key, from what was wrapped to the unit's public key under the thread's name."""

    # Second factors of staff
    def seal_factor(self, plain: bytes) -> bytes: ...

    def open_factor(self, sealed: bytes) -> bytes: ...

    # People
    def add_subject(self, subject: UUID) -> None: ...

    def subject_keys(self, subjects: Collection[UUID]) -> dict[UUID, bytes | None]:
        """The people's own keys; None for a destroyed one, nothing for one never heard of."""

    def destroy_subjects(self, subjects: Collection[UUID]) -> int: ...

    def destroyed_subjects(self) -> frozenset[UUID]: ...

    def index(self, field: IndexField, normalised: str, *, version: int = 1) -> tuple[bytes, ...]:
        """32 bytes that are the same for the same text in the same field: equality and nothing else. First under that
        version of the index keys, then under each later one. Raises KeyringFault for one that is not there yet."""

    # The record
    def sign(self, text: bytes) -> tuple[Signature, ...]:
        """The signature under a checkpoint of the record. One that names the change of the signing key is signed by
        the old key and the new; every other by the old until the change is settled."""

    def verifying_keys(self) -> tuple[bytes, ...]:
        """The public key of `sign`, 32 bytes; during a change the old one and the new."""

    # Rotation of the KEK, in this order (trust.actions.rotate); each step may be asked again and does nothing the
    # second time
    def stage_kek(self) -> int:
        """A new version of the KEK, kept and not yet used. Its version."""

    def sealed_copy(self, name: bytes) -> SealedCopy | None:
        """The keyring as it is now for the database to keep, under a name of 16 bytes; None without shares."""

    def promote_kek(self) -> int:
        """From now on the staged version is sealed under. The newest version."""

    def rewrap_unit(self, holder: str, public: bytes, sealed_private: bytes) -> UnitPair:
        """A unit's private key sealed under the newest version."""

    def rewrap_subjects(self) -> int:
        """Some people's keys sealed under the newest version. How many; 0 is all done."""

    def retire_keks(self) -> None:
        """Destroy the older versions. Raises KeyringFault while a person's key is sealed under one."""

    # Rotation of the index keys
    def add_index_key(self, after: int) -> int:
        """A new link after that version, unless there is one. The newest version."""

    def reindex(self, values: bytes, *, version: int) -> bytes:
        """Index values of 32 bytes, one after the other, brought from that version to the newest."""

    # Rotation of the signing key, in this order
    def stage_signing(self) -> None:
        """A new signing key, kept and not yet used."""

    def change_signing(self) -> None:
        """From now on a checkpoint can name the change, and be signed by both keys."""

    def settle_signing(self, text: bytes, signatures: tuple[Signature, ...]) -> None:
        """Destroy the old signing key. Raises KeyringFault when this is no checkpoint in which it names the new."""

    # Rotation of the pepper, in this order
    def stage_pepper(self) -> int:
        """A new pepper, kept and not yet used. Its version. Raises KeyringFault while too many are in use."""

    def promote_pepper(self) -> int:
        """From now on new codes are made under it. The newest version."""

    def retire_peppers(self, in_use: tuple[int, ...]) -> int:
        """Destroy those that no thread uses, the newest and what was replaced within a day excepted. How many."""


__all__ = [
    "CodeKeys",
    "DoorKeys",
    "Drawn",
    "IndexField",
    "KeyFacts",
    "KeyHolder",
    "KeyHolderAway",
    "SealedCopy",
    "Signature",
    "UnitPair",
]
