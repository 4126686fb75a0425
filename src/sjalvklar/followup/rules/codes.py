# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The code of a link: twenty signs that nobody mistakes for another, a hundred bits, the same length always."""

from __future__ import annotations

import hashlib
from datetime import timedelta

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 and o, no 1, i and l: it may be read aloud or copied by hand
LENGTH = 20
LIVES = timedelta(days=14)


def of_form(about: bytes, number: bytes) -> str:
    """The code of a form, by the form's own random number of 128 bits or more, so that a form sent twice over a bad
    line gives one code. Nobody can guess it: 31 to the 20th is 99 bits."""
    left = int.from_bytes(hashlib.sha256(b"sjalvklar|followup|form|" + about + number).digest(), "big")
    signs = []
    for _ in range(LENGTH):
        left, at = divmod(left, len(_SIGNS))
        signs.append(_SIGNS[at])
    return "".join(signs)


def read(written: str) -> str:
    """A code as somebody wrote it; empty when it can be none."""
    kept = "".join(sign for sign in written.strip().casefold() if sign not in " -")
    return kept if len(kept) == LENGTH and set(kept) <= set(_SIGNS) else ""


def finding(code: str) -> bytes:
    """What finds the asking of a code. Ninety-nine random bits need no pepper: nobody tries them all."""
    return hashlib.sha256(b"sjalvklar|followup|code|" + code.encode("ascii", "replace")).digest()
