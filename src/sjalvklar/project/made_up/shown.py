# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much of the demo's past has come, for the desk to say while it is being made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sjalvklar.project.made_up.past import HowFar, how_far
from sjalvklar.trust import deeds


class _There:
    """Whether all of it was there the last time this process looked: then nobody need ask again."""

    all = False


def _look() -> HowFar | str:
    if _There.all:
        return ""
    with deeds.beyond_the_desk():  # how far it has come is nobody's secret, and no deed of whoever looks
        far = how_far()
    _There.all = far is None
    return far or ""


def past(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the demo: `demo_past` until all of it is there."""
    return {"demo_past": SimpleLazyObject(_look)} if request.path_info.startswith("/desk/") else {}
