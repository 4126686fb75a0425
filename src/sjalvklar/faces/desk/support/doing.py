# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms on a support's page, and what their fields are in this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.http import HttpRequest

from sjalvklar.faces.desk import sent
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.faces.desk.support import words
from sjalvklar.organisation.queries import organisation
from sjalvklar.support import queries
from sjalvklar.support.actions import Next
from sjalvklar.support.rules import AgeBand, Children, NextStep
from sjalvklar.support.rules.times import day, moment

_SATURDAY = 5
FORMS = Forms(
    root="/desk/s/",
    names=frozenset(
        {"write", "talk", "book", "settle", "children", "offer", "next", "hand", "close", "reopen"},
    ),
    see=queries.row,
    sentences=words.SENTENCES,
)


def when(request: HttpRequest, name: str = "starts") -> datetime:
    """A moment that was written, where the municipality is. Raises Invalid."""
    return moment(request.POST.get(name, ""), organisation().municipality.zone, field=name)


def next_morning(today: date) -> str:
    """What stands in a form for a time ahead before anything is chosen: ten o'clock on the next weekday."""
    day_after = today + timedelta(days=1)
    while day_after.weekday() >= _SATURDAY:
        day_after += timedelta(days=1)
    return f"{day_after.isoformat()}T10:00"


def coming(request: HttpRequest) -> Next:
    """What comes next, and on which day. Raises Invalid."""
    return Next(sent.chosen(request, "next_step", NextStep), day(request.POST.get("next_on", "")))


def children(request: HttpRequest) -> Children:
    """What was said about children. Raises Invalid."""
    asked = sent.yes(request, "asked")
    on = request.POST.get("talked_on", "")
    return Children(
        asked=asked,
        count=sent.number(request, "children_count", "children_count") if asked else None,
        informed=sent.yes(request, "informed"),
        offered=sent.yes(request, "offered"),
        ages=tuple(band for band in AgeBand if sent.yes(request, f"age-{band.value}")),
        talked=sent.yes(request, "talked"),
        talked_on=day(on, field="talked_on") if on.strip() else None,
    )


def bands(typed: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """How old children are, to tick: field, words, ticked."""
    names = {f"age-{band.value}": band.value.replace("-", "–") for band in AgeBand}
    return [(name, years, bool(typed.get(name))) for name, years in names.items()]
