# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan in their own words: what holds, a new version, looking at it again, a paper, and what stood before."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from babel.dates import format_date
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import kept, sent, words, writing
from sjalvklar.faces.desk import paper as papers
from sjalvklar.faces.desk.agreed import doing
from sjalvklar.faces.desk.agreed.words import PARTS
from sjalvklar.faces.desk.followup.paper import LANGUAGES
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import PlanLine, PlanPaper
from sjalvklar.support.rules import DocumentationMode, OwnPlan
from sjalvklar.support.rules.times import day
from sjalvklar.writing.rules import Kind

PAPER = Path(__file__).with_name("plan.typ")
FORMS = doing.forms("own-plan/", "write", "look", "paper")


@require_safe
@desk_view
def plan(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The page; reading it is on record."""
    now = here(request)
    doing.see(now.viewer, support_id)
    found = actions.read_agreed(actor=now.viewer, support_id=support_id)
    typed, wrong = kept.found(request.GET.get("kept", ""), str(support_id)), FORMS.wrong(request)
    today, holds = queries.today(clock.now()), found.plan
    written = writing.fields(now, Kind.SUPPORT, support_id, typed=typed, page=FORMS.page)
    draft = written["own-plan"]
    if wrong.form == "" and draft.values:
        typed = {**dict.fromkeys(PARTS, ""), **draft.values}
    return render(
        request,
        "desk/agreed/plan.html",
        {
            "here": now,
            "view": "support",
            "row": rows.line(found.row),
            "root": FORMS.address(support_id),
            "may": "write" in found.row.may,
            "anonymous": found.row.mode is DocumentationMode.ANONYMOUS,
            "holds": _version(holds) if holds is not None else None,
            "before": [_version(one) for one in found.plans if one is not holds],
            "parts": [
                (name, str(label), str(hint), _value(typed, wrong.form, holds, name), wrong.field == name)
                for name, (label, hint) in PARTS.items()
            ],
            "number": holds.number if holds is not None else 0,
            "look_on": typed.get("look_on") or (today + timedelta(days=30)).isoformat(),
            "nonce": typed.get("nonce") or sent.new_nonce(),
            "writing": draft,
            "wrong": wrong.form,
            "wrong_field": wrong.field,
            "wrong_sentence": wrong.sentence,
        },
    )


def _value(typed: dict[str, str], wrong: str, holds: PlanLine | None, name: str) -> str:
    if name in typed or wrong == "write":
        return typed.get(name, "")
    return getattr(holds.plan, name) if holds is not None else ""


def _version(one: PlanLine) -> dict[str, object]:
    today = queries.today(clock.now())
    return {
        "number": one.number,
        "parts": [
            (str(label), words.harmless(getattr(one.plan, name)))
            for name, (label, _hint) in PARTS.items()
            if getattr(one.plan, name)
        ],
        "look_on": words.day(one.look_on, today),
        "late": one.late,
        "looked": words.moment(one.looked_at) if one.looked_at else "",
        "replaced": words.moment(one.replaced_at) if one.replaced_at else "",
        "by": one.by,
        "when": words.moment(one.at),
    }


@require_POST
@desk_view
def change(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """A new version, or that they have looked at it and left it as it is."""
    look = request.POST.get("do") == "look"

    def deed(now: Here) -> None:
        on = day(request.POST.get("look_on", ""), field="look_on")
        number = sent.number(request, "number", "plan_moved_on")
        if look:
            actions.look_again(actor=now.viewer, support_id=support_id, number=number, look_on=on)
            return
        actions.write_plan(
            actor=now.viewer,
            support_id=support_id,
            plan=OwnPlan(**{name: request.POST.get(name, "") for name in PARTS}),
            look_on=on,
            number=number,
            nonce=sent.nonce(request),
        )

    said = gettext("Noted.") if look else gettext("The plan is kept.")
    return FORMS.done(request, support_id, "look" if look else "write", said, deed)


@require_POST
@desk_view
def paper(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The plan as a paper for the relative; on record before it is made, and kept nowhere."""
    found: list[PlanPaper] = []

    def deed(now: Here) -> None:
        with_unit = sent.yes(request, "with_unit")
        found.append(actions.plan_paper(actor=now.viewer, support_id=support_id, with_unit=with_unit))

    refused = FORMS.attempt(request, support_id, "paper", deed)
    if refused is not None:
        return refused
    language = request.POST.get("language", "sv")
    try:
        made = pdf(found[0], language if language in LANGUAGES else "sv")
    except papers.NotDrawn:
        messages.error(request, gettext("The PDF could not be made. Try again."))
        return HttpResponseRedirect(FORMS.address(support_id))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="papper.pdf"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def parts_on_paper(plan: OwnPlan) -> list[tuple[str, str]]:
    """The parts that say something, as a paper calls them: it is the relative's own, so it says I."""
    said = [
        (gettext("What I want"), plan.wants),
        (gettext("What would help"), plan.helps),
        (gettext("What I do myself"), plan.they_do),
        (gettext("What you do"), plan.we_do),
    ]
    return [(title, text) for title, text in said if text]


def pdf(paper: PlanPaper, language: str) -> bytes:
    """The paper in that language. Raises NotDrawn."""
    region, locale = LANGUAGES[language]
    with override(language):
        made = format_date(paper.made_on, format="long", locale=locale)
        look = format_date(paper.look_on, format="full", locale=locale)
        said = {
            "lang": language,
            "region": region,
            "title": gettext("My plan"),
            "unit": paper.unit,
            "parts": [[title, text.splitlines()] for title, text in parts_on_paper(paper.plan)],
            "look": gettext("We look at this again on %(day)s.") % {"day": look},
            "signed": gettext("Written %(day)s together with %(name)s") % {"day": made, "name": paper.by},
        }
    return papers.drawn(PAPER, json.dumps(said, ensure_ascii=False))
