# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every form about an incident shares: what was sent, doing it, and what is said when it will not be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from sjalvklar.faces.desk import kept, refusals
from sjalvklar.faces.desk.incidents import words
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.views.errors import sentence as desk_sentence
from sjalvklar.incident import queries
from sjalvklar.kernel.errors import Invalid, NotFound, Refused

Deed = Callable[[HttpRequest, Here], str]
Page = Callable[[HttpRequest, dict[str, str]], HttpResponse]


def serving(request: HttpRequest) -> Here:
    """Whoever may have to do with incidents at all. For the others there are no such pages."""
    now = here(request)
    if not now.serves:
        raise Http404
    return now


def sentence(refused: Refused) -> str:
    """The refusal in words."""
    said = words.SENTENCES.get(refused.code)
    return str(said) if said is not None else desk_sentence(refused)


def day(request: HttpRequest, name: str) -> date:
    """A day in the calendar. Raises Invalid("day")."""
    try:
        return date.fromisoformat(request.POST.get(name, "").strip()[:10])
    except ValueError:
        raise Invalid("day", field=name) from None


def moment(request: HttpRequest, name: str, at: str) -> datetime:
    """A day and a time on the clock on the wall. Raises Invalid("time")."""
    try:
        clocked = time.fromisoformat(request.POST.get(at, "").strip()[:5])
        return datetime.combine(day(request, name), clocked, queries.zone())
    except (ValueError, Invalid):
        raise Invalid("time", field=name) from None


def typed(request: HttpRequest, about: UUID) -> Mapping[str, str]:
    """What was typed and not kept: just now, or before a session ended."""
    if request.method == "POST":
        return {name: str(value) for name, value in request.POST.items()}
    return kept.found(request.GET.get("kept", ""), str(about))


def attempt(request: HttpRequest, deed: Deed, page: Page, back: str) -> HttpResponse:
    """Do it, say so, and go back; when it is refused, the page with what was typed and why not, at its field.

    NotFound goes through: what is hidden is what is not there.
    """
    now = serving(request)
    try:
        said = deed(request, now)
    except NotFound:
        raise
    except Refused as refused:
        refusals.note(request, refused)
        if isinstance(refused, Invalid) and refused.field:
            return page(request, {refused.field: sentence(refused)})
        messages.error(request, sentence(refused))
        return page(request, {"form": sentence(refused)}) if request.POST.get("text") else HttpResponseRedirect(back)
    messages.success(request, said)
    return HttpResponseRedirect(back)


def through_the_night(starts: datetime, ends: datetime) -> datetime:
    """A shift that ends earlier on the clock than it begins ends the day after: 22 to 06."""
    if ends > starts:
        return ends
    local = ends.astimezone(queries.zone())
    return datetime.combine(local.date() + timedelta(days=1), local.time(), queries.zone())


def at_field(deed: str, wrong: dict[str, str]) -> dict[str, str]:
    """What is wrong, by the form and the field it belongs to, as a template finds it; `form` names the form, and
    `said` is the sentence for wherever no field shows it."""
    named = {f"{deed.replace('-', '_')}_{field}": words for field, words in wrong.items()}
    return {**named, "form": deed, "said": next(iter(wrong.values()), "")}
