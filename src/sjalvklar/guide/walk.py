# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody is turned away, proved: every combination of answers, area, hour of the week and language.

Exact, and fast all the same. Every combination of answers is read and matched by the guide's own code. What differs
only in the hour is gathered: a week falls into pieces within which nobody opens or closes, found from the opening
hours to the minute, and each distinct guidance is arranged once for each distinct set of open doors. Languages differ
only in which texts they have. So every combination is covered, and none is worked out twice.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from sjalvklar.directory.rules import DayKind, Hours, OpenKind, OpenState, Visible, day_kind, open_state, week_minutes
from sjalvklar.directory.rules.hours import ALWAYS, DAY, UNKNOWN, WEEK, spans_on
from sjalvklar.guide.pack import Pack
from sjalvklar.guide.rules.advice import Lead, Outline, Standing, arrange, keys_of, outline
from sjalvklar.guide.rules.questions import CHILD, OUTSIDE, PROFESSIONAL, Answers, Question, Reading
from sjalvklar.kernel.languages import CODES
from sjalvklar.organisation.rules import Area, Provision


class Ends(StrEnum):
    """How a path can go wrong."""

    NOWHERE = "nowhere"  # nobody is named
    CLOSED = "closed"  # a door that does not open, says nothing of when, and has no open alternative
    NO_WAY = "no_way"  # somebody is named, and there is no way to reach them
    NO_EMERGENCY = "no_emergency"  # somebody is in danger, and nobody to call is named first
    GUESSED = "guessed"  # nothing has been said of what happened, and no person is named
    NO_TEXT = "no_text"  # a text is missing in a language


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a week in which nobody opens or closes: minutes after Monday 00.00, and who answers in it."""

    kind: DayKind
    start: int
    end: int
    open: int  # bits, by the walk's numbering of receivers
    on: date | None = None  # a date with hours of its own; minutes then count from its Monday


@dataclass(frozen=True, slots=True)
class Path:
    """One way through the guide that goes wrong."""

    ends: Ends
    answers: tuple[tuple[str, str], ...]
    piece: Piece | None = None
    language: str | None = None
    about: str = ""  # the receiver or the text it is about

    @property
    def cause(self) -> tuple[str, str, str]:
        """What many paths may share: how it goes wrong, about what, in which language."""
        return self.ends.value, self.about, self.language or ""


@dataclass
class Walk:
    """What was covered, and every path that goes wrong (each kind and cause once, with how many paths share it)."""

    faults: list[Path] = field(default_factory=list)
    times: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    answers: int = 0
    silent: int = 0  # combinations of answers for which, at some hour, nobody answers: they say when they open
    hours: int = 0
    pieces: int = 0
    guidances: int = 0
    days: tuple[date, ...] = ()
    seconds: float = 0.0

    @property
    def combinations(self) -> int:
        """Answers × area × hour of the week (each kind of week) × language."""
        return self.answers * self.hours * len(CODES)


def walk(pack: Pack, day: date, *, demo: bool = True) -> Walk:
    """Every combination on a day, and on every later day on which the organisation changes.

    `demo` walks what the demo shows; without it, what production shows.
    """
    began = time.perf_counter()
    found = Walk(days=(day, *changes_after(pack, day)))
    walker = _Walker(pack, demo, found)
    found.hours = 168 * len(DayKind)
    found.pieces = len(walker.pieces)
    for on in found.days:
        walker.day(on)
    found.guidances = len(walker.checked)
    found.seconds = time.perf_counter() - began
    return found


def changes_after(pack: Pack, day: date) -> tuple[date, ...]:
    """Later days on which an area or a provision begins, or the day after one ends."""
    rows: tuple[Area | Provision, ...] = (*pack.organisation.areas.all, *pack.organisation.provisions)
    begins = (row.valid_from for row in rows if row.valid_from)
    ends = (row.valid_to + timedelta(days=1) for row in rows if row.valid_to and row.valid_to.year < 9999)
    return tuple(sorted({change for change in (*begins, *ends) if change > day}))


def combinations(questions: tuple[Question, ...], areas: tuple[Area, ...]) -> Iterator[dict[str, str | None]]:
    """Every combination of answers to some questions, skipping and living elsewhere included."""
    if not questions:
        yield {}
        return
    first, rest = questions[0], questions[1:]
    values: list[str | None] = [option.id for option in first.options]
    if first.kind == "place":
        values = [*(area.id for area in areas), OUTSIDE]
    for tail in combinations(rest, areas):
        for value in (*values, None):
            yield {first.id: value, **tail}


@dataclass
class _Walker:
    pack: Pack
    demo: bool
    found: Walk
    checked: dict[tuple[object, ...], tuple[tuple[Path, ...], bool]] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {receiver.id: number for number, receiver in enumerate(self.pack.directory.receivers)}

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Every week cut where anybody opens or closes, and at every whole hour; and every date with other hours."""
        dates = sorted(
            {other.day for hours in self.hours for other in hours.exceptions if other.day >= self.found.days[0]}
        )
        return (
            *(piece for kind in DayKind for piece in self._pieces_of(kind)),
            *(piece for day in dates for piece in self._pieces_on(day)),
        )

    @cached_property
    def hours(self) -> dict[Hours, list[int]]:
        """All opening hours that may be shown, and whose they are."""
        found: dict[Hours, list[int]] = {}
        for receiver_id, number in self.numbers.items():
            seen = self.pack.directory.visible(receiver_id, demo=self.demo)
            for hours in seen.person_hours if seen else ():
                found.setdefault(hours, []).append(number)
        return found

    def _pieces_on(self, day: date) -> Iterator[Piece]:
        """One date by its own hours, in local time."""
        zone = self.pack.directory.zone
        cuts = {hour * 60 for hour in range(25)}
        cuts |= {minute % DAY for hours in self.hours for span in spans_on(hours, day) for minute in span}
        for start, end in pairwise(sorted(cuts)):
            at = datetime.combine(day, clock_time(start // 60, start % 60), zone)
            answering = [
                n for hours, owners in self.hours.items() if open_state(hours, at, zone).is_open for n in owners
            ]
            monday = day.weekday() * DAY
            bits = sum(1 << number for number in set(answering))
            yield Piece(day_kind(day), monday + start, monday + end, bits, day)

    def _pieces_of(self, kind: DayKind) -> Iterator[Piece]:
        cuts = {hour * 60 for hour in range(168 + 1)}
        masks = [(week_minutes(hours, kind), owners) for hours, owners in self.hours.items()]
        for mask, _owners in masks:
            cuts |= _edges(mask)
        for start, end in pairwise(sorted(cuts)):
            answering = {number for mask, owners in masks if mask >> start & 1 for number in owners}
            yield Piece(kind, start, end, sum(1 << number for number in answering))

    @cached_property
    def by_doors(self) -> dict[int, Piece]:
        """The first piece for each set of open doors."""
        first: dict[int, Piece] = {}
        for piece in self.pieces:
            first.setdefault(piece.open, piece)
        return first

    def day(self, on: date) -> None:
        organisation, guidebook = self.pack.organisation, self.pack.guidebook
        areas = organisation.areas_on(on)
        by_id = {area.id: area for area in areas}
        for child in (False, True):
            for said in combinations(guidebook.steps(child), areas):
                where = said.get("where")
                answers = Answers(
                    danger=said.get("danger"),
                    who=said.get("who"),
                    what=said.get("what_child") if child else said.get("what"),
                    where=where,
                    help=said.get("help"),
                    child=child,
                )
                self.found.answers += 1
                self.path(guidebook.read(answers, by_id.get(where or "")), said, on)

    def path(self, reading: Reading, said: dict[str, str | None], on: date) -> None:
        """Check one path's guidance; what is the same in every respect is worked out once and counted each time."""
        bits = self.pack.guidebook.matching(reading)
        same = (bits, reading.area and reading.area.id, reading.outside, reading.situation, reading.vague)
        key = (*same, reading.in_danger, reading.child, reading.professional, on)
        checked = self.checked.get(key)
        if checked is None:
            pack = self.pack
            found = outline(pack.guidebook, pack.organisation, pack.directory, reading, on, demo=self.demo)
            troubles = tuple(dict.fromkeys((*self.texts(found, reading), *self.doors(found, reading))))
            self.checked[key] = checked = troubles, self.silent(found)
        self.found.silent += checked[1]
        for trouble in checked[0]:
            if self.found.times[trouble.cause] == 0:
                answers = tuple((name, value or "skipped") for name, value in said.items())
                self.found.faults.append(replace(trouble, answers=answers))
            self.found.times[trouble.cause] += 1

    def texts(self, found: Outline, reading: Reading) -> Iterator[Path]:
        """Texts on the result page that some language lacks."""
        guidebook = self.pack.guidebook
        keys: list[str] = []
        for lead in found.everyone():
            texts = keys_of(guidebook, lead, child=reading.child)
            keys.append(texts.because)
            keys.append(texts.what or f"receivers.{lead.id}.what")
            if lead is not found.emergency:
                keys.append(texts.next or f"receivers.{lead.id}.next")
            keys.extend(key for key in (texts.need_not, texts.function_name) if key)
        situation = PROFESSIONAL if reading.professional else reading.situation
        tonight = f"situations.{situation}.tonight"
        keys.append(guidebook.first_key(tonight, child=reading.child) or tonight)
        for key in keys:
            for language in self.pack.texts.missing(key):
                yield Path(Ends.NO_TEXT, (), None, language, key)

    def silent(self, found: Outline) -> bool:
        """Whether there is an hour at which nobody of those meant, nor the fallback, answers."""
        concerned = 0
        for lead in (*found.leads, found.fallback):
            if lead.answering.answers:
                concerned |= 1 << self.numbers[lead.answering.receiver.id]
        return any(not doors & concerned for doors in self.by_doors)

    def doors(self, found: Outline, reading: Reading) -> Iterator[Path]:
        """Ends that are nowhere, closed or a guess, at some hour of some week."""
        if reading.in_danger and (found.emergency is None or not found.emergency.seen.answers):
            yield Path(Ends.NO_EMERGENCY, ())
        if reading.vague and not reading.child and not any(lead.unit for lead in found.leads):
            yield Path(Ends.GUESSED, ())
        concerned = 0
        for lead in (*found.leads, found.fallback):
            concerned |= 1 << self.numbers[lead.answering.receiver.id]
        seen: set[int] = set()
        for doors, piece in self.by_doors.items():
            if doors & concerned in seen:
                continue
            seen.add(doors & concerned)
            yield from self.moment(found, reading, piece)

    def moment(self, found: Outline, reading: Reading, piece: Piece) -> Iterator[Path]:
        leads = arrange(found, lambda lead: self.standing(lead.answering, piece), child=reading.child)
        if not leads:
            yield Path(Ends.NOWHERE, (), piece)
        somebody = any(self.standing(lead.answering, piece).is_open for lead in leads)
        for lead in leads:
            if not lead.answering.ways and not _writable(lead):
                yield Path(Ends.NO_WAY, (), piece, None, lead.seen.receiver.name)
            elif not somebody and self.standing(lead.answering, piece).state.kind is OpenKind.UNKNOWN:
                yield Path(Ends.CLOSED, (), piece, None, lead.seen.receiver.name)

    def standing(self, seen: Visible, piece: Piece) -> Standing:
        """How a receiver stands in a piece of a week. Hours that are known say when they open."""
        if seen.answers and piece.open >> self.numbers[seen.receiver.id] & 1:
            return Standing(True, ALWAYS)
        opens = bool(seen.person_hours) and any(week_minutes(hours, piece.kind) for hours in seen.person_hours)
        opens = opens or any(week_minutes(hours, DayKind.ORDINARY) for hours in seen.person_hours)
        return Standing(False, OpenState(OpenKind.OPENS) if opens else UNKNOWN)


def _writable(lead: Lead) -> bool:
    return lead.unit is not None and lead.unit.receives_messages


def _edges(mask: int) -> set[int]:
    """The minutes of a week at which a mask changes."""
    changed = (mask ^ (mask << 1)) & ((1 << WEEK) - 1)
    found: set[int] = set()
    while changed:
        lowest = changed & -changed
        found.add(lowest.bit_length() - 1)
        changed ^= lowest
    return found


def describe(path: Path) -> str:
    """The answers of a path as they are told: `danger=no who=parent what=crime where=jarva help=skipped`."""
    said = dict(path.answers)
    if "what_child" in said:
        said = {"who": CHILD, **said}
    return " ".join(f"{name}={value}" for name, value in said.items())
