# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Granö, a made-up municipality, and its people: Jonas and Samir answer in the north, Ines heads it, Gunilla is in the
north's intake, Petra works in the south under another board, which Stina heads. Amal writes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.kept import once

from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.actions.staff import create_staff, grant
from sjalvklar.organisation.actions.units import apply_pack
from sjalvklar.organisation.queries.staff import viewer
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.trust.rules import Actor

GRANO = Path(__file__).parent / "grano"
NORTH, INTAKE, SOUTH = "norr-anhorigstod", "norr-intag", "soder-anhorigstod"
SUNDAY_EVENING = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
IT = Actor.system("tests")


def fresh() -> bytes:
    """The number of a new form."""
    return secrets.token_bytes(24)


@dataclass(frozen=True)
class People:
    """The staff of Granö, as permissions see them at a moment."""

    ids: dict[str, int]

    def viewer(self, name: str, at: datetime = SUNDAY_EVENING) -> Viewer:
        found = viewer(self.ids[name], at)
        assert found is not None
        return found

    def __getattr__(self, name: str) -> Viewer:
        return self.viewer(name)


def make_people() -> People:
    """The pack applied, and its people."""
    return once("people of Granö", _make_people)


def _make_people() -> People:
    apply_pack(organisation.organisation(), actor=IT)
    roles = {
        "jonas": (NORTH, Role.RELATIVES_ADVISER),
        "samir": (NORTH, Role.RELATIVES_ADVISER),
        "ines": (NORTH, Role.UNIT_HEAD),
        "gunilla": (INTAKE, Role.SOCIAL_WORKER),
        "petra": (SOUTH, Role.RELATIVES_ADVISER),
        "stina": (SOUTH, Role.UNIT_HEAD),
    }
    ids = {}
    start = datetime(2025, 1, 1, tzinfo=UTC)
    for name, (unit, role) in roles.items():
        made = create_staff(username=name, name=f"{name.title()} Exempelsson", public_name=name.title(), actor=IT)
        grant(staff_id=made.staff_id, unit_id=unit, role=role, valid_from=start, actor=IT)
        ids[name] = made.staff_id
    return People(ids)
