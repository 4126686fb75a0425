# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public door's addresses. All are neutral; see `addresses`."""

from __future__ import annotations

from django.conf import settings
from django.urls import path, re_path

from sjalvklar.faces.way_in.views import (
    asked,
    away,
    directory,
    entrance,
    files,
    gallery,
    journey,
    leave,
    plain,
    thread,
)
from sjalvklar.kernel import languages

_LANGUAGE = "(?P<language>" + "|".join(languages.CODES) + ")"

urlpatterns = [
    path("", entrance.door),
    re_path("^(?P<letter>[ukdspmq])$", entrance.door),
    re_path(f"^{_LANGUAGE}$", entrance.start),
    re_path(f"^u/{_LANGUAGE}$", entrance.children),
    re_path("^i/(?P<token>[A-Za-z0-9_-]{1,1200})$", journey.journey),
    re_path(f"^k/{_LANGUAGE}$", thread.code),
    re_path(f"^m/{_LANGUAGE}$", thread.messages),
    re_path(f"^m/{_LANGUAGE}/(?P<name>[cdaseo])$", thread.room),
    re_path(f"^m/{_LANGUAGE}/f$", files.files),
    re_path("^q/(?P<code>[2-9A-Za-z-]{20,40})$", asked.link),
    re_path(f"^q/{_LANGUAGE}$", asked.enter),
    re_path(f"^q/{_LANGUAGE}/(?P<code>[2-9A-Za-z-]{{20,40}})$", asked.asked),
    re_path(f"^d/{_LANGUAGE}$", directory.everybody),
    re_path(f"^s/{_LANGUAGE}$", plain.safe_reading),
    re_path(f"^p/{_LANGUAGE}$", plain.privacy),
    path("x", leave.leave),
    path("alive", leave.alive),
    path("ready", away.ready),
]
if not settings.PRODUCTION:
    urlpatterns.append(re_path(f"^g/{_LANGUAGE}$", gallery.gallery))
