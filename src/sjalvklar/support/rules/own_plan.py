# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan for a support in the relative's own words: what they want and what would help, what they do themselves, what
we do, and the day on which it is looked at together again. No field asks for anything else."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy
from sjalvklar.support.rules.unnamed import check_text
from sjalvklar.support.rules.words import DocumentationMode

LONGEST_PART = 2_000  # characters: it is to be read on one sheet of paper
LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """What was agreed, part by part."""

    wants: str = field(default="", repr=False)
    helps: str = field(default="", repr=False)
    they_do: str = field(default="", repr=False)
    we_do: str = field(default="", repr=False)


def checked_plan(plan: OwnPlan, mode: DocumentationMode) -> OwnPlan:
    """The same, as it may be kept in that mode. Raises Invalid with the field: needed when they have said nothing of
    what they want, too_long, and what points at somebody."""
    kept = OwnPlan(**{part.name: tidy(getattr(plan, part.name)) for part in fields(plan)})
    if not kept.wants:
        raise Invalid("needed", field="wants")
    for part in fields(kept):
        text = getattr(kept, part.name)
        if len(text) > LONGEST_PART:
            raise Invalid("too_long", field=part.name)
        check_text(text, mode, field=part.name)
    return kept


def check_look(on: date, today: date) -> None:
    """Raises Invalid when it cannot be looked at again on that day: passed, too_far."""
    if on < today:
        raise Invalid("passed", field="look_on")
    if on > today + LONGEST_AHEAD:
        raise Invalid("too_far", field="look_on")
