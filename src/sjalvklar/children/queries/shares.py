# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How often children are asked about, and offered support of their own: counts, never of whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Shares:
    """In how many of the unit's contacts with adults children were asked about, and how many of the children known of
    were offered support of their own."""

    asked: int
    contacts: int
    offered: int
    known: int


def shares(viewer: Viewer, *, unit_id: str, until: date) -> Shares:
    """Of the year until a day, for the head of the unit. Raises NotFound("no_such_unit") for others."""
    if not viewer.leads(unit_id):
        raise NotFound("no_such_unit")
    counts = tally.totals(unit=unit_id, since=until - YEAR, until=until, by=("what",))
    of = {What(total.group[0]): total.count for total in counts}
    contacts = max(0, of.get(What.SUPPORT_OPENED, 0) - of.get(What.CHILD_CONTACT, 0))
    return Shares(
        min(of.get(What.CHILDREN_ASKED, 0), contacts),
        contacts,
        of.get(What.CHILD_OFFERED, 0),
        of.get(What.CHILD_KNOWN, 0),
    )
