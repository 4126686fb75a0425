# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every number the rules go by, in one place, so that a municipality can argue about them and change them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Why(StrEnum):
    """Why a reading came up."""

    GLASS = "glass"
    PROTECTED = "protected"
    SELF = "self"
    COLLEAGUE = "colleague"
    SAME_ADDRESS = "same_address"
    SAME_SURNAME = "same_surname"
    NOT_ASSIGNED = "not_assigned"  # neither owner nor named, and the owner was at work
    OUT_OF_HOURS = "out_of_hours"
    CLOSED = "closed"
    AFTER_INCIDENT = "after_incident"
    COMES_BACK = "comes_back"  # again and again over weeks, never assigned
    BURST = "burst"
    SERIES = "series"  # opened and left, one after the other
    ENUMERATION = "enumeration"  # search upon search, nothing opened
    REFUSED = "refused"  # asked again and again for what is not theirs, or not there
    SAMPLE = "sample"


# Seen by themselves: all of these come up, whatever else there is.
ALWAYS = frozenset({Why.GLASS, Why.PROTECTED, Why.SELF})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When signs about one member of staff and one person weigh enough together, and what is much in one day."""

    weights: dict[Why, int] = field(
        default_factory=lambda: {
            Why.GLASS: 5,
            Why.PROTECTED: 5,
            Why.SELF: 9,
            Why.COLLEAGUE: 4,
            Why.SAME_ADDRESS: 5,
            Why.SAME_SURNAME: 4,
            Why.NOT_ASSIGNED: 2,
            Why.OUT_OF_HOURS: 1,
            Why.CLOSED: 2,
            Why.AFTER_INCIDENT: 5,
            Why.COMES_BACK: 4,
            Why.BURST: 4,
            Why.SERIES: 4,
            Why.ENUMERATION: 4,
            Why.REFUSED: 4,
        }
    )
    enough: int = 4
    common_surname: float = 0.004  # borne by more than this share of all: by itself it says little
    common_weight: int = 2
    day_begins: int = 6  # local hours
    day_ends: int = 20
    used_to_it: float = 0.08  # whoever reads this share of everything out of hours works then
    closed_for: timedelta = timedelta(days=90)
    incident_lasts: timedelta = timedelta(hours=72)
    comes_back_days: int = 3
    comes_back_over: timedelta = timedelta(days=14)
    mad: float = 3.0
    least_days: int = 20  # fewer days than this say nothing of what is usual for somebody
    least_burst: int = 12  # objects in a day
    least_searches: int = 6  # searches in a day with nothing opened after
    least_refused: int = 10  # refusals in a day
    gap: timedelta = timedelta(seconds=10)
    least_series: int = 5
    sample: float = 0.02
    least_sample: int = 2
