# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows written and rows looked up by what is asked for most, with statements that are put together once.

Django puts an insert together from its model anew for each row, while on SQLite everybody else who writes stands in
line. Here the statement is put together once for each model and the values before the transaction begins, so that in
it the rows are only handed over: to PostgreSQL in one exchange, as statements that it has planned before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Field, Model

from sjalvklar.trust.access import planned

Ready = tuple[str, list[Any]]


@cache
def _statement(model: type[Model], vendor: str) -> tuple[str, tuple[Field[Any, Any], ...]]:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = tuple(
        field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, AutoField) and not field.generated  # those the database fills in
    )
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})", fields  # noqa: S608 - no words of anyone's


def ready(*new: Model) -> tuple[Ready, ...]:
    """Statements for rows that are not in the database yet. Signals are not sent: nothing here listens to any."""
    made, connection = [], connections[DEFAULT_DB_ALIAS]
    for row in new:
        statement, fields = _statement(type(row), connection.vendor)
        made.append((statement, [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]))
    return tuple(made)


def write(prepared: Sequence[Ready]) -> None:
    """Write them in the caller's transaction, in order. Raises IntegrityError as saving does."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            for statement, values in prepared:
                cursor.execute(statement, values)
            return
        line = connection.connection
        with planned.once(), connection.wrap_database_errors, line.pipeline(), connection.create_cursor() as each:
            for statement, values in prepared:
                each.execute(statement, values)


@cache
def _question(model: type[Model], column: str, names: tuple[str, ...], vendor: str) -> tuple[str, Any, Any]:
    connection = connections[DEFAULT_DB_ALIAS]
    field: Any = model._meta.get_field(column)
    asked = model._default_manager.filter(**{column: b""}).values_list(*names)[:1].query
    compiler = asked.get_compiler(connection=connection)
    statement, _ = compiler.as_sql()
    converters = compiler.get_converters([each for each, *_ in compiler.select])
    return statement, field, tuple(converters.items())


def found(model: type[Model], column: str, value: bytes, names: tuple[str, ...]) -> list[Any] | None:
    """The named fields of the one row with that value in a unique column of bytes; None when there is none."""
    connection = connections[DEFAULT_DB_ALIAS]
    statement, field, converters = _question(model, column, names, connection.vendor)
    asked = [field.get_db_prep_value(value, connection)]
    with planned.once(), connection.cursor() as cursor:
        cursor.execute(statement, asked)
        row = cursor.fetchone()
    if row is None:
        return None
    seen = list(row)
    for place, (functions, expression) in converters:
        for function in functions:
            seen[place] = function(seen[place], expression, connection)
    return seen
