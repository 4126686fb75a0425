# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every form about cases shares: what was sent, doing it, and what is said when it will not be done."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sjalvklar.casework import queries
from sjalvklar.faces.desk import kept, refusals
from sjalvklar.faces.desk.cases import words
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.views.errors import sentence as desk_sentence
from sjalvklar.kernel.errors import Invalid, NotFound, Refused

Word = TypeVar("Word", bound=StrEnum)
FORMS = ("write", "hand", "close", "protect", "name", "level", "glass")
SENSITIVE = ("protect", "name", "level", "second", "unname", "approve")


def sentence(refused: Refused) -> str:
    """The refusal in words."""
    said = words.SENTENCES.get(refused.code)
    return str(said) if said is not None else desk_sentence(refused)


def address(case_id: UUID, **query: str) -> str:
    """Where a case is."""
    return f"/desk/c/{case_id}/" + (f"?{urlencode(query)}" if query else "")


def chosen(request: HttpRequest, name: str, kind: type[Word]) -> Word:
    """The word that was picked. Raises Invalid("choose")."""
    try:
        return kind(request.POST.get(name, ""))
    except ValueError:
        raise Invalid("choose", field=name) from None


def person(request: HttpRequest, name: str) -> int:
    """The colleague who was picked. Raises Invalid("choose")."""
    stated = request.POST.get(name, "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 18):
        raise Invalid("choose", field=name)
    return int(stated)


def nonce(request: HttpRequest) -> bytes:
    """The form's own number: sent twice, it is done once."""
    try:
        number = bytes.fromhex(request.POST.get("nonce", ""))
    except ValueError:
        number = b""
    return number if 16 <= len(number) <= 32 else secrets.token_bytes(16)


def attempt(request: HttpRequest, case_id: UUID, form: str, deed: Callable[[Here], None]) -> HttpResponse | None:
    """Do it; when it is refused, the case's page with what was typed and why not. None when it was done.

    NotFound goes through: a case that is hidden is a case that is not there.
    """
    now = here(request)
    try:
        deed(now)
    except NotFound:
        raise
    except Refused as refused:
        queries.row(now.viewer, case_id)
        refusals.note(request, refused)
        query = {}
        token = kept.keep(str(case_id), kept.typed(request), from_staff=True)
        if token:
            query["kept"] = token
        if isinstance(refused, Invalid) and form in FORMS:
            query["wrong"] = f"{form}.{refused.code}"
        else:
            messages.error(request, sentence(refused))
        return HttpResponseRedirect(address(case_id, **query))
    return None


def done(
    request: HttpRequest, case_id: UUID, form: str, sentence: str, deed: Callable[[Here], None], back: str = ""
) -> HttpResponse:
    """Do it, say so, and go to the case's page or to `back`; when it is refused, see `attempt`."""
    refused = attempt(request, case_id, form, deed)
    if refused is None:
        messages.success(request, sentence)
    return refused or HttpResponseRedirect(back or address(case_id))


def its_list(request: HttpRequest) -> str:
    """Where one goes from a case that one may no longer see."""
    now = here(request)
    return f"/desk/cases/{'' if now.answers else 'unit/'}{now.query}"
