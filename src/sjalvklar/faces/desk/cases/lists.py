# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of cases, search, a new case, and what waits for somebody to deal with it."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sjalvklar.casework import actions, permissions, queries
from sjalvklar.casework.queries import View
from sjalvklar.casework.rules import Identity, ProtectionLevel
from sjalvklar.faces.desk import refusals, sent, turned
from sjalvklar.faces.desk.cases import doing, rows, words
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import personal_numbers
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from sjalvklar.organisation.rules.staff import UnitRow


def _serving(request: HttpRequest) -> Here:
    """Whoever may have to do with cases at all. For the others there are no such pages."""
    now = here(request)
    if not now.serves:
        raise Http404
    return now


def _can_open(now: Here) -> bool:
    return now.unit is not None and permissions.can_open(now.viewer, now.unit.id, now.unit.authority_id)


PATHS = {View.MINE: "desk_cases", View.CLOSED: "desk_cases_closed", View.UNIT: "desk_cases_unit"}


def _page(request: HttpRequest, view: View, *, named: bool = False) -> dict[str, object]:
    """What a list shows; `named` with the names of those on the page, which is put on record for each."""
    now = _serving(request)
    unit_id = now.unit.id if now.unit else None
    found, after = turned.asked(
        request, lambda place: queries.page(now.viewer, view=view, unit_id=unit_id, after=place)
    )
    names = actions.reveal_names(actor=now.viewer, after=after) if named else None
    reviews = [row for row in queries.to_review(now.viewer) if row.outcome is None]
    return {
        "here": now,
        "view": "cases",
        "list": view.value,
        "rows": tuple(rows.line(row, names) for row in found.rows),
        **turned.ways(now, reverse(PATHS[view]), found, after),
        "this": f"?{turned.query(now, after=after)}" if after else now.query,
        "names": names,
        "can_open": _can_open(now),
        "short": tuple(rows.line(row) for row in queries.short_of_people(now.viewer)),
        "unnamed": tuple(naming for naming, _ in queries.without_people(now.viewer)),
        "reviews": len(reviews),
    }


@require_safe
@desk_view
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/cases/list.html", _page(request, View.MINE))


@require_safe
@desk_view
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/cases/list.html", _page(request, View.CLOSED))


@require_safe
@desk_view
def unit(request: HttpRequest) -> HttpResponse:
    """The unit's cases without content, for its head."""
    return render(request, "desk/cases/list.html", _page(request, View.UNIT))


@require_POST
@desk_view
def names(request: HttpRequest) -> HttpResponse:
    """The names of one's own cases on a page of the list, once and on record. Nothing in an address or in history
    brings them back."""
    return render(request, "desk/cases/list.html", _page(request, View.MINE, named=True))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def search(request: HttpRequest) -> HttpResponse:
    """Search by name, personal number or case number. What was searched with is never in an address."""
    now = _serving(request)
    context: dict[str, object] = {"here": now, "view": "cases", "can_open": _can_open(now)}
    if request.method == "POST":
        try:
            found = actions.search(actor=now.viewer, text=request.POST.get("q", ""))
        except Invalid as refused:
            context["wrong"] = doing.FORMS.sentence(refused)
        else:
            context |= {
                "searched": str(words.SEARCHED[found.kind]),
                "rows": tuple(rows.line(row) for row in found.rows),
                "more": found.more,
            }
    return render(request, "desk/cases/search.html", context)


_PARTS = ("name", "number", "phone", "email", "address")


def lines_of(who: Identity) -> str:
    """Who somebody is, line by line."""
    number = personal_numbers.written(who.number) if who.number else ""
    return "\n".join(filter(None, (who.name, number, who.phone, who.email, who.address)))


def identity(request: HttpRequest) -> Identity:
    """Who it is, as it was typed."""
    return Identity(**{part: request.POST.get(part, "")[:1000] for part in _PARTS})


