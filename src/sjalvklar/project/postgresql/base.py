# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's PostgreSQL, telling every transaction for whom it is (see `trust.access.context`)."""

from __future__ import annotations

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base

from sjalvklar.trust.access import context


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own, with a word before the first question."""

    tells_who_acts = True
    keeps_plans = False  # see `trust.access.planned`

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            context.transaction_begun(self)

    def is_usable(self) -> bool:
        """Django asks the database at the beginning of each request. A server that ends says so on its lines or hangs
        up, so that only a line on which something has come, or that has failed, needs to be asked."""
        if self.connection is None or self.connection.closed or self.errors_occurred or _has_come(self.connection):
            return bool(super().is_usable())
        return True

    def _cursor(self, name: str | None = None) -> Any:
        context.before_question(self)
        return super()._cursor(name)  # type: ignore[misc]

    def create_cursor(self, name: str | None = None) -> Any:
        if name or not self.keeps_plans:
            return super().create_cursor(name)
        factory = self.connection.cursor_factory
        self.connection.cursor_factory = _Planned
        try:
            return super().create_cursor()
        finally:
            self.connection.cursor_factory = factory


class _Planned(base.ServerBindingCursor):
    """A cursor whose statements PostgreSQL keeps the plans of."""

    def execute(self, query: Any, params: Any = None, **asked: Any) -> Any:
        return super().execute(query, params, **{**asked, "prepare": True})  # type: ignore[misc]


def _has_come(line: Any) -> bool:
    ready = poll()
    ready.register(line.fileno(), POLLIN)
    return bool(ready.poll(0))
