# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the guide answers: named receivers with what a page needs to show them, and why just these."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from sjalvklar.directory.rules import Entry, OpenState, Receiver, ShownWay
from sjalvklar.organisation.rules import Area, How, UnitProfile


class ReasonKind(StrEnum):
    """Why a receiver stands here, beyond its rule's own words. Faces turn each into a sentence."""

    OWN = "own"  # the area's own; name: the area
    BOUGHT = "bought"  # the area buys it; name: who sells, None when not known
    CITY_WIDE = "city_wide"  # the same for the whole municipality
    NUMBER_MISSING = "number_missing"  # its own number is not confirmed; name: who receives instead
    SHOWN_FIRST = "shown_first"  # the one meant is closed; name and open: that one's
    NOT_KNOWN_HERE = "not_known_here"  # who does it is not known; name: the area
    OUTSIDE = "outside"  # lives in another municipality
    NO_PLACE = "no_place"  # has not said where
    VAGUE = "vague"  # has not said what: a person sorts it out together with them
    CHILD = "child"  # meant for people under 18


@dataclass(frozen=True, slots=True)
class Reason:
    kind: ReasonKind
    name: str | None = None
    open: OpenState | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One named receiver. With a `substitute` its open state and ways are the substitute's: call there."""

    entry: Entry
    name: str
    unit: UnitProfile | None
    function: str | None
    rule_id: str
    because_key: str
    because_values: dict[str, str] = field(hash=False)
    served: How
    substitute: Entry | None
    reasons: tuple[Reason, ...]
    stands_for: tuple[str, ...]
    write_to: UnitProfile
    what_key: str | None
    next_key: str | None
    need_not_key: str | None
    function_name_key: str | None
    fact_marked: bool = False

    @property
    def receiver(self) -> Receiver:
        return self.entry.receiver

    @property
    def who_answers(self) -> Entry:
        """Whom one reaches: the substitute when its own number is missing."""
        return self.substitute or self.entry

    @property
    def open(self) -> OpenState:
        return self.who_answers.open

    @property
    def is_open(self) -> bool:
        """Whether a person answers now."""
        return self.who_answers.is_open

    @property
    def ways(self) -> tuple[ShownWay, ...]:
        return self.who_answers.ways

    @property
    def marked(self) -> bool:
        """Whether something shown is not confirmed by the municipality."""
        return self.fact_marked or self.who_answers.marked or self.entry.marked

    @property
    def costs(self) -> str:
        return self.entry.costs

    @property
    def anonymous(self) -> str:
        return self.who_answers.anonymous

    @property
    def languages(self) -> tuple[str, ...]:
        return self.who_answers.languages

    def because_of(self, reason: Reason) -> Result:
        """The same with one reason more, first."""
        return replace(self, reasons=(reason, *self.reasons))


@dataclass(frozen=True, slots=True)
class Guidance:
    """The answer to what somebody has said. `results` is never empty, and the first is the clear first choice.

    `emergency` stands before all others when somebody is, or may be, in danger; it is not among `results`. The keys
    name lists of sentences: what can be done tonight, what is not needed, what to say and not to say.
    """

    emergency: Result | None
    results: tuple[Result, ...]
    situation: str
    child: bool
    professional: bool
    vague: bool
    area: Area | None
    outside: bool
    tonight_keys: tuple[str, ...]
    need_not_keys: tuple[str, ...]
    say_keys: tuple[str, ...]
    say_not_keys: tuple[str, ...]
    more_serious_keys: tuple[str, ...]

    @property
    def first(self) -> Result:
        return self.results[0]

    @property
    def all(self) -> tuple[Result, ...]:
        """Everyone named, the emergency first."""
        return (self.emergency, *self.results) if self.emergency else self.results
