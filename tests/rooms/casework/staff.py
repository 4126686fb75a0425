# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Granö's staff with those casework needs besides: Lena, a third adviser in the north; Bo, head of the intake; Kim of
IT and Siv the security officer, both with their role in the north. Amal is a mother; her number is a test number that
Skatteverket has published."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.kept import once
from tests.rooms.mailbox.people import INTAKE, IT, NORTH, People, make_people

from sjalvklar.casework.rules import Identity
from sjalvklar.organisation.actions.staff import create_staff, grant
from sjalvklar.organisation.rules.staff import Role, Viewer

MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AMAL = Identity(
    name="Amal Exempel Hassan",
    number="19900101-2385",
    phone="070-174 06 12",
    email="amal@example.org",
    address="Provgatan 1, 123 45 Granö",
)
OTHER_NUMBER = "18900101-9802"


class Staff(People):
    """The staff of Granö, as permissions see them on that Monday."""

    def viewer(self, name: str, at: datetime = MONDAY_MORNING) -> Viewer:
        return super().viewer(name, at)


def make_staff() -> Staff:
    """Granö's people and the four more."""
    return once("staff of Granö", _make_staff)


def _make_staff() -> Staff:
    ids = dict(make_people().ids)
    more = {
        "lena": (NORTH, Role.SOCIAL_WORKER),
        "bo": (INTAKE, Role.UNIT_HEAD),
        "kim": (NORTH, Role.IT_ADMINISTRATOR),
        "siv": (NORTH, Role.SECURITY_OFFICER),
    }
    for name, (unit, role) in more.items():
        made = create_staff(username=name, name=f"{name.title()} Exempelsson", public_name=name.title(), actor=IT)
        ids[name] = made.staff_id
        grant(staff_id=made.staff_id, unit_id=unit, role=role, valid_from=datetime(2025, 1, 1, tzinfo=UTC), actor=IT)
    return Staff(ids)
