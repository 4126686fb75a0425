# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guide: one question a page, and at the end the people who can help."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse

from sjalvklar.faces.way_in import addresses
from sjalvklar.faces.way_in.cards import result_page, said
from sjalvklar.faces.way_in.journey import Journey, Note, Step
from sjalvklar.faces.way_in.questions import (
    Choice,
    as_child,
    backward,
    choices,
    onward,
    own_words,
    progress,
    question,
    skipped,
    steps,
)
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import see
from sjalvklar.guide import queries as guide
from sjalvklar.kernel import clock
from sjalvklar.kernel.text import tidy_line
from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.rules import Area

_LONGEST_PLACE = 60


def _today() -> date:
    return clock.today(organisation.organisation().municipality.zone)


def _areas() -> tuple[Area, ...]:
    return tuple(sorted(organisation.organisation().areas_on(_today()), key=lambda area: area.name))


def ask(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Show one question, or take its answer."""
    asked = question(journey)
    if asked is None:
        return see(addresses.journey(journey.but(step=Step.RESULT, question="")))
    if request.method == "POST":
        if asked.kind == "place":
            return see(addresses.journey(_placed(request, journey)))
        return see(addresses.journey(_chosen(request, journey)))
    frame = shell(journey.language, lambda code: addresses.journey(journey.but(language=code)), child=journey.child)
    context = {
        "journey": journey,
        "title": own_words(f"questions.{asked.id}.title", journey.language, child=journey.child),
        "hint": own_words(f"questions.{asked.id}.hint", journey.language, child=journey.child),
        "progress": progress(journey),
        "skip": addresses.journey(skipped(journey)),
        "back": backward(journey),
        "danger": journey.danger in {"now", "unsure"},
        "forgot": journey.note is Note.CHOOSE,
    }
    if asked.kind == "place":
        return page(request, "place.html", frame, {**context, **_place_context(journey)})
    offered = choices(asked.id, journey.language, child=journey.child, picked=journey.answer_to(asked.id))
    return page(request, "question.html", frame, {**context, "choices": offered})


def _chosen(request: HttpRequest, journey: Journey) -> Journey:
    asked = question(journey)
    answer = request.POST.get("a", "")
    if asked is None or answer not in {option.id for option in asked.options}:
        return journey.but(note=Note.CHOOSE)
    answered = journey.answered(asked.id, answer)
    if asked.id == "who" and answer == "child" and not journey.child:
        return as_child(answered)
    return onward(answered)


def _placed(request: HttpRequest, journey: Journey) -> Journey:
    """What someone typed wins over what they ticked: the list may stand ticked from before."""
    typed = tidy_line(request.POST.get("place", ""))[:_LONGEST_PLACE]
    ticked = request.POST.get("a", "")
    town = organisation.organisation()
    if typed and typed != journey.place:
        match = town.find_place(typed, _today())
        if match.decided is not None:
            return onward(journey.answered("where", match.decided.id))
        return journey.but(place=typed, note=Note.UNKNOWN_PLACE, where=None)
    if ticked == "outside" or any(area.id == ticked for area in town.areas_on(_today())):
        return onward(journey.answered("where", ticked))
    return journey.but(note=Note.UNKNOWN_PLACE if typed else Note.CHOOSE, place=typed)


def _place_context(journey: Journey) -> dict[str, object]:
    town = organisation.organisation()
    match = town.find_place(journey.place, _today()) if journey.place else None
    candidates = () if match is None else tuple({found.area.id: found.area for found in match.candidates}.values())
    one = candidates[0].id if len(candidates) == 1 else ""
    # The only area we know for a name that other areas share: a guess to choose or leave, never ticked for anybody.
    only_in_part = bool(one) and match is not None and match.exact
    ticked = "" if only_in_part else one
    offered = {area.id for area in candidates}
    return {
        "areas": tuple(
            Choice(area.id, area.name, "", area.id == journey.where) for area in _areas() if area.id not in offered
        ),
        "candidates": tuple(Choice(area.id, area.name, "", area.id == ticked) for area in candidates),
        "only_in_part": only_in_part,
        "did_you_mean": bool(match and match.did_you_mean),
        "typed": journey.place,
        "unknown": journey.note is Note.UNKNOWN_PLACE and not candidates,
        "outside": journey.where == "outside",
    }


def results(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The people who can help, what can be done tonight, and how to write."""
    if request.method == "POST":
        return see(addresses.journey(journey))
    guidance = guide.advise(journey.answers())
    frame = shell(journey.language, lambda code: addresses.journey(journey.but(language=code)), child=journey.child)
    return page(
        request,
        "results.html",
        frame,
        {"journey": journey, "found": result_page(guidance, journey), "said": said(journey), "back": _back(journey)},
    )


def _back(journey: Journey) -> str:
    last = [step.id for step in steps(journey.child) if step.id != journey.preset][-1]
    return addresses.journey(journey.but(step=Step.ASK, question=last))
