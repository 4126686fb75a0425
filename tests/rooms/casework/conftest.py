# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every test of casework happens in Granö, on a Monday morning unless it says otherwise."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from tests.rooms.casework.staff import Staff


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
def open_case(staff: Staff, at: datetime) -> Callable[..., UUID]:
    """Jonas opens a case in the north about Amal, unless told otherwise; every call is a new form."""
    from tests.rooms.casework.staff import AMAL
    from tests.rooms.mailbox.people import NORTH

    from sjalvklar.casework import actions
    from sjalvklar.casework.rules import Identity

    def open_case(
        *, by: str = "jonas", unit_id: str = NORTH, identity: Identity = AMAL, at: datetime = at, **more: Any
    ) -> UUID:
        return actions.open_case(
            actor=staff.viewer(by, at),
            unit_id=unit_id,
            identity=identity,
            nonce=more.pop("nonce", None) or secrets.token_bytes(16),
            at=at,
            **more,
        )

    return open_case


@pytest.fixture
def protected_case(staff: Staff, open_case: Callable[..., UUID], at: datetime) -> UUID:
    """A case about Amal, whose registration is protected; Jonas answers for it and Samir is the other named person."""
    from sjalvklar.casework import actions
    from sjalvklar.casework.rules import ProtectionLevel

    case = open_case()
    level = ProtectionLevel.PROTECTED_REGISTRATION
    actions.protect(actor=staff.jonas, case_id=case, level=level, second=staff.ids["samir"], at=at)
    return case
