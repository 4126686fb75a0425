# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who works where, in whose place, and since when: the ground every permission at the desk stands on.

Access follows a dated grant in a unit, never a job title alone, and never reaches another authority.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody does in a unit. The trade's own names are in `docs/reference/glossary.md`."""

    RELATIVES_ADVISER = "relatives_adviser"  # anhörigkonsulent
    SOCIAL_WORKER = "social_worker"  # socialsekreterare, behandlare, SIG-lots
    UNIT_HEAD = "unit_head"  # enhetschef

    @property
    def answers(self) -> bool:
        """Whether the role meets relatives: takes what waits and answers it."""
        return self in {Role.RELATIVES_ADVISER, Role.SOCIAL_WORKER}

    @property
    def leads(self) -> bool:
        """Whether the role answers for nobody waiting too long: sees the list without content and hands over."""
        return self is Role.UNIT_HEAD


@dataclass(frozen=True, slots=True)
class GrantView:
    """One role somebody has now."""

    unit_id: str
    authority_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody at the desk, as every query sees them. `stands_in_for` are the ids of absent colleagues."""

    staff_id: int
    name: str
    grants: tuple[GrantView, ...]
    stands_in_for: frozenset[int] = frozenset()

    @property
    def unit_ids(self) -> frozenset[str]:
        """Every unit the viewer has any role in."""
        return frozenset(grant.unit_id for grant in self.grants)

    @property
    def authority_ids(self) -> frozenset[str]:
        return frozenset(grant.authority_id for grant in self.grants)

    def answers_in(self, unit_id: str) -> bool:
        """Whether the viewer meets relatives in that unit."""
        return any(grant.unit_id == unit_id and grant.role.answers for grant in self.grants)

    def leads(self, unit_id: str) -> bool:
        """Whether the viewer heads that unit."""
        return any(grant.unit_id == unit_id and grant.role.leads for grant in self.grants)

    def is_or_stands_in_for(self, staff_id: int | None) -> bool:
        """Whether what belongs to that colleague is the viewer's to do today."""
        return staff_id is not None and (staff_id == self.staff_id or staff_id in self.stands_in_for)


@dataclass(frozen=True, slots=True)
class PublicName:
    """What the public may know of somebody on duty: a first name, and the role."""

    first_name: str
    role: Role
