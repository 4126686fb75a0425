# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Granö's archivists. Numbers are test numbers that Skatteverket has published, or made from them for days there are
none for; they are nobody's."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.kept import once
from tests.rooms.casework.staff import Staff, make_staff
from tests.rooms.mailbox.people import IT, NORTH, SOUTH

from sjalvklar.casework.rules import Identity
from sjalvklar.kernel.personal_numbers import check_digit
from sjalvklar.organisation.actions.staff import create_staff, grant
from sjalvklar.organisation.rules.staff import Role

AUTHORITY, OTHER_AUTHORITY = "sdn-norr", "sdn-soder"


def number(born: str, *, coordination: bool = False) -> str:
    """A number with a birth number that is never given out (980-999 are test numbers), and its check digit."""
    day = int(born[6:]) + (60 if coordination else 0)
    nine = f"{born[2:6]}{day:02d}980"
    return f"{born[:6]}{day:02d}980{check_digit(nine)}"


def somebody(born: str, *, name: str = "Somebody Exempel", coordination: bool = False) -> Identity:
    return Identity(name=name, number=number(born, coordination=coordination))


def make_officers() -> Staff:
    """Granö's staff and three records officers."""
    return once("records officers of Granö", _make_officers)


def _make_officers() -> Staff:
    ids = dict(make_staff().ids)
    for name, unit in {"alva": NORTH, "arvid": NORTH, "asta": SOUTH}.items():
        made = create_staff(username=name, name=f"{name.title()} Exempelsson", public_name=name.title(), actor=IT)
        ids[name] = made.staff_id
        start = datetime(2025, 1, 1, tzinfo=UTC)
        grant(staff_id=made.staff_id, unit_id=unit, role=Role.RECORDS_OFFICER, valid_from=start, actor=IT)
    return Staff(ids)
