# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages for when something is wrong: the same calm frame, what to do next, and that nothing was lost."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from sjalvklar.faces.way_in import addresses, reader
from sjalvklar.faces.way_in.shell import shell
from sjalvklar.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str


def words(status: int) -> Words:
    """What each error means for the reader, and what to do."""
    match status:
        case 403:
            return Words(
                _("This form came from another page"),
                _("To protect you we only take what was written here with us. Start again from our first page."),
            )
        case 404:
            return Words(
                _("The page is not here"),
                _("The address may have been cut or mistyped. Nothing you have sent us is lost."),
            )
        case 405:
            return Words(
                _("That cannot be done here"),
                _("Nothing has been sent and nothing has changed. Start again from our first page."),
            )
        case 413:
            return Words(
                _("That was too much to send"),
                _("Nothing was sent. Go back, make the text shorter, and send it in several parts if you need to."),
            )
        case 415 | 400:
            return Words(
                _("We could not read what was sent"),
                _("Nothing has been saved. Go back and try once more, or call instead."),
            )
        case 429:
            return Words(
                _("Wait a little"),
                _("Many have tried at the same time. Nothing is lost. Try again in a minute."),
            )
        case _:
            return Words(
                _("It did not work"),
                _("The fault is ours. What you have already sent is still with us. Try again in a while, or call."),
            )


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page for a status, in the reader's language."""
    code = reader.language_of(request.path, request.headers.get("Accept-Language", ""))
    with translation.override(code):
        frame = shell(code, addresses.start)
        body = render_to_string("way_in/error.html", {"shell": frame, "words": words(status), "status": status})
    return HttpResponse(body, status=status)


def not_kept(refused: Refused) -> int:
    """The status of a page that shows what was typed because it could not be kept: too long, or too many at once."""
    return 413 if refused.code == "too_long" else 503


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def our_fault(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)
