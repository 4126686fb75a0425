# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Making, rotating and recovering keys."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.trust import envelope, keyring, sealing
from sjalvklar.trust.actions.record import record
from sjalvklar.trust.envelope import CannotOpen, Key
from sjalvklar.trust.keyring import Keyring, KeyringFault
from sjalvklar.trust.models import HolderKey, KeyringCopy
from sjalvklar.trust.queries import private_place
from sjalvklar.trust.rules import Actor


def ensure_holder_key(holder: str, *, actor: Actor) -> bool:
    """See to it that the holder has a key pair. False when it had one, which is never replaced."""
    if HolderKey.objects.filter(pk=holder).exists():
        return False
    kek = keyring.current().current_kek
    pair = sealing.new_pair()
    with transaction.atomic():
        _, made = HolderKey.objects.get_or_create(
            holder=holder,
            defaults={
                "public": pair.public,
                "sealed_private": envelope.seal(kek, pair.private, **private_place(holder)),
                "kek_version": kek.version,
                "made_at": clock.now(),
            },
        )
        if made:
            record(actor=actor, action="key.made", object=f"holder:{holder}", basis="pack")
    return made


def _rewrap(ring: Keyring) -> int:
    """Every holder's private key sealed under the newest KEK. Can be stopped and run again at any point."""
    newest, done = ring.current_kek, 0
    for holder in HolderKey.objects.exclude(kek_version=newest.version).values_list("holder", flat=True):
        with transaction.atomic():
            row = HolderKey.objects.select_for_update().get(pk=holder)
            private = envelope.open(ring.kek, bytes(row.sealed_private), **private_place(holder))
            row.sealed_private = envelope.seal(newest, private, **private_place(holder))
            row.kek_version = newest.version
            row.save(update_fields=["sealed_private", "kek_version"])
        done += 1
    return done


def _copy(ring: Keyring) -> None:
    """Renew the sealed copy of the keyring, when there are shares that can open one."""
    if ring.recovery is None:
        return
    name = uuid.uuid4()
    with transaction.atomic():
        KeyringCopy.objects.exclude(pk=ring.recovery).delete()
        KeyringCopy.objects.update_or_create(
            recovery_public=ring.recovery,
            defaults={
                "name": name,
                "sealed": sealing.seal_to(ring.recovery, keyring.to_json(ring), name=name.bytes),
                "made_at": clock.now(),
            },
        )


def rotate(folder: Path, *, actor: Actor) -> int:
    """A new version of the KEK, every holder's key under it, and the old versions destroyed. Returns how many keys.

    Threads are not touched: their keys are wrapped to the holders' public keys, which stay. Stopped half-way it is
    run again: no version is destroyed before nothing is sealed under it.
    """
    before = keyring.read(folder)
    grown = replace(before, kek=(*before.kek, Key(before.current_kek.version + 1, secrets.token_bytes(32))))
    _copy(grown)
    keyring.replace(folder, grown, expected=before)
    done = _rewrap(grown)
    shrunk = replace(grown, kek=(grown.current_kek,))
    keyring.replace(folder, shrunk, expected=grown)
    _copy(shrunk)
    record(actor=actor, action="kek.rotated", object="keyring:kek", basis="command", detail={"holders": done})
    return done


@dataclass(frozen=True, slots=True)
class Shares:
    """Three papers, any two of which bring the keyring back."""

    mnemonics: tuple[str, ...]
    recovery_public: bytes


def split(folder: Path, *, actor: Actor) -> Shares:
    """Make three recovery shares (SLIP-39, 2 of 3), and the sealed copy of the keyring that they open.

    Earlier shares are worth nothing afterwards. The shares are returned once and kept nowhere.
    """
    import shamir_mnemonic

    before = keyring.read(folder)
    pair = sealing.new_pair()
    (mnemonics,) = shamir_mnemonic.generate_mnemonics(1, [(2, 3)], pair.private)
    after = replace(before, recovery=pair.public)
    keyring.replace(folder, after, expected=before)
    _copy(after)
    record(
        actor=actor, action="keyring.split", object="keyring:recovery", basis="command", detail={"of": 3, "need": 2}
    )
    return Shares(tuple(mnemonics), pair.public)


class CannotRecover(Exception):
    """Two shares did not bring the keyring back. `code` says why: shares, no_copy, exists."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_whole_share(mnemonic: str) -> bool:
    """Whether the words are a share as it was written down: each share has a checksum of its own (SLIP-39)."""
    import shamir_mnemonic
    from shamir_mnemonic.share import Share

    try:
        Share.from_mnemonic(mnemonic)
    except (shamir_mnemonic.MnemonicError, ValueError):
        return False
    return True


def _recovered(mnemonics: tuple[str, ...]) -> Keyring:
    import shamir_mnemonic

    try:
        private = shamir_mnemonic.combine_mnemonics(list(mnemonics))
        public = sealing.public_of(private)
    except (shamir_mnemonic.MnemonicError, ValueError, TypeError):
        raise CannotRecover("shares") from None
    copy = KeyringCopy.objects.filter(pk=public).first()
    if copy is None:
        raise CannotRecover("no_copy")
    try:
        return keyring.from_json(sealing.open_with(private, bytes(copy.sealed), name=copy.name.bytes))
    except (CannotOpen, KeyringFault):
        raise CannotRecover("no_copy") from None


def rehearse_recovery(mnemonics: tuple[str, ...]) -> None:
    """Whether these shares would bring the keyring back. Writes nothing. Raises CannotRecover."""
    _recovered(mnemonics)


def recover(folder: Path, mnemonics: tuple[str, ...], *, actor: Actor) -> Keyring:
    """Bring the keyring back from two shares and the sealed copy in the database. Never overwrites a keyring.

    Raises CannotRecover.
    """
    if (folder / keyring.NAME).exists():
        raise CannotRecover("exists")
    ring = _recovered(mnemonics)
    if not keyring.create(folder, ring):
        raise CannotRecover("exists")
    record(actor=actor, action="keyring.recovered", object="keyring:recovery", basis="shares")
    return ring
