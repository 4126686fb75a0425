# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Safety in one support: their fear, the police, what is agreed, warnings, and signs of violence in the home.

Whoever may not know of the support gets the page of what is not there; whoever may not read it, the support's own.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sjalvklar.faces.desk import kept, sent, writing
from sjalvklar.faces.desk import words as desk
from sjalvklar.faces.desk.line import Frame, drawn
from sjalvklar.faces.desk.safety import doing, words
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.support import words as support_words
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.organisation.queries import staff
from sjalvklar.safety import actions, queries
from sjalvklar.safety.actions import CompanyLine, File, MeasureLine, Warned
from sjalvklar.safety.rules import ASSESSMENTS, AssessmentState, CompanyState, MeasureState
from sjalvklar.support import queries as support
from sjalvklar.support import stops
from sjalvklar.support.queries import Row
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.writing.rules import Kind

REVIEW_WITHIN = timedelta(days=14)  # what the form for a new measure proposes
_FEAR = Frame(left=16, right=624, top=16, bottom=144, highest=10)  # fear.html draws the scale there


@require_safe
@desk_view
def safety(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The page, on record before it is shown."""
    now = here(request)
    row = support.row(now.viewer, support_id)
    if "read" not in row.may:
        return HttpResponseRedirect(f"/desk/s/{support_id}/")
    file = actions.read(actor=now.viewer, support_id=support_id)
    return render(request, "desk/safety/safety.html", _context(request, now, row, file))


def _context(request: HttpRequest, now: Here, row: Row, file: File) -> dict[str, object]:
    refused = kept.found(request.GET.get("kept", ""), str(row.id))
    written = writing.fields(now, Kind.SUPPORT, row.id, typed=refused, page=doing.FORMS.page) if file.may_write else {}
    typed = {**writing.standing(written), **refused}
    wrong = doing.FORMS.wrong(request)
    today = support.today()
    knows = queries.who_knows_violence(row.unit_id)
    own = staff.unit(row.unit_id)
    setting = queries.setting()
    return {
        "here": now,
        "view": "support",
        "row": rows.line(row),
        "root": f"/desk/s/{row.id}/safety/",
        "may": file.may_write,
        "anonymous": file.mode is DocumentationMode.ANONYMOUS,
        "heeded": heeded(file.warnings),
        "violence": _violence(file),
        "stopped_elsewhere": str(support_words.ELSEWHERE) if not file.violence and stops.why_not(row.id) else "",
        "knows": knows.name if knows else "",
        "knows_here": knows is not None and knows.id == row.unit_id,
        "another": knows is not None and own is not None and knows.authority_id != own.authority_id,
        "to_offer": file.to_offer,
        "offer": support_words.service(setting.offer) if setting.offer else "",
        "offers": [(answer.value, str(text)) for answer, text in support_words.OFFERS.items()],
        "fears": [
            (desk.moment(one.at), words.level(one.said), one.said.words, one.by) for one in reversed(file.fears)
        ],
        "line": drawn(_FEAR, [(one.at.timestamp(), one.said.level) for one in file.fears]),
        "levels": [(str(number), str(number)) for number in range(11)],
        "assessments": _assessments(file, today),
        "parties": [(one.value, str(text)) for one, text in words.PARTIES.items()],
        "police_ways": [(one.value, str(text)) for one, text in words.POLICE_WAYS.items()],
        "measures": [_measure(one, today) for one in file.measures],
        "kinds": [(one.value, str(text)) for one, text in words.KINDS.items()],
        "doers": [(one.value, str(text)) for one, text in words.DOERS.items()],
        "review_on": typed.get("review_on") or (today + REVIEW_WITHIN).isoformat(),
        "company": [_company(one, today) for one in file.company],
        "company_ways": [(one.value, str(text)) for one, text in words.COMPANY_WAYS.items()],
        "sentences": [
            (f"warning-{one.id}", one.said(words.language()), typed.get(f"warning-{one.id}") == "yes")
            for one in setting.warnings
        ],
        "today": today.isoformat(),
        "typed": typed,
        "writing": written,
        "nonce": typed.get("nonce") or sent.new_nonce(),
        "wrong": wrong.form,
        "wrong_field": wrong.field,
        "wrong_sentence": wrong.sentence,
    }


def heeded(found: Warned) -> list[dict[str, object]]:
    """Warnings in words, for the top of a page; only those of the support itself are ended there."""
    told: list[dict[str, object]] = [
        {
            "id": str(one.id) if one.here else "",
            "text": desk.harmless(words.heed(one.heed)),
            "by": one.by,
            "when": desk.moment(one.at),
        }
        for one in found.lines
    ]
    return told + ([{"text": str(words.UNREAD)}] if found.unread else [])


def _violence(file: File) -> dict[str, object]:
    if file.violence is None:
        return {}
    one = file.violence
    return {
        "when": desk.moment(one.on_at),
        "by": one.by,
        "signs": desk.harmless(one.signs),
        "told": one.told,
        "told_when": desk.moment(one.told_at) if one.told_at else "",
    }


def _assessments(file: File, today: date) -> list[dict[str, object]]:
    return [
        {
            "id": str(one.id),
            "asked": desk.day(one.asked_on, today),
            "party": str(words.PARTIES[one.question.party]),
            "way": str(words.POLICE_WAYS[one.question.way]),
            "words": desk.harmless(one.question.words),
            "state": str(words.ASSESSED[one.state]),
            "waiting": one.state is AssessmentState.ASKED,
            "late": one.waited_out,
            "wait": desk.day(one.answer_by, today) if one.answer_by else "",
            "answered": desk.day(one.answered_on, today) if one.answered_on else "",
            "can_answer": bool(ASSESSMENTS[one.state]),
            "answers": [
                (each.value, str(text)) for each, text in words.ANSWERS.items() if each in ASSESSMENTS[one.state]
            ],
            "can_see": one.state is not AssessmentState.ASKED,
            "by": one.by,
        }
        for one in file.assessments
    ]


def _measure(one: MeasureLine, today: date) -> dict[str, object]:
    return {
        "id": str(one.id),
        "kind": str(words.KINDS[one.agreed.kind]),
        "doer": str(words.DOERS[one.agreed.by]),
        "words": desk.harmless(one.agreed.words),
        "state": str(words.MEASURE_STATES[one.state]),
        "open": one.state.is_open,
        "agreed": one.state is MeasureState.AGREED,
        "review": desk.day(one.review_on, today) if one.review_on else "",
        "seen": one.review_on.isoformat() if one.review_on else "",
        "overdue": one.overdue,
        "changed": desk.moment(one.changed_at),
    }


def _company(one: CompanyLine, today: date) -> dict[str, object]:
    return {
        "id": str(one.id),
        "way": str(words.COMPANY_WAYS[one.company.way]),
        "words": desk.harmless(one.company.words),
        "state": str(words.COMPANY_STATES[one.state]),
        "open": one.state in {CompanyState.ASKED, CompanyState.PLANNED},
        "planned": desk.day(one.planned_on, today) if one.planned_on else "",
        "has_number": one.has_number,
        "changed": desk.moment(one.changed_at),
    }
