# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one cookie of the public door: an opened thread, sealed, for half an hour at a time and four hours at most.

It exists only from the moment a code has been typed right, until the browser closes, the reader leaves, half an hour
has passed since the last page, or four hours since the code. Its path is /m, so no other page of ours ever sees it.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sjalvklar.kernel import clock
from sjalvklar.mailbox.actions import Opened
from sjalvklar.trust import keys

COOKIE = "__Secure-m" if settings.HTTPS else "m"
PATH = "/m"
GOOD_FOR = 30 * 60  # seconds
AT_MOST = 4 * 60 * 60  # seconds since the code was typed, however busy the page is kept
_DOMAIN = b"sjalvklar|way_in|opening|1"
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Opening:
    """An opened thread. `draft` is the key of what was typed and did not pass, `note` what the next page says, `since`
    when the code was typed, in seconds since the epoch; 0 is now."""

    opened: Opened
    draft: str = ""
    note: str = ""
    since: int = 0

    def but(self, *, draft: str = "", note: str = "") -> Opening:
        return replace(self, draft=draft, note=note)


def of(request: HttpRequest) -> Opening | None:
    """The opened thread this request carries, or None: no cookie, not ours, or too long ago."""
    return carried(request.COOKIES.get(COOKIE, ""))


def carried(written: str) -> Opening | None:
    """The opened thread in a cookie's value, or None. Raises KeyHolderAway."""
    if not written or len(written) > _LONGEST:
        return None
    try:
        sealed = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
        kept = json.loads(AESGCM(keys.holder().door().cookie).decrypt(sealed[:12], sealed[12:], _DOMAIN))
        now, since = clock.now().timestamp(), int(kept["s"])
        if abs(now - kept["t"]) > GOOD_FOR or now - since > AT_MOST:
            return None
        return Opening(Opened.from_bytes(base64.b64decode(kept["o"])), kept["d"], kept["n"], since)
    except (binascii.Error, ValueError, KeyError, TypeError, InvalidTag):
        return None


def put(response: HttpResponse, opening: Opening) -> HttpResponse:
    """The response, carrying the opened thread for another half hour."""
    now = int(clock.now().timestamp())
    kept = {
        "t": now,
        "s": opening.since or now,
        "o": base64.b64encode(opening.opened.to_bytes()).decode("ascii"),
        "d": opening.draft,
        "n": opening.note,
    }
    plain = json.dumps(kept, separators=(",", ":")).encode().ljust(256)
    number = secrets.token_bytes(12)
    sealed = number + AESGCM(keys.holder().door().cookie).encrypt(number, plain, _DOMAIN)
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii"),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response


def drop(response: HttpResponse) -> HttpResponse:
    """The response, with the thread closed behind it."""
    response.set_cookie(COOKIE, "", max_age=0, path=PATH, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response
