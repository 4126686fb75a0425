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

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sjalvklar.kernel import clock
from sjalvklar.trust import envelope, keyring, sealing
from sjalvklar.trust.audit.note import named_in
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
    Signature,
    UnitPair,
)
from sjalvklar.trust.keys.store import KekMovedOn, Store
from sjalvklar.trust.ring import MOST_PEPPERS, PEPPER_RESTS, Pepper

_FACTOR: Place = {"domain": "sjalvklar", "table": "mfa_authenticator", "column": "data", "row": "secret"}


_INDEX = 32
_OLDER = "the keyring is older than the database: restore its newest copy"


class _SigningKey:
    """One of the record's signing keys."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes_raw()

    def sign(self, text: bytes) -> Signature:
        return Signature(self.public, self._private.sign(text))


def _signing(ring: Keyring) -> tuple[_SigningKey, ...]:
    return tuple(_SigningKey(key.secret) for key in ring.signing)


def _fits(one: Signature, text: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(one.public).verify(one.signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


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
            pepper_versions=tuple(one.version for one in ring.peppers),
            index_version=ring.index_version,
            changing_signing=ring.changing_signing,
            has_shares=ring.recovery is not None,
            subjects=living,
            destroyed=gone,
        )

    def salt(self) -> bytes:
        return self._ring.salt

    def code_keys(self, slow: bytes) -> tuple[CodeKeys, ...]:
        ring = self._ring
        return tuple(
            CodeKeys(
                pepper=one.version,
                finding=hmac.digest(one.secret, b"finding|" + slow, "sha256"),
                secret=ring.from_pepper(one, "code-key", source=slow),
            )
            for one in ring.peppers
        )

    def pepper_version(self) -> int:
        return self._ring.pepper.version

    def draw(
        self,
        purpose: Drawn,
        *,
        source: bytes = b"",
        turn: int | None = None,
        length: int = 32,
        pepper: int | None = None,
    ) -> bytes:
        ring, named = self._ring, purpose.value
        if turn is not None:
            named += f" {turn}" if purpose is Drawn.DEMO else f"|{turn}"
        if purpose is not Drawn.RECEIPT:
            return ring.derived(named, source=source, length=length)
        # What a code is drawn from can be known to whoever sent the form: only the pepper keeps it from being guessed.
        for one in ring.peppers:
            if one.version == pepper:
                return ring.from_pepper(one, named, source=source, length=length)
        raise CannotOpen

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

    def index(self, field: IndexField, normalised: str, *, version: int = 1) -> tuple[bytes, ...]:
        ring = self._ring
        if version > ring.index_version:
            raise KeyringFault(_OLDER)
        if field is IndexField.MARK:
            first = ring.derived("review mark", source=normalised.encode())
        else:
            first = hmac.digest(ring.derived(f"blind-index|{field.value}"), normalised.encode(), "sha256")
        return ring.linked(first, since=1)[version - 1 :]

    def sign(self, text: bytes) -> tuple[Signature, ...]:
        keys = _signing(self._ring)
        named = named_in(text)
        if named is None:
            return (keys[0].sign(text),)
        # A text that names a change is signed for that change only, or whoever may ask could have us name their key.
        if named != tuple(key.public for key in keys):
            raise ValueError("the change of the signing key that it names is not under way")
        return tuple(key.sign(text) for key in keys)

    def verifying_keys(self) -> tuple[bytes, ...]:
        return tuple(key.public for key in _signing(self._ring))

    # --- rotation of the index keys, the signing key and the pepper ------------------------------------------------
    def add_index_key(self, after: int) -> int:
        ring = keyring.read(self.folder)
        if after > ring.index_version:
            raise KeyringFault(_OLDER)
        if after < ring.index_version:
            return ring.index_version
        link = Key(after + 1, secrets.token_bytes(32))
        keyring.replace(self.folder, replace(ring, links=(*ring.links, link)), expected=ring)
        return link.version

    def reindex(self, values: bytes, *, version: int) -> bytes:
        if len(values) % _INDEX:
            raise ValueError("an index value has 32 bytes")
        ring = self._ring
        return b"".join(
            ring.linked(values[at : at + _INDEX], since=version)[-1] for at in range(0, len(values), _INDEX)
        )

    def stage_signing(self) -> None:
        ring = keyring.read(self.folder)
        if not ring.changing_signing:
            new = Key(ring.signing[-1].version + 1, secrets.token_bytes(32))
            keyring.replace(self.folder, replace(ring, next_signing=new), expected=ring)

    def change_signing(self) -> None:
        ring = keyring.read(self.folder)
        if ring.next_signing is not None:
            both = (ring.signing[-1], ring.next_signing)
            keyring.replace(self.folder, replace(ring, signing=both, next_signing=None), expected=ring)

    def settle_signing(self, text: bytes, signatures: tuple[Signature, ...]) -> None:
        ring = keyring.read(self.folder)
        if len(ring.signing) == 1:
            return
        old, new = (key.public for key in _signing(ring))
        held = {one.public for one in signatures if _fits(one, text)}
        if named_in(text) != (old, new) or not held >= {old, new}:
            raise KeyringFault("no checkpoint says that the signing key was changed; the old one is kept")
        keyring.replace(self.folder, replace(ring, signing=(ring.signing[-1],)), expected=ring)

    def stage_pepper(self) -> int:
        ring = keyring.read(self.folder)
        if ring.next_pepper is not None:
            return ring.next_pepper.version
        if len(ring.peppers) >= MOST_PEPPERS:
            raise KeyringFault(
                f"{len(ring.peppers)} peppers are in use, and each is tried with each code: "
                "there is room for a new one when the last thread of the oldest is gone"
            )
        staged = Pepper(ring.pepper.version + 1, secrets.token_bytes(32), clock.now())
        keyring.replace(self.folder, replace(ring, next_pepper=staged), expected=ring)
        return staged.version

    def promote_pepper(self) -> int:
        ring = keyring.read(self.folder)
        if ring.next_pepper is None:
            return ring.pepper.version
        newest = replace(ring.next_pepper, since=clock.now())
        keyring.replace(self.folder, replace(ring, peppers=(*ring.peppers, newest), next_pepper=None), expected=ring)
        return newest.version

    def retire_peppers(self, in_use: tuple[int, ...]) -> int:
        ring = keyring.read(self.folder)
        rested = clock.now() - PEPPER_RESTS
        left = tuple(
            one
            for one, after in zip(ring.peppers, (*ring.peppers[1:], None), strict=True)
            if after is None or one.version in in_use or after.since > rested
        )
        if len(left) < len(ring.peppers):
            keyring.replace(self.folder, replace(ring, peppers=left), expected=ring)
        return len(ring.peppers) - len(left)

    # --- rotation of the KEK ---------------------------------------------------------------------------------------
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
