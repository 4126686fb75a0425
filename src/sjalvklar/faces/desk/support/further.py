# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Further pages of a support, each with a word on how it stands, for whoever may read it."""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.faces.desk.agreed import words as agreed
from sjalvklar.faces.desk.children import words as children
from sjalvklar.faces.desk.followup import words as followup
from sjalvklar.faces.desk.safety import words as safety
from sjalvklar.faces.desk.shell import Here
from sjalvklar.support.queries import Row


@dataclass(frozen=True, slots=True)
class Further:
    """A page: where it is, what it is called, how it stands, and what is late there."""

    address: str
    title: str
    word: str
    late: str = ""


def pages(now: Here, row: Row) -> tuple[Further, ...]:
    """The further pages of one support, in the order they are met."""
    root = f"/desk/s/{row.id}/"
    plan, booked, safe = agreed.short(now.viewer, row.id)
    return (
        Further(f"{root}own-plan/", *plan),
        Further(f"{root}talks/", *booked),
        Further(f"{root}safe/", *safe),
        Further(f"{root}safety/", *safety.short(now.viewer, row.id)),
        Further(f"{root}follow-up/", *followup.short(now.viewer, row.id)),
        Further(f"{root}child/", *children.short(now.viewer, row.id)),
    )
