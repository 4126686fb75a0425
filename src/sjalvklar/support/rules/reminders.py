# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders of a booked talk: only to somebody who said yes, in the way they said, and never in another.

The words are in the relative's own contact, or said by a colleague; the product calls nobody and sends nothing to a
telephone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox.rules import Days, SafeContact

MOST_DAYS_BEFORE = 7
SATURDAY = 5
FROM_HOUR = 8  # on the clock on the wall: nothing is written in the night


class ReminderWay(StrEnum):
    """How somebody wants to be reminded."""

    THREAD = "thread"  # some words in their own contact, which they open with their code
    SAFE = "safe"  # a colleague does it, by the way and at the times that they said are safe


class ReminderState(StrEnum):
    """What became of a reminder."""

    DUE = "due"
    DONE = "done"
    COULD_NOT = "could_not"  # nobody answered, or the way was closed
    DROPPED = "dropped"  # the talk was moved or called off, or they are not to be reminded any more


class ReminderDeed(StrEnum):
    """What moves a reminder."""

    REMIND = "remind"
    FAIL = "fail"
    DROP = "drop"
    MOVE = "move"


REMINDERS: dict[tuple[ReminderState, ReminderDeed], ReminderState] = {
    (ReminderState.DUE, ReminderDeed.REMIND): ReminderState.DONE,
    (ReminderState.DUE, ReminderDeed.FAIL): ReminderState.COULD_NOT,
    (ReminderState.DUE, ReminderDeed.DROP): ReminderState.DROPPED,
    (ReminderState.DUE, ReminderDeed.MOVE): ReminderState.DUE,
}


def move_reminder(state: ReminderState, deed: ReminderDeed) -> ReminderState:
    """The state the deed leads to. Raises NotNow("wrong_state")."""
    try:
        return REMINDERS[state, deed]
    except KeyError:
        raise NotNow("wrong_state") from None


@dataclass(frozen=True, slots=True)
class Wish:
    """That somebody wants to be reminded, how, and how many days before."""

    way: ReminderWay
    days_before: int


def check_wish(wish: Wish, safe: SafeContact, *, has_thread: bool) -> None:
    """Raises Invalid: days_before, and no_such_way for a way that they have not given us."""
    if not 0 <= wish.days_before <= MOST_DAYS_BEFORE:
        raise Invalid("days_before", field="days_before")
    there = has_thread if wish.way is ReminderWay.THREAD else safe.reaches_out
    if not there:
        raise Invalid("no_such_way", field="way")


def _is_safe(day: date, safe: SafeContact) -> bool:
    weekend = day.weekday() >= SATURDAY
    on_such_a_day = safe.days is Days.ANY or weekend is (safe.days is Days.WEEKEND)
    return on_such_a_day and safe.holds_on(day)


def remind_on(wish: Wish, safe: SafeContact, talk_on: date, today: date) -> date | None:
    """The day to remind somebody of a talk: as long before as they want, or earlier until a day that they said is
    safe. None when there is no such day any more."""
    day = talk_on - timedelta(days=wish.days_before)
    if wish.way is ReminderWay.THREAD:
        return max(day, today) if today <= talk_on else None
    if not safe.reaches_out:
        return None
    while day >= today:
        if _is_safe(day, safe):
            return day
        day -= timedelta(days=1)
    # What they asked for has passed already: today, when today is safe and the talk is still to come.
    return today if talk_on >= today and _is_safe(today, safe) else None


def may_remind(way: ReminderWay, safe: SafeContact, today: date) -> bool:
    """Whether today is a day on which they may be reminded in that way."""
    return way is ReminderWay.THREAD or (safe.reaches_out and _is_safe(today, safe))


class SaidBy(StrEnum):
    """Who said what is safe now."""

    THEMSELVES = "themselves"
    IN_WRITING = "in_writing"  # themselves, in their own contact
    WHO_THEY_SENT = "who_they_sent"  # somebody they have asked to say it
    WE_STOPPED = "we_stopped"  # we were told that it is no longer safe, and may only take away
