# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tests that commit empty their database afterwards, the record too, which nothing else may do."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction

from sjalvklar.trust.audit import guards

_MADE_ONCE = frozenset({"django_content_type", "auth_permission", "django_migrations"})
"""What Django fills when a database is made, and again each time that it has emptied them."""


def let_tests_empty_the_record() -> None:
    """Only what has been written in is emptied; the guards of the record are down meanwhile."""

    def handle(self: flush.Command, **options: Any) -> None:
        connection = connections[options["database"]]
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        written = _written(connection, sorted(set(tables) - _MADE_ONCE))
        guarded = connection.vendor == "sqlite" and not set(guards.TABLES).isdisjoint(written)
        if guarded:
            guards.take_down(options["database"])
        try:
            with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
                _empty(connection, written)
        finally:
            if guarded:
                guards.put_up(options["database"])

    flush.Command.handle = handle  # type: ignore[method-assign]


def _written(connection: Any, tables: list[str]) -> list[str]:
    asked = (f"SELECT '{table}' AS name WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def _empty(connection: Any, tables: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            # Neither what guards the record nor what refers to a row asks anything: all of it goes.
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
