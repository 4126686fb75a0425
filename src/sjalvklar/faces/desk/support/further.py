# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Further pages of a support, each with a word on how it stands, for whoever may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from sjalvklar.children.queries import Standing
from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.agreed import words as agreed
from sjalvklar.faces.desk.children import words as children
from sjalvklar.faces.desk.followup import words as followup
from sjalvklar.faces.desk.safety import words as safety
from sjalvklar.safety.queries import State
from sjalvklar.support import queries
from sjalvklar.support.queries import Row
from sjalvklar.support.rules import gives_copy


@dataclass(frozen=True, slots=True)
class Further:
    """A page: where it is, what it is called, how it stands, and what is late there."""

    address: str
    title: str
    word: str
    late: str = ""


def pages(row: Row, state: State, child: Standing) -> tuple[Further, ...]:
    """The further pages of one support, in the order they are met."""
    root = f"/desk/s/{row.id}/"
    plan, booked, safe = agreed.short(row)
    return (
        Further(f"{root}own-plan/", *plan),
        Further(f"{root}talks/", *booked),
        Further(f"{root}safe/", *safe),
        Further(f"{root}safety/", *safety.short(state)),
        Further(f"{root}follow-up/", *followup.short(row)),
        Further(f"{root}child/", *children.short(child)),
        *([Further(f"{root}copy/", *_copy(row))] if not gives_copy(row.mode) or "prepare" in row.may else []),
    )


def _copy(row: Row) -> tuple[str, str]:
    """The page of a copy for the person, and how it stands."""
    title = gettext("A copy for the person")
    if row.case_id is not None:
        return title, gettext("Goes along in the copy of the case.")
    if not gives_copy(row.mode):
        return title, gettext("Of somebody anonymous there is none.")
    left = queries.handed_out(row)
    return title, gettext("Last taken out %(when)s.") % {"when": words.moment(left[0].at)} if left else gettext(
        "None has been taken out."
    )
