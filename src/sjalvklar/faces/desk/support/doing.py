# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every form about supports shares: what was sent, doing it, and what is said when it will not be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sjalvklar.faces.desk import kept, refusals
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import words
from sjalvklar.faces.desk.views.errors import sentence as desk_sentence
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.queries import organisation
from sjalvklar.support import queries
from sjalvklar.support.actions import Next
from sjalvklar.support.rules import NextStep
from sjalvklar.support.rules.times import day, moment

FORMS = ("write", "talk", "book", "settle", "children", "offer", "next", "hand", "close", "reopen")


def sentence(refused: Refused) -> str:
    """The refusal in words."""
    said = words.SENTENCES.get(refused.code)
    return str(said) if said is not None else desk_sentence(refused)


def address(support_id: UUID, **query: str) -> str:
    """Where a support is."""
    return f"/desk/s/{support_id}/" + (f"?{urlencode(query)}" if query else "")


def number(request: HttpRequest, name: str, code: str) -> int:
    """A whole number that was written. Raises Invalid with that code."""
    stated = request.POST.get(name, "").strip()
    if not (stated.isascii() and stated.isdigit() and len(stated) < 6):
        raise Invalid(code, field=name)
    return int(stated)


def when(request: HttpRequest, name: str = "starts") -> datetime:
    """A moment that was written, where the municipality is. Raises Invalid."""
    return moment(request.POST.get(name, ""), organisation().municipality.zone, field=name)


def coming(request: HttpRequest) -> Next:
    """What comes next, and on which day. Raises Invalid."""
    try:
        step = NextStep(request.POST.get("next_step", ""))
    except ValueError:
        raise Invalid("choose", field="next_step") from None
    return Next(step, day(request.POST.get("next_on", "")))


def attempt(request: HttpRequest, support_id: UUID, form: str, deed: Callable[[Here], None]) -> HttpResponse | None:
    """Do it; when it is refused, the support's page with what was typed and why not. None when it was done.

    NotFound goes through: a support that is hidden is one that is not there.
    """
    now = here(request)
    try:
        deed(now)
    except NotFound:
        raise
    except Refused as refused:
        queries.row(now.viewer, support_id)
        refusals.note(request, refused)
        query = {}
        token = kept.keep(str(support_id), kept.typed(request), from_staff=True)
        if token:
            query["kept"] = token
        if isinstance(refused, Invalid) and form in FORMS:
            query["wrong"] = f"{form}.{refused.code}.{refused.field or ''}"
        else:
            messages.error(request, sentence(refused))
        return HttpResponseRedirect(address(support_id, **query) + (f"#{form}" if "wrong" in query else ""))
    return None


def done(
    request: HttpRequest, support_id: UUID, form: str, said: str, deed: Callable[[Here], None], back: str = ""
) -> HttpResponse:
    """Do it, say so, and go to the support's page or to `back`; when it is refused, see `attempt`."""
    refused = attempt(request, support_id, form, deed)
    if refused is None:
        messages.success(request, said)
    return refused or HttpResponseRedirect(back or address(support_id))
