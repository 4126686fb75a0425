# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sealing what is known of one person, under that person's own key."""

from __future__ import annotations

import struct
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from sjalvklar.trust import envelope, keys
from sjalvklar.trust.envelope import CannotOpen, Key
from sjalvklar.trust.keys import SubjectKeyMissing
from sjalvklar.trust.models import SubjectErasure

_DOMAIN = "sjalvklar.subject"
_LENGTH = struct.Struct(">BI")
_FORMAT = 1
STEP = 256


class SubjectGone(LookupError):
    """The person's key was destroyed: what was sealed under it cannot be opened by anybody, ever."""


@dataclass(frozen=True, slots=True)
class SubjectCipher:
    """One person's key, for the moment it is needed. It is not shown in a traceback."""

    subject: UUID
    _key: Key = field(repr=False)

    def seal(self, plain: bytes, *, table: str, column: str, row: str) -> bytes:
        """Sealed to its place, and padded so that its length says only how many steps of 256 bytes it took."""
        head = _LENGTH.pack(_FORMAT, len(plain))
        padding = -(len(head) + len(plain)) % STEP
        padded = head + plain + bytes(padding)
        return envelope.seal(self._key, padded, domain=_DOMAIN, table=table, column=column, row=row)

    def open(self, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
        """What was sealed there. Raises CannotOpen, always the same, whatever is wrong."""
        padded = envelope.open(self._key, bytes(sealed), domain=_DOMAIN, table=table, column=column, row=row)
        if len(padded) < _LENGTH.size:
            raise CannotOpen
        form, length = _LENGTH.unpack_from(padded)
        if form != _FORMAT or _LENGTH.size + length > len(padded):
            raise CannotOpen
        return padded[_LENGTH.size : _LENGTH.size + length]


def cipher(subject_id: UUID) -> SubjectCipher:
    """What seals and opens for one person. Raises SubjectGone, SubjectKeyMissing, KeyHolderAway.

    Gone is who the key store or the database says is gone: a backup of only one of them revives nobody.
    """
    found = ciphers([subject_id])
    if subject_id not in found:
        raise SubjectGone
    return found[subject_id]


def ciphers(subject_ids: Collection[UUID]) -> dict[UUID, SubjectCipher]:
    """As `cipher`, for a page of people with one question; those who are gone are left out.

    Raises SubjectKeyMissing when the key store has never heard of one of them.
    """
    asked = set(subject_ids)
    gone = set(SubjectErasure.objects.filter(pk__in=asked).values_list("pk", flat=True))
    secrets = keys.holder().subject_keys(asked - gone) if asked - gone else {}
    for subject in asked - gone:
        if subject not in secrets:
            raise SubjectKeyMissing("the key store has no key for a person in the database: restore its newest copy")
    return {subject: SubjectCipher(subject, Key(1, secret)) for subject, secret in secrets.items() if secret}
