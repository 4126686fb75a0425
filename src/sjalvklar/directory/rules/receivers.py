# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Receivers: everyone who can take somebody in, and the ways to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sjalvklar.directory.rules.hours import Hours
from sjalvklar.organisation.rules import Fact


class ReceiverKind(StrEnum):
    EMERGENCY = "emergency"
    MUNICIPAL = "municipal"
    POLICE = "police"
    HEALTH = "health"
    HELPLINE = "helpline"
    ASSOCIATION = "association"
    AUTHORITY = "authority"
    PRISON_SERVICE = "prison_service"


class WayKind(StrEnum):
    PHONE = "phone"
    CHAT = "chat"
    WEB = "web"
    EMAIL = "email"  # never offered for a personal matter: it leaves traces and is no secret
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a receiver. `tel` is the number as it is dialled; `hours` only when they differ."""

    kind: WayKind
    value: str
    tel: str | None
    hours: Hours | None
    fact: Fact


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who receives. `areas` None is the whole municipality; `hours` None is not known.

    `costs` is "free" or "unknown"; `anonymous` is "yes", "no" or "unknown"; languages are ISO 639 codes.
    """

    id: str
    name: str
    kind: ReceiverKind
    areas: frozenset[str] | None
    unit: str | None
    ways: tuple[Way, ...] = field(compare=False)
    hours: Hours | None = field(compare=False)
    costs: str
    anonymous: str
    for_children: bool
    languages: tuple[str, ...]
    fact: Fact = field(compare=False)

    def serves(self, area_id: str | None) -> bool:
        """Whether it receives people of that area; of no stated area, only when it serves all."""
        return self.areas is None or area_id in self.areas
