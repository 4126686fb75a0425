# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tests that commit empty their database afterwards, the record too, which nothing else may do."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from sjalvklar.trust.audit import guards


def let_tests_empty_the_record() -> None:
    """While Django empties a test database, the guards of the record are down, and up again when it is empty."""
    empty = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> Any:
        guards.take_down(options["database"])
        try:
            return empty(self, **options)
        finally:
            guards.put_up(options["database"])

    flush.Command.handle = handle  # type: ignore[method-assign]
