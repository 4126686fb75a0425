# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who does what, where: boards, units, and which unit serves an area, its own or bought.

Districts are differently organised, and equal support wherever one lives is the rule all the same (social services
committee, 14 December 2021). So the guide asks for a function in an area, and gets a unit: the area's own, one that
another district sells, one for the whole municipality, or the one that receives when nobody else is known.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from sjalvklar.organisation.rules.areas import Area, Areas, PlaceMatch
from sjalvklar.organisation.rules.facts import Confirmation, Fact


@dataclass(frozen=True, slots=True)
class PublicLanguage:
    """A language of the public door, and whether a person has read the pack's texts in it."""

    code: str
    reviewed: Confirmation | None


@dataclass(frozen=True, slots=True)
class Accessibility:
    """Where a fault of accessibility is told (DOS-lagen 2018:1937)."""

    contact: str | None
    phone: str | None
    email: str | None
    web: str | None
    assessed: date | None
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class Municipality:
    """Whose door it is. `short` is its name as people say it; `code` the four digits of SCB's list."""

    id: str
    name: str
    short: str
    code: str
    zone: ZoneInfo
    leave_to: str
    fallback_unit: str
    languages: tuple[PublicLanguage, ...]
    accessibility: Accessibility | None
    fact: Fact

    def reviewed(self, language: str) -> bool:
        """Whether a person has read the pack's texts in that language."""
        return any(spoken.code == language and spoken.reviewed for spoken in self.languages)


class AuthorityKind(StrEnum):
    DISTRICT = "district"  # stadsdelsnämnd
    SOCIAL_WELFARE = "social_welfare"  # socialnämnd
    ELDERLY = "elderly"  # äldrenämnd
    EXECUTIVE_BOARD = "executive_board"  # kommunstyrelse
    COUNCIL = "council"  # kommunfullmäktige
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Authority:
    """A board (nämnd): its administration is an authority of its own, with a wall of secrecy around it."""

    id: str
    kind: AuthorityKind
    name: str
    office: str | None
    area: str | None
    valid_from: date | None
    valid_to: date | None
    predecessors: tuple[str, ...]
    fact: Fact


class Counted(StrEnum):
    """Which hours count toward a promise."""

    ALWAYS = "always"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Promise:
    """Within how many hours, and which hours count."""

    hours: float
    counted: Counted


@dataclass(frozen=True, slots=True)
class UnitProfile:
    """A unit as the public meets it. `receiver` names its entry in the directory."""

    id: str
    name: str
    authority: str
    receives_messages: bool
    promise: Promise | None
    take_within: Promise | None
    languages: tuple[str, ...]
    receiver: str
    valid_from: date | None = None
    valid_to: date | None = None
    fact: Fact | None = None
    predecessors: tuple[str, ...] = ()

    def has_ended(self, on: date) -> bool:
        """Whether its last day is past."""
        return self.valid_to is not None and self.valid_to < on


@dataclass(frozen=True, slots=True)
class Provision:
    """One row of who does what where. `areas` None is the whole municipality; `unit` None is not known."""

    function: str
    areas: tuple[str, ...] | None
    unit: str | None
    bought: bool
    sold_by: str | None
    valid_from: date | None
    valid_to: date | None
    fact: Fact

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class How(StrEnum):
    """In what way a receiver comes to serve somebody."""

    OWN = "own"
    BOUGHT = "bought"
    CITY_WIDE = "city_wide"
    FALLBACK = "fallback"
    NAMED = "named"  # a rule names the receiver itself


