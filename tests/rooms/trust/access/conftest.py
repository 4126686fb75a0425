# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Granö for whatever is asked of the access table, and the connection as the app's role."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def grano(settings: Any) -> Iterator[None]:
    from sjalvklar.directory import queries as directory
    from sjalvklar.organisation.queries import municipality

    settings.PACK_DIR = Path(__file__).parents[2] / "mailbox" / "grano"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    municipality.clear()
    directory.clear()


@pytest.fixture
def as_the_app(db: None) -> Iterator[None]:
    """On PostgreSQL: as the role that the product runs as, with the policies in force. SQLite has no roles."""
    from tests.rooms.trust.access.world import walls_up

    with walls_up():
        yield
