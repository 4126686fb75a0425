# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leaving so that Back shows nothing of ours, and coming back on purpose.

Measured in Chromium: `location.replace`, no-store and clearing the session each leave the page before within reach of
the Back button. What holds is a cookie that says "this person has left" for ten minutes, seen by every page of ours,
which then only leads on to a neutral page; the browser writes that page over the entry in its history. SameSite must
be Lax: a Strict cookie is not sent when Back comes from another site.

Somebody who wants in again types or opens our address. Back to a page whose address was once typed looks exactly the
same to us (Sec-Fetch-Site: none, Sec-Fetch-User: ?1), so the headers cannot tell them apart. But an address without a
language never shows anything and so never stands in a tab's history: it can only have been asked for on purpose. It
leads to a bare page with one button, at an address made after the leaving; leaving again makes that address old.
"""

from __future__ import annotations

import base64
import binascii
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sjalvklar.faces.way_in import addresses, opening, reader
from sjalvklar.faces.way_in.journey import Journey, Step, unseal
from sjalvklar.organisation import queries as organisation
from sjalvklar.trust.keys import KeyHolderAway

# No other host of the municipality's can set a cookie with this name in ours.
GUARD = "__Host-p" if settings.HTTPS else "p"
GUARD_SECONDS = 600
_GUARD_BYTES = 8
_CLEARED = '"cache", "storage"'


def neutral_page() -> str:
    """Where leaving leads: the installation's choice, else the pack's."""
    return settings.LEAVE_TO or organisation.organisation().municipality.leave_to


def _milliseconds() -> int:
    """Of the machine's own clock: only the order of two moments matters, also in a drill where time stands still."""
    return time.time_ns() // 1_000_000


def _to_neutral() -> HttpResponse:
    response = HttpResponse(status=303)
    response["Location"] = neutral_page()
    return response


def leave() -> HttpResponse:
    """Away, with the thread closed behind and nothing of ours within reach of Back."""
    response = _to_neutral()
    response["Clear-Site-Data"] = _CLEARED
    left_at = base64.urlsafe_b64encode(_milliseconds().to_bytes(_GUARD_BYTES, "big")).rstrip(b"=").decode()
    response.set_cookie(
        GUARD, left_at, max_age=GUARD_SECONDS, path="/", httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return opening.drop(response)


def come_back(address: str) -> HttpResponse:
    """In again, on purpose."""
    response = HttpResponse(status=303)
    response["Location"] = address
    response.set_cookie(GUARD, "", max_age=0, path="/", httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def _left_at(cookie: str) -> int:
    """When someone left, in milliseconds; a cookie we cannot read counts as leaving at this moment."""
    try:
        left_at = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    except (binascii.Error, ValueError):
        return _milliseconds()
    return int.from_bytes(left_at, "big") if len(left_at) == _GUARD_BYTES else _milliseconds()


def kept_away(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who has just left, or None when they are welcome in.

    Whoever has left sees nothing of ours, also while the keys are away that would tell whether they came back on
    purpose.
    """
    try:
        return _kept_away(request)
    except KeyHolderAway:
        return _to_neutral()


def _kept_away(request: HttpRequest) -> HttpResponse | None:
    cookie = request.COOKIES.get(GUARD)
    if cookie is None or request.path == addresses.EXIT or request.path == addresses.ALIVE:
        return None
    parts = [part for part in request.path.split("/") if part]
    left_at = _left_at(cookie)
    if parts[:1] == ["i"] and len(parts) == 2:
        journey = unseal(parts[1])
        if journey is not None and journey.step is Step.RETURN and journey.at > left_at:
            return None
        return _to_neutral()
    if request.method != "GET" or (parts and parts[0] not in addresses.PLACES) or len(parts) > 1:
        return _to_neutral()
    code = reader.wished(request.headers.get("Accept-Language", ""))
    back = Journey(
        language=code, step=Step.RETURN, place=parts[0] if parts else "", at=max(_milliseconds(), left_at + 1)
    )
    response = HttpResponse(status=303)
    response["Location"] = addresses.journey(back)
    return response
