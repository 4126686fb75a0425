# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The database's own refusal to change the record: triggers that stop UPDATE, DELETE and TRUNCATE.

They hold against the product's own mistakes and against whoever has only the app's rights. The owner of the database
can take them down; that is what the tree, the signed checkpoints and the witness are for. A row of the record may go
only when its erasure under a disposal decision is written down first; its leaf stays.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

TABLES = (
    "trust_auditentry",
    "trust_auditleaf",
    "trust_auditcheckpoint",
    "trust_auditcosignature",
    "trust_auditerasure",
)
_SAYS = "the record is only added to"
_DECIDED = "SELECT 1 FROM trust_auditerasure WHERE entry = OLD.id"

_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION trust_record_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_SAYS}: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$""",
    f"""CREATE OR REPLACE FUNCTION trust_record_erases() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF EXISTS ({_DECIDED}) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '{_SAYS}: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$""",
)


def _names(vendor: str, table: str) -> dict[str, str]:
    """The triggers of a table: their names and what makes them."""
    update, delete, truncate = (f"{table}_{deed}" for deed in ("update", "delete", "truncate"))
    erasable = table == TABLES[0]
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        unless = f"WHEN NOT EXISTS ({_DECIDED}) " if erasable else ""
        return {
            update: f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} {refuse}",
            delete: f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} {unless}{refuse}",
        }
    row = "FOR EACH ROW EXECUTE FUNCTION"
    return {
        update: f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} {row} trust_record_keeps()",
        delete: f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} {row} "
        + ("trust_record_erases()" if erasable else "trust_record_keeps()"),
        truncate: f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION trust_record_keeps()",
    }


def _wanted(vendor: str) -> dict[str, tuple[str, str]]:
    return {name: (table, made) for table in TABLES for name, made in _names(vendor, table).items()}


def _there(connection: Any) -> set[str]:
    """The triggers that are there and in force."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
            )
        return {name for (name,) in cursor.fetchall()}


def missing(alias: str = "default") -> list[str]:
    """The names of the triggers that should be there and are not, or are switched off."""
    connection = connections[alias]
    return sorted(_wanted(connection.vendor).keys() - _there(connection))


def put_up(alias: str = "default") -> None:
    """See to it that every trigger is there: after a migration that made a table anew, SQLite has lost its own."""
    connection = connections[alias]
    wanted, absent = _wanted(connection.vendor), missing(alias)
    if not absent:
        return
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for function in _FUNCTIONS:
                cursor.execute(function)
        for name in absent:
            table, made = wanted[name]
            cursor.execute(
                f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}")
            )
            cursor.execute(made)


def take_down(alias: str = "default") -> None:
    """Without the triggers, as only the owner of the database can: for tests that empty their own database."""
    connection = connections[alias]
    there = _there(connection)
    with connection.cursor() as cursor:
        for name, (table, _) in _wanted(connection.vendor).items():
            if name in there:
                where = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER {name}{where}")
