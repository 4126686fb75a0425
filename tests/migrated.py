# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The empty database of a run of the tests. Where several runs have a folder in common (`PREPARED_PRODUCTS`), the
first on a database makes its tables and the others begin with a copy of what came of that."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def begin() -> list[Any]:
    """A test database with its tables. Returns what `end` is to be given."""
    from django.db import connection
    from django.test.utils import setup_databases

    from sjalvklar.project.prepare import seldom_searched

    own = connection.settings_dict["NAME"]
    with _line() as ready:
        if ready is not None and ready.exists():
            _begin_with(ready)
            return [(connection, own, True)]
        with seldom_searched():
            made: list[Any] = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        _put_up_walls()
        if ready is not None:
            _keep(ready)
        return made


def _put_up_walls() -> None:
    """On PostgreSQL the policies stand in every test, made once. They hold for whoever is asked as the app's role, and
    for no superuser, as whom the others ask."""
    from django.db import connection

    from sjalvklar.project import walls
    from sjalvklar.project.cli import roles

    if not walls.guarded():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [roles.APP])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {roles.APP} LOGIN")
    walls.put_up(roles.APP)


def end(made: list[Any]) -> None:
    from django.test.utils import teardown_databases

    teardown_databases(made, verbosity=0)


@contextmanager
def _line() -> Iterator[Path | None]:
    """What is there when the tables have been made, with everybody else waiting. None when nobody else is there."""
    from django.db import connection

    folder = os.environ.get("PREPARED_PRODUCTS")
    if not folder:
        yield None
        return
    kept = connection.settings_dict
    where = f"{folder} {connection.vendor} {kept['HOST']} {kept['PORT']}"
    ready = Path(folder) / f"empty_{hashlib.sha256(where.encode()).hexdigest()[:20]}"
    with ready.with_suffix(".lock").open("a") as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield ready


def _keep(ready: Path) -> None:
    """The database as it is now, for the others to copy."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        kept = ready.with_suffix(".making")
        shutil.copyfile(name, kept)
        kept.rename(ready)
    else:
        connection.close()
        _copy(name, ready.name)
        ready.touch()
    connection.ensure_connection()


def _begin_with(ready: Path) -> None:
    from django.conf import settings
    from django.db import connection

    name = str(connection.settings_dict["TEST"]["NAME"])
    connection.close()
    if connection.vendor == "sqlite":
        shutil.copyfile(ready, name)
    else:
        _copy(ready.name, name)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def _copy(database: str, to: str) -> None:
    """A copy of a database on the same server, which nobody may be connected to."""
    from django.db import connection

    quoted = connection.ops.quote_name
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted(to)} TEMPLATE {quoted(database)}")
