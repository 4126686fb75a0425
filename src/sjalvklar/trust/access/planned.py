# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When PostgreSQL keeps the plan of a statement. With the walls in each table, to plan one of ours costs many times
what it costs to carry it out; the walls ask who acts each time it is carried out, whatever plan is kept.

The plan of a list of many rows depends on what is looked for, and is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def once() -> Iterator[None]:
    """Every statement inside is planned once for as long as the connection lives."""
    yield from _keeping(True)


@contextmanager
def anew() -> Iterator[None]:
    """Every statement inside is planned for the values it is asked with, whatever is around it."""
    yield from _keeping(False)


def _keeping(keeps: bool) -> Iterator[None]:
    connection: Any = connections[DEFAULT_DB_ALIAS]
    before = getattr(connection, "keeps_plans", None)
    if before is None:  # SQLite
        yield
        return
    connection.keeps_plans = keeps
    try:
        yield
    finally:
        connection.keeps_plans = before
