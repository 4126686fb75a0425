# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What relatives are offered: what each service is, who gives it, and what the board has decided about writing it
down."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.support import lists
from sjalvklar.faces.desk.support import words as said
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.organisation.rules import Shown
from sjalvklar.support import queries
from sjalvklar.support.queries import Given, Offered
from sjalvklar.support.rules import ModeDecision


@dataclass(frozen=True, slots=True)
class Line:
    """One service in words. `units` are all who give it."""

    name: str
    what: str
    mode: str
    here: bool
    facts: tuple[tuple[str, str], ...]
    units: tuple[str, ...]


@require_safe
@desk_view
def offered(request: HttpRequest) -> HttpResponse:
    """The catalogue, as it stands for the unit."""
    now = lists.serving(request)
    assert now.unit is not None
    return render(
        request,
        "desk/support/offered.html",
        {
            "here": now,
            "view": "support",
            "list": "offered",
            "lines": tuple(map(_line, queries.offered(now.unit.id))),
            "apply": said.how_to_apply(),
            "counts": lists.counts(request, now),
        },
    )


def _line(one: Offered) -> Line:
    service = one.given.service
    return Line(
        said.service(service.id),
        said.what_it_is(service.id),
        str(said.MODES[one.given.mode]),
        one.here,
        (
            (gettext("How it is documented"), str(said.MODE_HINTS[one.given.mode])),
            (gettext("The board's decision"), _decided(one.given)),
            (gettext("Legal basis"), _grounds(one.given)),
        ),
        one.units,
    )


def _decided(given: Given) -> str:
    """Who decided how it is documented, when, under which number, and for how long it holds."""
    decision = given.standing.decision
    if decision is None:
        return gettext("The board has not decided: it is part of a case.")
    made = [decision.board[:1].upper() + decision.board[1:]]
    if decision.decided_on is not None:
        made.append(words.day(decision.decided_on, None))
    if decision.reference:
        made.append(decision.reference)
    told = [f"{', '.join(made)}.", _holds(decision)]
    if given.standing.marked:
        told.append(gettext("Not confirmed by the board. It counts here because nothing is real."))
    return " ".join(told)


def _holds(decision: ModeDecision) -> str:
    starts = words.day(decision.starts, None)
    if decision.ends is None:
        return gettext("Holds from %(starts)s until further notice.") % {"starts": starts}
    return gettext("Holds from %(starts)s to %(ends)s.") % {"starts": starts, "ends": words.day(decision.ends, None)}


def _grounds(given: Given) -> str:
    told = []
    for ground in given.grounds:
        stands = queries.leaned_on(ground)
        if stands is Shown.SHOWN_WITH_MARK:
            told.append(gettext("%(law)s (not confirmed)") % {"law": ground.text})
        elif stands is not Shown.HIDDEN:
            told.append(ground.text)
    return "; ".join(told) or gettext("Not stated")
