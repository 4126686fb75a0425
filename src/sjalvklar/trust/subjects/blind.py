# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding somebody by what one knows of them, when what is kept cannot be read: a keyed blind index.

HMAC-SHA-256 over the normalised text, with a key of each field's own that is never where the database is. There are
only some hundred million personal numbers: without the key nothing can be tried, with it everything can, so the key is
the keyring's. Whole values only: no beginnings, no similar names, never cut short.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from sjalvklar.kernel import clock, text
from sjalvklar.kernel.errors import Invalid
from sjalvklar.trust import keys
from sjalvklar.trust.keys import IndexField

_HOME = "46"
_FEWEST, _MOST = 7, 15  # digits in a telephone number with its country (ITU-T E.164)
_PHONE_MARKS = re.compile(r"[\s\-‐‑–./()\u00a0]")
_NUMBER = re.compile(r"(\d{6}|\d{8})([-+]?)(\d{4})")


def index(field: IndexField, value: str) -> bytes:
    """32 bytes that are the same for the same number, telephone or name, however it was written.

    Raises Invalid(code=field's name) for what is none, and KeyHolderAway.
    """
    return keys.holder().index(field, normalised(field, value))


def normalised(field: IndexField, value: str) -> str:
    """The one way of writing it. Raises Invalid."""
    return {IndexField.NUMBER: _number, IndexField.PHONE: _phone, IndexField.NAME: _name}[field](value)


def _digits(value: str) -> str:
    """Digits of any script as 0 to 9; everything else as it stands."""
    return "".join(str(digit) if (digit := unicodedata.digit(c, -1)) >= 0 else c for c in value)


def _number(value: str) -> str:
    """Twelve digits, as in 19121212-1212. A coordination number (day + 60) is as any other. Its last digit is not
    checked: what was written down wrong must be found by those who have it written down wrong."""
    plain = re.sub(r"[\s\u00a0]", "", _digits(value)).replace("–", "-").replace("‐", "-").replace("‑", "-")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise Invalid("number", field=IndexField.NUMBER.value)
    day, mark, last = found.groups()
    return (day if len(day) == 8 else _century(day, hundred=mark == "+") + day) + last


def _century(six: str, *, hundred: bool) -> str:
    """The century of a number of ten digits: the latest that is not in the future, one more back after a plus sign."""
    today: date = clock.now().date()
    year = today.year - (today.year - int(six[:2])) % 100
    day = int(six[4:6])
    if year == today.year and (int(six[2:4]), day - 60 if day > 60 else day) > (today.month, today.day):
        year -= 100
    return str((year - (100 if hundred else 0)) // 100)


def _phone(value: str) -> str:
    """E.164 with its plus sign; without a country it is a Swedish number."""
    written = _PHONE_MARKS.sub("", _digits(value).replace("(0)", ""))
    if written.startswith("00"):
        written = "+" + written[2:]
    if written.startswith("0"):
        written = f"+{_HOME}{written[1:]}"
    if written.startswith(f"+{_HOME}0"):
        written = f"+{_HOME}{written[4:]}"
    digits = written[1:]
    if not (written.startswith("+") and digits.isascii() and digits.isdigit() and _FEWEST <= len(digits) <= _MOST):
        raise Invalid("phone", field=IndexField.PHONE.value)
    return written


def _name(value: str) -> str:
    """Folded, the names in the order of the alphabet: who writes the family name first finds the same person."""
    names = sorted(text.fold(value).split())
    if not names:
        raise Invalid("name", field=IndexField.NAME.value)
    return " ".join(names)
