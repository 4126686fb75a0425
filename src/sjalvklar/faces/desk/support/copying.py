# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's own copy of a support without a file, made on the same page as that of a case. What is part of a case
goes along in the copy of it, and of somebody anonymous there is none: the page says so."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sjalvklar.casework import queries as casework
from sjalvklar.casework.actions import Extract, ExtractNote
from sjalvklar.casework.rules import Recipient
from sjalvklar.children import queries as children
from sjalvklar.faces.desk import sent, words
from sjalvklar.faces.desk.cases import sifting
from sjalvklar.faces.desk.cases import words as of_copies
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.support import words as said
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.faces.desk.views.errors import sentence as desk_sentence
from sjalvklar.kernel.errors import NotAllowed, Refused
from sjalvklar.support import actions, queries
from sjalvklar.support.rules import gives_copy

_SENTENCES = {**of_copies.SENTENCES, **said.SENTENCES}


class _OfSupport:
    """A support without a file."""

    def __init__(self, row: queries.Row) -> None:
        self.row = row

    def check(self, now: Here) -> None:
        if "prepare" not in self.row.may:
            raise NotAllowed("not_allowed")

    def notes(self, now: Here, to: Recipient) -> sifting.Lines:
        return [("", line) for line in actions.prepare(actor=now.viewer, support_id=self.row.id, to=to)]

    def preview(self, now: Here, to: Recipient, choices: sifting.Choices) -> tuple[ExtractNote, ...]:
        own, _ = sifting.parted(choices)
        return actions.preview(actor=now.viewer, support_id=self.row.id, to=to, choices=own)

    def take(self, request: HttpRequest, now: Here, given: Mapping[str, str], choices: sifting.Choices) -> Extract:
        own, _ = sifting.parted(choices)
        to = sent.chosen(request, "to", Recipient)
        return actions.extract(actor=now.viewer, support_id=self.row.id, to=to, choices=own, confirmed=True)

    def refused(self, now: Here, refused: NotAllowed) -> str:
        raise refused

    def sentence(self, refused: Refused) -> str:
        text = _SENTENCES.get(refused.code)
        return str(text) if text is not None else desk_sentence(refused)

    def context(self, now: Here, given: Mapping[str, str], lines: sifting.Lines) -> dict[str, object]:
        told = gettext("%(when)s, by %(name)s.")
        return {
            "view": "support",
            "row": rows.line(self.row),
            "of_support": True,
            "can_take": True,
            "own_contact": children.standing(self.row).own,
            "left": [
                (str(of_copies.TO_WHOM[one.to]), told % {"when": words.moment(one.at), "name": one.by})
                for one in queries.handed_out(self.row)
            ],
        }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def copy(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """A copy for the person, or why there is none here."""
    now = here(request)
    row = queries.row(now.viewer, support_id)
    if gives_copy(row.mode):
        return sifting.answer(request, _OfSupport(row))
    if "read" not in row.may:
        raise NotAllowed("not_allowed")
    about = {
        "here": now,
        "view": "support",
        "row": rows.line(row),
        "case_id": row.case_id or "",
        "may": row.case_id is not None and "prepare" in casework.row(now.viewer, row.case_id).may,
    }
    return render(request, "desk/support/no_copy.html", about)
