# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies that leave a case: the person's own, gone through note by note, and the case for the board's case system.

Each is a download that answers a POST, made by whoever has just shown who they are again. What was chosen on the other
sheets of a long case goes along in the form: nothing of it is stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from sjalvklar.casework import actions, queries
from sjalvklar.casework.rules import (
    LAW,
    REASONS,
    TO,
    Choice,
    CopyKind,
    Part,
    ProtectionLevel,
    Purpose,
    Recipient,
    SecrecyGround,
    Treatment,
)
from sjalvklar.children import queries as children
from sjalvklar.faces.desk import refusals, sent, words
from sjalvklar.faces.desk.cases import doing, paper, people_words, rows
from sjalvklar.faces.desk.cases import words as said
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow

ON_A_SHEET = 20  # notes; each has three fields, and a form has a hundred at most
_LONGEST_BEFORE = 200_000
_ALONE = "default-src 'none'; sandbox"
_TURNS = ("look", "next", "back")


@dataclass(frozen=True, slots=True)
class NoteAsked:
    """A note on the sheet, with what has been chosen. `seen` is how it would go out, when that was asked for. `mark`
    is what its fields are called by: its key, after the number of the case for one that stands in another (`case`)."""

    mark: str
    name: str
    by: str
    when: str
    text: str
    corrects: int | None
    treatment: str
    words: str
    ground: str
    case: str = ""
    wrong_treatment: str = ""
    wrong_words: str = ""
    wrong_ground: str = ""
    seen: tuple[tuple[bool, str], ...] | None = None


def _choice(treatment: str, marked: str, ground: str) -> Choice:
    chosen, why = None, None
    with suppress(ValueError):
        chosen = Treatment(treatment)
    with suppress(ValueError):
        why = SecrecyGround(ground)
    return Choice(chosen, marked, why)


Choices = dict[str, Choice]
_MARK = re.compile(r"(?:(?P<case>20\d\d-\d{6})-)?(?P<number>\d{1,15})", re.ASCII)


def _parted(choices: Mapping[str, Choice]) -> tuple[dict[int, Choice], dict[str, dict[int, Choice]]]:
    """What was chosen of the case's own notes, and of those in each other case by its number."""
    own: dict[int, Choice] = {}
    also: dict[str, dict[int, Choice]] = {}
    for mark, choice in choices.items():
        found = _MARK.fullmatch(mark)
        if found is not None:
            (also.setdefault(found["case"], {}) if found["case"] else own)[int(found["number"])] = choice
    return own, also


