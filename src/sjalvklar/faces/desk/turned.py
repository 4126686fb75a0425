# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Long lists in pages: where in one the address says to go on from, and the ways on and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from sjalvklar.faces.desk.shell import Here
from sjalvklar.kernel.errors import Invalid


class Page(Protocol):
    """Some of a list, and what opens the rest."""

    @property
    def next(self) -> str | None: ...


P = TypeVar("P", bound=Page)


def asked(request: HttpRequest, ask: Callable[[str | None], P]) -> tuple[P, str | None]:
    """The page that the address asks for, and what it said; what is no place in the list starts from the top."""
    after = request.GET.get("after") or None
    try:
        return ask(after), after
    except Invalid:
        if after is None:
            raise
        return ask(None), None


def ways(now: Here, path: str, page: Page, after: str | None) -> dict[str, str]:
    """For `desk/pages.html`: the next page, and from a later one the beginning; empty where there is none."""
    return {
        "next": f"{path}?{query(now, after=page.next)}" if page.next else "",
        "first": f"{path}{now.query}" if after else "",
    }


def query(now: Here, **more: str) -> str:
    """The query of an address, with the unit when there are several to choose from."""
    unit = {"u": now.unit.id} if now.unit and len(now.units) > 1 else {}
    return urlencode({**unit, **more})
