# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pack's made-up people: how each signs in, and who among them meets relatives where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from sjalvklar.organisation.actions import demo as staff
from sjalvklar.organisation.pack import bundle
from sjalvklar.organisation.queries import staff as colleagues
from sjalvklar.organisation.rules.staff import Colleague
from sjalvklar.trust import queries as trust


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one made-up person signs in, at this moment. `what` says role and unit for the one who tries it."""

    username: str
    password: str
    what: str
    secret: str
    code: str


def in_the_pack() -> Mapping[str, Any]:
    demo: Mapping[str, Any] = bundle(Path(settings.PACK_DIR)).document["demo"]
    return demo


def present() -> tuple[str, ...]:
    """The sign-in names of the pack's made-up people who can sign in to this database."""
    names = (str(entry["username"]) for entry in in_the_pack().get("staff", ()))
    return tuple(name for name in names if colleagues.staff_id(name) is not None)


def has_been_a_demo() -> bool:
    """Whether made-up people were ever made in this database, of whatever pack: each has a password anybody knows."""
    return any(entry.action == "staff.make_demo" for entry in trust.entries_about("organisation"))


def sign_ins() -> tuple[SignIn, ...]:
    """Every made-up person who can sign in now, in the order the pack names them."""
    order = {name: place for place, name in enumerate(present())}
    found = [person for person in colleagues.demo_people() if person.username in order]
    return tuple(
        SignIn(
            person.username,
            staff.PASSWORD,
            ", ".join(f"{role.value.replace('_', ' ')}, {unit}" for unit, role in person.roles),
            staff.totp_secret(person.username),
            staff.code_now(person.username),
        )
        for person in sorted(found, key=lambda person: order[person.username])
    )


def meeting_relatives() -> list[tuple[str, Colleague]]:
    """(unit, colleague) for those who meet relatives in the unit where most do."""
    units = sorted({unit for person in colleagues.demo_people() for unit in _units_of(person.username)})
    found = [[(unit, who) for who in colleagues.staff_of(unit) if who.answers] for unit in units]
    return max(found, key=len, default=[])


def serving(unit_id: str) -> list[Colleague]:
    """Those in a unit who may hold a case, first those who meet relatives."""
    found = [who for who in colleagues.staff_of(unit_id) if any(role.serves for role in who.roles)]
    return sorted(found, key=lambda who: not who.answers)


def _units_of(username: str) -> frozenset[str]:
    known = colleagues.staff_id(username)
    return colleagues.units_where_granted(known) if known is not None else frozenset()
