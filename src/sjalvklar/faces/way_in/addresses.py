# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our own addresses. None of them tells what the page is about.

An address without a language (`/`, `/u`, `/k` …) never shows anything: it leads on to one with a language. So it never
stands in a tab's history, and whoever asks for it has come on purpose, also within the minutes after leaving.
"""

from __future__ import annotations

from collections.abc import Iterable

from sjalvklar.faces.way_in.journey import Journey, seal, seal_in

PLACES = ("u", "k", "d", "s", "p", "m", "q")
EXIT = "/x"
ALIVE = "/alive"


def start(language: str) -> str:
    return f"/{language}"


def place(letter: str, language: str) -> str:
    """One of the fixed pages: u children, k code, d directory, s safe reading, p privacy, m messages, q questions."""
    return f"/{letter}/{language}"


def asked(language: str, code: str) -> str:
    """The questions of a code that was handed over."""
    return f"/q/{language}/{code}"


def messages(language: str, page: str = "") -> str:
    """My messages; page c code, d done, a all, s safe contact, f files, e end."""
    return f"/m/{language}/{page}" if page else f"/m/{language}"


def journey(here: Journey) -> str:
    return f"/i/{seal(here)}"


def journey_in(here: Journey, codes: Iterable[str]) -> dict[str, str]:
    """The addresses of one journey in several languages."""
    return {code: f"/i/{token}" for code, token in seal_in(here, codes).items()}
