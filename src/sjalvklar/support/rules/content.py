# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept of one support inside its seal: about children, in numbers and yes or no, and how to reach somebody."""

from __future__ import annotations

from dataclasses import dataclass, field

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy, tidy_line

LONGEST_NOTE = 20_000  # characters
LONGEST_UNNAMED = 2_000
LONGEST_NAME = 60
MOST_CHILDREN = 30


@dataclass(frozen=True, slots=True)
class Children:
    """The step about children (SoL 2025:400; barn som anhöriga): asked, how many, informed, offered support of their
    own. None where it was not said."""

    asked: bool | None = None
    count: int | None = None
    informed: bool | None = None
    offered: bool | None = None


def checked_children(children: Children) -> Children:
    """The same, or Invalid: how many is a number that can be, and the rest is said of those who were asked about."""
    if children.count is not None and not 0 <= children.count <= MOST_CHILDREN:
        raise Invalid("children_count", field="children_count")
    if not children.asked:
        return Children(asked=children.asked)
    if not children.count:
        return Children(asked=True, count=children.count)
    return children


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
