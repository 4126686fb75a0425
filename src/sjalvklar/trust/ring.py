# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is in a keyring, and how it is written: see `keyring` for the file it lies in.

Each sort of key changes on its own. The KEK's versions come and go within a rotation. Peppers stay as long as a thread
has a code made under them. Index keys are a chain: each rotation adds a link, and none is taken away, since a number
that nobody has kept can only be indexed anew from what it was indexed as. The record's signing key is one, and two
while the record is told of the change.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sjalvklar.kernel import clock
from sjalvklar.trust.envelope import Key

_FORMAT = 2
_OLDER = 1
MOST_PEPPERS = 3
# Nobody is still storing a contact under a pepper that was replaced that long ago: it may go when no thread has it.
PEPPER_RESTS = timedelta(days=1)
_WHOLE = "the keyring is not whole: restore it from its backup or with two recovery shares"
_SINGLE = ("root", "salt", "url", "cookie", "nonce")


class KeyHolderAway(Exception):
    """Whoever holds the keys does not answer, or is not who it should be. Nothing sealed can be opened meanwhile.

    The text is for whoever runs the product, and never holds a key; readers are told that it will soon work again.
    """


class KeyringFault(KeyHolderAway):
    """The keyring cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class Pepper:
    """A version of the pepper, and since when it is the one that new codes are made under."""

    version: int
    secret: bytes = field(repr=False)
    since: datetime


def _derived(root: bytes, purpose: str, source: bytes = b"", length: int = 32) -> bytes:
    """HKDF-SHA-256 (RFC 5869)."""
    return HKDF(SHA256(), length, salt=root, info=b"sjalvklar|" + purpose.encode()).derive(source or b"\x00")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys, never shown in a traceback.

    `kek` are the versions of the key-encryption key, the last one current; `staged` is the next one, kept but not yet
    sealed under. `peppers` are those that some receipt code was made under, the last one current, `next_pepper` kept
    and not yet used; `salt` is for the codes' slow hash. `root` is what the first index keys, the second factors' key
    and the numbers of forms are drawn from. `links` are the index keys after the first. `signing` is the record's key,
    or the old and the new while the record is told; `next_signing` is kept and not yet used. `url`, `cookie` and
    `nonce` are for the public door: journey tokens, the cookie of an opened thread, and one-time form numbers.
    `recovery` is the public key that a copy of this keyring is sealed to; its private half exists only as three shares
    on paper.
    """

    kek: tuple[Key, ...] = field(repr=False)
    peppers: tuple[Pepper, ...] = field(repr=False)
    root: bytes = field(repr=False)
    signing: tuple[Key, ...] = field(repr=False)
    salt: bytes = field(repr=False)
    url: bytes = field(repr=False)
    cookie: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    links: tuple[Key, ...] = field(default=(), repr=False)
    recovery: bytes | None = field(default=None, repr=False)
    staged: Key | None = field(default=None, repr=False)
    next_pepper: Pepper | None = field(default=None, repr=False)
    next_signing: Key | None = field(default=None, repr=False)

    @property
    def current_kek(self) -> Key:
        return self.kek[-1]

    @property
    def pepper(self) -> Pepper:
        """The one that new codes are made under."""
        return self.peppers[-1]

    @property
    def index_version(self) -> int:
        """The newest version of the index keys."""
        return self.links[-1].version if self.links else 1

    @property
    def rotating(self) -> bool:
        """Whether a rotation of the KEK has begun and not ended."""
        return self.staged is not None or len(self.kek) > 1

    @property
    def changing_signing(self) -> bool:
        """Whether a new signing key was made and the change is not ended."""
        return self.next_signing is not None or len(self.signing) > 1

    def derived(self, purpose: str, *, source: bytes = b"", length: int = 32) -> bytes:
        """Bytes for one purpose, from the root and an optional source."""
        return _derived(self.root, purpose, source, length)

    def from_pepper(self, pepper: Pepper, purpose: str, *, source: bytes = b"", length: int = 32) -> bytes:
        """Bytes for one purpose, from one version of the pepper and a source."""
        return _derived(pepper.secret, purpose, source, length)

    def linked(self, first: bytes, *, since: int) -> tuple[bytes, ...]:
        """An index value of version `since`, and what each later index key makes of it: HMAC-SHA-256 upon HMAC."""
        made = [first]
        for link in self.links:
            if link.version > since:
                made.append(hmac.digest(link.secret, made[-1], "sha256"))
        return tuple(made)


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def _key(key: Key) -> dict[str, Any]:
    return {"version": key.version, "secret": _text(key.secret)}


