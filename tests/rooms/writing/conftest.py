# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every test of writing happens in Granö, on a Monday morning unless it says otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from tests.rooms.support.staff import Staff


@pytest.fixture(autouse=True)
def grano(settings: Any) -> None:
    from tests.rooms.mailbox.people import GRANO

    settings.PACK_DIR = GRANO
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def at() -> datetime:
    """A Monday morning."""
    from tests.rooms.support.staff import MONDAY_MORNING

    return MONDAY_MORNING


@pytest.fixture
def staff(db: None) -> Staff:
    from tests.rooms.support.staff import make_staff

    return make_staff()


@pytest.fixture
def support(staff: Staff) -> UUID:
    """Jonas' support to Amal, without a file."""
    from tests.rooms.support.staff import CALLED, begin

    return begin(staff.jonas, service="advice", who=CALLED)
