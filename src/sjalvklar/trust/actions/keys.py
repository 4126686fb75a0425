# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Making keys, sharing them and bringing them back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.trust import keyring, keys, sealing
from sjalvklar.trust.actions.record import record
from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.keyring import Keyring, KeyringFault
from sjalvklar.trust.keys import FileHolder, SealedCopy
from sjalvklar.trust.models import HolderKey, KekVersion, KeyringCopy
from sjalvklar.trust.rules import Actor


def ensure_holder_key(holder: str, *, actor: Actor) -> bool:
    """See to it that the holder has a key pair. False when it had one, which is never replaced.

    The private half is made and sealed by whoever holds the keys, and is not seen here. Raises KeyHolderAway.
    """
    if HolderKey.objects.filter(pk=holder).exists():
        return False
    with transaction.atomic():
        # The row is locked until this is through, so that no rotation retires the version meanwhile.
        begun = KekVersion.objects.select_for_update().get_or_create(only=1, defaults={"version": 1})[0]
        pair = keys.holder().new_unit_pair(holder)
        if pair.kek_version < begun.version:
            raise KeyringFault("the keyring is older than the database: restore its newest copy")
        _, made = HolderKey.objects.get_or_create(
            holder=holder,
            defaults={
                "public": pair.public,
                "sealed_private": pair.sealed_private,
                "kek_version": pair.kek_version,
                "made_at": clock.now(),
            },
        )
        if made:
            record(actor=actor, action="key.made", object=f"holder:{holder}", basis="pack")
    return made


def renew_copy() -> None:
    """Renew the sealed copy of the keyring, when there are shares that can open one."""
    name = uuid.uuid4()
    copy = keys.holder().sealed_copy(name.bytes)
    if copy is not None:
        _keep(copy, name)


def _keep(copy: SealedCopy, name: uuid.UUID) -> None:
    with transaction.atomic():
        KeyringCopy.objects.exclude(pk=copy.recovery_public).delete()
        KeyringCopy.objects.update_or_create(
            recovery_public=copy.recovery_public,
            defaults={"name": name, "sealed": copy.sealed, "made_at": clock.now()},
        )


@dataclass(frozen=True, slots=True)
class Shares:
    """Three papers, any two of which bring the keyring back."""

    mnemonics: tuple[str, ...]
    recovery_public: bytes


def split(folder: Path, *, actor: Actor) -> Shares:
    """Make three recovery shares (SLIP-39, 2 of 3), and the sealed copy of the keyring that they open.

    Earlier shares are worth nothing afterwards. The shares are returned once and kept nowhere. This is done where the
    keyring lies, by the user who owns it: what makes the shares could as well read the keys.
    """
    import shamir_mnemonic

    before = keyring.read(folder)
    pair = sealing.new_pair()
    (mnemonics,) = shamir_mnemonic.generate_mnemonics(1, [(2, 3)], pair.private)
    after = replace(before, recovery=pair.public)
    keyring.replace(folder, after, expected=before)
    name = uuid.uuid4()
    copy = FileHolder(folder).sealed_copy(name.bytes)
    assert copy is not None
    _keep(copy, name)
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
    # Copied in the middle of a rotation, which may since have used what was only kept then.
    if ring.staged is not None:
        ring = replace(ring, kek=(*ring.kek, ring.staged), staged=None)
    if ring.next_pepper is not None:
        ring = replace(ring, peppers=(*ring.peppers, ring.next_pepper), next_pepper=None)
    if ring.next_signing is not None:
        ring = replace(ring, signing=(ring.signing[-1], ring.next_signing), next_signing=None)
    if not keyring.create(folder, ring):
        raise CannotRecover("exists")
    record(actor=actor, action="keyring.recovered", object="keyring:recovery", basis="shares")
    return ring
