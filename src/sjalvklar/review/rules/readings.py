# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules are given: readings, and the little that is known of who read and whom it was about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

# Which deeds on record are readings of a person's data, and which are searches. A room that adds one adds it here.
READINGS = frozenset(
    {
        "case.read",
        "case.read_reason",
        "case.reveal",
        "case.reveal_name",
        "case.access_list",
        "case.extract",
        "case.move_out",
        "case.break_glass",
        "contact.read",
        "contact.reveal",
        "case.open_attachment",
        "contact.open_attachment",
        "contact.take_original",
        "followup.read",
        "safety.read",
        "safety.see_number",
        "safety.see_police",
        "support.read",
        "support.reveal",
    }
)
SEARCHES = frozenset({"case.search"})
REFUSALS = frozenset({"desk.refuse"})
CLOSINGS = frozenset({"case.close", "contact.close", "contact.close_as_relative", "support.close"})
REOPENINGS = frozenset({"case.reopen", "case.open", "contact.write_again", "support.open", "support.reopen"})
GLASS = frozenset({"glass", "break_glass"})  # grounds: the glass was broken
ASSIGNED = frozenset({"assignment", "named"})  # grounds: it was theirs to read


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading, search or refusal on record. `entry` is the row's number; `staff` the member's, `object` kind:id.

    `unit` is empty for what is about a protected person: no unit's reviewer may learn that it exists. `found` is how
    many a search found, None for a reading. `refused` is how many refusals the row stands for, 0 for a reading.
    """

    entry: int
    at: datetime
    staff: str
    unit: str
    action: str
    object: str
    basis: str
    protected: bool = False
    found: int | None = None
    refused: int = 0

    @property
    def search(self) -> bool:
        return self.found is not None

    @property
    def reviewed_in(self) -> str:
        """The unit whose reviewer sees it: none, for what is about a protected person."""
        return "" if self.protected else self.unit

    @property
    def assigned(self) -> bool:
        return self.basis in ASSIGNED

    @property
    def glass(self) -> bool:
        return self.basis in GLASS or self.action == "case.break_glass"


@dataclass(frozen=True, slots=True)
class Marks:
    """Somebody as keyed hashes: equal when it is the same surname, address or personal number, and nothing else."""

    surnames: frozenset[bytes] = frozenset()
    addresses: frozenset[bytes] = frozenset()
    numbers: frozenset[bytes] = frozenset()


HERE = ZoneInfo("Europe/Stockholm")


def _weekdays(day: date) -> bool:
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the readings.

    `staff` and `subjects`: marks by staff number and by object. `closed`: when each object was closed, and reopened
    or None, oldest first. `incidents`: when something happened that makes people curious, by object. `open_always`:
    units that work round the clock. `working`: whether a day is a working day.
    """

    staff: Mapping[str, Marks] = field(default_factory=dict)
    subjects: Mapping[str, Marks] = field(default_factory=dict)
    closed: Mapping[str, tuple[tuple[datetime, datetime | None], ...]] = field(default_factory=dict)
    incidents: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    open_always: frozenset[str] = frozenset()
    working: Callable[[date], bool] = _weekdays
    zone: ZoneInfo = HERE
