# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a unit has promised, from its pack, as times on a clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sjalvklar.directory.queries import directory
from sjalvklar.directory.rules.hours import Hours, OpenKind, open_state
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox.rules.promise import DEFAULT_ANSWER, DEFAULT_TAKE, Opening, promise_due
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.rules import UnitProfile


def zone() -> ZoneInfo:
    """The municipality's time zone."""
    return organisation().municipality.zone


def today(at: datetime | None = None) -> date:
    """The date where the municipality is."""
    return (at or clock.now()).astimezone(zone()).date()


def receiving_unit(unit_id: str) -> UnitProfile:
    """The unit as the pack has it. Raises Invalid("unit") when relatives cannot write to it."""
    unit = organisation().unit(unit_id)
    if unit is None or not unit.receives_messages:
        raise Invalid("unit", field="unit")
    return unit


def _opening(hours: Hours, zone: ZoneInfo) -> Opening:
    def opening(moment: datetime) -> tuple[bool, datetime | None]:
        state = open_state(hours, moment, zone)
        if state.kind is OpenKind.UNKNOWN:
            return False, None
        return state.is_open, state.until if state.is_open else state.at

    return opening


def _hours_of(unit: UnitProfile) -> Opening | None:
    receiver = directory().by_id.get(unit.receiver)
    return _opening(receiver.hours, zone()) if receiver is not None and receiver.hours is not None else None


def clocks(unit_id: str, at: datetime) -> tuple[datetime, datetime]:
    """When an answer promised now is due, and when somebody must have taken it (never after the answer is due).

    A unit without a stated promise answers within 24 hours and takes within 4, every hour counted.
    """
    unit = organisation().unit(unit_id)
    opening = _hours_of(unit) if unit is not None else None
    due = promise_due((unit and unit.promise) or DEFAULT_ANSWER, at, opening)
    take = promise_due((unit and unit.take_within) or DEFAULT_TAKE, at, opening)
    return due, min(take, due)
