# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's own copy as a tagged PDF (PDF/UA-1), made in memory and kept nowhere.

What art. 15.1 GDPR asks to be told stands in it: why the data are kept, where from, to whom they go, for how long,
what can be asked for, and where to complain.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from babel.dates import format_date, format_datetime
from django.utils.translation import get_language, gettext, ngettext, override, pgettext

from sjalvklar.casework.actions import Extract, ExtractNote
from sjalvklar.casework.rules import LAW, ProtectionLevel, Treatment
from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.cases import paper_more
from sjalvklar.faces.desk.cases import words as said
from sjalvklar.faces.desk.paper import NotDrawn, drawn
from sjalvklar.kernel import personal_numbers

__all__ = ["LANGUAGES", "NotDrawn", "pdf"]
LANGUAGES = ("sv", "en")
_PAPER = Path(__file__).with_name("paper.typ")
_REGION = {"sv": "se", "en": "gb"}


def pdf(found: Extract, language: str) -> bytes:
    """The copy in that language. Raises NotDrawn."""
    with override(language):
        return drawn(_PAPER, json.dumps(_said(found, language), ensure_ascii=False))


def _day(at: datetime) -> str:
    return format_date(words.local(at).date(), format="long", locale=_locale())


def _moment(at: datetime) -> str:
    return format_datetime(words.local(at), format="d MMM y HH:mm", locale=_locale())


def _locale() -> str:
    return "en_GB" if (get_language() or "sv").startswith("en") else "sv_SE"


def _said(found: Extract, language: str) -> dict[str, object]:
    return {
        "lang": language,
        "region": _REGION[language],
        "title": gettext("What is kept about you"),
        "authority": found.authority,
        "unit": found.unit,
        "footer": gettext("Case %(number)s") % {"number": found.number} if found.number else found.unit,
        "page": gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "left_out": gettext("left out"),
        "columns": [gettext("What"), gettext("What is kept")],
        "opening": [
            (
                gettext(
                    "This is a copy of what %(authority)s keeps about you in case %(number)s. It was made on %(day)s "
                    "by %(name)s, %(unit)s."
                )
                if found.number
                else gettext(
                    "This is a copy of what %(authority)s keeps about you and your support. It was made on %(day)s by "
                    "%(name)s, %(unit)s."
                )
            )
            % {
                "authority": found.authority,
                "number": found.number,
                "day": _day(found.at),
                "name": found.by,
                "unit": found.unit,
            },
            str(said.WHY_OF_COPY[found.why]) + " " + str(said.GIVEN_TO[found.to]),
        ],
        "missing": _missing(found),
        "facts": [
            {"title": gettext("Who you are"), "rows": _identity(found)},
            *([{"title": gettext("The case"), "rows": _case(found)}] if found.number else []),
            *paper_more.place(found),
            *paper_more.supports(found, _day, _moment),
            *paper_more.follow_ups(found, _day),
            *paper_more.safety(found, _moment),
            *paper_more.children(found, _day),
            *paper_more.plans(found, _moment),
            *(part for one in found.also for part in _also(one)),
        ],
        "notes": {
            "title": gettext("What is written"),
            "text": [] if _all_notes(found) else [gettext("Nothing has been written.")],
            "all": [_note(note) for note in _all_notes(found)],
        },
        "access": {
            "title": gettext("Who has had to do with the case")
            if found.number
            else gettext("Who has had to do with your support"),
            "text": [gettext("Newest first. Staff are named by first name and role.")],
            "columns": [gettext("When"), gettext("What"), gettext("Who"), gettext("As what")],
            "rows": [
                [
                    _moment(line.at),
                    said.deed(line.action, in_case=bool(found.number)),
                    line.by,
                    said.basis(line.basis, in_case=bool(found.number)),
                ]
                for line in sorted(
                    (line for one in (found, *found.also) for line in one.access), key=lambda one: one.at, reverse=True
                )
            ],
        },
        "rights": _rights(found),
    }


def _all_notes(found: Extract) -> tuple[ExtractNote, ...]:
    """Of every case that goes along, oldest first: the person has one history."""
    notes = (note for one in (found, *found.also) for note in one.notes)
    return tuple(sorted(notes, key=lambda note: (note.at, note.case, note.number))) if found.also else found.notes


