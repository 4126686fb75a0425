# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Concern for a child in what somebody wrote, for whoever has the contact."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.children import actions
from sjalvklar.faces.desk import kept, sent
from sjalvklar.faces.desk.children import concerns, one
from sjalvklar.faces.desk.children import words as said
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import NotFound
from sjalvklar.mailbox import queries as mailbox

FORMS = Forms(
    root="/desk/k/",
    page="concern/",
    names=frozenset({"concern", "feedback"}),
    see=mailbox.row,
    sentences=said.SENTENCES,
)


@require_safe
@desk_view
def concern(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The page; that it is read is on record."""
    now = here(request)
    if "read" not in mailbox.row(now.viewer, thread_id).may:
        raise NotFound("no_such_thread")
    sheet = actions.read_contact(actor=now.viewer, thread_id=thread_id)
    typed, wrong = kept.found(request.GET.get("kept", ""), str(thread_id)), FORMS.wrong(request)
    return render(
        request,
        "desk/children/contact.html",
        {
            "here": now,
            "view": "mine",
            "back": f"/desk/k/{thread_id}/",
            "root": f"/desk/k/{thread_id}/concern-",
            "typed": typed,
            "nonce": typed.get("nonce") or sent.new_nonce(),
            "wrong": wrong.form,
            "wrong_field": wrong.field,
            "wrong_sentence": wrong.sentence,
            **concerns.context(sheet, typed),
        },
    )


def _consider(request: HttpRequest, now: Here, thread_id: UUID) -> str:
    actions.consider(actor=now.viewer, thread_id=thread_id, nonce=sent.nonce(request))
    return gettext("It is being weighed. Go through the list, and decide.")


DEEDS: dict[str, Callable[[HttpRequest, Here, UUID], str]] = {
    "consider": _consider,
    **{name: one.DEEDS[name] for name in one.OF_CONCERN},
}


@require_POST
@desk_view
def do(request: HttpRequest, thread_id: UUID, deed: str) -> HttpResponse:
    """One deed, by its name in the address."""
    if deed not in DEEDS:
        raise Http404
    return one.done(request, FORMS, thread_id, deed, DEEDS[deed])
