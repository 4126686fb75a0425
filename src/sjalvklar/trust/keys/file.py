# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys held by this very process, from the keyring file and the key store beside it.

For one machine, the demo and the tests; and inside the key process, which answers others with it.
"""

from __future__ import annotations

import hmac
import secrets
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sjalvklar.trust import envelope, keyring, sealing
from sjalvklar.trust.envelope import CannotOpen, Key, Place
from sjalvklar.trust.keyring import Keyring, KeyringFault
from sjalvklar.trust.keys.holder import (
    CodeKeys,
    DoorKeys,
    Drawn,
    IndexField,
    KeyFacts,
    KeyHolderAway,
    SealedCopy,
    UnitPair,
)
from sjalvklar.trust.keys.store import KekMovedOn, Store

_FACTOR: Place = {"domain": "sjalvklar", "table": "mfa_authenticator", "column": "data", "row": "secret"}


def pair_place(holder: str) -> Place:
    """Where a unit's sealed private key belongs."""
    return {"domain": "sjalvklar", "table": "trust_holderkey", "column": "sealed_private", "row": holder}


class FileHolder:
    """A keyring and a key store in one folder; both are read again when the files change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = Store(folder)

    @property
    def _ring(self) -> Keyring:
        return keyring.kept(self.folder)

    @contextmanager
    def _storing(self) -> Iterator[Store]:
        """The key store; a disk that is full or gone is a holder that is away, not a fault to be shown."""
        try:
            yield self._store
        except sqlite3.Error as error:
            raise KeyHolderAway(f"the key store does not answer: {error}") from error

    def facts(self) -> KeyFacts:
        ring = self._ring
        with self._storing() as store:
            living, gone = store.counts()
        return KeyFacts(
            kek_versions=tuple(key.version for key in ring.kek),
            rotating=ring.rotating,
            has_shares=ring.recovery is not None,
            subjects=living,
            destroyed=gone,
        )

    def salt(self) -> bytes:
        return self._ring.salt

    def code_keys(self, slow: bytes) -> CodeKeys:
        ring = self._ring
        return CodeKeys(
            finding=hmac.digest(ring.pepper, b"finding|" + slow, "sha256"),
            secret=ring.derived("code-key", source=slow),
        )

    def draw(self, purpose: Drawn, *, source: bytes = b"", turn: int | None = None, length: int = 32) -> bytes:
        named = purpose.value
        if turn is not None:
            named += f" {turn}" if purpose is Drawn.DEMO else f"|{turn}"
        return self._ring.derived(named, source=source, length=length)

    def door(self) -> DoorKeys:
        ring = self._ring
        return DoorKeys(url=ring.url, cookie=ring.cookie, nonce=ring.nonce)

    def new_unit_pair(self, holder: str) -> UnitPair:
        kek, pair = self._ring.current_kek, sealing.new_pair()
        return UnitPair(pair.public, envelope.seal(kek, pair.private, **pair_place(holder)), kek.version)

    def open_as_unit(self, holder: str, sealed_private: bytes, wrapped: bytes, *, name: bytes) -> bytes:
        private = envelope.open(self._ring.kek, sealed_private, **pair_place(holder))
        return sealing.unwrap_as_holder(private, wrapped, name=name)

    def _factor_key(self) -> Key:
        # Drawn from the pepper and not under the KEK: what allauth keeps has no place for a key's version.
        return Key(1, self._ring.derived("second-factor"))

    def seal_factor(self, plain: bytes) -> bytes:
        return envelope.seal(self._factor_key(), plain, **_FACTOR)

    def open_factor(self, sealed: bytes) -> bytes:
        return envelope.open(self._factor_key(), sealed, **_FACTOR)

    def add_subject(self, subject: UUID) -> None:
        with self._storing() as store:
            try:
                store.add(subject, self._ring.current_kek)
                return
            except KekMovedOn:
                kek = keyring.read(self.folder).current_kek  # a rotation began between reading it and writing
            try:
                store.add(subject, kek)
            except KekMovedOn:
                raise KeyringFault("the keyring is older than the key store: restore its newest copy") from None

    def subject_keys(self, subjects: Collection[UUID]) -> dict[UUID, bytes | None]:
        with self._storing() as store:
            try:
                return store.opened(subjects, self._ring.kek)
            except CannotOpen:  # perhaps because a rotation came between the keyring and the key
                return store.opened(subjects, self._ring.kek)

    def destroy_subjects(self, subjects: Collection[UUID]) -> int:
        with self._storing() as store:
            return store.destroy(subjects)

    def destroyed_subjects(self) -> frozenset[UUID]:
        with self._storing() as store:
            return store.destroyed()

    def index(self, field: IndexField, normalised: str) -> bytes:
        key = self._ring.derived(f"blind-index|{field.value}")
        return hmac.digest(key, normalised.encode(), "sha256")

    def _signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._ring.derived("checkpoint-signing"))

    def sign(self, text: bytes) -> bytes:
        return self._signing().sign(text)

    def verifying_key(self) -> bytes:
        return self._signing().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    # --- rotation --------------------------------------------------------------------------------------------------
    def stage_kek(self) -> int:
        ring = keyring.read(self.folder)
        if ring.staged is not None:
            return ring.staged.version
        if len(ring.kek) > 1:
            return ring.current_kek.version
        staged = Key(ring.current_kek.version + 1, secrets.token_bytes(32))
        keyring.replace(self.folder, replace(ring, staged=staged), expected=ring)
        return staged.version

    def sealed_copy(self, name: bytes) -> SealedCopy | None:
        ring = keyring.read(self.folder)
        if ring.recovery is None:
            return None
        return SealedCopy(ring.recovery, sealing.seal_to(ring.recovery, keyring.to_json(ring), name=name))

    def promote_kek(self) -> int:
        ring = keyring.read(self.folder)
        if ring.staged is not None:
            newest = ring.staged
            keyring.replace(self.folder, replace(ring, kek=(*ring.kek, newest), staged=None), expected=ring)
        else:
            newest = ring.current_kek
        with self._storing() as store:
            store.move_on(newest.version)
        return newest.version

    def rewrap_unit(self, holder: str, public: bytes, sealed_private: bytes) -> UnitPair:
        kek = self._ring.current_kek
        private = envelope.open(self._ring.kek, sealed_private, **pair_place(holder))
        return UnitPair(public, envelope.seal(kek, private, **pair_place(holder)), kek.version)

    def rewrap_subjects(self) -> int:
        ring = self._ring
        with self._storing() as store:
            return store.rewrap(ring.kek, ring.current_kek)

    def retire_keks(self) -> None:
        ring = keyring.read(self.folder)
        if ring.staged is not None:
            raise KeyringFault("the new key-encryption key is not in use yet; run keys rotate again")
        with self._storing() as store:
            left = store.left_under_others(ring.current_kek.version)
        if left:
            raise KeyringFault(f"{left} people's keys are sealed under an older version; run keys rotate again")
        if len(ring.kek) > 1:
            keyring.replace(self.folder, replace(ring, kek=(ring.current_kek,)), expected=ring)
