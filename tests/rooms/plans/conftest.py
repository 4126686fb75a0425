# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every test of plans happens in Granö, on a Monday morning: Jonas leads a plan in Amal's case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rooms.casework.staff import Staff
    from tests.rooms.plans.group import Group


@pytest.fixture(autouse=True)
def grano(settings: Any) -> None:
    from tests.rooms.mailbox.people import GRANO

    settings.PACK_DIR = GRANO
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def at() -> datetime:
    """A Monday morning."""
    return datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def staff(db: None) -> Staff:
    from tests.rooms.casework.staff import make_staff

    return make_staff()


@pytest.fixture
def group(staff: Staff, at: datetime) -> Callable[..., Group]:
    """A plan that Jonas has begun in Amal's case, in the state that is asked for."""
    from tests.rooms.plans.group import make_group

    def group(**more: Any) -> Group:
        return make_group(staff, at, **more)

    return group
