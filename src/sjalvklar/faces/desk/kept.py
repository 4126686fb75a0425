# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was typed at the desk and could not be sent: kept sealed, found again through an address that holds the key.

A session that has ended, a form that has grown old or an answer that was refused never costs anybody their words.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox import queries

# A contact, a case, a support, something of an incident or of a plan: what was typed about any of them is kept alike.
_ABOUT = re.compile(
    r"/desk/(?P<room>[kcs]|incidents/[icf]|plans/[pgd])/"
    r"(?P<thread>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/"
    r"(?P<page>[a-z-]+/(?:[0-9]{1,9}/)?(?=[a-z-]+/?$))?(?P<deed>[a-z-]*)/?"  # a page under its own, and the deed
)
# Pages under a thing's own whose forms are sent to no address under the page's.
_PAGES = {"plan": "plan/"}
_BEGINNING = {"child-": "child/", "concern-": "concern/"}
_NOWHERE = frozenset({"identity"})  # who somebody is: shown again at once or not at all
_NEVER = frozenset({"csrfmiddlewaretoken", "thread"})  # the guard against forgery is made anew; `thread` is our own
# What the page put there itself: nobody's words.
_DRAWN = frozenset({"nonce", "owner_id", "leader_id", "u", "form", "version", "page", "template", "seen", "shown"})


def _same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that our own page sent it: another site may not have its text kept here."""
    said = request.headers.get("Sec-Fetch-Site")
    if said:
        return said == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def keep(thread_id: str, values: dict[str, str], *, from_staff: bool) -> str:
    """Keep what was typed about one contact; returns the token for the address, empty when there was nothing.

    From staff who are signed in everything is kept that a form can hold; from somebody whose session has ended, who
    might be anybody, what anybody may have kept.
    """
    if not any(value.strip() for name, value in values.items() if name not in _DRAWN):
        return ""
    try:
        key = mailbox.keep_draft({"thread": thread_id, **values}, from_staff=from_staff)
    except (Invalid, NotNow):
        return ""
    return base64.urlsafe_b64encode(key).decode("ascii").rstrip("=")


def found(token: str, thread_id: str) -> dict[str, str]:
    """What was kept about that contact; empty when the token is unknown, too old or about another contact."""
    if not token or len(token) > 64:
        return {}
    try:
        key = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return {}
    data = queries.draft(key)
    if not data or data.get("thread") != thread_id:
        return {}
    return {name: str(value) for name, value in data.items() if name != "thread"}


def typed(request: HttpRequest) -> dict[str, str]:
    """Everything that the form sent and somebody may want back."""
    match = _ABOUT.fullmatch(request.path_info)
    if match is not None and match["deed"] in _NOWHERE:
        return {}
    return {name: str(value) for name, value in request.POST.items() if name not in _NEVER}


def page_of(path: str) -> str:
    """The page of the contact, case or support that an address is about; empty when it is about none."""
    match = _ABOUT.fullmatch(path)
    if match is None:
        return ""
    deed = match["deed"]
    page = match["page"] or _PAGES.get(deed, "")
    if not page:
        page = next((its for beginning, its in _BEGINNING.items() if deed.startswith(beginning)), "")
    return f"/desk/{match['room']}/{match['thread']}/{page}"


def address_for_later(request: HttpRequest) -> str:
    """Where a refused POST's page is found again, with what was typed; empty when the POST is not from our page."""
    match = _ABOUT.fullmatch(request.path_info)
    if match is None or request.method != "POST" or not _same_origin(request):
        return ""
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return ""  # the page's script asks: the words still stand in its field
    page = page_of(request.path_info)
    token = keep(match["thread"], typed(request), from_staff=request.user.is_authenticated)
    return f"{page}?{urlencode({'kept': token})}" if token else page
