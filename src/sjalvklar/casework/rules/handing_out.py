# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What leaves a case as a copy: to whom, why, and what of each note goes along.

The person's right to their own data (GDPR art. 15) is no right to anybody else's: "the rights and freedoms of others"
(art. 15.4), and what is secret toward the person themselves does not go out at all (lagen (2018:218) 5 kap. 1 §).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy, tidy_line


class CopyKind(StrEnum):
    """What sort of copy."""

    EXTRACT = "extract"  # registerutdrag: everything that is kept about the person, to the person
    MOVE = "move"  # the case, to the municipality's case system


class Recipient(StrEnum):
    """To whom."""

    PERSON = "person"
    GUARDIAN = "guardian"  # vårdnadshavare, god man, förvaltare
    REPRESENTATIVE = "representative"  # ombud, with a power of attorney
    CASE_SYSTEM = "case_system"  # the same board's: to another board it would be a disclosure

    @property
    def acts_for_them(self) -> bool:
        """Whether it goes to somebody who acts for the person, and may be whom something in it is about."""
        return self in {Recipient.GUARDIAN, Recipient.REPRESENTATIVE}


class Purpose(StrEnum):
    """Why it leaves."""

    ACCESS_REQUEST = "access_request"  # GDPR art. 15
    PARTY = "party"  # a party's right to see what an inquiry is about (partsinsyn)
    ASSESSED_HELP = "assessed_help"  # an application or a decision takes it over
    ONE_FILE = "one_file"  # the support goes on, and the board keeps one file about the person


TO: Mapping[CopyKind, tuple[Recipient, ...]] = {
    CopyKind.EXTRACT: (Recipient.PERSON, Recipient.GUARDIAN, Recipient.REPRESENTATIVE),
    CopyKind.MOVE: (Recipient.CASE_SYSTEM,),
}
REASONS: Mapping[CopyKind, tuple[Purpose, ...]] = {
    CopyKind.EXTRACT: (Purpose.ACCESS_REQUEST, Purpose.PARTY),
    CopyKind.MOVE: (Purpose.ASSESSED_HELP, Purpose.ONE_FILE),
}


class SecrecyGround(StrEnum):
    """Why something in a note is left out. The paragraph is in `LAW`."""

    SOMEBODY_ELSE = "somebody_else"  # it is about another person
    INFORMANT = "informant"  # it shows who told, who may come to harm for it
    HUNTED = "hunted"  # where somebody is who is hunted
    INVESTIGATION = "investigation"  # a criminal investigation could be harmed
    CHILD = "child"  # a guardian asks, and the child could come to considerable harm
    DRAFT = "draft"  # not in its final form


LAW: Mapping[SecrecyGround, str] = {
    SecrecyGround.SOMEBODY_ELSE: "OSL 26 kap. 1 §",
    SecrecyGround.INFORMANT: "OSL 26 kap. 5 §",
    SecrecyGround.HUNTED: "OSL 21 kap. 3 §",
    SecrecyGround.INVESTIGATION: "OSL 18 kap. 1 §",
    SecrecyGround.CHILD: "OSL 12 kap. 3 §",
    SecrecyGround.DRAFT: "Lagen (2018:218) 5 kap. 2 §",
}
"""In Swedish law, as it is cited: OSL is offentlighets- och sekretesslagen (2009:400)."""


class Treatment(StrEnum):
    """What becomes of a note in the copy."""

    KEEP = "keep"
    MASK = "mask"  # in part: the words that were marked are left out
    LEAVE_OUT = "leave_out"


MOST_WORDS = 60  # marked in one note: past that the whole note is left out, or a mistake
LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody has decided about one note. `words` are those to leave out, one a line as they were typed."""

    treatment: Treatment | None = None
    words: str = field(default="", repr=False)
    ground: SecrecyGround | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a note. One that is left out has no text: not even how long it was goes along."""

    text: str = field(default="", repr=False)
    left_out: bool = False


_WHOLE = re.compile(r"\w+(?:[-'’]\w+)*")


def _marked(words: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(line for line in (tidy_line(one) for one in words.splitlines()) if line))
    if len(found) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in found):
        raise Invalid("too_long_here", field="words")
    return found


def _places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands, whatever its case and spacing, drawn out to whole words: "Ali" also takes "Alis"."""
    wanted = r"\s+".join(re.escape(part) for part in word.split())
    whole = [match.span() for match in _WHOLE.finditer(text)]
    for match in re.finditer(wanted, text, re.IGNORECASE):
        start, end = match.span()
        touched = [span for span in whole if span[0] < end and span[1] > start]
        yield min([start, *(first for first, _ in touched)]), max([end, *(last for _, last in touched)])


def masked(text: str, words: str) -> tuple[Piece, ...]:
    """A note without the words that were marked, wherever they stand in it.

    Raises Invalid with field "words": mark_words (none), word_not_there (one is not in the note: what was typed wrong
    would go out unmasked), too_long_here.
    """
    text = unicodedata.normalize("NFC", text)
    places: list[tuple[int, int]] = []
    marked = _marked(unicodedata.normalize("NFC", words))
    if not marked:
        raise Invalid("mark_words", field="words")
    for word in marked:
        found = list(_places(text, word))
        if not found:
            raise Invalid("word_not_there", field="words")
        places += found
    pieces: list[Piece] = []
    at = 0
    for start, end in sorted(places):
        if end <= at:
            continue
        if start > at or not pieces:
            pieces += [Piece(text[at:start])] if start > at else []
            pieces.append(Piece(left_out=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)


def treated(text: str, choice: Choice, *, to: Recipient) -> tuple[Piece, ...]:
    """What goes along of a note. Raises Invalid with its field: choose_each (treatment), ground_needed and
    ground_of_a_child (ground), and as `masked`."""
    if choice.treatment is None:
        raise Invalid("choose_each", field="treatment")
    if choice.treatment is Treatment.KEEP:
        return (Piece(tidy(text)),) if tidy(text) else ()
    if choice.ground is None:
        raise Invalid("ground_needed", field="ground")
    if choice.ground is SecrecyGround.CHILD and to is not Recipient.GUARDIAN:
        raise Invalid("ground_of_a_child", field="ground")
    if choice.treatment is Treatment.LEAVE_OUT:
        return (Piece(left_out=True),)
    return masked(text, choice.words)


def check_asked(kind: CopyKind, to: Recipient, why: Purpose) -> None:
    """Raises Invalid("choose") for what does not go together."""
    if to not in TO[kind]:
        raise Invalid("choose", field="to")
    if why not in REASONS[kind]:
        raise Invalid("choose", field="why")


def check_every_note(numbers: Collection[int], chosen: Iterable[int]) -> None:
    """Every note has been decided about, also one that came while somebody went through the others. Raises
    Invalid("choose_each") with the first that has not as its field."""
    left = sorted(set(numbers) - set(chosen))
    if left:
        raise Invalid("choose_each", field=f"note-{left[0]}")
