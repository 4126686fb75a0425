# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The questions, and what may be answered. Every question may be skipped.

They are the product's own words. They are no measurement: nothing is added up, nothing is compared with a limit, and
no answer says how somebody is.
"""

from __future__ import annotations

from collections.abc import Mapping

from sjalvklar.followup.rules.words import Questions
from sjalvklar.kernel.errors import Invalid

OF: Mapping[Questions, tuple[str, ...]] = {
    Questions.WELLBEING: ("sleep", "energy", "company", "safe", "own_time"),
    Questions.EXPERIENCE: ("help", "respect", "in_time", "knows_where"),
}
"""The questions of each kind, in the order they are asked."""

HIGHEST: Mapping[Questions, int] = {Questions.WELLBEING: 4, Questions.EXPERIENCE: 2}
"""The highest answer of each kind: 0 is never, or no; 4 is all the time, and 2 is yes."""


def choices(kind: Questions) -> range:
    """The answers there are, the lowest first."""
    return range(HIGHEST[kind] + 1)


def checked(kind: Questions, given: Mapping[str, str]) -> dict[str, int]:
    """The answers as they are kept. What was skipped is not there. Raises Invalid("nothing_answered") when everything
    was, and Invalid("choose") for what is no answer."""
    found: dict[str, int] = {}
    for question in OF[kind]:
        stated = given.get(question, "")
        if stated == "":
            continue
        if not (stated.isascii() and stated.isdigit() and len(stated) == 1 and int(stated) in choices(kind)):
            raise Invalid("choose", field=question)
        found[question] = int(stated)
    if not found:
        raise Invalid("nothing_answered", field=OF[kind][0])
    return found
