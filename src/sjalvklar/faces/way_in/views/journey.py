# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One address for the whole journey: the token says which page it is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from sjalvklar.faces.way_in import addresses, reader
from sjalvklar.faces.way_in.journey import Journey, Step, is_old, unseal
from sjalvklar.faces.way_in.views import asked, contact, directory, guide, leave, thread
from sjalvklar.faces.way_in.views.answers import see, takes

_PAGES: dict[Step, Callable[[HttpRequest, Journey], HttpResponse]] = {
    Step.ASK: guide.ask,
    Step.RESULT: guide.results,
    Step.WRITE: contact.write,
    Step.SENT: contact.sent,
    Step.CODE: thread.enter,
    Step.CLOSED: thread.closed,
    Step.DIRECTORY: directory.nearby,
    Step.RETURN: leave.come_back,
    Step.THANKS: asked.thanks,
}


@takes
def journey(request: HttpRequest, token: str) -> HttpResponse:
    """The page a token shows. A token that is not ours is no address at all, and one from this morning shows nothing
    this evening; a form that has stood open since then is still taken, so that nothing written is lost."""
    here = unseal(token)
    if here is None or reader.spoken(here.language) is None:
        raise Http404
    if request.method != "POST" and is_old(token):
        return see(addresses.start(here.language))
    return _PAGES[here.step](request, here)
