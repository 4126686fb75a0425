# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is the same before every test (a pack applied, its people) is made by the product once, and for the tests after
it put back as the rows it came to: what a test starts with is the same, and takes a tenth of the time.

It is made anew whenever it might be another: where time stands still, in a test that commits or has keys of its own,
and where the database does not hold exactly what it held when it was first made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")
_Rows = dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]  # of a table: its columns and rows


@dataclass(frozen=True)
class _Kept:
    what: Any
    before: tuple[Any, ...]
    added: _Rows


_kept: dict[tuple[Any, ...], _Kept | None] = {}


def once(name: str, make: Callable[[], Made]) -> Made:
    """What `make` makes and returns. Whatever it reads besides the database and the settings must be in `name`."""
    from django.conf import settings
    from django.db import connection

    from sjalvklar.kernel import clock

    own_keys = settings.KEY_SOCKET or Path(settings.KEYS_DIR) != Path(settings.DATA_DIR) / "keys"
    if clock.stands_still() or own_keys or not connection.in_atomic_block:
        return make()
    key = (name, str(settings.PACK_DIR), tuple(settings.PASSWORD_HASHERS), settings.PRODUCTION)
    if key in _kept:
        kept = _kept[key]
        if kept is None or _stand(tuple(kept.added)) != kept.before:
            return make()
        _put_back(kept.added)
        what: Made = kept.what
        return what
    tables = _tables()
    rows = {table: _rows(table) for table in tables}
    stood = dict(zip(tables, _stand(tables), strict=True))
    what = make()
    _kept[key] = _difference(what, rows, stood)
    return what


def _difference(what: Any, before: _Rows, stood: dict[str, Any]) -> _Kept | None:
    """What was added. None when something else was done than adding: that cannot be put back as rows."""
    added: _Rows = {}
    for table, (columns, rows) in before.items():
        now = _rows(table)[1]
        if now == rows:
            continue
        new = Counter(now) - Counter(rows)
        if new.total() != len(now) - len(rows):
            return None
        added[table] = (columns, [row for row in now if row in new])
    return _Kept(what, tuple(stood[table] for table in added), added)


def _tables() -> tuple[str, ...]:
    from django.db import connection

    return tuple(name for name in sorted(connection.introspection.table_names()) if name != "django_migrations")


def _stand(tables: tuple[str, ...]) -> tuple[Any, ...]:
    """How many rows each table has, and which is its last: cheap to ask, and enough to know an empty one by."""
    from django.apps import apps
    from django.db import connection

    if not tables:
        return ()
    quoted = connection.ops.quote_name
    keys = {model._meta.db_table: model._meta.pk.column for model in apps.get_models(include_auto_created=True)}
    asked = []
    for table in tables:
        last = f"max(CAST({quoted(keys[table])} AS text))" if table in keys else "count(*)"
        asked.append(f"(SELECT count(*) FROM {quoted(table)}), (SELECT {last} FROM {quoted(table)})")  # noqa: S608 - as below
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}")
        found = cursor.fetchone()
    return tuple(zip(found[::2], found[1::2], strict=True))


def _rows(table: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - as below
        columns = tuple(column.name if hasattr(column, "name") else column[0] for column in cursor.description)
        return columns, [tuple(_plain(value) for value in row) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _put_back(added: _Rows) -> None:
    from django.db import connection

    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, (columns, rows) in added.items():
            into = f"{quoted(table)} ({', '.join(map(quoted, columns))})"
            values = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
            given = [value for row in rows for value in row]
            cursor.execute(f"INSERT INTO {into} VALUES {values}", given)  # noqa: S608 - names from the database itself
