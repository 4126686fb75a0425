# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Last month's readings in the demo's largest unit, so that the log review has something to show.

The readings are made up, of cases that never were; what comes up among them is found by the real rules.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.project.made_up import people
from sjalvklar.review import actions, queries
from sjalvklar.review.rules.thresholds import Why
from sjalvklar.review.rules.words import Outcome, Reason
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

_DEMO = Actor.system("demo")
_HOME = "Påhittsgatan 3, 123 45"


def _case(name: str) -> str:
    return f"case:{uuid5(NAMESPACE_URL, f'sjalvklar demo {name}')}"


class _Month:
    """The month before this one, and one unit's days in it."""

    def __init__(self, unit: str) -> None:
        zone = organisation.organisation().municipality.zone
        today = clock.now().astimezone(zone).date()
        self.ends = datetime.combine(today.replace(day=1), time(0), zone).astimezone(UTC)
        self.first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        every = [self.first + timedelta(days=day) for day in range((today.replace(day=1) - self.first).days)]
        self.days = [day for day in every if day.weekday() < 5]
        self.unit, self._zone = unit, zone
        self._deeds: list[tuple[datetime, Actor, str, str, str, dict[str, str]]] = []

    def at(self, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
        """A time of day on one of the month's working days, counted from 0."""
        return datetime.combine(self.days[day], time(hour, minute, second), self._zone).astimezone(UTC)

    def done(self, who: int, case: str, at: datetime, *, basis: str = "assignment", action: str = "case.read") -> None:
        self._deeds.append((at, Actor.staff(who, self.unit), action, case, basis, {}))

    def hidden(self, who: int, case: str, at: datetime) -> None:
        self._deeds.append((at, Actor.staff(who), "case.read", case, "named", {"compartment": "protected"}))

    def write(self) -> None:
        """Put them all on record, in order of time: a record where time goes back is one to ask about."""
        for at, actor, action, case, basis, detail in sorted(self._deeds, key=lambda deed: deed[0]):
            trust.record(actor=actor, action=action, object=case, basis=basis, detail=detail, at=at)


@transaction.atomic
def make() -> int:
    """Make the month and go through it; returns how many readings came up. None where the unit has no head, or
    only one person who serves."""
    units = [unit for unit, _ in people.meeting_relatives()[:1]]
    ids = [who.staff_id for unit in units for who in people.serving(unit)]
    head = staff.viewer(staff.unit_head(units[0]) or 0) if units else None
    if len(ids) < 2 or head is None:
        return 0
    month = _Month(units[0])
    first, second, third = (*ids, ids[1])[:3]  # in a small place one person is two
    _ordinary(month, (first, second, third))
    _to_ask_about(month, first, second, third)
    month.done(head.staff_id, _case("0.3"), month.at(7, 15, 20), basis="glass")
    for who, day in ((first, 2), (second, 9), (first, 16)):
        month.hidden(who, _case("hidden"), month.at(day, 14, 5))
    month.write()
    made_at = month.ends + timedelta(hours=3)
    found = actions.make_rounds(month.first, at=min(made_at, clock.now()), chance=random.Random(1))  # noqa: S311
    _begun(head, month.unit, made_at + timedelta(days=1, hours=7))
    return found


def _ordinary(month: _Month, ids: tuple[int, ...]) -> None:
    """Two of one's own cases a day."""
    for day in range(len(month.days)):
        for place, who in enumerate(ids):
            for turn in range(2):
                case = _case(f"{place}.{(day * 2 + turn + place) % 6}")
                month.done(who, case, month.at(day, 9 + 3 * turn + place, (day * 7 + place * 11) % 60))


def _to_ask_about(month: _Month, first: int, second: int, third: int) -> None:
    """A neighbour's case, a closed one in the evening, broken glass, and one after the other over a lunch."""
    actions.note_staff(second, surname="Demosson", address=_HOME, actor=_DEMO)
    actions.note_subject(_case("0.1"), surname="Påhittad", address=_HOME)
    for day, minute in ((4, 50), (5, 10)):
        month.done(second, _case("0.1"), month.at(day, 16, minute), basis="stand_in")
    closed = _case("closed")
    month.done(first, closed, month.at(0, 9) - timedelta(days=190))
    month.done(first, closed, month.at(0, 10) - timedelta(days=180), action="case.close")
    month.done(third, closed, month.at(11, 21, 40), basis="stand_in")
    month.done(third, _case("0.2"), month.at(13, 18, 31), basis="glass", action="case.break_glass")
    month.done(third, _case("0.2"), month.at(13, 18, 32), basis="glass")
    month.done(third, _case("0.2"), month.at(13, 18, 50), basis="glass", action="case.write")
    for turn in range(6):
        month.done(third, _case(f"1.{turn}"), month.at(17, 12, 31, 7 * turn), basis="stand_in")
    actions.note_incident(_case("news"), happened=month.at(8, 6), actor=_DEMO)
    month.done(second, _case("news"), month.at(8, 8, 12), basis="stand_in")


def _begun(head: Viewer, unit: str, at: datetime) -> None:
    """The head has begun: one was explained, one is asked about."""
    number = next((row.id for row in queries.rounds(head) if row.unit == unit), None)
    if number is None or at > clock.now():
        return
    rows = queries.queue(head, number)
    for why, outcome, reason in (
        (Why.SAMPLE, Outcome.JUSTIFIED, Reason.TASK),
        (Why.CLOSED, Outcome.EXPLAIN, Reason.NO_ANSWER),
    ):
        one = next((row for row in rows if why in row.why), None)
        if one is not None:
            actions.decide(actor=head, finding_id=one.id, outcome=outcome, reason=reason, at=at)
