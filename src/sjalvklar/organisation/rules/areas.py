# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Areas that come and go, and finding the one somebody lives in.

People say the part of town, the old name, the post town or a postcode. A name that one area alone carries decides;
everything else gives a choice, for a wrong area means a stranger's door. Names of areas that are gone lead on to
whatever took over (Stockholm merged Spånga-Tensta and Rinkeby-Kista into Järva on 1 July 2023).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from sjalvklar.kernel.text import fold
from sjalvklar.organisation.rules.facts import Fact


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the municipality with its own board or office. `valid_to` is its last day; None is open."""

    id: str
    name: str
    valid_from: date | None
    valid_to: date | None
    predecessors: tuple[str, ...]
    parts: tuple[str, ...]
    also_called: tuple[str, ...]
    split_parts: tuple[str, ...]
    postcodes: tuple[str, ...]
    fact: Fact

    def holds_on(self, day: date) -> bool:
        return not self.begins_after(day) and not self.ended_before(day)

    def begins_after(self, day: date) -> bool:
        return self.valid_from is not None and day < self.valid_from

    def ended_before(self, day: date) -> bool:
        return self.valid_to is not None and day > self.valid_to


class FoundBy(StrEnum):
    """Which kind of name led to an area."""

    AREA = "area"
    PART = "part"
    ALSO_CALLED = "also_called"
    FORMER_AREA = "former_area"
    SPLIT_PART = "split_part"
    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"


_NEVER_ALONE = frozenset({FoundBy.SPLIT_PART, FoundBy.POSTCODE, FoundBy.MUNICIPALITY})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area that may be meant, and the name that led there."""

    area: Area
    name: str
    by: FoundBy


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What a place that somebody wrote may mean. `exact`: the whole text is a name we know, not merely like one."""

    candidates: tuple[Candidate, ...]
    exact: bool

    @property
    def decided(self) -> Area | None:
        """The area, when the name is known and only one area carries it whole."""
        if self.exact and len(self.candidates) == 1 and self.candidates[0].by not in _NEVER_ALONE:
            return self.candidates[0].area
        return None

    @property
    def did_you_mean(self) -> bool:
        """Whether the candidates are guesses at what was written."""
        return bool(self.candidates) and not self.exact


NOWHERE = PlaceMatch((), exact=False)

_LONGEST = 80  # characters of a place that are looked at
_MOST = 6  # guesses offered at once
_POSTCODE = re.compile(r"(?<!\d)(\d{3})\s?(\d{2})?(?!\d)")
_KINDS = re.compile(r" (?:stadsdelsomrade|stadsdelsforvaltning|stadsdelsnamnd|stadsdel|kommundel|kommun|sdf|sdn)$")


@dataclass(frozen=True, slots=True)
class _Name:
    area: str
    name: str
    by: FoundBy


@dataclass(frozen=True)
class Areas:
    """Every area there is, was or will be."""

    all: tuple[Area, ...]
    municipality: tuple[str, ...] = ()  # names of the whole municipality

    @cached_property
    def by_id(self) -> dict[str, Area]:
        return {area.id: area for area in self.all}

    @cached_property
    def _successors(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for area in self.all:
            for before in area.predecessors:
                found[before].append(area.id)
        return {before: tuple(after) for before, after in found.items()}

    def on(self, day: date) -> tuple[Area, ...]:
        """The areas of that day, in the order of the pack."""
        return tuple(area for area in self.all if area.holds_on(day))

    def current(self, area_id: str, day: date) -> tuple[Area, ...]:
        """What an area is on that day: itself, what took over from it, or what it is yet to take over from.

        Several when it was divided; none when the chain ends nowhere. Follows chains of any length, never in a ring.
        """
        return tuple(dict.fromkeys(self._follow(area_id, day, frozenset())))

    def _follow(self, area_id: str, day: date, seen: frozenset[str]) -> Iterator[Area]:
        area = self.by_id.get(area_id)
        if area is None or area_id in seen:
            return
        if area.holds_on(day):
            yield area
            return
        onward = area.predecessors if area.begins_after(day) else self._successors.get(area_id, ())
        for other in onward:
            yield from self._follow(other, day, seen | {area_id})

    @cached_property
    def _names(self) -> dict[str, tuple[_Name, ...]]:
        """Every folded name, whole and written together, with what it may mean."""
        found: dict[str, list[_Name]] = defaultdict(list)

        def add(name: str, meaning: _Name) -> None:
            folded = fold(name)
            for key in {folded, folded.replace(" ", "")}:
                if key and meaning not in found[key]:
                    found[key].append(meaning)

        for area in self.all:
            former = area.valid_to is not None or area.id in self._successors
            add(area.name, _Name(area.id, area.name, FoundBy.FORMER_AREA if former else FoundBy.AREA))
            split = {fold(name) for name in area.split_parts}
            for name in area.split_parts:
                add(name, _Name(area.id, name, FoundBy.SPLIT_PART))
            for name in area.parts:
                if fold(name) not in split:
                    add(name, _Name(area.id, name, FoundBy.PART))
            for name in area.also_called:
                if fold(name) not in split:
                    add(name, _Name(area.id, name, FoundBy.ALSO_CALLED))
        return {key: tuple(meanings) for key, meanings in found.items()}

    def find(self, text: str, day: date) -> PlaceMatch:
        """The areas a place may mean on that day. Never raises, whatever was written.

        In order: a name we know; a postcode (a hint); the municipality itself (a choice of all); a name inside what
        was written; the beginning of a name; a name misspelt by a letter or two. The last three are guesses.
        """
        written = _KINDS.sub("", fold(text[:_LONGEST]))
        if not written:
            return NOWHERE
        for form in _forms(written):
            if form in self._names:
                match = self._resolve(self._names[form], day)
                if match:
                    return PlaceMatch(match, exact=True)
        postcode = self._by_postcode(written, day)
        if any(written in _forms(fold(name)) for name in self.municipality):
            here = tuple(Candidate(area, area.name, FoundBy.MUNICIPALITY) for area in self.on(day))
            return PlaceMatch(here, exact=False)
        inside = self._resolve(self._inside(written), day)
        # A place and a postcode together: the place says more.
        guesses = inside or postcode or self._resolve(self._like(written), day)
        return PlaceMatch(guesses[:_MOST], exact=False)

    def _resolve(self, meanings: Iterable[_Name], day: date) -> tuple[Candidate, ...]:
        """The areas of that day behind some names, each once, by its strongest name."""
        strength = list(FoundBy)
        found: dict[str, Candidate] = {}
        for meaning in meanings:
            for area in self.current(meaning.area, day):
                by = meaning.by
                if area.id != meaning.area and by is FoundBy.AREA:
                    by = FoundBy.FORMER_AREA
                before = found.get(area.id)
                if before is None or strength.index(by) < strength.index(before.by):
                    found[area.id] = Candidate(area, meaning.name, by)
        return tuple(found.values())

    def _by_postcode(self, written: str, day: date) -> tuple[Candidate, ...]:
        match = _POSTCODE.search(written)
        if not match:
            return ()
        code = match.group(1) + (match.group(2) or "")
        hits: list[tuple[int, _Name]] = []
        for area in self.all:
            for prefix in area.postcodes:
                if code.startswith(prefix) or prefix.startswith(code):
                    hits.append((-len(prefix), _Name(area.id, prefix, FoundBy.POSTCODE)))
        return self._resolve((name for _, name in sorted(hits, key=lambda hit: hit[0])), day)

    def _inside(self, written: str) -> list[_Name]:
        """Names that stand as whole words in the text, the longest first, no word used twice."""
        words = written.split()
        found: list[_Name] = []
        length = min(len(words), 4)
        while length:
            at = 0
            while at + length <= len(words):
                phrase = " ".join(words[at : at + length])
                key = next((form for form in _forms(phrase) if form in self._names), None)
                if key is not None and len(phrase) > 2:
                    found.extend(self._names[key])
                    words[at : at + length] = ["\0"]
                at += 1
            length -= 1
        return found

    def _like(self, written: str) -> list[_Name]:
        """Names that begin so (or with which it begins: Kistavägen), else names a letter or two away."""
        if len(written) < 3 or len(written) > 40:
            return []
        beginning = [key for key in self._names if key.startswith(written)]
        if not beginning:
            within = [key for key in self._names if len(key) >= 4 and written.startswith(key)]
            beginning = [key for key in within if len(key) == max(map(len, within))]
        if not beginning and len(written) >= 4:
            allowed = 1 if len(written) < 8 else 2
            near = [
                (edits(written, key, allowed), key) for key in self._names if abs(len(key) - len(written)) <= allowed
            ]
            beginning = [key for distance, key in sorted(near) if distance <= allowed]
        return [meaning for key in beginning for meaning in self._names[key]]


def _forms(folded: str) -> tuple[str, ...]:
    """A folded name as written, without a genitive s, and written together."""
    bare = folded[:-1] if len(folded) > 4 and folded.endswith("s") else folded
    return (folded, bare, folded.replace(" ", ""))


def edits(one: str, other: str, most: int) -> int:
    """How many letters are missing, added, changed or swapped with their neighbour; `most` + 1 when more than that.

    Optimal string alignment (Damerau 1964; Boytsov 2011, section 2.2.1).
    """
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return min(last[-1], most + 1)
