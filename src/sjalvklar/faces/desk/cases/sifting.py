# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page where the person's own copy is made, of a case or of a support without a file: each note is gone through,
looked at as it would go out, and then the copy is taken out as a PDF, by whoever has just shown who they are again.

What was chosen on the other sheets of many notes goes along in the form: nothing of it is stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from sjalvklar.casework.actions import Extract, ExtractNote, Unsifted
from sjalvklar.casework.rules import LAW, TO, Choice, CopyKind, Recipient, SecrecyGround, Treatment
from sjalvklar.faces.desk import refusals, words
from sjalvklar.faces.desk.cases import paper
from sjalvklar.faces.desk.cases import words as said
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotNow, Refused

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


def parted(choices: Mapping[str, Choice]) -> tuple[dict[int, Choice], dict[str, dict[int, Choice]]]:
    """What was chosen of the own notes of what is copied, and of those in each other case by its number."""
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


def download(body: bytes, name: str, kind: str) -> HttpResponse:
    """A file that nothing in it can act from."""
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _ALONE
    return response


Lines = Sequence[tuple[str, Unsifted]]


class Copied(Protocol):
    """What is copied. Everything about it but its notes is its own to say."""

    def check(self, now: Here) -> None:
        """Raises NotFound, NotAllowed for whoever may not go through it."""

    def notes(self, now: Here, to: Recipient) -> Lines:
        """Every note that would go to whom, after the number of the case it stands in when it is another."""

    def preview(self, now: Here, to: Recipient, choices: Choices) -> tuple[ExtractNote, ...]:
        """Those that have been decided about, as they would go out."""

    def take(self, request: HttpRequest, now: Here, given: Mapping[str, str], choices: Choices) -> Extract:
        """The copy."""

    def refused(self, now: Here, refused: NotAllowed) -> str:
        """Why whoever may go through the notes may not take the copy out; raises it for whoever may do neither."""

    def sentence(self, refused: Refused) -> str:
        """Why not, in words."""

    def context(self, now: Here, given: Mapping[str, str], lines: Lines) -> dict[str, object]:
        """What the page shows besides."""


def answer(request: HttpRequest, of: Copied) -> HttpResponse:
    """The page, or the copy when it is taken out."""
    turn = request.POST.get("do", "take") if request.method == "POST" else ""
    taken = bool(turn) and turn not in _TURNS
    if taken and not step_up.is_fresh(request):
        return step_up.ask(request)
    now = here(request)
    given = request.POST.dict() if request.method == "POST" else step_up.typed(request)
    wrong: dict[str, str] = {}
    if taken:
        try:
            return _take(request, now, of, given)
        except (Invalid, NotNow) as refused:
            refusals.note(request, refused)
            wrong = {refused.field or "form": of.sentence(refused)}
        except NotAllowed as refused:
            wrong = {"form": of.refused(now, refused)}
            refusals.note(request, refused)
        except paper.NotDrawn:
            wrong = {"form": gettext("The PDF could not be made. What you have chosen is still here.")}
    of.check(now)
    return _page(request, now, of, given, turn, wrong)


def _take(request: HttpRequest, now: Here, of: Copied, given: Mapping[str, str]) -> HttpResponse:
    language = given.get("language", "sv")
    found = of.take(request, now, given, _chosen(given))
    made = paper.pdf(found, language if language in paper.LANGUAGES else "sv")
    return download(made, f"{found.number or found.at.date().isoformat()}.pdf", "application/pdf")


def _page(
    request: HttpRequest, now: Here, of: Copied, given: Mapping[str, str], turn: str, wrong: dict[str, str]
) -> HttpResponse:
    to = _to(given)
    lines = of.notes(now, to)
    sheets = [lines[at : at + ON_A_SHEET] for at in range(0, len(lines), ON_A_SHEET)] or [[]]
    stated = given.get("sheet", "")
    at = min(int(stated), len(sheets) - 1) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0
    choices = _chosen(given)
    seen: dict[str, ExtractNote] = {}
    if turn in {"look", "next"}:
        here_on = {_mark(*one): choices.get(_mark(*one), Choice()) for one in sheets[at]}
        decided = here_on if turn == "next" else {n: c for n, c in here_on.items() if c.treatment is not None}
        try:
            shown = of.preview(now, to, decided)
            seen = {_mark(note.case, note): note for note in shown} if turn == "look" else {}
            at += turn == "next"
        except Invalid as refused:
            wrong = {refused.field or "form": of.sentence(refused)}
    at = min(max(at - (turn == "back"), 0), len(sheets) - 1)
    at = _sheet_of(wrong, sheets, at)
    wrong_at = next(iter(wrong), "").partition(".")[0].removeprefix("note-")
    on_sheet = {_mark(*one) for one in sheets[at]}
    return render(
        request,
        "desk/cases/extract_notes.html",
        {
            "here": now,
            "again": bool(given) and not turn,
            "wrong": wrong,
            "wrong_note": wrong_at if wrong_at in on_sheet else "",
            "wrong_name": next(
                (said.note_named(one[1].key, one[1].room) for one in sheets[at] if _mark(*one) == wrong_at), ""
            ),
            "notes": [_asked(*one, choices.get(_mark(*one), Choice()), wrong, seen) for one in sheets[at]],
            "before": _carried({n: choice for n, choice in choices.items() if n not in on_sheet}),
            "sheet": at,
            "sheet_number": at + 1,
            "sheets": len(sheets),
            "is_last": at == len(sheets) - 1,
            "to": given.get("to", Recipient.PERSON.value),
            "language": given.get("language", (get_language() or "sv")[:2]),
            "recipients": [(one.value, str(said.TO_WHOM[one])) for one in TO[CopyKind.EXTRACT]],
            "languages": [("sv", "Svenska"), ("en", "English")],
            "treatments": [(one.value, str(text)) for one, text in said.TREATMENTS.items()],
            "grounds": [(one.value, f"{text} ({LAW[one]})") for one, text in said.GROUNDS.items()],
            **of.context(now, given, lines),
        },
    )


def _to(given: Mapping[str, str]) -> Recipient:
    try:
        return Recipient(given.get("to", ""))
    except ValueError:
        return Recipient.PERSON


def _mark(case: str, line: Unsifted | ExtractNote) -> str:
    """What the fields of a note are called by."""
    key = line.key if isinstance(line, Unsifted) else line.number
    return f"{case}-{key}" if case else str(key)


def _sheet_of(wrong: Mapping[str, str], sheets: Sequence[Lines], at: int) -> int:
    """The sheet with the note that something is wrong with, when there is one."""
    stated = next(iter(wrong), "").partition(".")[0].removeprefix("note-")
    for place, sheet in enumerate(sheets):
        if any(_mark(*one) == stated for one in sheet):
            return place
    return at


def _asked(
    case: str,
    line: Unsifted,
    choice: Choice,
    wrong: Mapping[str, str],
    seen: Mapping[str, ExtractNote],
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
