# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small town's staff: two units under one board, one under another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sjalvklar.organisation import actions
from sjalvklar.organisation.models import Authority, Unit
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.rules import Actor

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
IT = Actor.system("command line")


@dataclass(frozen=True)
class Town:
    """Ines heads `north`, where Jonas, Samir and Gunilla advise; Lena heads `beside`, where Farid works, under the
    same board; Karin heads `elsewhere`, under another."""

    jonas: int
    samir: int
    gunilla: int
    ines: int
    farid: int
    lena: int
    karin: int


def hire(name: str, *roles: tuple[str, Role]) -> int:
    new = actions.create_staff(username=name, name=f"{name.title()} Ek", public_name=name.title(), actor=IT, at=NOW)
    for unit, role in roles:
        since = NOW - timedelta(days=100)
        actions.grant(staff_id=new.staff_id, unit_id=unit, role=role, valid_from=since, actor=IT, at=NOW)
    return new.staff_id


def make_town() -> Town:
    for board, units in {"board": ("north", "beside"), "other": ("elsewhere",)}.items():
        Authority.objects.create(id=board, name=board.title())
        for unit in units:
            Unit.objects.create(id=unit, authority_id=board, name=unit.title(), receives_messages=True)
    return Town(
        jonas=hire("jonas", ("north", Role.RELATIVES_ADVISER)),
        samir=hire("samir", ("north", Role.RELATIVES_ADVISER)),
        gunilla=hire("gunilla", ("north", Role.RELATIVES_ADVISER), ("beside", Role.SOCIAL_WORKER)),
        ines=hire("ines", ("north", Role.UNIT_HEAD)),
        farid=hire("farid", ("beside", Role.SOCIAL_WORKER)),
        lena=hire("lena", ("beside", Role.UNIT_HEAD)),
        karin=hire("karin", ("elsewhere", Role.UNIT_HEAD)),
    )
