# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files in a contact: seen as pictures of them, and taken out as they came only by an act with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from sjalvklar.faces.desk import rows, words
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.views.errors import desk_view, sentence
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox import queries
from sjalvklar.mailbox.files.looking import media_type
from sjalvklar.mailbox.rules.files import Kind

# Whatever a browser might make of it, it may run nothing, load nothing and be nobody.
_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"
_ENDING = {Kind.JPEG: "jpg", Kind.PNG: "png", Kind.HEIC: "heic", Kind.PDF: "pdf", Kind.TEXT: "txt"}


@require_safe
@desk_view
def file(request: HttpRequest, thread_id: UUID, file_id: UUID) -> HttpResponse:
    """What a file shows. The opening is on record before the page is; so is each picture, which comes by itself."""
    now = here(request)
    shown = mailbox.open_file(actor=now.viewer, thread_id=thread_id, file_id=file_id)
    row = queries.row(now.viewer, thread_id)
    is_text = shown.file.kind is Kind.TEXT
    context = {
        "here": now,
        "row": rows.line(row),
        "file": shown.file,
        "words": words.file(shown.file),
        "sheets": () if is_text else tuple(range(1, shown.file.copies + 1)),
        "text": words.harmless(shown.copy.decode("utf-8")) if is_text else "",
        "may_take": "reveal" in row.may,
    }
    return render(request, "desk/file.html", context)


@require_safe
@desk_view
def sheet(request: HttpRequest, thread_id: UUID, file_id: UUID, number: int) -> HttpResponse:
    """One picture of a file: a picture that we made, and nothing that came from outside."""
    shown = mailbox.open_file(actor=here(request).viewer, thread_id=thread_id, file_id=file_id, number=number)
    kind = media_type(shown.copy)
    if kind is None:
        raise NotFound("no_such_file")
    response = HttpResponse(shown.copy, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{number}.{kind.rpartition("/")[2]}"'
    response["Content-Security-Policy"] = _ALONE
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def original(request: HttpRequest, thread_id: UUID, file_id: UUID) -> HttpResponse:
    """The file as it came: first what that means, then, with a reason and a fresh sign-in, the file itself.

    The download answers the POST: no address leads to it.
    """
    now = here(request)
    wrong: dict[str, str] = {}
    try:
        found = mailbox.may_take_original(actor=now.viewer, thread_id=thread_id, file_id=file_id)
        if not step_up.is_fresh(request):
            return step_up.ask(request)
        if request.method == "POST":
            taken = mailbox.take_original(
                actor=now.viewer,
                thread_id=thread_id,
                file_id=file_id,
                reason=request.POST.get("reason", ""),
                ticked=request.POST.get("ticked") == "yes",
            )
            return _download(taken)
    except Invalid as refused:
        said = words.TICK_THE_DANGER if refused.code == "not_ticked" else sentence(refused)
        wrong[refused.field or ""] = str(said)
    except NotNow as refused:
        if request.method != "POST":
            raise NotFound("no_such_file") from None
        messages.error(request, sentence(refused))
        return HttpResponseRedirect(f"/desk/k/{thread_id}/")
    context = {
        "here": now,
        "row": rows.line(queries.row(now.viewer, thread_id)),
        "file": found,
        "words": words.file(found),
        "reasons": [(reason.value, str(text)) for reason, text in words.ORIGINAL_REASONS.items()],
        "typed": request.POST if wrong else step_up.typed(request),
        "wrong": wrong,
    }
    return render(request, "desk/original.html", context)


def _download(taken: mailbox.Shown) -> HttpResponse:
    """Bytes to be kept, which no browser opens by itself, under a name that says nothing."""
    response = HttpResponse(taken.copy, content_type="application/octet-stream")
    name = f"{taken.file.number}.{_ENDING[taken.file.kind]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _ALONE
    return response