def _before(text: str) -> Choices:
    """What was chosen on the other sheets, as the form brought it along."""
    try:
        found = json.loads(text[:_LONGEST_BEFORE]) if text else {}
        return {str(mark): _choice(*map(str, parts)) for mark, parts in found.items() if len(parts) == 3}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _carried(choices: Mapping[str, Choice]) -> str:
    return json.dumps(
        {mark: [choice.treatment or "", choice.words, choice.ground or ""] for mark, choice in choices.items()},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _on_sheet(given: Mapping[str, str], marks: Iterable[str]) -> Choices:
    return {
        mark: _choice(given.get(f"t-{mark}", ""), given.get(f"w-{mark}", "")[:20_000], given.get(f"g-{mark}", ""))
        for mark in marks
    }


def _chosen(given: Mapping[str, str]) -> Choices:
    """Everything that has been chosen, on this sheet and the others."""
    named = (name[2:] for name in given if name[:2] in {"t-", "w-"})
    marks = dict.fromkeys(one for one in named if _MARK.fullmatch(one))
    return {**_before(given.get("before", "")), **_on_sheet(given, marks)}


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


def _download(body: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _ALONE
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def extract(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The person's own copy: each note is gone through, looked at as it would go out, and then it is taken out."""
    turn = request.POST.get("do", "take") if request.method == "POST" else ""
    if turn and turn not in _TURNS and not step_up.is_fresh(request):
        return step_up.ask(request)
    now = here(request)
    given = request.POST.dict() if request.method == "POST" else step_up.typed(request)
    wrong: dict[str, str] = {}
    if turn and turn not in _TURNS:
        try:
            return _take(request, now, case_id, given)
        except Invalid as refused:
            refusals.note(request, refused)
            wrong = {refused.field or "form": doing.FORMS.sentence(refused)}
        except NotAllowed as refused:
            wrong = {"form": _both(now, case_id, refused)}
            refusals.note(request, refused)
        except paper.NotDrawn:
            wrong = {"form": gettext("The PDF could not be made. What you have chosen is still here.")}
    row = _may_prepare(now, case_id)
    return _page(request, now, row, given, turn, wrong)


def _take(request: HttpRequest, now: Here, case_id: UUID, given: Mapping[str, str]) -> HttpResponse:
    language = given.get("language", "sv")
    own, also = _parted(_chosen(given))
    found = actions.extract(
        actor=now.viewer,
        case_id=case_id,
        to=sent.chosen(request, "to", Recipient),
        why=sent.chosen(request, "why", Purpose),
        choices=own,
        also=also,
        others=_others(given),
        confirmed=True,
    )
    made = paper.pdf(found, language if language in paper.LANGUAGES else "sv")
    return _download(made, f"{found.number}.pdf", "application/pdf")


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


def _page(
    request: HttpRequest, now: Here, row: queries.Row, given: Mapping[str, str], turn: str, wrong: dict[str, str]
) -> HttpResponse:
    to = _to(given)
    lines = [("", line) for line in actions.prepare(actor=now.viewer, case_id=row.id, to=to)]
    besides = actions.prepare_also(actor=now.viewer, case_id=row.id, to=to)
    for _, number, notes in besides:
        lines += [(number, line) for line in notes]
    sheets = [lines[at : at + ON_A_SHEET] for at in range(0, len(lines), ON_A_SHEET)] or [[]]
    stated = given.get("sheet", "")
    at = min(int(stated), len(sheets) - 1) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0
    choices = _chosen(given)
    seen: dict[str, actions.ExtractNote] = {}
    if turn in {"look", "next"}:
        here_on = {_mark(*one): choices.get(_mark(*one), Choice()) for one in sheets[at]}
        decided = here_on if turn == "next" else {n: c for n, c in here_on.items() if c.treatment is not None}
        try:
            own, also = _parted(decided)
            shown = actions.preview(actor=now.viewer, case_id=row.id, to=to, choices=own, also=also)
            seen = {_mark(note.case, note): note for note in shown} if turn == "look" else {}
            at += turn == "next"
        except Invalid as refused:
            wrong = {refused.field or "form": doing.FORMS.sentence(refused)}
    at = min(max(at - (turn == "back"), 0), len(sheets) - 1)
    at = _sheet_of(wrong, sheets, at)
    wrong_at = next(iter(wrong), "").partition(".")[0].removeprefix("note-")
    on_sheet = {_mark(*one) for one in sheets[at]}
    return render(
        request,
        "desk/cases/extract_notes.html",
        {
            "here": now,
            "view": "cases",
            "row": rows.line(row),
            "protected": row.protected,
            "can_take": "hand_out" in row.may,
            "again": bool(given) and not turn,
            "wrong": wrong,
            "wrong_note": wrong_at if wrong_at in on_sheet else "",
            "wrong_name": next(
                (said.note_named(one[1].key, one[1].room) for one in sheets[at] if _mark(*one) == wrong_at), ""
            ),
            "around": _around(now, row.id, given),
            "notes": [_asked(*one, choices.get(_mark(*one), Choice()), wrong, seen) for one in sheets[at]],
            "also": ", ".join(dict.fromkeys(case for case, _ in lines if case)),
            "before": _carried({n: choice for n, choice in choices.items() if n not in on_sheet}),
            "sheet": at,
            "sheet_number": at + 1,
            "sheets": len(sheets),
            "is_last": at == len(sheets) - 1,
            "to": given.get("to", Recipient.PERSON.value),
            "why": given.get("why", Purpose.ACCESS_REQUEST.value),
            "language": given.get("language", (get_language() or "sv")[:2]),
            "own_contact": any(children.own_in_case(now.viewer, one) for one in (row.id, *(of for of, *_ in besides))),
            "recipients": [(one.value, str(said.TO_WHOM[one])) for one in TO[CopyKind.EXTRACT]],
            "reasons": [(one.value, str(said.WHY_COPIES[one])) for one in REASONS[CopyKind.EXTRACT]],
            "languages": [("sv", "Svenska"), ("en", "English")],
            "treatments": [(one.value, str(text)) for one, text in said.TREATMENTS.items()],
            "grounds": [(one.value, f"{text} ({LAW[one]})") for one, text in said.GROUNDS.items()],
        },
    )


def _to(given: Mapping[str, str]) -> Recipient:
    try:
        return Recipient(given.get("to", ""))
    except ValueError:
        return Recipient.PERSON


def _mark(case: str, line: actions.Unsifted | actions.ExtractNote) -> str:
    """What the fields of a note are called by."""
    key = line.key if isinstance(line, actions.Unsifted) else line.number
    return f"{case}-{key}" if case else str(key)


def _sheet_of(wrong: Mapping[str, str], sheets: Sequence[Sequence[tuple[str, actions.Unsifted]]], at: int) -> int:
    """The sheet with the note that something is wrong with, when there is one."""
    stated = next(iter(wrong), "").partition(".")[0].removeprefix("note-")
    for place, sheet in enumerate(sheets):
        if any(_mark(*one) == stated for one in sheet):
            return place
    return at


def _asked(
    case: str,
    line: actions.Unsifted,
    choice: Choice,
    wrong: Mapping[str, str],
    seen: Mapping[str, actions.ExtractNote],
) -> NoteAsked:
    mark = _mark(case, line)
    about = f"note-{mark}"
    shown = seen.get(mark)
    return NoteAsked(
        mark=mark,
        name=said.note_named(line.key, line.room),
        case=case,
        by=line.by,
        when=words.moment(line.at),
        text=line.text,  # as it is kept: the words that are marked must be found in it
        corrects=line.corrects,
        treatment=choice.treatment or "",
        words=choice.words,
        ground=choice.ground or "",
        wrong_treatment=wrong.get(about, "") or wrong.get(f"{about}.treatment", ""),
        wrong_words=wrong.get(f"{about}.words", ""),
        wrong_ground=wrong.get(f"{about}.ground", ""),
        seen=tuple((piece.left_out, piece.text) for piece in shown.pieces) if shown else None,
    )


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
            return _download(body, f"{number}.json", "application/json")
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
