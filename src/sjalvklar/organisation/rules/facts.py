# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a public fact comes from, and whether it may be shown.

A telephone number that rests on an old web page is worse than none: somebody calls it at night. So every fact carries
its source, the day it was read and how sure it is, and nothing unconfirmed reaches the public in production.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum


class Confidence(StrEnum):
    """How sure a fact is, by its source alone."""

    VERIFIED = "verified"  # the responsible body says so itself
    PROBABLE = "probable"  # second-hand, old or undated
    UNVERIFIED = "unverified"  # no source to lean on


class Shown(Enum):
    """What the public may see of a fact."""

    SHOWN = "shown"
    SHOWN_WITH_MARK = "shown_with_mark"  # only in the demo: "not confirmed by the municipality"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody in the municipality has confirmed it, or read it: when, and in what role; never a name."""

    on: date
    by_role: str


@dataclass(frozen=True, slots=True)
class Fact:
    """The provenance of one group of facts."""

    source: str
    checked: str
    confidence: Confidence
    note: str | None = None
    confirmed: Confirmation | None = None

    @property
    def sure(self) -> bool:
        """Whether it may be shown without a mark."""
        return self.confirmed is not None or self.confidence is Confidence.VERIFIED


def shown(fact: Fact, *, demo: bool) -> Shown:
    """Whether a fact may be shown: what is sure, always; what is probable, in the demo with a mark; else never."""
    if fact.sure:
        return Shown.SHOWN
    if fact.confidence is Confidence.PROBABLE and demo:
        return Shown.SHOWN_WITH_MARK
    return Shown.HIDDEN


def weakest(*facts: Shown) -> Shown:
    """Things shown together are as sure as the least sure of them."""
    if Shown.HIDDEN in facts:
        return Shown.HIDDEN
    return Shown.SHOWN_WITH_MARK if Shown.SHOWN_WITH_MARK in facts else Shown.SHOWN
