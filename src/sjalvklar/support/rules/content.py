# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept of one support inside its seal: about children, in numbers and yes or no, and how to reach somebody."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy, tidy_line
from sjalvklar.support.rules.words import AgeBand

LONGEST_NOTE = 20_000  # characters
LONGEST_UNNAMED = 2_000
LONGEST_NAME = 60
MOST_CHILDREN = 30


@dataclass(frozen=True, slots=True)
class Children:
    """The step about children (SoL 2025:400; barn som anhöriga): asked, how many, informed, offered support of their
    own, how old they are in bands, and whether one of them has had a talk, and which day. None where it was not
    said."""

    asked: bool | None = None
    count: int | None = None
    informed: bool | None = None
    offered: bool | None = None
    ages: tuple[AgeBand, ...] = ()
    talked: bool | None = None
    talked_on: date | None = None


def checked_children(children: Children, today: date) -> Children:
    """The same, or Invalid: how many is a number that can be, no more ages than children, a talk that was held was
    held on a day that has come, and the rest is said of those who were asked about."""
    if children.count is not None and not 0 <= children.count <= MOST_CHILDREN:
        raise Invalid("children_count", field="children_count")
    if not children.asked:
        return Children(asked=children.asked)
    if not children.count:
        return Children(asked=True, count=children.count)
    ages = tuple(band for band in AgeBand if band in children.ages)
    if len(ages) > children.count:
        raise Invalid("children_ages", field="ages")
    on = children.talked_on if children.talked else None
    if on is not None and on > today:
        raise Invalid("talk_ahead", field="talked_on")
    return replace(children, ages=ages, talked_on=on)


def newly_known(before: Children, now: Children) -> tuple[int, int]:
    """How many more children are known of than before, and how many more of them have been offered support."""

    def of(said: Children) -> tuple[int, int]:
        count = said.count or 0
        return count, count if said.offered else 0

    (seen, offered), (seen_now, offered_now) = of(before), of(now)
    return max(0, seen_now - seen), max(0, offered_now - offered)


OLDEST_CHILD = 17


def checked_ages(youngest: int | None, oldest: int | None) -> tuple[int, int] | None:
    """The ages that a group for children is for; None when it is not for children. Raises Invalid("ages")."""
    if youngest is None and oldest is None:
        return None
    if youngest is None or oldest is None or not 0 <= youngest <= oldest <= OLDEST_CHILD:
        raise Invalid("ages", field="youngest")
    return youngest, oldest


@dataclass(frozen=True, slots=True)
class Called:
    """What somebody without a file is called, and how to reach them safely, as the mailbox keeps such wishes (see
    `mailbox.rules.SafeContact`). `thread` is the contact they wrote, when they did."""

    name: str = field(default="", repr=False)
    safe: dict[str, object] = field(default_factory=dict, repr=False)
    thread: str = field(default="", repr=False)


def checked_name(name: str) -> str:
    """What to call somebody: one line. Raises Invalid("too_long_here")."""
    kept = tidy_line(name)
    if len(kept) > LONGEST_NAME:
        raise Invalid("too_long_here", field="called")
    return kept


def checked_note(text: str, *, longest: int = LONGEST_NOTE) -> str:
    """A note as it is kept. Raises Invalid: needed, too_long."""
    kept = tidy(text)
    if not kept:
        raise Invalid("needed", field="text")
    if len(kept) > longest:
        raise Invalid("too_long", field="text")
    return kept
