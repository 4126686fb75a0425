# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms on the page of safety, told apart by `do`, and what is shown only on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sjalvklar.faces.desk import sent
from sjalvklar.faces.desk import words as desk
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.faces.desk.safety import words
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import Invalid
from sjalvklar.safety import actions, queries
from sjalvklar.safety.rules import (
    Agreed,
    Company,
    CompanyDeed,
    CompanyWay,
    Decided,
    Doer,
    Heed,
    MeasureDeed,
    MeasureKind,
    PoliceAnswer,
    PoliceParty,
    PoliceWay,
    Question,
    Said,
)
from sjalvklar.support import queries as support
from sjalvklar.support.rules import OfferAnswer
from sjalvklar.support.rules.times import day

_DIFFERS = "differs"


def _which(request: HttpRequest, name: str) -> UUID:
    """Which of several on the page. Raises Invalid with the name as code."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Invalid(name, field=name) from None


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


def _fear(request: HttpRequest, now: Here, support_id: UUID) -> str:
    stated = _text(request, "level")
    level = None if stated == "unsaid" else sent.number(request, "level", "level")
    said = Said(level, _text(request, "fear_words"))
    differs = actions.say_fear(actor=now.viewer, support_id=support_id, said=said, nonce=sent.nonce(request))
    return _DIFFERS if differs else ""


def _ask(request: HttpRequest, now: Here, support_id: UUID) -> str:
    question = Question(
        sent.chosen(request, "party", PoliceParty),
        sent.chosen(request, "police_way", PoliceWay),
        _text(request, "asked_words"),
    )
    on = day(_text(request, "asked_on"), field="asked_on")
    actions.ask_police(
        actor=now.viewer, support_id=support_id, question=question, asked_on=on, nonce=sent.nonce(request)
    )
    return ""


def _answer(request: HttpRequest, now: Here, support_id: UUID) -> str:
    differs = actions.note_answer(
        actor=now.viewer,
        support_id=support_id,
        assessment_id=_which(request, "assessment"),
        decided=Decided(sent.chosen(request, "answer", PoliceAnswer), _text(request, "decided_words")),
        answered_on=day(_text(request, "answered_on"), field="answered_on"),
    )
    return _DIFFERS if differs else ""


def _offered(request: HttpRequest, now: Here, support_id: UUID) -> str:
    answer = sent.chosen(request, "offered", OfferAnswer)
    actions.answer_difference(actor=now.viewer, support_id=support_id, answer=answer)
    return ""


def _agree(request: HttpRequest, now: Here, support_id: UUID) -> str:
    agreed = Agreed(
        sent.chosen(request, "kind", MeasureKind), sent.chosen(request, "doer", Doer), _text(request, "measure_words")
    )
    on = day(_text(request, "review_on"), field="review_on")
    actions.agree(actor=now.viewer, support_id=support_id, agreed=agreed, review_on=on, nonce=sent.nonce(request))
    return ""


def _measure(request: HttpRequest, now: Here, support_id: UUID) -> str:
    deed = sent.chosen(request, "deed", MeasureDeed)
    looking = deed is MeasureDeed.REVIEW
    actions.move_measure(
        actor=now.viewer,
        support_id=support_id,
        measure_id=_which(request, "measure"),
        deed=deed,
        review_on=day(_text(request, "again_on"), field="again_on") if looking else None,
        seen=day(_text(request, "seen"), field="seen") if looking else None,
    )
    return ""


def _ask_company(request: HttpRequest, now: Here, support_id: UUID) -> str:
    company = Company(sent.chosen(request, "company_way", CompanyWay), _text(request, "company_words"))
    actions.ask_company(actor=now.viewer, support_id=support_id, company=company, nonce=sent.nonce(request))
    return ""


def _company(request: HttpRequest, now: Here, support_id: UUID) -> str:
    deed = sent.chosen(request, "deed", CompanyDeed)
    actions.move_company(
        actor=now.viewer,
        support_id=support_id,
        company_id=_which(request, "company"),
        deed=deed,
        on=day(_text(request, "planned_on"), field="planned_on") if deed is CompanyDeed.PLAN else None,
        number=_text(request, "number"),
    )
    return ""


def _warn(request: HttpRequest, now: Here, support_id: UUID) -> str:
    chosen = tuple(one.id for one in queries.setting().warnings if sent.yes(request, f"warning-{one.id}"))
    heed = Heed(chosen, _text(request, "warning_words"))
    actions.warn(actor=now.viewer, support_id=support_id, heed=heed, nonce=sent.nonce(request))
    return ""


def _end_warning(request: HttpRequest, now: Here, support_id: UUID) -> str:
    actions.end_warning(actor=now.viewer, support_id=support_id, warning_id=_which(request, "warning"))
    return ""


def _on(request: HttpRequest, now: Here, support_id: UUID) -> str:
    signs = _text(request, "signs")
    actions.switch_on(actor=now.viewer, support_id=support_id, signs=signs, nonce=sent.nonce(request))
    return ""


def _told(request: HttpRequest, now: Here, support_id: UUID) -> str:
    actions.tell_who_knows(actor=now.viewer, support_id=support_id, consent=sent.yes(request, "consent"))
    return ""


def _off(request: HttpRequest, now: Here, support_id: UUID) -> str:
    actions.switch_off(actor=now.viewer, support_id=support_id, why=_text(request, "why"))
    return ""


DEEDS: Mapping[str, Callable[[HttpRequest, Here, UUID], str]] = {
    "fear": _fear,
    "ask": _ask,
    "answer": _answer,
    "offered": _offered,
    "agree": _agree,
    "measure": _measure,
    "ask_company": _ask_company,
    "company": _company,
    "warn": _warn,
    "end_warning": _end_warning,
    "on": _on,
    "told": _told,
    "off": _off,
}
FORMS = Forms(root="/desk/s/", names=frozenset(DEEDS), see=support.row, sentences=words.SENTENCES, page="safety/")


@require_POST
@desk_view
def change(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """One form of the page."""
    what = request.POST.get("do", "")
    found: list[str] = []

    def deed(now: Here) -> None:
        support.row(now.viewer, support_id)
        if what not in DEEDS:
            raise Invalid("choose", field="do")
        found.append(DEEDS[what](request, now, support_id))

    said = gettext("Noted.")
    refused = FORMS.attempt(request, support_id, what, deed)
    if refused is not None:
        return refused
    if found[0] == _DIFFERS:
        said = gettext("Noted. Their fear and the answer of the police differ: there is an offer to make.")
    messages.success(request, said)
    return HttpResponseRedirect(FORMS.address(support_id))


@require_POST
@desk_view
def show(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """What the police decided, or their number of a report: shown once, on record. No address brings it back."""
    found: list[tuple[str, str, str]] = []

    def deed(now: Here) -> None:
        support.row(now.viewer, support_id)
        if "company" in request.POST:
            which = _which(request, "company")
            number = actions.see_number(actor=now.viewer, support_id=support_id, company_id=which)
            found.append((gettext("The police's number"), number, ""))
            return
        which = _which(request, "assessment")
        decided = actions.see_police(actor=now.viewer, support_id=support_id, assessment_id=which)
        found.append((gettext("What the police decided"), str(words.ANSWERS[decided.answer]), decided.words))

    refused = FORMS.attempt(request, support_id, "show", deed)
    if refused is not None:
        return refused
    now = here(request)
    title, first, rest = found[0]
    return render(
        request,
        "desk/safety/shown.html",
        {
            "here": now,
            "view": "support",
            "row": rows.line(support.row(now.viewer, support_id)),
            "root": f"/desk/s/{support_id}/safety/",
            "title": title,
            "first": first,
            "rest": desk.harmless(rest),
        },
    )
