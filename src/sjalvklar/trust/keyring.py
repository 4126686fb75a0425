# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keyring: one file outside the database that holds what the database must never hold.

What is in it is said in `ring`. It is made once, readable by its owner only, and never overwritten: a
missing, broken or readable-by-others keyring stops the product with a sentence that says what to do, since quietly
making a new one would lock every relative out of every thread.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sjalvklar.trust.ring import KeyHolderAway, Keyring, KeyringFault, fresh, from_json, to_json

NAME = "keyring.json"
_PREPARED = ".keyring-"

__all__ = [
    "NAME",
    "KeyHolderAway",
    "Keyring",
    "KeyringFault",
    "belong_to_the_owner",
    "create",
    "current",
    "fresh",
    "from_json",
    "kept",
    "read",
    "replace",
    "to_json",
]


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
