# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the municipality offers relatives, and what each board has decided about writing it down.

Since 1 July 2025 support without an individual assessment is documented too, unless the board has decided otherwise
for that service (socialtjänstlagen (2025:400) 14 kap.; which paragraph is data, with a source). So a service is given
in the mode that a decision in force allows, and in a personal file where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sjalvklar.organisation.rules import Fact, Shown, shown
from sjalvklar.support.rules.video import VideoAddress
from sjalvklar.support.rules.words import DocumentationMode, SupportForm


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal basis, for as long as it holds. `text` is law and paragraph as they are shown."""

    id: str
    text: str
    starts: date
    ends: date | None
    fact: Fact

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the catalogue. `functions` are those who give it, everybody when empty; its name and what it is
    stand among the pack's texts."""

    id: str
    form: SupportForm
    functions: tuple[str, ...]
    grounds: tuple[str, ...]
    starts: date | None
    ends: date | None
    fact: Fact

    def given_on(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class ModeDecision:
    """A board's decision that services may be given without a personal file. `authority` is empty for all of the
    municipality's; `services` are theirs."""

    id: str
    services: tuple[str, ...]
    mode: DocumentationMode
    authority: str
    board: str
    reference: str
    decided_on: date | None
    starts: date
    ends: date | None
    fact: Fact

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Standing:
    """In which mode a service is given in an authority on a day. `decision` is None when nobody has decided, and the
    stricter mode holds; `marked` when the decision is not confirmed, which counts where nothing is real."""

    service: Service
    mode: DocumentationMode
    decision: ModeDecision | None = None
    marked: bool = False

    def allows(self, mode: DocumentationMode) -> bool:
        """Whether a support may be in that mode: what is decided, or anything stricter that the relative wants."""
        return mode.strictness >= self.mode.strictness


@dataclass(frozen=True, slots=True)
class Room:
    """A room that talks are booked in."""

    id: str
    unit: str
    name: str


@dataclass(frozen=True)
class Catalogue:
    """All that a municipality's pack says of services. `notice` is the service that a noticed relative is offered."""

    services: tuple[Service, ...] = ()
    decisions: tuple[ModeDecision, ...] = ()
    grounds: tuple[Ground, ...] = ()
    rooms: tuple[Room, ...] = ()
    notice: str = ""
    video: tuple[VideoAddress, ...] = ()

    def service(self, service_id: str) -> Service | None:
        return next((service for service in self.services if service.id == service_id), None)

    def decision(self, service_id: str, authority: str, day: date, *, demo: bool) -> ModeDecision | None:
        """The newest decision in force that may be leaned on; a board's own goes before one for all."""
        found = [
            one
            for one in self.decisions
            if service_id in one.services
            and one.authority in {"", authority}
            and one.holds_on(day)
            and shown(one.fact, demo=demo) is not Shown.HIDDEN
        ]
        return max(found, key=lambda one: (one.authority != "", one.starts), default=None)

    def standing(self, service: Service, authority: str, day: date, *, demo: bool) -> Standing:
        """The mode a service is given in. Without a decision in force: in a personal file."""
        decision = self.decision(service.id, authority, day, demo=demo)
        if decision is None:
            return Standing(service, DocumentationMode.PERSONAL_FILE)
        return Standing(service, decision.mode, decision, shown(decision.fact, demo=demo) is Shown.SHOWN_WITH_MARK)

    def grounds_of(self, service: Service, day: date) -> tuple[Ground, ...]:
        """The legal bases that hold that day."""
        return tuple(one for one in self.grounds if one.id in service.grounds and one.holds_on(day))

    def given_by(self, functions: frozenset[str], day: date) -> tuple[Service, ...]:
        """The services of a unit that does these functions."""
        return tuple(
            service
            for service in self.services
            if service.given_on(day) and (not service.functions or functions.intersection(service.functions))
        )

    def rooms_of(self, unit_id: str) -> tuple[Room, ...]:
        return tuple(room for room in self.rooms if room.unit == unit_id)

    def video_of(self, unit_id: str, *, demo: bool) -> str:
        """The address that a unit's talks by video are held at, its own before one for all; empty where there is none
        that may be leaned on."""
        there = [
            one for one in self.video if one.unit in {"", unit_id} and shown(one.fact, demo=demo) is not Shown.HIDDEN
        ]
        return max(there, key=lambda one: one.unit != "").address if there else ""
