# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The walls inside PostgreSQL: two roles, and row-level security made from the access table.

The owner makes and changes tables, and is who the functions read as that answer behind a wall (ADR 0040). The app's
role owns nothing, bypasses nothing, and may only add to the record. SQLite, for the demo and small trials, has no
roles: there the filters alone hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from sjalvklar.casework import ground as casework
from sjalvklar.children import ground as children
from sjalvklar.disposal import ground as disposal
from sjalvklar.followup import ground as followup
from sjalvklar.incident import ground as incident
from sjalvklar.mailbox import ground as mailbox
from sjalvklar.organisation import ground as organisation
from sjalvklar.plans import ground as plans
from sjalvklar.safety import ground as safety
from sjalvklar.support import ground as support
from sjalvklar.trust import ground as trust
from sjalvklar.trust.access import policies
from sjalvklar.trust.access.policies import Function, Policy
from sjalvklar.trust.audit import guards
from sjalvklar.writing import ground as writing

FUNCTIONS: tuple[Function, ...] = (
    *organisation.FUNCTIONS,
    *casework.FUNCTIONS,
    *support.FUNCTIONS,
    *plans.FUNCTIONS,
)
POLICIES: tuple[Policy, ...] = (
    *casework.POLICIES,
    *children.POLICIES,
    *disposal.POLICIES,
    *followup.POLICIES,
    *incident.POLICIES,
    *mailbox.POLICIES,
    *plans.POLICIES,
    *safety.POLICIES,
    *support.POLICIES,
    *trust.POLICIES,
    *writing.POLICIES,
)
RECORD = trust.RECORD.table
ADDED_TO = tuple(table for table in guards.TABLES if table != RECORD)
READ_ONLY = ("django_migrations",)


def guarded() -> bool:
    """Whether the database is one with walls."""
    return bool(connection.vendor == "postgresql")


@contextmanager
def as_owner() -> Iterator[None]:
    """The connection as the tables' owner, when SJALVKLAR_OWNER_DATABASE_URL names one; else as it is."""
    if not guarded() or not settings.OWNER_DATABASE:
        yield
        return
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(settings.OWNER_DATABASE)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)


def put_up(app: str) -> None:
    """The policies in force, and what the app's role may. Done as the owner; `app` is the role's name."""
    with connection.cursor() as cursor:
        for statement in policies.statements(FUNCTIONS, POLICIES):
            cursor.execute(statement)
        if app and _is_another(cursor, app):
            for statement in rights(app):
                cursor.execute(statement)


def _is_another(cursor: Any, role: str) -> bool:
    cursor.execute("SELECT current_user <> %s AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role, role])
    return bool(cursor.fetchone()[0])


def rights(app: str) -> list[str]:
    """What the app's role may do with the tables there are."""
    role = '"' + app.replace('"', '""') + '"'
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        *(f"GRANT EXECUTE ON FUNCTION {function.name} TO {role}" for function in FUNCTIONS if function.as_owner),
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {role}" for table in ADDED_TO),
        f"REVOKE UPDATE ON {RECORD} FROM {role}",
        *(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}" for table in READ_ONLY),
    ]


def faults(*, tables: bool = True) -> Iterator[str]:
    """What makes the walls none, each as a sentence. Asked as the role that the product runs as; without `tables`
    only about the role, while there are none yet."""
    if not guarded():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        role, superuser, bypasses = cursor.fetchone()
        if superuser or bypasses:
            what = "a superuser" if superuser else "allowed to bypass row-level security"
            yield (
                f"the database role {role} is {what}, so that nothing in the database would keep anybody from "
                "any row: give DATABASE_URL a role of the app's own (docs/how-to/install-for-production.md)"
            )
            return
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
            "AND pg_has_role(current_user, relowner, 'MEMBER')"
        )
        if cursor.fetchone()[0]:
            yield (
                f"the database role {role} owns the tables, and could take down what guards them: let "
                "SJALVKLAR_OWNER_DATABASE_URL name the owner, and DATABASE_URL another role"
            )
            return
        cursor.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        if cursor.fetchone()[0]:
            yield (
                f"the database role {role} may make things in the schema public, where what reads as the owner "
                "looks for names: let the owner own the database, and REVOKE CREATE ON SCHEMA public FROM PUBLIC"
            )
            return
        if tables and (differing := differences()):
            yield (
                f"the database's own rules of who sees what differ from the access table's "
                f"({', '.join(differing[:5])}): start with --migrate"
            )


def differences() -> list[str]:
    """Names of guarded tables, functions and rights that are not in the database as they are written here.

    PostgreSQL keeps a policy in words of its own, so each is made anew on a temporary table of the same name and the
    two are compared as the database says them.
    """
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        there, functions = _policies(cursor, "public"), _functions(cursor)
        found = [function.name for function in FUNCTIONS if functions.get(function.name) != _kept(function)]
        for table in policies.tables(POLICIES):
            if not _on(cursor, table) or _may_change(cursor, table):
                found.append(table)
        if not found:
            for table in policies.tables(POLICIES):
                cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table}) ON COMMIT DROP")
            for policy in POLICIES:
                cursor.execute(policy.sql())
            wanted = _policies(cursor, "pg_temp")
            found += sorted({name for name in there.keys() | wanted.keys() if there.get(name) != wanted.get(name)})
        transaction.set_rollback(True)
    return found


def _policies(cursor: Any, schema: str) -> dict[str, tuple[Any, ...]]:
    cursor.execute(
        "SELECT polname, relname, polcmd, polpermissive, polroles::text, pg_get_expr(polqual, polrelid), "
        "pg_get_expr(polwithcheck, polrelid) FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid "
        "WHERE relnamespace = CASE %s WHEN 'pg_temp' THEN pg_my_temp_schema() ELSE 'public'::regnamespace END "
        "AND relname = ANY (%s)",
        [schema, list(policies.tables(POLICIES))],
    )
    return {f"{row[1]}.{row[0]}": row[1:] for row in cursor.fetchall()}


def _functions(cursor: Any) -> dict[str, list[Any]]:
    cursor.execute(
        "SELECT proname, prosrc, prosecdef, proconfig FROM pg_proc WHERE proname LIKE 'sjalvklar%' "
        "AND pronamespace = 'public'::regnamespace"
    )
    return {name: kept for name, *kept in cursor.fetchall()}


def _kept(function: Function) -> list[Any]:
    """What PostgreSQL keeps of it: the body, whether it reads as its owner, and where it looks for names."""
    return [f" {function.body} ", function.as_owner, ["search_path=public, pg_temp"] if function.as_owner else None]


def _on(cursor: Any, table: str) -> bool:
    cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(%s)", [table])
    row = cursor.fetchone()
    return bool(row and row[0])


def _may_change(cursor: Any, table: str) -> bool:
    """Whether the role may change what is only to be added to."""
    cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [table])
    return table == RECORD and bool(cursor.fetchone()[0])
