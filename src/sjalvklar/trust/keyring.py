# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keyring: one file outside the database that holds what the database must never hold.

In it: the key that units' private keys are sealed under (KEK, in versions), the pepper and salt of receipt codes,
and the keys of addresses, cookies and nonces. It is made once, readable by its owner only, and never overwritten: a
missing, broken or readable-by-others keyring stops the product with a sentence that says what to do, since quietly
making a new one would lock every relative out of every thread.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sjalvklar.trust.envelope import Key

_FORMAT = 1
NAME = "keyring.json"


class KeyringFault(Exception):
    """The keyring cannot be used. The text is for whoever runs the product; it never holds a key."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys, never shown in a traceback.

    `kek` are the versions of the key-encryption key, the last one current. `pepper` and `salt` belong to receipt
    codes. `url`, `cookie` and `nonce` are for the public door: journey tokens, the cookie of an opened thread, and
    one-time form numbers. `recovery` is the public key that a copy of this keyring is sealed to; its private half
    exists only as three shares on paper.
    """

    kek: tuple[Key, ...] = field(repr=False)
    pepper: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    url: bytes = field(repr=False)
    cookie: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    recovery: bytes | None = field(default=None, repr=False)

    @property
    def current_kek(self) -> Key:
        return self.kek[-1]

    def derived(self, purpose: str, *, source: bytes = b"", length: int = 32) -> bytes:
        """Bytes for one purpose, from the pepper and an optional source (HKDF-SHA-256, RFC 5869)."""
        return HKDF(SHA256(), length, salt=self.pepper, info=b"sjalvklar|" + purpose.encode()).derive(
            source or b"\x00"
        )


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def to_json(ring: Keyring) -> bytes:
    """The keyring as it is kept."""
    kept: dict[str, Any] = {
        "format": _FORMAT,
        "kek": [{"version": key.version, "secret": _text(key.secret)} for key in ring.kek],
        **{name: _text(getattr(ring, name)) for name in ("pepper", "salt", "url", "cookie", "nonce")},
    }
    if ring.recovery is not None:
        kept["recovery"] = _text(ring.recovery)
    return json.dumps(kept, indent=1).encode()


def from_json(kept: bytes) -> Keyring:
    """The keyring that was kept. Raises KeyringFault when it is not whole."""
    try:
        read = json.loads(kept)
        if read["format"] != _FORMAT:
            raise KeyringFault(f"the keyring has format {read['format']}; this version reads format {_FORMAT}")
        decode = base64.b64decode
        ring = Keyring(
            kek=tuple(Key(key["version"], decode(key["secret"])) for key in read["kek"]),
            recovery=decode(read["recovery"]) if "recovery" in read else None,
            **{name: decode(read[name]) for name in ("pepper", "salt", "url", "cookie", "nonce")},
        )
    except (ValueError, KeyError, TypeError):
        raise KeyringFault(
            "the keyring is not whole: restore it from its backup or with two recovery shares"
        ) from None
    if not ring.kek or any(len(getattr(ring, name)) < 16 for name in ("pepper", "salt", "url", "cookie", "nonce")):
        raise KeyringFault("the keyring is not whole: restore it from its backup or with two recovery shares")
    return ring


def fresh() -> Keyring:
    """New keys, kept nowhere yet."""
    return Keyring(
        kek=(Key(1, secrets.token_bytes(32)),),
        pepper=secrets.token_bytes(32),
        salt=secrets.token_bytes(16),
        url=secrets.token_bytes(64),
        cookie=secrets.token_bytes(32),
        nonce=secrets.token_bytes(32),
    )


def _prepared(folder: Path, content: bytes) -> Path:
    """The content, whole and on disk, under a name of its own beside the place it is meant for."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".keyring-")
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def create(folder: Path, ring: Keyring | None = None) -> bool:
    """Make a keyring in the folder, all or nothing. False when there is one already, which is left untouched."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / NAME
    if place.exists():
        return False
    prepared = _prepared(folder, to_json(ring or fresh()))
    try:
        place.hardlink_to(prepared)  # unlike a rename, a link never replaces what another process just made
    except FileExistsError:
        return False
    finally:
        prepared.unlink()
    _settle(folder)
    return True


def replace(folder: Path, ring: Keyring, *, expected: Keyring) -> None:
    """Put a keyring with more in it in the place of the one that was read. For rotation only.

    Raises KeyringFault when the one on disk is no longer the one that was read.
    """
    if read(folder) != expected:
        raise KeyringFault("the keyring was changed by another process meanwhile; nothing was written")
    prepared = _prepared(folder, to_json(ring))
    prepared.replace(folder / NAME)
    _settle(folder)


def read(folder: Path) -> Keyring:
    """The keyring in that folder. Raises KeyringFault with a sentence that says what to do."""
    place = folder / NAME
    try:
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & 0o077:
            raise KeyringFault(f"{place} can be read by others (mode {mode:o}); run: chmod 600 {place}")
        return from_json(place.read_bytes())
    except FileNotFoundError:
        raise KeyringFault(
            f"there is no keyring at {place}; restore it from its backup, or with two recovery shares: "
            "./sjalvklar keys recover. A new installation makes one with: ./sjalvklar keys create"
        ) from None
    except PermissionError:
        raise KeyringFault(f"{place} cannot be read by this user") from None


@lru_cache(maxsize=4)
def _cached(folder: Path, stamp: tuple[int, int, int]) -> Keyring:
    return read(folder)


def _stamp(place: Path) -> tuple[int, int, int]:
    try:
        found = place.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_ino, found.st_mode)


def kept(folder: Path) -> Keyring:
    """The keyring in that folder, read again when the file changes. Raises KeyringFault."""
    return _cached(folder, _stamp(folder / NAME))


def current() -> Keyring:
    """The keyring of this installation (settings.KEYS_DIR), read again when the file changes."""
    from django.conf import settings

    return kept(Path(settings.KEYS_DIR))


def public_facts(ring: Keyring) -> Mapping[str, object]:
    """What may be shown of a keyring: versions and whether there are shares, never a key."""
    return {"kek_versions": [key.version for key in ring.kek], "has_shares": ring.recovery is not None}
