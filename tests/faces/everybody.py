# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everybody who could stand in some way to something at the desk, each in a signed-in browser."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from tests.faces.routes import given_to
from tests.rooms.mailbox.people import INTAKE, NORTH, SOUTH

from sjalvklar.casework.rules import CloseReason
from sjalvklar.kernel import clock
from sjalvklar.organisation.models import Grant, StaffMember
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.words import Role


@dataclass(frozen=True)
class Somebody:
    """Roles, and whether the contact is theirs when it has an owner."""

    roles: tuple[tuple[str, Role], ...] = ()
    owns: bool = False
    stands_in: bool = False
    escalated: bool = False


EVERYBODY: dict[str, Somebody] = {
    "nobody": Somebody(),
    **{f"north {role.value}": Somebody(((NORTH, role),)) for role in Role},
    **{f"sister {role.value}": Somebody(((INTAKE, role),)) for role in Role},
    "another board's adviser": Somebody(((SOUTH, Role.RELATIVES_ADVISER),)),
    "another board's head": Somebody(((SOUTH, Role.UNIT_HEAD),)),
    "owner": Somebody(((NORTH, Role.RELATIVES_ADVISER),), owns=True),
    "owner who heads": Somebody(((NORTH, Role.UNIT_HEAD),), owns=True),
    "owner of IT": Somebody(((NORTH, Role.IT_ADMINISTRATOR),), owns=True),
    "owner who left the unit": Somebody(((INTAKE, Role.SOCIAL_WORKER),), owns=True),
    "stand-in": Somebody(((NORTH, Role.SOCIAL_WORKER),), stands_in=True),
    "borrowed head": Somebody(((INTAKE, Role.UNIT_HEAD),), owns=True, escalated=True),
    "another board's borrowed head": Somebody(((SOUTH, Role.UNIT_HEAD),), owns=True, escalated=True),
}


# Who may do what is decided in Python, the same on both databases, and tried for everybody on SQLite. PostgreSQL adds
# walls, which test_one_table_four_ways holds against the table for everybody and in every state: here, one person for
# each way to stand to them shows that no page behind them breaks, gives more, or gives less. Behind a wall a thing is
# not there, whatever it would have been: each address says so once to each of them, and not once for every state.
BEHIND_WALLS = frozenset(
    {
        "north social_worker",
        "north unit_head",
        "north case_officer",
        "sister social_worker",
        "another board's head",
        "owner",
        "owner who left the unit",
        "stand-in",
        "borrowed head",
    }
)


# Where a wall makes of a thing one that is not there, the two answers cannot be told apart in Python any more: one who
# works beside it and one from far away are enough.
COMPARED_BEHIND_WALLS = frozenset({"north social_worker", "another board's head"})


def walled() -> bool:
    """Whether the database that is tried has walls of its own."""
    return connection.vendor != "sqlite"


def those(people: Iterable[str], *also: str) -> tuple[str, ...]:
    """Whom of these people the database that is tried asks for, and who `also` stands to these walls in a way."""
    return tuple(who for who in people if not walled() or who in BEHIND_WALLS or who in also)


@dataclass
class House:
    """The contact in the north, a colleague to hand things to, and a signed-in browser for everybody."""

    thread: UUID
    file: UUID
    colleague: int
    ids: dict[str, int]
    clients: dict[str, Client] = field(default_factory=dict)
    missing: dict[tuple[object, ...], tuple[object, ...]] = field(default_factory=dict)
    refused: set[tuple[object, ...]] = field(default_factory=set)

    def refused_before(self, *asked: object) -> bool:
        """Whether that was refused behind a wall already, when the thing stood elsewhere."""
        if not walled() or asked in self.refused:
            return walled()
        self.refused.add(asked)
        return False

    def viewer(self, who: str) -> Viewer:
        return staff.viewer(self.ids[who]) or Viewer(self.ids[who], "", ())

    def client(self, who: str) -> Client:
        if who not in self.clients:
            made = Client(headers={"Sec-Fetch-Site": "same-origin"})
            made.force_login(StaffMember.objects.get(pk=self.ids[who]))
            session = made.session
            session["second_factor"] = True
            session["account_authentication_methods_user"] = str(self.ids[who])
            session["account_authentication_methods"] = [
                {"method": "password", "at": time.time()},
                {"method": "mfa", "at": time.time(), "type": "totp"},
            ]
            session.save()
            made.get("/desk/mine/")  # the first page notes that somebody is here
            self.clients[who] = made
        return self.clients[who]

    def beside(self, name: str) -> dict[str, Any]:
        """What an address about the contact holds beside it."""
        return {part: value for part, value in {"file_id": self.file, "number": 1}.items() if part in given_to(name)}

    def filled(self, form: dict[str, str]) -> dict[str, str]:
        known = {
            "{colleague}": str(self.colleague),
            "{sister}": INTAKE,
            "{nonce}": secrets.token_hex(16),
            "{today}": clock.now().date().isoformat(),
            "{tomorrow}": (clock.now() + timedelta(days=1)).date().isoformat(),
            "{an_hour_ago}": (clock.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
            "{soon}": (clock.now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
            "{ended}": CloseReason.GOAL_REACHED.value,
            "{owner}": str(self.ids["owner"]),
        }
        return {name: known.get(value, value) for name, value in form.items()}


def hire(name: str, roles: tuple[tuple[str, Role], ...]) -> int:
    member = StaffMember.objects.create(username=name, name=f"{name} Ek", public_name=name[:20])
    for unit, role in roles:
        Grant.objects.create(staff=member, unit_id=unit, role=role.value, valid_from=datetime(2025, 1, 1, tzinfo=UTC))
    return member.pk
