# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers: the proof of contact as a tagged PDF (PDF/UA-1), made in memory and kept nowhere, and questions to print.

The proof says that there was contact on some days. It never says why, and never the name of anybody else.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import UUID

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.design import questions as design
from sjalvklar.faces.desk import paper as papers
from sjalvklar.faces.desk import sent
from sjalvklar.faces.desk.followup.page import FORMS, said_no
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support.lists import serving
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.followup import actions
from sjalvklar.followup.actions import Sheet
from sjalvklar.followup.rules import Questions
from sjalvklar.kernel import languages
from sjalvklar.kernel.errors import Invalid, NotFound

PROOF = Path(__file__).with_name("proof.typ")
LANGUAGES = {"sv": ("se", "sv_SE"), "en": ("gb", "en_GB")}


def pdf(sheet: Sheet, language: str) -> bytes:
    """The proof in that language. Raises NotDrawn."""
    with override(language):
        return papers.drawn(PROOF, json.dumps(_said(sheet, language), ensure_ascii=False))


def _said(sheet: Sheet, language: str) -> dict[str, object]:
    region, locale = LANGUAGES[language]

    def day(on: date) -> str:
        return format_date(on, format="full", locale=locale)

    whom = sheet.name or gettext("whoever shows this paper")
    return {
        "lang": language,
        "region": region,
        "title": gettext("Proof of contact"),
        "authority": sheet.authority,
        "unit": sheet.unit,
        "opening": gettext("%(unit)s, %(authority)s, has had contact with %(whom)s on these days:")
        % {"unit": sheet.unit, "authority": sheet.authority, "whom": whom},
        "days": [day(on) for on in sheet.days],
        "closing": _closing(named=bool(sheet.name)),
        "signed": gettext("%(day)s, %(name)s") % {"day": day(sheet.made_on), "name": sheet.by},
        "line": gettext("Signature"),
    }


def _closing(*, named: bool) -> list[str]:
    found = [
        gettext("The paper says only that there was contact on these days. It says nothing of what it was about."),
        gettext("It was made because the person asked for it, and given to them."),
    ]
    if not named:
        found.append(
            gettext("Nobody's name is kept, so the paper is for whoever shows it. It cannot prove who that is.")
        )
    return found


@require_POST
@desk_view
def prove(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The proof as a download; on record before it is made."""
    found: list[Sheet] = []

    def deed(now: Here) -> None:
        found.append(
            actions.prove(
                actor=now.viewer,
                support_id=support_id,
                days=_days(request),
                name=request.POST.get("name", ""),
                nonce=sent.nonce(request),
            )
        )

    refused = FORMS.attempt(request, support_id, "prove", deed)
    if refused is not None:
        return refused
    language = request.POST.get("language", "sv")
    try:
        made = pdf(found[0], language if language in LANGUAGES else "sv")
    except papers.NotDrawn:
        return said_no(request, support_id, gettext("The PDF could not be made. Try again."))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="intyg.pdf"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _days(request: HttpRequest) -> list[date]:
    try:
        return [date.fromisoformat(one) for one in request.POST.getlist("days")[:100]]
    except ValueError:
        raise Invalid("days", field="days") from None


@require_safe
@desk_view
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """The questions to print and answer by hand, in one of the public languages. About nobody."""
    serving(request)
    code = request.GET.get("language", languages.SOURCE)
    if kind not in set(Questions) or code not in languages.CODES:
        raise NotFound("no_such_page")
    questions, language = Questions(kind), languages.language(code)
    now = here(request)
    with override(language.code):
        found, title = design.asked(questions), str(design.TITLES[questions])
        hint = gettext("Answer what you want, and skip the rest. There are no right answers.")
    return render(
        request,
        "desk/followup/paper.html",
        {
            "here": now,
            "view": "support",
            "title": title,
            "hint": hint,
            "questions": found,
            "lang": language,
            "languages": [(one.code, one.endonym, one.html_lang) for one in languages.LANGUAGES],
        },
    )