def _pepper(one: Pepper) -> dict[str, Any]:
    return {"version": one.version, "secret": _text(one.secret), "since": one.since.isoformat()}


def to_json(ring: Keyring) -> bytes:
    """The keyring as it is kept."""
    kept: dict[str, Any] = {
        "format": _FORMAT,
        "kek": [_key(key) for key in ring.kek],
        "peppers": [_pepper(one) for one in ring.peppers],
        "links": [_key(key) for key in ring.links],
        "signing": [_key(key) for key in ring.signing],
        **{name: _text(getattr(ring, name)) for name in _SINGLE},
    }
    for name, key in (("staged", ring.staged), ("next_signing", ring.next_signing)):
        if key is not None:
            kept[name] = _key(key)
    if ring.next_pepper is not None:
        kept["next_pepper"] = _pepper(ring.next_pepper)
    if ring.recovery is not None:
        kept["recovery"] = _text(ring.recovery)
    return json.dumps(kept, indent=1).encode()


def _read_key(read: dict[str, Any]) -> Key:
    return Key(read["version"], base64.b64decode(read["secret"]))


def _read_pepper(read: dict[str, Any]) -> Pepper:
    return Pepper(read["version"], base64.b64decode(read["secret"]), datetime.fromisoformat(read["since"]))


def _brought_up(read: dict[str, Any]) -> dict[str, Any]:
    """A keyring of format 1, where everything came from one pepper, said in the words of today: the same keys."""
    pepper = base64.b64decode(read["pepper"])
    begun = datetime.fromtimestamp(0, UTC)
    return {
        **read,
        "peppers": [_pepper(Pepper(1, pepper, begun))],
        "root": read["pepper"],
        "links": [],
        "signing": [_key(Key(1, _derived(pepper, "checkpoint-signing")))],
    }


def from_json(kept: bytes) -> Keyring:
    """The keyring that was kept. Raises KeyringFault when it is not whole."""
    try:
        read = json.loads(kept)
        if read["format"] not in {_FORMAT, _OLDER}:
            raise KeyringFault(f"the keyring has format {read['format']}; this version reads format {_FORMAT}")
        if read["format"] == _OLDER:
            read = _brought_up(read)
        ring = Keyring(
            kek=tuple(map(_read_key, read["kek"])),
            peppers=tuple(map(_read_pepper, read["peppers"])),
            links=tuple(map(_read_key, read["links"])),
            signing=tuple(map(_read_key, read["signing"])),
            recovery=base64.b64decode(read["recovery"]) if "recovery" in read else None,
            staged=_read_key(read["staged"]) if "staged" in read else None,
            next_pepper=_read_pepper(read["next_pepper"]) if "next_pepper" in read else None,
            next_signing=_read_key(read["next_signing"]) if "next_signing" in read else None,
            **{name: base64.b64decode(read[name]) for name in _SINGLE},
        )
    except (ValueError, KeyError, TypeError):
        raise KeyringFault(_WHOLE) from None
    secret = [*(getattr(ring, name) for name in _SINGLE), *(one.secret for one in ring.peppers)]
    if not (ring.kek and ring.peppers and ring.signing) or any(len(one) < 16 for one in secret):
        raise KeyringFault(_WHOLE)
    return ring


def fresh() -> Keyring:
    """New keys, kept nowhere yet."""
    return Keyring(
        kek=(Key(1, secrets.token_bytes(32)),),
        peppers=(Pepper(1, secrets.token_bytes(32), clock.now()),),
        root=secrets.token_bytes(32),
        signing=(Key(1, secrets.token_bytes(32)),),
        salt=secrets.token_bytes(16),
        url=secrets.token_bytes(64),
        cookie=secrets.token_bytes(32),
        nonce=secrets.token_bytes(32),
    )
