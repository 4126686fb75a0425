# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions by a link: whoever has the code answers once. What is wrong, used, too old or taken back looks alike.

The page says nothing of whom it is for, from whom, or why; nothing is kept in the browser.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from sjalvklar.faces.design import questions as words
from sjalvklar.faces.way_in import addresses, caller, reader
from sjalvklar.faces.way_in.journey import Journey, Step
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import see, shows, takes
from sjalvklar.faces.way_in.views.errors import error_page
from sjalvklar.followup import actions, queries
from sjalvklar.followup.rules import Questions, codes
from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox.guessing import Busy


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is drawn: its field, its words, and its answers with what was chosen."""

    field: str
    words: str
    answers: tuple[tuple[str, str, bool], ...]


@shows
def link(request: HttpRequest, code: str) -> HttpResponse:
    """The address as it was handed over: on to the reader's own language."""
    return see(addresses.asked(reader.wished(request.headers.get("Accept-Language", "")), code))


@takes
def enter(request: HttpRequest, language: str) -> HttpResponse:
    """Where a code from a paper is written. What can be none is answered as one that opens nothing."""
    if reader.spoken(language) is None:
        raise Http404
    if request.method == "POST":
        return see(addresses.asked(language, codes.read(request.POST.get("c", "")[:100]) or "2" * codes.LENGTH))
    frame = shell(language, lambda code: addresses.place("q", code))
    return page(request, "asked_enter.html", frame, {"home": addresses.start(language)})


@takes
def asked(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The questions of a code, and the answers to them."""
    if reader.spoken(language) is None:
        raise Http404
    given = {name: value[:4] for name, value in request.POST.items() if isinstance(value, str)}
    wrong = ""
    try:
        if request.method == "POST":
            try:
                if actions.answer(code=code, given=given, address=caller.address(request)):
                    return see(addresses.journey(Journey(language=language, step=Step.THANKS)))
                return see(addresses.asked(language, code))
            except Invalid as refused:
                wrong = refused.code
        found = queries.asked(code, address=caller.address(request))
    except Busy:
        return error_page(request, 429)
    frame = shell(language, lambda other: addresses.asked(other, code), plain=True)
    if found is None:
        return page(request, "asked_gone.html", frame, {"home": addresses.start(language)})
    return page(
        request,
        "asked.html",
        frame,
        {"title": str(words.TITLES[found.questions]), "questions": drawn(found.questions, given), "wrong": wrong},
    )


def drawn(kind: Questions, given: dict[str, str]) -> tuple[Question, ...]:
    """The questions as a template places them, with what was chosen."""
    return tuple(
        Question(field, said, tuple((value, text, given.get(field) == value) for value, text in answers))
        for field, said, answers in words.asked(kind)
    )


def thanks(request: HttpRequest, journey: Journey) -> HttpResponse:
    """It has been answered."""
    if request.method == "POST":
        return see(addresses.journey(journey))
    frame = shell(journey.language, lambda code: addresses.journey(journey.but(language=code)))
    return page(request, "asked_thanks.html", frame, {"home": addresses.start(journey.language)})