def _seconds(now: Here, unit: UnitRow) -> list[tuple[int, str]]:
    return [(who.staff_id, who.name) for who in queries.nameable_in(unit.id) if who.staff_id != now.viewer.staff_id]


def _contact(stated: str) -> UUID | None:
    try:
        return UUID(stated) if stated else None
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def new(request: HttpRequest) -> HttpResponse:
    """Open a case, alone or from a contact one has taken."""
    now = _serving(request)
    contact = _contact(request.POST.get("contact", "") or request.GET.get("contact", ""))
    if now.unit is None or not _can_open(now):
        raise Http404
    typed, wrong = Identity(), {}
    if request.method == "POST":
        typed = identity(request)
        try:
            case_id = _open(request, now, now.unit, typed, contact)
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            field = refused.field if isinstance(refused, Invalid) else None
            wrong = {field or "form": doing.FORMS.sentence(refused)}
        else:
            messages.success(request, gettext("The case is open, and you have it."))
            return HttpResponseRedirect(doing.FORMS.address(case_id))
    return render(
        request,
        "desk/cases/new.html",
        {
            "here": now,
            "view": "cases",
            "typed": asdict(typed),
            "wrong": wrong,
            "contact": contact or "",
            "nonce": request.POST.get("nonce") or sent.new_nonce(),
            "levels": levels(),
            "level": request.POST.get("level", ProtectionLevel.NONE.value),
            "seconds": _seconds(now, now.unit),
            "second": request.POST.get("second", ""),
        },
        status=200,
    )


def levels(*, also_none: bool = True) -> list[tuple[str, str, str]]:
    """The levels of protection to choose from: value, words, hint."""
    return [
        (level.value, str(said), str(words.LEVEL_HINTS.get(level, "")))
        for level, said in words.LEVELS.items()
        if also_none or level is not ProtectionLevel.NONE
    ]


def _open(request: HttpRequest, now: Here, unit: UnitRow, typed: Identity, contact: UUID | None) -> UUID:
    level = sent.chosen(request, "level", ProtectionLevel)
    second = sent.person(request, "second") if level is not ProtectionLevel.NONE else None
    return actions.open_case(
        actor=now.viewer,
        unit_id=unit.id,
        identity=typed,
        level=level,
        second=second,
        contact=contact,
        nonce=sent.nonce(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def naming(request: HttpRequest, naming: UUID) -> HttpResponse:
    """The head names two people for a protected case that has none left, without learning which it is."""
    now = here(request)
    waiting = dict(queries.without_people(now.viewer))
    if naming not in waiting:
        raise Http404
    if not step_up.is_fresh(request):
        return step_up.ask(request)
    wrong, typed = "", request.POST or step_up.typed(request)
    if request.method == "POST":
        try:
            first, second = sent.person(request, "first"), sent.person(request, "second")
            actions.name_anew(actor=now.viewer, naming=naming, first=first, second=second)
        except (Invalid, NotAllowed) as refused:
            refusals.note(request, refused)
            wrong = doing.FORMS.sentence(refused)
        else:
            messages.success(request, gettext("They have been told. You do not see which case it is."))
            return HttpResponseRedirect(f"/desk/cases/{now.query}")
    people = [(who.staff_id, who.name) for who in queries.nameable_anew(now.viewer, waiting[naming])]
    return render(
        request,
        "desk/cases/naming.html",
        {
            "here": now,
            "view": "cases",
            "naming": naming,
            "people": people,
            "wrong": wrong,
            "first": typed.get("first", ""),
            "second": typed.get("second", ""),
        },
    )


@require_POST
@desk_view
def notice_seen(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The notice has been seen: back to where one was, or on to what it is about."""
    actions.seen(actor=here(request).viewer, notice_id=notice_id)
    back = request.POST.get("back", "")
    return HttpResponseRedirect(back if back.startswith("/desk/") and "//" not in back else "/desk/")
