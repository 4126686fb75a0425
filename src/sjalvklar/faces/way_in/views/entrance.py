# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ways in: the first page, the children's, and the addresses without a language that lead to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from sjalvklar.faces.way_in import addresses, reader
from sjalvklar.faces.way_in.cards import cards_for_children
from sjalvklar.faces.way_in.journey import Journey, Step
from sjalvklar.faces.way_in.questions import choices, first_step
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import see, shows
from sjalvklar.guide import queries as guide
from sjalvklar.organisation import queries as organisation


@shows
def door(request: HttpRequest, letter: str = "") -> HttpResponse:
    """An address without a language: on to the reader's own."""
    code = reader.wished(request.headers.get("Accept-Language", ""))
    return see(addresses.place(letter, code) if letter else addresses.start(code))


@shows
def start(request: HttpRequest, language: str) -> HttpResponse:
    """The first page in a language."""
    if reader.spoken(language) is None:
        raise Http404
    begin = Journey(language=language)
    situations = [
        (choice, addresses.journey(begin.but(what=choice.value, preset="what", question=first_step(begin))))
        for choice in choices("what", language, child=False)
        if choice.value != "other"
    ]
    fallback = organisation.organisation().municipality.fallback_unit
    return page(
        request,
        "start.html",
        shell(language),
        {
            "begin": addresses.journey(begin.but(question=first_step(begin))),
            "write": addresses.journey(begin.but(step=Step.WRITE, unit=fallback)),
            "situations": situations,
            "children": addresses.place("u", language),
        },
    )


@shows
def children(request: HttpRequest, language: str) -> HttpResponse:
    """The children's own entry: chat first, plain words, what we promise."""
    if reader.spoken(language) is None:
        raise Http404
    begin = Journey(language=language, child=True)
    situations = [
        (choice, addresses.journey(begin.but(what=choice.value, preset="what_child", question=first_step(begin))))
        for choice in choices("what_child", language, child=True)
    ]
    return page(
        request,
        "children.html",
        shell(language, lambda code: addresses.place("u", code), child=True),
        {
            "begin": addresses.journey(begin.but(question=first_step(begin))),
            "situations": situations,
            "lines": cards_for_children(language),
            "adult": addresses.start(language),
            "title": guide.text("questions.what_child.title", language),
        },
    )
