# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The receipt code: 24 random digits and a check digit, written by hand in any script that has digits.

24 decimal digits are 79.7 bits. The check digit is Damm's (quasigroup of order 10): it finds every single wrong digit
and every two neighbours that changed place, which is what happens when people copy numbers. It is no secret.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from sjalvklar.kernel.errors import Invalid

SECRET_DIGITS = 24
DIGITS = SECRET_DIGITS + 1
GROUP = 4

# H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004: weakly totally anti-symmetric, order 10.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
# People put these between the groups; anything else that is no digit is a mistake worth saying.
_BETWEEN = frozenset("-.,/_·•|:;")


def damm(digits: str) -> int:
    """The check digit of a row of ASCII digits; 0 for a row that ends in its own check digit."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


@dataclass(frozen=True, slots=True)
class Receipt:
    """A whole code: 25 ASCII digits, the last one the check digit. Not shown in a traceback."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.digits) != DIGITS or not (self.digits.isascii() and self.digits.isdigit()) or damm(self.digits):
            raise ValueError("a receipt is 25 digits of which the last is the check digit")

    @property
    def groups(self) -> tuple[str, ...]:
        """The digits as they are shown: six groups of four, and the check digit."""
        return tuple(self.digits[start : start + GROUP] for start in range(0, DIGITS, GROUP))


def from_secret(digits: str) -> Receipt:
    """The code whose random part is these 24 digits."""
    if len(digits) != SECRET_DIGITS:
        raise ValueError("the random part is 24 digits")
    return Receipt(f"{digits}{damm(digits)}")


def from_bytes(randomness: bytes) -> Receipt:
    """The code of 32 uniformly random bytes. 2**256 modulo 10**24 leaves a bias below 2**-176."""
    if len(randomness) != 32:
        raise ValueError("a code is made of 32 random bytes")
    return from_secret(str(int.from_bytes(randomness, "big") % 10**SECRET_DIGITS).zfill(SECRET_DIGITS))


def parse(written: str) -> Receipt:
    """The code as somebody wrote it: any digits of Unicode, with spaces, dashes or line breaks anywhere.

    Raises Invalid with code: code_empty, code_letters (something that is no digit), code_short, code_long,
    code_check (some digit is not as it was shown). All these can be seen in the writing itself; none of them says
    anything about which codes exist.
    """
    digits: list[str] = []
    for char in written:
        value = unicodedata.digit(char, None)
        if value is not None:
            digits.append(str(value))
        elif not (char.isspace() or char in _BETWEEN or unicodedata.category(char) in {"Pd", "Cf", "Cc", "Zs", "Mn"}):
            raise Invalid("code_letters", field="code")
        if len(digits) > DIGITS:
            raise Invalid("code_long", field="code")
    if not digits:
        raise Invalid("code_empty", field="code")
    if len(digits) < DIGITS:
        raise Invalid("code_short", field="code")
    row = "".join(digits)
    if damm(row):
        raise Invalid("code_check", field="code")
    return Receipt(row)
