# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people answer for, whatever room keeps it: so that nobody is forgotten when somebody, or a unit, goes.

Each room tells of itself when the product is loaded. A room above this one is never called by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sjalvklar.organisation.rules.staff import Viewer


class Kind(StrEnum):
    """What is answered for."""

    CONTACT = "contact"
    CASE = "case"
    SUPPORT = "support"
    PLAN = "plan"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Held:
    """What of one kind is one colleague's in one unit, as far as whoever asks may know of it. `apart`: what is given
    by itself and in no other way, since only some may know of it; (id, number) of each, for those who may."""

    kind: Kind
    open: int
    overdue: int = 0
    closed: int = 0
    apart: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose it all is in one unit, as far as whoever asks may know of it: how much is each one's, and who answers for
    something open, also when it is counted for nobody."""

    held: Mapping[int, Held]
    owners: frozenset[int]


@dataclass(slots=True)
class Shares:
    """Those who take over, and how much each has got so far: the next thing goes to whoever has the least."""

    people: tuple[int, ...]
    got: Counter[int] = field(default_factory=Counter)

    def next(self, but: Collection[int] = ()) -> int | None:
        """Whoever has the least, of those who are not left out; None when all are."""
        able = [who for who in self.people if who not in but]
        return min(able, key=lambda who: (self.got[who], self.people.index(who))) if able else None

    def gave(self, who: int) -> None:
        self.got[who] += 1


class Belongings(Protocol):
    """A room whose things somebody answers for. What is done is on record, thing by thing."""

    kind: Kind

    def whose(self, viewer: Viewer, *, unit_id: str, at: datetime, staff_id: int | None = None) -> Whose:
        """Counts of what is whose there, of everybody or of one, asked once for all of them."""

    def give(
        self, *, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, also_closed: bool, at: datetime
    ) -> int:
        """Give all of it to those who take over, in the caller's transaction. Returns how many. Raises what giving one
        of them does, and NotNow("somebody_else_too") for a thing that none of them can have."""

    def left_behind(self, staff_id: int | None, *, at: datetime) -> int:
        """Give to whoever heads the unit what is open and belongs to somebody (or this person) who is no longer there.
        Returns how many. Safe to do twice."""

    def is_open_in(self, unit_id: str) -> bool:
        """Whether anything there is open."""

    def move_unit(self, unit_id: str, to: str, *, at: datetime) -> int:
        """Move everything of a unit that has ended to the one that took over, owners and clocks as they are, in the
        caller's transaction. Returns how many, without what nobody may count."""


ROOMS: list[Belongings] = []


def tell(room: Belongings) -> None:
    """What a room keeps that somebody answers for."""
    ROOMS.append(room)


def among(people: Sequence[int]) -> Shares:
    """Those who take over, each once."""
    return Shares(tuple(dict.fromkeys(people)))
