# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that is kept as a blind index, brought to a new key without anybody knowing what it is an index of.

The new value is the new key's HMAC of the old value, so that what nobody has in words (a number declared as too close,
a hold) goes along, and nobody's seal is opened. All of a field goes in one transaction: that a person is too close is
found by comparing two tables, and must be as true in the middle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from sjalvklar.trust import keys
from sjalvklar.trust.keyring import KeyringFault
from sjalvklar.trust.keys import IndexField
from sjalvklar.trust.models import IndexVersion
from sjalvklar.trust.subjects import blind

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field's index values are kept: a table's column of bytes, or of text in hexadecimal."""

    field: IndexField
    table: str
    column: str
    where: str = ""
    hexadecimal: bool = False
    key: str = "id"


def versions() -> dict[IndexField, int]:
    """The version that each field is kept under."""
    return {field: blind.version_of(field) for field in IndexField}


def everybody_knows() -> None:
    """Returns when everybody who began to look before there was a new key has finished."""
    with transaction.atomic():
        blind.alone(looking=True)


def bring(field: IndexField, newest: int, columns: Iterable[Column]) -> int:
    """All of a field to the newest version, in one transaction. Returns how many values. Done already, it is 0.

    Who writes or compares waits meanwhile. Raises KeyringFault, KeyHolderAway.
    """
    done = 0
    with transaction.atomic():
        blind.alone()
        row = IndexVersion.objects.select_for_update().get_or_create(pk=field.value, defaults={"version": 1})[0]
        if row.version == newest:
            return 0
        if row.version > newest:
            raise KeyringFault("the keyring is older than the database: restore its newest copy")
        for column in columns:
            if column.field is field:
                done += _bring(column, row.version)
        row.version = newest
        row.save(update_fields=["version"])
    return done


def _bring(column: Column, version: int) -> int:
    quoted = connection.ops.quote_name
    table, key, value = quoted(column.table), quoted(column.key), quoted(column.column)
    where = f" WHERE {column.where}" if column.where else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {value} FROM {table}{where}")  # noqa: S608 - names of our own
        rows = cursor.fetchall()
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            before = b"".join(bytes.fromhex(kept) if column.hexadecimal else bytes(kept) for _, kept in some)
            after = keys.holder().reindex(before, version=version)
            made = [after[place : place + 32] for place in range(0, len(after), 32)]
            cursor.executemany(
                f"UPDATE {table} SET {value} = %s WHERE {key} = %s",  # noqa: S608 - names of our own
                [
                    (new.hex() if column.hexadecimal else new, which)
                    for new, (which, _) in zip(made, some, strict=True)
                ],
            )
    return len(rows)
