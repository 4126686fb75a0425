# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notes gone through one by one before a copy leaves, whatever they stand in: the same for a case and for a support
without a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sjalvklar.casework.attached import Written
from sjalvklar.casework.rules import Choice, Piece, Recipient, SecrecyGround, Treatment, check_every_note, treated
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.queries import staff as colleagues

_PAST_OWN = 10**7


@dataclass(frozen=True, slots=True)
class Unsifted:
    """A note that somebody goes through before a copy leaves. `key` names it in the form, the same however many come
    meanwhile: of the case's own notes it is their number. `room` is which room above wrote it, empty for the case."""

    key: int
    room: str
    at: datetime
    staff_id: int
    by: str
    corrects: int | None
    text: str = field(repr=False)
    number: int = 0
    case: str = ""


@dataclass(frozen=True, slots=True)
class ExtractNote:
    """A note as it goes to the person. `ground` is why something in it is left out; None when nothing is. `room` is
    which room above the case wrote it, empty for the case's own, which alone are called by their number. `case` is the
    number of another case that it stands in, which this one goes on from or in."""

    number: int
    room: str
    at: datetime
    by: str
    corrects: int | None
    treatment: Treatment
    ground: SecrecyGround | None
    pieces: tuple[Piece, ...] = field(repr=False)
    case: str = ""


def confirm(confirmed: bool) -> None:
    """That whoever takes a copy out has just shown who they are again. Raises NotNow("confirm_first")."""
    if not confirmed:
        raise NotNow("confirm_first")


def written_above(notes: Iterable[Written]) -> tuple[Unsifted, ...]:
    """What rooms above keep in a case, to be gone through as its own notes are."""
    found = [note for note in notes if note.text]
    names = colleagues.names({note.staff_id for note in found})
    return tuple(
        Unsifted(_key(note.id), note.room, note.at, note.staff_id, names.get(note.staff_id, ""), None, note.text)
        for note in found
    )


def _key(name: UUID) -> int:
    """A number of its own, past all that the case's own notes have: 40 bits, which no two of one case share."""
    return _PAST_OWN + (name.int >> 88)


def treated_notes(
    lines: tuple[Unsifted, ...], choices: Mapping[int, Choice], to: Recipient, *, case: str = ""
) -> tuple[ExtractNote, ...]:
    """Those that have been decided about, as they go out; `case` is the number of another case that they stand in.
    Raises Invalid with the note and the part of it in the field ("note-3.words", "note-2026-123456-3.words")."""
    authors = _public_names(lines)
    found = []
    for line in lines:
        choice = choices.get(line.key)
        if choice is None:
            continue
        try:
            pieces = treated(line.text, choice, to=to)
        except Invalid as refused:
            raise Invalid(refused.code, field=f"{place_of(case)}{line.key}.{refused.field}") from None
        treatment = choice.treatment or Treatment.KEEP
        ground = choice.ground if treatment is not Treatment.KEEP else None
        by = authors.get(line.staff_id, "")
        found.append(ExtractNote(line.key, line.room, line.at, by, line.corrects, treatment, ground, pieces, case))
    return tuple(found)


def place_of(case: str) -> str:
    """What the fields of the notes in a case are called by: none, in the one that is copied."""
    return f"note-{case}-" if case else "note-"


def _public_names(lines: tuple[Unsifted, ...]) -> dict[int, str]:
    return colleagues.public_names({line.staff_id for line in lines})


def every_note(
    lines: tuple[Unsifted, ...], choices: Mapping[int, Choice], to: Recipient, *, case: str = ""
) -> tuple[ExtractNote, ...]:
    """All of them, as they go out. Raises Invalid: choose_each with the first that nobody has decided about, and as
    `treated_notes`."""
    try:
        check_every_note([line.key for line in lines], choices)
    except Invalid as refused:
        field = (refused.field or "").replace("note-", place_of(case))
        raise Invalid(refused.code, field=field) from None
    return treated_notes(lines, choices, to, case=case)