@dataclass(frozen=True, slots=True)
class Served:
    """The unit for a function in an area, and how. `sold_by` is the seller's name when it is known.

    A bought service whose seller is not known has `how` FALLBACK and `bought` true.
    """

    unit: UnitProfile
    how: How
    sold_by: str | None = None
    bought: bool = False
    provision: Provision | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Organisation:
    """A municipality's organisation through time, as its pack says."""

    municipality: Municipality
    areas: Areas
    authorities: tuple[Authority, ...]
    functions: tuple[str, ...]
    units: tuple[UnitProfile, ...]
    provisions: tuple[Provision, ...]

    @cached_property
    def _units(self) -> dict[str, UnitProfile]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _authorities(self) -> dict[str, Authority]:
        return {authority.id: authority for authority in self.authorities}

    @cached_property
    def _by_area(self) -> dict[tuple[str, str | None], tuple[Provision, ...]]:
        found: dict[tuple[str, str | None], list[Provision]] = defaultdict(list)
        for provision in self.provisions:
            for area in provision.areas if provision.areas is not None else (None,):
                found[provision.function, area].append(provision)
        return {key: tuple(rows) for key, rows in found.items()}

    def areas_on(self, day: date) -> tuple[Area, ...]:
        """The areas of that day."""
        return self.areas.on(day)

    def area(self, area_id: str) -> Area | None:
        """An area by its id, whether or not it still exists."""
        return self.areas.by_id.get(area_id)

    def current_area(self, area_id: str, day: date) -> Area | None:
        """What an area is on that day; None when it is divided, gone or unknown."""
        found = self.areas.current(area_id, day)
        return found[0] if len(found) == 1 else None

    def find_place(self, text: str, on: date) -> PlaceMatch:
        """The areas a place in somebody's own words may mean."""
        return self.areas.find(text, on)

    def unit(self, unit_id: str) -> UnitProfile | None:
        return self._units.get(unit_id)

    def successor(self, unit_id: str, on: date) -> UnitProfile | None:
        """The unit that has taken over from one that has ended or is in the pack no more, through whatever came
        between; None when nobody has."""
        seen: set[str] = set()
        while unit_id not in seen:
            seen.add(unit_id)
            heirs = [unit for unit in self.units if unit_id in unit.predecessors]
            if not heirs:
                return None
            if not heirs[0].has_ended(on):
                return heirs[0]
            unit_id = heirs[0].id
        return None

    def authority(self, authority_id: str) -> Authority | None:
        return self._authorities.get(authority_id)

    def authority_of(self, unit_id: str) -> Authority | None:
        unit = self._units.get(unit_id)
        return self._authorities.get(unit.authority) if unit else None

    @property
    def fallback(self) -> UnitProfile:
        """The unit that receives where nobody else is known."""
        return self._units[self.municipality.fallback_unit]

    def provision(self, function: str, area_id: str | None, on: date) -> Provision | None:
        """The row that holds: the area's own before the municipality's; the later row before the earlier."""
        for key in ((function, area_id), (function, None)):
            for row in reversed(self._by_area.get(key, ())):
                if row.holds_on(on):
                    return row
        return None

    def who_does(self, function: str, area_id: str | None, on: date) -> Served:
        """The unit for a function in an area on a day. Always a unit: the fallback when nobody is known.

        `area_id` None is somebody who would rather not say where they live: what the whole municipality shares,
        else the fallback.
        """
        row = self.provision(function, area_id, on)
        if row is None:
            return Served(self.fallback, How.FALLBACK)
        if row.bought:
            return self._bought(row, on)
        unit = self._units.get(row.unit) if row.unit else None
        if unit is None:
            return Served(self.fallback, How.FALLBACK, provision=row)
        return Served(unit, How.CITY_WIDE if row.areas is None else How.OWN, provision=row)

    def _bought(self, row: Provision, on: date) -> Served:
        """A bought service: from a named unit, or from the unit of a named board that does the same."""
        unit = self._units.get(row.unit or row.sold_by or "")
        if unit is None and row.sold_by is not None:
            sellers = (
                self._units[other.unit]
                for other in self.provisions
                if other.function == row.function
                and other.unit in self._units
                and not other.bought
                and other.holds_on(on)
            )
            unit = next((seller for seller in sellers if seller.authority == row.sold_by), None)
        if unit is None:
            return Served(self.fallback, How.FALLBACK, bought=True, provision=row)
        seller = self._authorities.get(unit.authority)
        return Served(unit, How.BOUGHT, seller.name if seller else unit.name, bought=True, provision=row)
