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
import fcntl
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sjalvklar.trust.envelope import Key

_FORMAT = 1
NAME = "keyring.json"
_PREPARED = ".keyring-"


class KeyHolderAway(Exception):
    """Whoever holds the keys does not answer, or is not who it should be. Nothing sealed can be opened meanwhile.

    The text is for whoever runs the product, and never holds a key; readers are told that it will soon work again.
    """


class KeyringFault(KeyHolderAway):
    """The keyring cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys, never shown in a traceback.

    `kek` are the versions of the key-encryption key, the last one current; `staged` is the next one, kept but not yet
    sealed under. `pepper` and `salt` belong to receipt
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
    staged: Key | None = field(default=None, repr=False)

    @property
    def current_kek(self) -> Key:
        return self.kek[-1]

    @property
    def rotating(self) -> bool:
        """Whether a rotation has begun and not ended."""
        return self.staged is not None or len(self.kek) > 1

    def derived(self, purpose: str, *, source: bytes = b"", length: int = 32) -> bytes:
        """Bytes for one purpose, from the pepper and an optional source (HKDF-SHA-256, RFC 5869)."""
        return HKDF(SHA256(), length, salt=self.pepper, info=b"sjalvklar|" + purpose.encode()).derive(
            source or b"\x00"
        )


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def _key(key: Key) -> dict[str, Any]:
    return {"version": key.version, "secret": _text(key.secret)}


def to_json(ring: Keyring) -> bytes:
    """The keyring as it is kept."""
    kept: dict[str, Any] = {
        "format": _FORMAT,
        "kek": [_key(key) for key in ring.kek],
        **{name: _text(getattr(ring, name)) for name in ("pepper", "salt", "url", "cookie", "nonce")},
    }
    if ring.staged is not None:
        kept["staged"] = _key(ring.staged)
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
            staged=Key(read["staged"]["version"], decode(read["staged"]["secret"])) if "staged" in read else None,
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
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREPARED)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            belong_to_the_owner(file.fileno(), folder)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise KeyringFault(f"the keyring in {folder} cannot be written, and is as it was: {error.strerror}") from error
    return Path(name)


def belong_to_the_owner(handle: int, folder: Path) -> None:
    """What root makes among the keys belongs to the one whose keys they are, or the service could not read it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)


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
    """Put a keyring with more in it in the place of the one that was read. For rotation and shares only.

    Raises KeyringFault when the one on disk is no longer the one that was read.
    """
    with _alone(folder):
        if read(folder) != expected:
            raise KeyringFault("the keyring was changed by another process meanwhile; nothing was written")
        for left in folder.glob(f"{_PREPARED}*"):
            left.unlink()  # by a process that was killed between writing it and putting it in its place
        prepared = _prepared(folder, to_json(ring))
        prepared.replace(folder / NAME)
        _settle(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time, across processes: the folder itself is what is locked."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read(folder: Path) -> Keyring:
    """The keyring in that folder. Raises KeyringFault with a sentence that says what to do."""
    place = folder / NAME
    try:
        _private(folder, "700")
        _private(place, "600")
        return from_json(place.read_bytes())
    except FileNotFoundError:
        raise KeyringFault(
            f"there is no keyring at {place}; restore it from its backup, or with two recovery shares: "
            "./sjalvklar keys recover. A new installation makes one with: ./sjalvklar keys create"
        ) from None
    except PermissionError:
        raise KeyringFault(f"{place} cannot be read by this user") from None


def _private(path: Path, wanted: str) -> None:
    """Raises KeyringFault when anybody but its owner may come near it, or its owner is neither us nor root."""
    found = path.stat()
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        raise KeyringFault(f"{path} can be read by others (mode {mode:o}); run: chmod {wanted} {path}")
    if os.geteuid() not in {0, found.st_uid} and found.st_uid != 0:
        raise KeyringFault(f"{path} belongs to another user; run: chown {os.geteuid()} {path}")


@lru_cache(maxsize=4)
def _cached(folder: Path, stamp: tuple[int, int, int]) -> Keyring:
    return read(folder)


@lru_cache(maxsize=4)
def _place(folder: Path) -> str:
    return str(folder / NAME)


def _stamp(place: str) -> tuple[int, int, int]:
    try:
        found = os.stat(place)  # noqa: PTH116 - asked for several times in each request
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_ino, found.st_mode)


def kept(folder: Path) -> Keyring:
    """The keyring in that folder, read again when the file changes. Raises KeyringFault."""
    return _cached(folder, _stamp(_place(folder)))


def current() -> Keyring:
    """The keyring of this installation (settings.KEYS_DIR), read again when the file changes."""
    from django.conf import settings

    folder = settings.KEYS_DIR
    return kept(folder if isinstance(folder, Path) else Path(folder))


def public_facts(ring: Keyring) -> Mapping[str, object]:
    """What may be shown of a keyring: versions and whether there are shares, never a key."""
    return {"kek_versions": [key.version for key in ring.kek], "has_shares": ring.recovery is not None}
