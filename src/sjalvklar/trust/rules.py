# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who acts, and the words the record uses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of somebody did it."""

    STAFF = "staff"
    RELATIVE = "relative"  # whoever holds the code; nothing more is known
    SYSTEM = "system"  # the clock, the command line


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, as the record keeps it.

    `id` is the staff member's number, the command for the system, and empty for a relative. `unit` is the unit the
    deed was done in, when it was done in one.
    """

    kind: ActorKind
    id: str = ""
    unit: str | None = None

    @staticmethod
    def staff(staff_id: int, unit: str | None = None) -> Actor:
        return Actor(ActorKind.STAFF, str(staff_id), unit)

    @staticmethod
    def system(what: str, unit: str | None = None) -> Actor:
        return Actor(ActorKind.SYSTEM, what, unit)


RELATIVE = Actor(ActorKind.RELATIVE)


def unit_holder(unit_id: str) -> str:
    """The name of a unit as a holder of keys."""
    return f"unit:{unit_id}"
