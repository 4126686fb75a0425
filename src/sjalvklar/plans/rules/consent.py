# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consent, read at a moment. That one has ended is seen by whoever looks, not made so by a job."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.plans.rules.words import Giver, Share

EARLIEST = timedelta(days=60)  # a signed paper may have lain for a while; a year-old one is asked for anew
LATEST = timedelta(days=60)  # and one that begins later than this is asked for when it is time


@dataclass(frozen=True, slots=True)
class Given:
    """One person's consent for one party."""

    giver: Giver
    kinds: frozenset[Share]
    starts_at: datetime
    ends_at: datetime  # the first moment after
    revoked_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it has begun, has not ended and has not been taken back."""
        return self.starts_at <= at < self.ends_at and (self.revoked_at is None or at < self.revoked_at)


class Why(StrEnum):
    """Why nothing may be shared with a party."""

    NONE = ""
    NEVER = "never"  # somebody whose yes is needed has not given it
    NOT_BEGUN = "not_begun"
    ENDED = "ended"  # its time has passed
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a party may be worked with at a moment: what may be shared, until when, or whose yes is missing."""

    holds: bool
    kinds: frozenset[Share] = frozenset()
    until: datetime | None = None
    missing: frozenset[Giver] = frozenset()
    why: Why = Why.NONE


def standing(given: Iterable[Given], *, needed: int, at: datetime) -> Standing:
    """How it stands with a party. Everybody whose yes is needed (the first `needed` of Giver) must have given one that
    holds; what may be shared is what all of them have said yes to, until the first of them ends."""
    mine = [one for one in given if one.giver <= needed]
    kinds: set[Share] = set(Share)
    until: datetime | None = None
    missing: set[Giver] = set()
    for giver in Giver:
        if giver > needed:
            continue
        holding = [one for one in mine if one.giver is giver and one.holds(at)]
        if not holding:
            missing.add(giver)
            continue
        kinds &= {kind for one in holding for kind in one.kinds}
        last = max(one.ends_at for one in holding)
        until = last if until is None else min(until, last)
    if missing:
        return Standing(False, missing=frozenset(missing), why=_why(mine, missing, at))
    return Standing(True, frozenset(kinds), until)


def _why(given: Collection[Given], missing: Collection[Giver], at: datetime) -> Why:
    """The gravest reason among those whose yes is missing: taken back, ended, not begun, never given."""
    theirs = [one for one in given if one.giver in missing]
    if any(one.revoked_at is not None and one.revoked_at <= at for one in theirs):
        return Why.REVOKED
    if any(one.ends_at <= at for one in theirs):
        return Why.ENDED
    return Why.NOT_BEGUN if any(one.starts_at > at for one in theirs) else Why.NEVER


def stopped_at(given: Collection[Given], *, needed: int, at: datetime) -> datetime | None:
    """Since when nothing may be shared with a party that something could be shared with before; None while it may, and
    when it never could."""
    if standing(given, needed=needed, at=at).holds:
        return None
    ends = {one.ends_at if one.revoked_at is None else min(one.ends_at, one.revoked_at) for one in given}
    passed = sorted((end for end in ends if end <= at), reverse=True)
    just = timedelta(microseconds=1)
    return next((end for end in passed if standing(given, needed=needed, at=end - just).holds), None)


def checked_time(
    starts: date, ends: date, *, longest: timedelta, at: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """The moments between which a consent holds: from the beginning of its first day to the end of its last. Raises
    Invalid: ends_before, ended_already, too_long_a_time, too_old, too_early."""
    today = at.astimezone(zone).date()
    if ends < starts:
        raise Invalid("ends_before", field="ends")
    if ends < today:
        raise Invalid("ended_already", field="ends")
    if starts < today - EARLIEST:
        raise Invalid("too_old", field="starts")
    if starts > today + LATEST:
        raise Invalid("too_early", field="starts")
    if ends - starts > longest:
        raise Invalid("too_long_a_time", field="ends")
    first = datetime.combine(starts, time(0), zone)
    after = datetime.combine(ends + timedelta(days=1), time(0), zone)
    return first.astimezone(at.tzinfo), after.astimezone(at.tzinfo)


def checked_kinds(kinds: Collection[Share]) -> frozenset[Share]:
    """What may be shared: the plan always."""
    return frozenset(kinds) | {Share.PLAN}


def check_may_share(now: Standing, kind: Share = Share.PLAN) -> None:
    """Raises NotNow("no_consent") when nothing may be shared with the party now, NotNow("not_consented_to") when not
    that."""
    if not now.holds:
        raise NotNow("no_consent")
    if kind not in now.kinds:
        raise NotNow("not_consented_to")


def can_share(now: Standing, kind: Share = Share.PLAN) -> bool:
    return now.holds and kind in now.kinds
