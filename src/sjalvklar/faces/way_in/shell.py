# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands around every public page: language, direction, who we are, the way out and the other languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sjalvklar.faces.way_in import addresses
from sjalvklar.guide import queries as guide
from sjalvklar.kernel import languages
from sjalvklar.organisation import queries as organisation

SHEET = "design/door.css"


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    endonym: str
    html_lang: str
    direction: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the frame of a page needs."""

    html_lang: str
    direction: str
    title: str
    sheet: str
    language: str
    short: str
    municipality: str
    home: str
    languages: tuple[LanguageLink, ...]
    reviewed: bool
    safe: str
    privacy: str
    directory: str
    code: str
    child: bool
    exit: str = addresses.EXIT
    plain: bool = False

    @property
    def names(self) -> str:
        """The language of the names on the page, where it is another than the page's own."""
        return "" if self.html_lang.startswith("sv") else "sv"


def public_languages() -> tuple[languages.Language, ...]:
    """The pack's languages, in the pack's order."""
    return tuple(languages.language(each.code) for each in organisation.organisation().municipality.languages)


def shell(
    code: str, here: Callable[[str], str] = addresses.start, *, child: bool = False, plain: bool = False
) -> Shell:
    """The frame in one language. `here` gives the address of the same page in another language.

    `plain` leaves out the links that would lose what someone is typing.
    """
    municipality = organisation.organisation().municipality
    current = languages.language(code)
    return Shell(
        html_lang=current.html_lang,
        direction=current.direction,
        title=f"{municipality.short} – Information",
        sheet=SHEET,
        language=code,
        short=municipality.short,
        municipality=municipality.name,
        home=addresses.place("u", code) if child else addresses.start(code),
        languages=tuple(
            LanguageLink(each.code, each.endonym, each.html_lang, each.direction, here(each.code), each.code == code)
            for each in public_languages()
        ),
        reviewed=code == languages.SOURCE or guide.reviewed(code),  # the source is no translation
        safe=addresses.place("s", code),
        privacy=addresses.place("p", code),
        directory=addresses.place("d", code),
        code=addresses.place("k", code),
        child=child,
        plain=plain,
    )


def page(
    request: HttpRequest, template: str, frame: Shell, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A rendered public page."""
    return render(request, f"way_in/{template}", {"shell": frame, **(context or {})}, status=status)
