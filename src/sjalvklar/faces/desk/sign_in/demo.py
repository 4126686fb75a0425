# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The panel of made-up people on the demo's sign-in page. Production has no demo, and this refuses to run there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sjalvklar.faces.desk import words
from sjalvklar.organisation.actions.demo import PASSWORD, code_now
from sjalvklar.organisation.queries import staff

__all__ = ["PASSWORD", "Person", "code_of", "people"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to try the desk as; `roles` are (unit, role) in words."""

    username: str
    name: str
    roles: tuple[tuple[str, str], ...]


def people() -> tuple[Person, ...]:
    """Who can be tried: the unit with the most of them first, where there is somebody to hand over to."""
    found = staff.demo_people()
    sizes = Counter(unit for one in found for unit in {unit for unit, _role in one.roles})
    return tuple(
        Person(one.username, one.name, tuple((unit, str(words.ROLES[role])) for unit, role in one.roles))
        for one in sorted(found, key=lambda one: -max(sizes[unit] for unit, _role in one.roles))
    )


def code_of(username: str) -> str:
    """The digits of the moment, in two groups."""
    code = code_now(username)
    return f"{code[:3]} {code[3:]}"
