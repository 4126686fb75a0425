# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies that leave a case: the person's own, gone through note by note, and the case for the board's case system.

Each is a download that answers a POST, made by whoever has just shown who they are again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sjalvklar.casework import actions, queries
from sjalvklar.casework.rules import (
    REASONS,
    CopyKind,
    Part,
    ProtectionLevel,
    Purpose,
    Recipient,
)
from sjalvklar.children import queries as children
from sjalvklar.faces.desk import refusals, sent
from sjalvklar.faces.desk.cases import doing, people_words, rows, sifting
from sjalvklar.faces.desk.cases import words as said
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow, Refused


def _may_prepare(now: Here, case_id: UUID) -> queries.Row:
    row = queries.row(now.viewer, case_id)
    if "prepare" not in row.may:
        raise NotAllowed("not_allowed")
    return row


def _both(now: Here, case_id: UUID, refused: NotAllowed) -> str:
    """Why whoever may prepare a copy may not take it out: of a protected person it takes two."""
    row = _may_prepare(now, case_id)
    if not row.protected:
        raise refused
    return gettext(
        "It takes two: ask another named person first, on the case's page. What you have chosen is still here."
    )


class _OfCase:
    """A case, and those that it goes on from or in."""

    def __init__(self, case_id: UUID) -> None:
        self.id = case_id
        self.together = [case_id]

    def check(self, now: Here) -> None:
        _may_prepare(now, self.id)

    def notes(self, now: Here, to: Recipient) -> sifting.Lines:
        lines = [("", line) for line in actions.prepare(actor=now.viewer, case_id=self.id, to=to)]
        for other, number, notes in actions.prepare_also(actor=now.viewer, case_id=self.id, to=to):
            self.together.append(other)
            lines += [(number, line) for line in notes]
        return lines

    def preview(self, now: Here, to: Recipient, choices: sifting.Choices) -> tuple[actions.ExtractNote, ...]:
        own, also = sifting.parted(choices)
        return actions.preview(actor=now.viewer, case_id=self.id, to=to, choices=own, also=also)

    def take(
        self, request: HttpRequest, now: Here, given: Mapping[str, str], choices: sifting.Choices
    ) -> actions.Extract:
        own, also = sifting.parted(choices)
        return actions.extract(
            actor=now.viewer,
            case_id=self.id,
            to=sent.chosen(request, "to", Recipient),
            why=sent.chosen(request, "why", Purpose),
            choices=own,
            also=also,
            others=_others(given),
            confirmed=True,
        )

    def refused(self, now: Here, refused: NotAllowed) -> str:
        return _both(now, self.id, refused)

    def sentence(self, refused: Refused) -> str:
        return doing.FORMS.sentence(refused)

    def context(self, now: Here, given: Mapping[str, str], lines: sifting.Lines) -> dict[str, object]:
        row = _may_prepare(now, self.id)
        return {
            "view": "cases",
            "row": rows.line(row),
            "protected": row.protected,
            "can_take": "hand_out" in row.may,
            "around": _around(now, row.id, given),
            "also": ", ".join(dict.fromkeys(case for case, _ in lines if case)),
            "why": given.get("why", Purpose.ACCESS_REQUEST.value),
            "reasons": [(one.value, str(said.WHY_COPIES[one])) for one in REASONS[CopyKind.EXTRACT]],
            "own_contact": any(children.own_in_case(now.viewer, one) for one in self.together),
        }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def extract(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The person's own copy: each note is gone through, looked at as it would go out, and then it is taken out."""
    return sifting.answer(request, _OfCase(case_id))


def _others(given: Mapping[str, str]) -> frozenset[int]:
    """Those around the person who go along by what they are called; nobody unless ticked."""
    named = (name[2:] for name in given if name.startswith("p-") and len(name) < 7)
    return frozenset(int(one) for one in named if one.isascii() and one.isdigit())


def _around(now: Here, case_id: UUID, given: Mapping[str, str]) -> list[tuple[int, str, bool]]:
    """Who may go along: those whom something is noted between and the person, and nobody protected."""
    ticked = _others(given)
    network = actions.people(actor=now.viewer, case_id=case_id)
    near = {number for edge in network.edges for number in edge.between.pair if 1 in edge.between.pair}
    return [
        (one.number, people_words.name(one.number, one.called, one.part), one.number in ticked)
        for one in network.people
        if one.number in near and one.part is not Part.RELATIVE and one.called and one.level is ProtectionLevel.NONE
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def move_out(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case as a file for the same board's case system."""
    if request.method == "POST" and not step_up.is_fresh(request):
        return step_up.ask(request)
    now = here(request)
    given = request.POST.dict() if request.method == "POST" else step_up.typed(request)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            why = sent.chosen(request, "why", Purpose)
            document = actions.move_out(actor=now.viewer, case_id=case_id, why=why, confirmed=True)
            body = json.dumps(document, ensure_ascii=False, indent=2).encode()
            number = queries.row(now.viewer, case_id).number
            return sifting.download(body, f"{number}.json", "application/json")
        except NotFound:
            raise
        except (Invalid, NotNow) as refused:
            refusals.note(request, refused)
            wrong = {refused.field or "form": doing.FORMS.sentence(refused)}
        except NotAllowed as refused:
            wrong = {"form": _both(now, case_id, refused)}
            refusals.note(request, refused)
    row = _may_prepare(now, case_id)
    return render(
        request,
        "desk/cases/move_out.html",
        {
            "here": now,
            "view": "cases",
            "row": rows.line(row),
            "protected": row.protected,
            "can_take": "hand_out" in row.may,
            "again": bool(given) and request.method != "POST",
            "wrong": wrong,
            "why": given.get("why", ""),
            "reasons": [(one.value, str(said.WHY_COPIES[one])) for one in REASONS[CopyKind.MOVE]],
        },
    )
