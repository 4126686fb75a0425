# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every test of incidents happens in Granö, where something happened on a Sunday night in November."""

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
    """Two in the morning, where the municipality is."""
    return datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def staff(db: None) -> Staff:
    from tests.rooms.casework.staff import make_staff

    return make_staff()


@pytest.fixture
def incident(staff: Staff, at: datetime) -> UUID:
    """Jonas has opened an incident in the north, two hours after it happened."""
    from tests.rooms.incident.night import open_one

    return open_one(staff, at)


@pytest.fixture
def circles(staff: Staff, incident: UUID, at: datetime) -> dict[str, UUID]:
    """Samir works with the bereaved, Lena with the suspect's family, Gunilla of the intake with the neighbours."""
    from tests.rooms.incident.night import rings

    from sjalvklar.incident import actions

    found = rings(incident)
    for who, circle in (("samir", "bereaved"), ("lena", "suspects_family"), ("gunilla", "neighbours")):
        actions.assign(actor=staff.viewer("jonas", at), circle_id=found[circle], staff_id=staff.ids[who], at=at)
    return found


@pytest.fixture
def add(staff: Staff, circles: dict[str, UUID], at: datetime) -> Callable[..., UUID]:
    """A family in the bereaved's circle, written down by Samir unless told otherwise; every call is a new form."""
    from sjalvklar.incident import actions
    from sjalvklar.incident.rules import Family

    def add(called: str = "Amal, mor", *, by: str = "samir", circle: str = "bereaved", **more: Any) -> UUID:
        when = more.pop("at", at)
        return actions.add_family(
            actor=staff.viewer(by, when),
            circle_id=circles[circle],
            family=Family(called, safe_contact="Ring Nora först, aldrig efter nio."),
            nonce=more.pop("nonce", None) or secrets.token_bytes(16),
            at=when,
            **more,
        )

    return add
