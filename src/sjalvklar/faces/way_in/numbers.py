# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one-time number of a form: made by us, sealed, good for a day, and the same however often it is sent.

It is what makes a double tap, a reload on a bad line and sixteen parallel copies one message with one code. It is in
the form and nowhere else; there is no cookie to forge a request with, so it is no token against forgery.
"""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sjalvklar.kernel import clock
from sjalvklar.trust import keys

_DOMAIN = b"sjalvklar|way_in|form|1"
_RANDOM = 24
GOOD_FOR = 24 * 60 * 60  # seconds
_AHEAD = 300  # another machine's clock may be a little before ours


def fresh() -> str:
    """A new number, as it stands in a form."""
    plain = int(clock.now().timestamp()).to_bytes(8, "big") + secrets.token_bytes(_RANDOM)
    return to_text(AESSIV(keys.holder().door().nonce).encrypt(plain, [_DOMAIN]))


def opened(written: str) -> bytes | None:
    """The random bytes in a number of ours. None when it is missing, not ours, or more than a day old."""
    try:
        plain = AESSIV(keys.holder().door().nonce).decrypt(from_text(written), [_DOMAIN])
    except (ValueError, InvalidTag):
        return None
    age = clock.now().timestamp() - int.from_bytes(plain[:8], "big")
    return plain[8:] if -_AHEAD <= age <= GOOD_FOR else None


def to_text(raw: bytes) -> str:
    """Bytes as they travel in a form or a token."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_text(written: str) -> bytes:
    """The bytes again. Raises ValueError when it is no such text."""
    if len(written) > 400 or not written.isascii():
        raise ValueError("not a number of ours")
    try:
        return base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not a number of ours") from error
