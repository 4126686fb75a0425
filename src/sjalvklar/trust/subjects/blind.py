# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding somebody by what one knows of them, when what is kept cannot be read: a keyed blind index.

HMAC-SHA-256 over the normalised text, with a key of each field's own that is never where the database is. There are
only some hundred million personal numbers: without the key nothing can be tried, with it everything can, so the key is
the keyring's. Whole values only: no beginnings, no similar names, never cut short.

The keys are changed by `reindexing`, while people search and write. What is kept, and what it is compared with, is of
one version for the whole transaction (`index`, `steady`); who only looks asks by each version that there is
(`indexes`) and waits for nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from django.db import connection, transaction

from sjalvklar.kernel import clock, text
from sjalvklar.kernel.errors import Invalid
from sjalvklar.trust import keys
from sjalvklar.trust.keys import IndexField
from sjalvklar.trust.models import IndexVersion

_HOME = "46"
_FEWEST, _MOST = 7, 15  # digits in a telephone number with its country (ITU-T E.164)
_PHONE_MARKS = re.compile(r"[\s\-‐‑–./()\u00a0]")
_NUMBER = re.compile(r"(\d{6}|\d{8})([-+]?)(\d{4})")


# PostgreSQL's advisory locks: held by those who look, and by those who keep or compare. SQLite has one writer anyway,
# and whoever is in a transaction is that one.
_LOOKING, _KEEPING = 0x5A1C_0002, 0x5A1C_0003


def steady() -> None:
    """Nothing kept is indexed anew until the caller's transaction ends: what is read of it can be compared."""
    _hold(_KEEPING)


def _hold(lock: int) -> None:
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock])


def alone(*, looking: bool = False) -> None:
    """Until the transaction ends, nobody else keeps or compares; or, `looking`, looks: for whoever indexes anew."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOOKING if looking else _KEEPING])


def version_of(field: IndexField) -> int:
    """The version of the index keys that the field is kept under."""
    return IndexVersion.objects.filter(pk=field.value).values_list("version", flat=True).first() or 1


def index(field: IndexField, value: str) -> bytes:
    """32 bytes that are the same for the same number, telephone or name, however it was written: to be kept, or to be
    compared with what is kept, in the caller's transaction.

    Raises Invalid(code=field's name) for what is none, and KeyHolderAway.
    """
    return index_all(field, [value])[0]


def index_all(field: IndexField, values: Collection[str]) -> list[bytes]:
    """As `index`, for several of one field."""
    plain = [normalised(field, value) for value in values]
    _check_in_a_transaction()
    steady()
    version, holder = version_of(field), keys.holder()
    return [holder.index(field, one, version=version)[0] for one in plain]


def indexes(field: IndexField, value: str) -> tuple[bytes, ...]:
    """What to look for in the caller's transaction: while the keys are being changed, by the old one and the new."""
    plain = normalised(field, value)
    _check_in_a_transaction()
    _hold(_LOOKING)
    return keys.holder().index(field, plain, version=version_of(field))


def _check_in_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an index is made in the transaction that it is used in")


def normalised(field: IndexField, value: str) -> str:
    """The one way of writing it. Raises Invalid."""
    if field is IndexField.MARK:
        return value
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
