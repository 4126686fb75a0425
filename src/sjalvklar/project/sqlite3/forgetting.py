# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was erased leaves the files too, within a round of the clock."""

from __future__ import annotations

from sjalvklar.project.sqlite3.base import DatabaseWrapper


def forget_erased() -> bool:
    """Cut the embedded database's journal. False when it must be tried again; PostgreSQL sees to its own."""
    from django.db import connections

    connection = connections["default"]
    return connection.cut_journal() if isinstance(connection, DatabaseWrapper) else True