def _also(found: Extract) -> list[dict[str, object]]:
    """Another case that goes on in this one, or that this one goes on in: what is kept there besides the notes."""
    return [
        {"title": gettext("Case %(number)s, about you too") % {"number": found.number}, "rows": _case(found)},
        {"title": gettext("Who you are, in case %(number)s") % {"number": found.number}, "rows": _identity(found)},
        *paper_more.place(found),
        *paper_more.supports(found, _day, _moment),
        *paper_more.follow_ups(found, _day),
        *paper_more.safety(found, _moment),
        *paper_more.children(found, _day),
        *paper_more.plans(found, _moment),
    ]


def _missing(found: Extract) -> dict[str, object]:
    notes = _all_notes(found)
    part = sum(note.treatment is Treatment.MASK for note in notes)
    whole = sum(note.treatment is Treatment.LEAVE_OUT for note in notes)
    if not part and not whole:
        return {
            "title": gettext("Every note is here"),
            "text": [
                gettext("Nothing has been left out of the notes in the case.")
                if found.number
                else gettext("Nothing has been left out of the notes.")
            ],
            "grounds": [],
        }
    told = []
    if part:
        told.append(
            ngettext("In %(count)d note something is left out.", "In %(count)d notes something is left out.", part)
            % {"count": part}
        )
    if whole:
        told.append(
            ngettext("%(count)d note is not here at all.", "%(count)d notes are not here at all.", whole)
            % {"count": whole}
        )
    grounds = dict.fromkeys(note.ground for note in notes if note.ground is not None)
    return {
        "title": gettext("What is not here"),
        "text": [
            " ".join(told) + " " + gettext("It is marked where it stood, with the reason. The reasons are:"),
        ],
        "grounds": [f"{said.GROUNDS_TOLD[ground]} ({LAW[ground]})" for ground in grounds],
    }


def _identity(found: Extract) -> list[list[str]]:
    who = found.identity
    rows = [
        (gettext("Name"), who.name),
        (gettext("Personal number"), personal_numbers.written(who.number) if who.number else ""),
        (gettext("Telephone"), who.phone),
        (gettext("E-mail"), who.email),
        (gettext("Address"), who.address),
        (
            gettext("Protected personal data"),
            "" if found.level is ProtectionLevel.NONE else str(said.LEVELS[found.level]),
        ),
    ]
    kept = [[label, text] for label, text in rows if text]
    return kept or [[gettext("Name"), gettext("Nothing is kept about who you are.")]]


def _case(found: Extract) -> list[list[str]]:
    rows = [
        [gettext("Case number"), found.number],
        [gettext("Unit"), found.unit],
        [gettext("Opened"), _day(found.opened_at)],
    ]
    if found.closed_at is not None and found.close_reason is not None:
        rows.append(
            [pgettext("one case", "Closed"), f"{_day(found.closed_at)}. {said.CLOSE_REASONS[found.close_reason]}"]
        )
    return rows


def _note(note: ExtractNote) -> dict[str, object]:
    title = f"{said.note_named(note.number, note.room)}, {_moment(note.at)}, {note.by}"
    if note.case:
        title = f"{note.case}. {title}"
    if note.corrects is not None:
        title += " (" + gettext("puts note %(number)s right") % {"number": note.corrects} + ")"
    return {
        "title": title,
        "pieces": [{"out": piece.left_out, "text": piece.text} for piece in note.pieces],
        "ground": f"{said.GROUNDS_TOLD[note.ground]} ({LAW[note.ground]})" if note.ground is not None else "",
    }


def _rights(found: Extract) -> dict[str, object]:
    return {
        "title": gettext("What you can ask for"),
        "text": [
            gettext(
                "The data are kept so that you can get support, and so that it can be seen afterwards what was done "
                "(socialtjänstlagen 2025:400, lagen 2001:454). They come from you and from those who have written in "
                "the case. No decision about you is made by a machine."
            )
            if found.number
            else gettext(
                "The data are kept so that you can get support, and so that it can be seen afterwards what was done "
                "(socialtjänstlagen 2025:400, lagen 2001:454). They come from you and from those who have written "
                "about your support. No decision about you is made by a machine."
            ),
            gettext(
                "They are given to others only if you say yes or a law says so. They are kept as long as the board "
                "has decided, and then erased; ask us how long that is."
            ),
            gettext("The copy holds the notes of the case and of the support in it, and the talks and offers.")
            if found.number
            else gettext("You have no file here. The copy holds the notes of your support, the talks and the offers."),
            gettext(
                "If something is wrong you can ask %(authority)s to put it right. If something has been left out, or "
                "you think more should be here, you can ask for a decision in writing; it says how you appeal."
            )
            % {"authority": found.authority},
            gettext(
                "You can also complain to Integritetsskyddsmyndigheten (IMY), which supervises how personal data are "
                "handled: imy.se."
            ),
        ],
    }
