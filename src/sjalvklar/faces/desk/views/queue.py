# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lists: who waits, what is mine, the unit as its head sees it, and what is closed. And news for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sjalvklar.children import queries as children
from sjalvklar.faces.desk import chart, rows, turned, words
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.mailbox.queries import View
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import UnitRow
from sjalvklar.review import queries as review

LIMIT = 25
_ANEW = 60  # seconds after which "40 min" is no longer true and the rows are written anew


@dataclass(frozen=True, slots=True)
class Listing:
    """One of the desk's lists: its address, heading and what stands there when it is empty."""

    view: View
    path: str
    heading: words.Words
    empty: words.Words


LISTINGS: dict[View, Listing] = {
    View.WAITING: Listing(View.WAITING, "/desk/", _("Waiting for an answer"), _("Nobody is waiting.")),
    View.MINE: Listing(View.MINE, "/desk/mine/", _("Mine"), _("You have no open contacts.")),
    View.HEAD: Listing(View.HEAD, "/desk/unit/", _("The whole unit"), _("The unit has no open contacts.")),
    View.CLOSED: Listing(View.CLOSED, "/desk/closed/", _("Closed"), _("No contact has been closed.")),
}


def _page(request: HttpRequest, view: View, *, whole: bool = True) -> dict[str, object]:
    """What a list shows. `after` in the address is where to go on from; what is no such place starts from the top."""
    now = here(request)
    if now.unit is None:
        return {"listing": LISTINGS[view], "rows": (), "here": now}
    unit_id = now.unit.id
    page, after = turned.asked(
        request,
        lambda place: mailbox.worklist(now.viewer, unit_id=unit_id, view=view, after=place, limit=LIMIT),
    )
    request._desk_counts = page.counts  # type: ignore[attr-defined]  # the menu shows the same numbers
    weighed = children.undecided([row.id for row in page.rows]) if view is View.MINE else frozenset()
    lines = tuple(rows.line(row, undecided=row.id in weighed) for row in page.rows)
    context: dict[str, object] = {
        "listing": LISTINGS[view],
        "rows": lines,
        "here": now,
        "view": view.value,
        **turned.ways(now, LISTINGS[view].path, page, after),
        "news": "" if after else _news_address(now, view, page.mark),
        "can_pick": view in {View.WAITING, View.MINE},
    }
    if whole:
        context["presence"] = _presence(now, now.unit)
    return context


def _news_address(now: Here, view: View, mark: str) -> str:
    stamp = int(clock.now().timestamp())
    return "/desk/news/?" + turned.query(now, view=view.value, mark=mark, t=str(stamp))


def _presence(now: Here, unit: UnitRow) -> str:
    """Who is on duty now, and whom one stands in for."""
    at = clock.now()
    said = []
    present = staff.on_duty(unit.id, at)
    if present:
        listed = words.names(tuple(person.first_name for person in present))
        said.append(gettext("On duty now: %(names)s.") % {"names": listed})
    covers = staff.covers(unit.id, since=at) if now.viewer.stand_ins else ()
    mine = [cover for cover in covers if cover.starts_at <= at and cover.substitute_id == now.viewer.staff_id]
    said += [
        gettext("You stand in for %(name)s, %(days)s.")
        % {"name": cover.absent, "days": words.days(cover.starts_at, cover.ends_at)}
        for cover in mine
    ]
    return " ".join(said)


@require_safe
@desk_view
def waiting(request: HttpRequest) -> HttpResponse:
    """Those who wait; for whoever only reviews the record or notices relatives, their own page."""
    now = here(request)
    if not now.serves and now.unit is None and review.left(now.viewer) is not None:
        return HttpResponseRedirect("/desk/review/")
    if not now.serves and now.notices:
        return HttpResponseRedirect("/desk/support/notice/")
    return render(request, "desk/queue.html", _page(request, View.WAITING))


@require_safe
@desk_view
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/queue.html", _page(request, View.MINE))


@require_safe
@desk_view
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/queue.html", _page(request, View.CLOSED))


@require_safe
@desk_view
def unit(request: HttpRequest) -> HttpResponse:
    """The unit head's list, without content, with a chart of how long people wait."""
    now = here(request)
    if not now.leads:
        raise Http404
    context = _page(request, View.HEAD)
    if not request.GET.get("after") and now.unit is not None:
        context["chart"] = chart.of(mailbox.waits(now.viewer, unit_id=now.unit.id))
    return render(request, "desk/queue.html", context)


@require_safe
@desk_view
def news(request: HttpRequest) -> HttpResponse:
    """What has come since `mark`: 204 and nothing when nothing has, else the rows and the counts anew.

    Asked for every ten seconds by every open page, so the usual answer costs next to nothing.
    """
    now = here(request)
    try:
        view = View(request.GET.get("view", ""))
        written = int(request.GET.get("t", "0")[:12] or 0)
    except ValueError as odd:
        raise Http404 from odd
    if now.unit is None or (view is View.HEAD and not now.leads):
        raise Http404
    mark = request.GET.get("mark", "")[:200]
    changes = mailbox.changes_since(now.viewer, unit_id=now.unit.id, view=view, mark=mark, limit=LIMIT)
    stale = clock.now().timestamp() - written >= _ANEW
    if not changes.changed and not stale:
        return HttpResponse(status=204)
    context = _page(request, view, whole=False)
    if changes.changed:
        counted = changes.counts.mine if view is View.MINE else changes.counts.waiting
        context["told"] = _told(view, counted)
    return render(request, "desk/news.html", context)


def _told(view: View, number: int) -> str:
    if view is View.MINE:
        return ngettext(
            "The list has changed. You have %(number)d contact.",
            "The list has changed. You have %(number)d contacts.",
            number,
        ) % {"number": number}
    return ngettext(
        "The list has changed. %(number)d is waiting.", "The list has changed. %(number)d are waiting.", number
    ) % {"number": number}
