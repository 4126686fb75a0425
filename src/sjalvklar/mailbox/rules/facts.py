# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said before a word is written, and the order people are answered in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy

LONGEST_MESSAGE = 20_000  # characters
FEAR = ("", "none", "some", "great")
DANGER = ("", "now", "unsure", "no")

CODE_OPENS_AFTER_CLOSE = timedelta(days=30)
CODE_SHOWN_FOR = timedelta(minutes=15)  # long enough on a bad line; the address stays in the browser's history
DRAFT_LIVES = timedelta(minutes=30)
LONGEST_DRAFT = 128 * 1024  # bytes of JSON
LONGEST_DRAFT_AT_THE_DESK = 2 * 1024 * 1024  # more than any form that is let in
MOST_DRAFTS = 2_000  # at once, of each process: at most 256 MB that anybody can have us keep
ERASE_GRACE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What the relative chose in the guide, in codes; empty when not said. It stands in clear in the database.

    `situation`, `who`, `danger` are options of the guide; `area` an area's id; `fear` how afraid they are in their
    own words: none, some, great; `language` what they write in; `child` that they are under 18.
    """

    situation: str = ""
    who: str = ""
    danger: str = ""
    child: bool = False
    area: str = ""
    language: str = "sv"
    fear: str = ""


_FACT_LIMITS = {"situation": 40, "who": 40, "danger": 10, "area": 60, "language": 20, "fear": 10}


def check_facts(facts: ContactFacts) -> None:
    """Raises Invalid("facts") when a code cannot be one of ours."""
    for name, limit in _FACT_LIMITS.items():
        value = getattr(facts, name)
        if len(value) > limit or (not value.replace("-", "").replace("_", "").isalnum() and value):
            raise Invalid("facts", field=name)
    if facts.fear not in FEAR or facts.danger not in DANGER:
        raise Invalid("facts", field="fear" if facts.fear not in FEAR else "danger")


class Turn(IntEnum):
    """Who is answered first. An order of answering, from what the person said and nothing else.

    It is no score of threat: the police assess threat. It computes nothing and is shown as what was said.
    """

    FIRST = 0  # said that somebody is in danger now
    SOON = 1  # a child, or not sure about danger, or said to feel great fear
    IN_TURN = 2


def turn(facts: ContactFacts) -> Turn:
    """In which turn somebody who said this is answered."""
    if facts.danger == "now":
        return Turn.FIRST
    if facts.child or facts.danger == "unsure" or facts.fear == "great":
        return Turn.SOON
    return Turn.IN_TURN


def place_in_turn(turn: Turn, waiting_since: datetime, due: datetime) -> tuple[int, datetime]:
    """Where something that is owed an answer stands: a rank, and a moment within it; the lowest is answered first.

    Danger now is before everything. After it stands what is closest to its moment: the promise itself, or for those
    who come soon the middle of it. So a child goes before others who wrote at the same time, and a promise that is
    about to break, or has broken, before a child who has just written.
    """
    if turn is Turn.SOON:
        return 1, waiting_since + (due - waiting_since) / 2
    return int(turn is not Turn.FIRST), due


def checked_text(text: str, *, field: str = "text") -> str:
    """The message as it is kept. Raises Invalid with code: needed, too_long (over 20,000 characters)."""
    if len(text) > 2 * LONGEST_MESSAGE:
        raise Invalid("too_long", field=field)
    kept = tidy(text)
    if not kept:
        raise Invalid("needed", field=field)
    if len(kept) > LONGEST_MESSAGE:
        raise Invalid("too_long", field=field)
    return kept
