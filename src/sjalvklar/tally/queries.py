# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what was counted, inside the municipality. Publishing needs disclosure control and is not done here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count

from sjalvklar.tally.models import Fact
from sjalvklar.tally.rules import Total, What

_GROUPS = {"what", "unit", "on", "situation", "language", "child"}


def totals(
    *,
    what: What | None = None,
    unit: str | None = None,
    since: date | None = None,
    until: date | None = None,
    by: Sequence[str] = (),
) -> tuple[Total, ...]:
    """Counts from `since` until and including `until`, grouped by any of what, unit, on, situation, language, child.

    Without `by`, one total. Groups are in order; small groups are not hidden: this never leaves the municipality.
    """
    if unknown := set(by) - _GROUPS:
        raise ValueError(f"cannot group by {', '.join(sorted(unknown))}")
    facts = Fact.objects.all()
    if what is not None:
        facts = facts.filter(what=what.value)
    if unit is not None:
        facts = facts.filter(unit=unit)
    if since is not None:
        facts = facts.filter(on__gte=since)
    if until is not None:
        facts = facts.filter(on__lte=until)
    if not by:
        return (Total((), facts.count()),)
    rows = facts.values(*by).annotate(count=Count("pk")).order_by(*by)
    return tuple(Total(tuple(str(row[name]) for name in by), row["count"]) for row in rows)
