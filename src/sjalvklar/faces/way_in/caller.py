# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a request comes from, for as long as it takes to answer it. It is never kept and never logged."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The caller's network address: our own proxies are believed as many steps as the installation says."""
    steps: int = settings.TRUSTED_PROXIES
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if steps and len(told) >= steps:
        return told[-steps]
    return str(request.META.get("REMOTE_ADDR") or "")
