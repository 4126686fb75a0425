# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who works where, in whose place, and since when: the ground every permission at the desk stands on.

Access follows a dated grant in a unit, never a job title alone, and never reaches another authority.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy_line
from sjalvklar.trust.access.words import Relation
from sjalvklar.trust.access.words import Role as Role


@dataclass(frozen=True, slots=True)
class GrantView:
    """One role somebody has now."""

    unit_id: str
    authority_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody at the desk, as every query sees them.

    `stand_ins` are (unit, absent colleague): whose contacts the viewer takes care of now, and where. What the absent
    colleague may do in that unit is already among `grants`.
    """

    staff_id: int
    name: str
    grants: tuple[GrantView, ...]
    stand_ins: frozenset[tuple[str, int]] = frozenset()

    @property
    def unit_ids(self) -> frozenset[str]:
        """Every unit the viewer has any role in."""
        return frozenset(grant.unit_id for grant in self.grants)

    @property
    def serving_unit_ids(self) -> frozenset[str]:
        """Every unit where the viewer has to do with relatives: those that have lists for them."""
        return frozenset(grant.unit_id for grant in self.grants if grant.role.serves)

    @property
    def authority_ids(self) -> frozenset[str]:
        return frozenset(grant.authority_id for grant in self.grants)

    def roles_in(self, unit_id: str) -> frozenset[Role]:
        """The viewer's roles in that unit, those of the colleagues they stand in for among them."""
        return frozenset(grant.role for grant in self.grants if grant.unit_id == unit_id)

    def roles_beside(self, unit_id: str, authority_id: str) -> frozenset[Role]:
        """The viewer's roles in the other units of that authority."""
        return frozenset(
            grant.role for grant in self.grants if grant.authority_id == authority_id and grant.unit_id != unit_id
        )

    def relations_to(self, unit_id: str, authority_id: str | None = None) -> frozenset[Relation]:
        """How the viewer stands to what is that unit's, as far as roles say it. Without `authority_id`, what other
        units there are in the authority is left aside."""
        roles = self.roles_in(unit_id)
        found = {Relation.MEMBER} if roles else set()
        if any(role.answers for role in roles):
            found.add(Relation.ANSWERS)
        if any(role.leads for role in roles):
            found.add(Relation.LEADS)
        if authority_id is not None and self.roles_beside(unit_id, authority_id):
            found.add(Relation.SAME_AUTHORITY)
        return frozenset(found or {Relation.OTHERS})

    @property
    def stands_in_for(self) -> frozenset[int]:
        """Absent colleagues, in whatever unit."""
        return frozenset(absent for _, absent in self.stand_ins)

    def answers_in(self, unit_id: str) -> bool:
        """Whether the viewer meets relatives in that unit."""
        return any(grant.unit_id == unit_id and grant.role.answers for grant in self.grants)

    def leads(self, unit_id: str) -> bool:
        """Whether the viewer heads that unit."""
        return any(grant.unit_id == unit_id and grant.role.leads for grant in self.grants)

    def acts_for(self, staff_id: int | None, unit_id: str) -> bool:
        """Whether what belongs to that colleague in that unit is the viewer's to do today."""
        return staff_id is not None and (staff_id == self.staff_id or (unit_id, staff_id) in self.stand_ins)


@dataclass(frozen=True, slots=True)
class PublicName:
    """What the public may know of somebody on duty: a first name, and the role."""

    first_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a role in a unit now, as colleagues see them."""

    staff_id: int
    username: str
    name: str
    public_name: str
    roles: tuple[Role, ...]

    @property
    def answers(self) -> bool:
        return any(role.answers for role in self.roles)

    @property
    def serves(self) -> bool:
        return any(role.serves for role in self.roles)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A made-up person, as the demo's sign-in page offers them."""

    username: str
    name: str
    roles: tuple[tuple[str, Role], ...]  # (unit's name, role)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit at the desk. Its promise, hours and languages are in the pack under the same id."""

    id: str
    authority_id: str
    name: str
    receives_messages: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody on the duty list, from one moment until another (aware, UTC)."""

    id: int
    unit_id: str
    staff_id: int
    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Cover:
    """One colleague in another's place, from one moment until another (aware, UTC)."""

    id: int
    unit_id: str
    absent_id: int
    absent: str
    substitute_id: int
    substitute: str
    starts_at: datetime
    ends_at: datetime


def check_period(starts_at: datetime, ends_at: datetime | None) -> None:
    """A period ends after it begins, and is given in time with an offset. Raises Invalid("ends_before_it_begins")."""
    if starts_at.tzinfo is None or (ends_at is not None and ends_at.tzinfo is None):
        raise ValueError("a period is given in aware times")
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid("ends_before_it_begins", field="ends")


_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?")


def check_username(username: str) -> str:
    """A sign-in name as it is kept: lower case, a-z, digits, dot, dash. Raises Invalid("username")."""
    kept = tidy_line(username).casefold()
    if not _USERNAME.fullmatch(kept):
        raise Invalid("username", field="username")
    return kept
