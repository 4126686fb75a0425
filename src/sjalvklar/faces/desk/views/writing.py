# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is being written: kept for its writer, let go, or begun with headings. The page's script asks quietly and is
answered with a sentence; a press on a button is answered with the page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sjalvklar.faces.desk import kept, refusals, words, writing
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.support import doing, lists
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import NotFound, Refused
from sjalvklar.writing import actions
from sjalvklar.writing.rules import FORMS, Kind, form_of, put_in

_PAGES = {Kind.CASE: "case", Kind.THREAD: "contact"}


@require_POST
@desk_view
def draft(request: HttpRequest, room: str, thing: str) -> HttpResponse:
    """A draft about something there is."""
    return _do(request, Kind(room[-1]), thing)


@require_POST
@desk_view
def new(request: HttpRequest) -> HttpResponse:
    """A draft of a talk with somebody who has no support yet."""
    now = lists.serving(request)
    if now.unit is None:
        raise Http404
    return _do(request, Kind.UNIT, now.unit.id)


def _do(request: HttpRequest, kind: Kind, thing: str) -> HttpResponse:
    now, name, do = here(request), request.POST.get("form", ""), request.POST.get("do", "")
    quiet = request.headers.get("Accept", "").startswith("application/json")
    _, form = form_of(kind, name)
    typed = {key: str(value) for key, value in request.POST.items()}
    if do == "headings":
        lines = writing.headings(kind, name, typed.get("template", ""))
        typed[form.text] = put_in(typed.get(form.text, ""), lines)
    try:
        if do == "discard":
            actions.discard(actor=now.viewer, kind=kind, thing=thing, form=name)
            said = gettext("The draft is gone.")
        else:
            found = actions.keep(
                actor=now.viewer,
                kind=kind,
                thing=thing,
                form=name,
                typed=typed,
                page=_drawn(typed),
                seen=_version(typed),
            )
            said = gettext("Saved %(time)s") % {"time": words.time_of(found.at)} if found.at else ""
    except NotFound:
        raise
    except Refused as refused:
        refusals.note(request, refused)
        why = doing.FORMS.sentence(refused)
        if quiet:
            return JsonResponse({"said": gettext("Not saved.") + " " + why}, status=409)
        messages.error(request, why)
        token = kept.keep(thing, {**kept.typed(request), "form": name}, from_staff=True)
        return HttpResponseRedirect(_page(kind, thing, name, now.query, token))
    if quiet:
        return JsonResponse({"said": said, "version": str(found.version)})
    if do == "discard":
        messages.success(request, said)
    elif do != "headings":  # a page's own form may say by `do` which it is
        saved = gettext("The draft is kept for a week, and only you see it.")
        messages.success(request, saved if said else gettext("There was nothing to save: no words are written yet."))
    token = ""
    if name == "register" and do != "discard":
        # How somebody is reached is no part of a draft, and what was typed of it is not lost by a press here.
        token = kept.keep(thing, {**kept.typed(request), form.text: typed.get(form.text, "")}, from_staff=True)
    return HttpResponseRedirect(_page(kind, thing, name, now.query, token))


def _version(typed: dict[str, str]) -> int:
    stated = typed.get("version", "")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 19 else 0


def _drawn(typed: dict[str, str]) -> str:
    """Which drawing of the page it was typed in; nothing when it is none of ours."""
    stated = typed.get("page", "")
    return stated if stated.isascii() and stated.isalnum() else ""


def _page(kind: Kind, thing: str, form: str, query: str, token: str) -> str:
    """The page that the form stands on, at the form."""
    given = {"kept": token} if token else {}
    if form == "register":
        given |= {_PAGES[kind]: thing} if kind in _PAGES else {}
        more = "&".join(filter(None, (query.removeprefix("?"), urlencode(given))))
        return "/desk/support/new/" + (f"?{more}" if more else "") + "#words"
    found = FORMS[kind, form]
    page = writing.address(kind, thing).removesuffix("draft/") + found.page
    return page + (f"?{urlencode(given)}" if given else "") + f"#{found.at or form}"
