# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The outermost middleware: what holds for every answer, whatever goes wrong behind it.

No answer may be kept by a browser, name where the reader came from, or be framed by others; no public answer may set a
cookie other than the two that are ours; no form is taken from another site or larger than anyone can have meant; and
after someone has left, the browser's Back shows nothing of ours.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from functools import cache

from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from sjalvklar.faces.way_in import leaving, opening, reader
from sjalvklar.faces.way_in.views.away import keys_away
from sjalvklar.faces.way_in.views.errors import error_page
from sjalvklar.kernel import languages
from sjalvklar.trust.access.context import RELATIVE, SIGN_IN, Who, acting
from sjalvklar.trust.keys import KeyHolderAway

_log = logging.getLogger("sjalvklar.door")

LARGEST_BODY = 512 * 1024
_DRAINED = 32 * 1024 * 1024  # a larger body is cut off: the sender sees a broken connection instead of our words
_DRAIN_SECONDS = 10
_FILES = re.compile(r"/m/[a-z-]{2,20}/f")
_METHODS = frozenset({"GET", "HEAD", "POST"})
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_COOKIES = frozenset({leaving.GUARD, opening.COOKIE})
_NEVER_KEPT = ("ETag", "Last-Modified", "Expires", "Access-Control-Allow-Origin", "Age")
_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "clipboard-read", "display-capture",
        "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection",
        "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
        "screen-wake-lock", "serial", "storage-access", "usb", "web-share", "xr-spatial-tracking",
    )
)  # fmt: skip
_JOURNEYS = ("/i/", "/m", "/k", "/x", "/desk")
_PLAIN = (
    b"<!doctype html><html lang=sv><meta charset=utf-8><title>Information</title><p><a href=/x>X</a> 112</p></html>"
)


class Door:
    """Outermost. Nothing that happens inside may reach the reader as anything but a page of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        desk = request.path == "/desk" or request.path.startswith("/desk/")
        try:
            response = self._answer(request, desk)
        except KeyHolderAway as away:
            response = self.process_exception(request, away) or HttpResponse(_PLAIN, status=503)
        except Exception:
            # The last wall. Django turns a view's error into our own page; this is for when that page itself fails.
            _log.exception("a request could not be answered")
            response = HttpResponse(_PLAIN, status=500)
        return _dressed(request, response, desk)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """While nobody holds the keys, a view's answer is that it will soon work again; Django asks this of us."""
        if not isinstance(error, KeyHolderAway):
            return None
        _log.error("the keys are away: %s", error)
        return keys_away(request)

    def _answer(self, request: HttpRequest, desk: bool) -> HttpResponse:
        try:
            host = request.get_host()
        except DisallowedHost:
            return error_page(request, 400)
        if request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        if not desk and (away := leaving.kept_away(request)) is not None:
            return away
        refused = _refusal(request, host, desk)
        if refused:
            _drain(request)
            response = error_page(request, refused)
            if refused == 405:
                response["Allow"] = ", ".join(sorted(_METHODS))
            return response
        if desk:
            return _ours(request, self._answer_for(SIGN_IN, request))
        code = reader.language_of(request.path, request.headers.get("Accept-Language", ""))
        with translation.override(code):
            response = _ours(request, self._answer_for(RELATIVE, request))
            response.headers.setdefault("Content-Language", languages.language(code).html_lang)
            return response

    def _answer_for(self, who: Who, request: HttpRequest) -> HttpResponse:
        """The answer, when what was written for it is kept; what was written for an answer that failed is not."""
        with acting(who) as now:
            response = self.get_response(request)
            if response.status_code >= 500:
                now.undo()
        return response


def _refusal(request: HttpRequest, host: str, desk: bool) -> int | None:
    """The status of a request that is not let in at all."""
    if request.method not in _METHODS:
        return 405
    # Where files are sent the page itself says what was too much, with the words that were typed; no more of it comes
    # this far than there is room for (project.connections).
    if _length(request) > LARGEST_BODY and not (request.method == "POST" and _FILES.fullmatch(request.path)):
        return 413
    if request.method != "POST":
        return None
    if _from_elsewhere(request, host) and request.path not in settings.POSTED_FROM_ELSEWHERE:
        return 403
    if not desk and _length(request) and request.content_type not in _FORMS:
        return 415
    return None


def _length(request: HttpRequest) -> int:
    stated = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def _from_elsewhere(request: HttpRequest, host: str) -> bool:
    """Whether a form was sent from another site. Browsers that say nothing about it are let in: what they could be
    made to do without a cookie of ours, anybody can do, and our cookie does not travel with another site's form."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    return origin != "null" and origin.partition("://")[2] != host


def _drain(request: HttpRequest) -> None:
    """Read what is still being sent and throw it away, so that the sender gets to read our answer."""
    left, until = min(_length(request), _DRAINED), time.monotonic() + _DRAIN_SECONDS
    stream = request.META.get("wsgi.input")
    while stream is not None and left > 0 and time.monotonic() < until:
        try:
            piece = stream.read(min(left, 65536))
        except OSError:
            return
        if not piece:
            return
        left -= len(piece)


def _ours(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An error in our own words, where a view only gave its status."""
    if response.status_code < 400 or response.streaming or response.content:
        return response
    own = error_page(request, response.status_code)
    if "Allow" in response.headers:
        own["Allow"] = response.headers["Allow"]
    return own


@cache
def _policy() -> str:
    """The same for every page, so put together once."""
    return build_policy()


def _dressed(request: HttpRequest, response: HttpResponse, desk: bool) -> HttpResponse:
    """The headers of every answer, static files and errors included."""
    headers = response.headers
    for name in _NEVER_KEPT:
        headers.pop(name, None)
    headers["Cache-Control"] = "no-store"
    headers["Referrer-Policy"] = "same-origin" if desk else "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Permissions-Policy"] = _PERMISSIONS
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-DNS-Prefetch-Control"] = "off"
    headers["X-Robots-Tag"] = "noindex, noarchive" if request.path.startswith(_JOURNEYS) else "noarchive"
    headers.setdefault("Content-Security-Policy", _policy())
    if not response.streaming and "Content-Length" not in headers:
        headers["Content-Length"] = str(len(response.content))
    if settings.HTTPS:
        headers["Strict-Transport-Security"] = "max-age=63072000"
    if not desk:
        for name in [name for name in response.cookies if name not in _COOKIES]:
            del response.cookies[name]
    return response
