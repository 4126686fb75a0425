# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What everybody is told while nobody holds the keys: a calm page, with what was being written still on it.

Nothing was kept of the request: its transaction is undone. The words are in the page itself, in a form that sends them
to where they were going, so that one press is enough when the keys are back.
"""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from sjalvklar.faces.way_in import addresses, reader
from sjalvklar.faces.way_in.shell import shell
from sjalvklar.faces.way_in.views.answers import shows
from sjalvklar.faces.way_in.views.errors import error_page, words
from sjalvklar.trust import keys
from sjalvklar.trust.keys import KeyHolderAway

_AGAIN_SECONDS = 30
_NEVER_AGAIN = frozenset({"k", "code", "login", "password", "password1", "password2", "oldpassword", "credential"})
_WRITTEN = ("t", "text")
_LONGEST_NAME = 60


def keys_away(request: HttpRequest) -> HttpResponse:
    """503, in the reader's language, with what was sent ready to be sent again; never a code or a password."""
    code = reader.language_of(request.path, request.headers.get("Accept-Language", ""))
    kept = _kept(request)
    with translation.override(code):
        body = render_to_string(
            "way_in/away.html",
            {
                "shell": shell(code, addresses.start),
                "words": words(503),
                "path": request.get_full_path() if kept else "",
                "hidden": [(name, value) for name, value in kept if name not in _WRITTEN],
                "written": next(((name, value) for name, value in kept if name in _WRITTEN), None),
            },
        )
    response = HttpResponse(body, status=503)
    response["Retry-After"] = str(_AGAIN_SECONDS)
    return response


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form that was sent, when there are words in it; else there is nothing to save."""
    if request.method != "POST" or _NEVER_AGAIN & request.POST.keys():
        return []
    if not any(request.POST.get(name) for name in _WRITTEN):
        return []
    return [(name, value) for name, values in request.POST.lists() if len(name) <= _LONGEST_NAME for value in values]


def our_fault(request: HttpRequest) -> HttpResponse:
    """What went wrong on its way here, before any view: 503 when it is the keys, else 500."""
    return keys_away(request) if isinstance(sys.exc_info()[1], KeyHolderAway) else error_page(request, 500)


@shows
def ready(request: HttpRequest) -> HttpResponse:
    """Nothing, when messages can be taken and shown; 503 while nobody holds the keys. For monitoring only."""
    try:
        keys.holder().facts()
    except KeyHolderAway:
        return HttpResponse(b"keys\n", status=503, content_type="text/plain")
    return HttpResponse(status=204)
