# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's PostgreSQL, telling every transaction for whom it is (see `trust.access.context`)."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from sjalvklar.trust.access import context


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own, with a word before the first question."""

    tells_who_acts = True

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            context.transaction_begun(self)

    def _cursor(self, name: str | None = None) -> Any:
        context.before_question(self)
        return super()._cursor(name)  # type: ignore[misc]
