# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When something may go, and when it must be gone. Dates where the municipality is.

A time counted in years ends on the same date of the year it leads to, and on the last day of the month where there is
no such date (lag (1930:173) om beräkning av lagstadgad tid); the day after it has passed.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sjalvklar.disposal.rules.words import Basis, CountedFrom, RecordType, Why
from sjalvklar.organisation.rules import Fact

GROWN_UP = 18


@dataclass(frozen=True, slots=True)
class Period:
    """How long: years, or days; both zero is no time at all."""

    years: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The first day when it has passed."""
        if not self.years:
            return day + timedelta(days=self.days)
        year = min(day.year + self.years, date.max.year - 2)
        last = calendar.monthrange(year, day.month)[1]
        return date(year, day.month, min(day.day, last)) + timedelta(days=self.days + 1)


@dataclass(frozen=True, slots=True)
class DisposalRule:
    """What holds for one kind of record, from a day on. `period` is None where only a board's decision has one.

    `whole_year`: it must be gone when the calendar year after has ended.
    """

    id: str
    record: RecordType
    basis: Basis
    counted_from: CountedFrom
    period: Period | None
    whole_year: bool
    starts: date
    ground: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class KeepRule:
    """What is kept although its time has passed, from a day on: by day of birth, by municipality, or as a child's."""

    id: str
    records: frozenset[RecordType]
    starts: date
    ground: str
    fact: Fact
    born_on_days: frozenset[int] = frozenset()
    municipalities: tuple[str, ...] = ()  # codes, or beginnings of codes: a county
    years_from_birth: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """A board's disposal decision (gallringsbeslut). `authority` is empty for all of the municipality's.

    `period` replaces the rule's. `keeps`: the board has decided that nothing of the kind is erased.
    """

    id: str
    record: RecordType
    authority: str
    board: str
    decided_on: date
    number: str
    starts: date
    fact: Fact
    period: Period | None = None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What is known of one thing that is kept. `born` is None when unknown or of no matter; `counted` is the day that
    its time is counted from."""

    record: RecordType
    authority: str
    counted: date
    is_open: bool = False
    begun: date | None = None
    born: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of it. `due` is the first day it may go; `gone_by` the last day it may be left."""

    why: Why
    due: date | None = None
    gone_by: date | None = None
    rule: str = ""
    decision: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Disposal:
    """All that a municipality's pack says."""

    code: str
    rules: tuple[DisposalRule, ...] = ()
    keeps: tuple[KeepRule, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def rule(self, record: RecordType, today: date) -> DisposalRule | None:
        """The newest rule that has begun to hold."""
        found = [rule for rule in self.rules if rule.record is record and rule.starts <= today]
        return max(found, key=lambda rule: rule.starts, default=None)

    def decision(self, record: RecordType, authority: str, today: date) -> Decision | None:
        """The newest decision in force; a board's own goes before one for all on the same day."""
        found = [
            one
            for one in self.decisions
            if one.record is record and one.authority in {"", authority} and one.starts <= today
        ]
        return max(found, key=lambda one: (one.starts, one.authority != ""), default=None)

    def period(self, record: RecordType, authority: str, today: date) -> Period | None:
        """How long a kind of record is kept; None when nothing may be erased."""
        rule, decision = self.rule(record, today), self.decision(record, authority, today)
        if rule is None or (decision is not None and decision.keeps):
            return None
        if rule.basis is Basis.BOARD and decision is None:
            return None
        return decision.period if decision is not None and decision.period is not None else rule.period

    def due(self, about: About, today: date) -> Verdict:
        """Whether its time has passed; what is said of birth and other files comes after (`judge`)."""
        rule, decision = self.rule(about.record, today), self.decision(about.record, about.authority, today)
        if rule is None:
            return Verdict(Why.NO_RULE)
        found = Verdict(Why.PAST, rule=rule.id, decision=decision.id if decision else "")
        if decision is not None and decision.keeps:
            return replace(found, why=Why.BOARD_KEEPS)
        period = self.period(about.record, about.authority, today)
        if period is None:
            return replace(found, why=Why.NO_DECISION)
        due = period.after(about.counted)
        gone_by = date(due.year + 1, 12, 31) if rule.whole_year else due
        why = Why.NOT_YET if due > today else Why.OPEN if about.is_open else Why.PAST
        return replace(found, why=why, due=due, gone_by=gone_by)

    def asks_for_birth(self, record: RecordType, today: date) -> bool:
        """Whether it matters when the person was born."""
        return any(keep.born_on_days or keep.years_from_birth for keep in self._keeping(record, today))

    def judge(self, about: About, today: date) -> Verdict:
        """What becomes of it, by the rules alone. Where a birth that matters is unknown it is kept, for a person to
        look at."""
        found = self.due(about, today)
        if not found.why.goes:
            return found
        for why, until in self._kept(about, today):
            return replace(found, why=why, until=until)
        return found

    def _keeping(self, record: RecordType, today: date) -> Iterable[KeepRule]:
        return (keep for keep in self.keeps if record in keep.records and keep.starts <= today)

    def _kept(self, about: About, today: date) -> Iterable[tuple[Why, date | None]]:
        keeping = list(self._keeping(about.record, today))
        if any(self.code.startswith(code) for keep in keeping for code in keep.municipalities):
            yield Why.AREA, None
        if about.born is None:
            if self.asks_for_birth(about.record, today):
                yield Why.BORN_UNKNOWN, None
            return
        if any(about.born.day in keep.born_on_days for keep in keeping):
            yield Why.BORN_ON_DAY, None
        begun = about.begun or about.counted
        if begun < Period(years=GROWN_UP).after(about.born):
            for keep in keeping:
                until = Period(years=keep.years_from_birth).after(about.born)
                if keep.years_from_birth and until > today:
                    yield Why.CHILD, until
