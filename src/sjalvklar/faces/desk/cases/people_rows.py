# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case in words, and as what `drawing` draws, so that a template only places them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from sjalvklar.casework.actions import EdgeLine, Network, PersonLine
from sjalvklar.casework.rules import (
    Between,
    JoinGround,
    Part,
    ProtectionLevel,
    RelationKind,
    as_joined,
    as_seen_from,
    shown_as,
)
from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.cases import drawing as drawings
from sjalvklar.faces.desk.cases import people_words as said
from sjalvklar.faces.desk.cases.words import LEVELS


@dataclass(frozen=True, slots=True)
class PersonShown:
    """One of them. `relations` are (words, when, whether it is a warning, whether it has ended); `also` those noted
    apart who are the same person."""

    number: int
    address: str
    name: str
    part: str
    tags: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, str, bool, bool], ...]
    also: tuple[str, ...]
    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EdgeShown:
    """What is between somebody and another, with what its forms need."""

    id: str
    version: int
    text: str
    when: str
    until: str
    warns: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class JoinShown:
    id: str
    text: str
    why: str
    when: str
    waits: bool
    can_approve: bool


_ORDER = {part: place for place, part in enumerate(Part)}


def _sorted(found: Network) -> list[PersonLine]:
    """Those who are shown, as they stand in the list and the drawing: whom it is about, the ones they worry about,
    whoever somebody must be kept from, children, others."""
    apart = {number for line in found.warnings for number in (line.kept, line.from_whom)}
    there = [one for one in found.people if one.number not in found.joined]
    return sorted(
        there,
        key=lambda one: (
            one.part is not Part.RELATIVE,
            one.part is not Part.PERSON_OF_CONCERN,
            one.number not in apart,
            _ORDER[one.part],
            one.number,
        ),
    )


def _name(found: Network, number: int) -> str:
    line = next(one for one in found.people if one.number == number)
    return said.name(line.number, line.called, line.part)


def names(found: Network, *, all_of_them: bool = False) -> list[tuple[str, str]]:
    """Everybody to choose from."""
    listed = sorted(found.people, key=lambda one: one.number) if all_of_them else _sorted(found)
    return [(str(one.number), said.name(one.number, one.called, one.part)) for one in listed]


def rows(found: Network) -> tuple[PersonShown, ...]:
    return tuple(row(found, line) for line in _sorted(found))


def row(found: Network, line: PersonLine) -> PersonShown:
    """One of them, with what is between them and others."""
    shown = as_joined([edge.between for edge in found.edges], found.joined)
    mine = [between for between in shown if line.number in between.pair]
    return PersonShown(
        number=line.number,
        address=f"/desk/c/{found.row.id}/people/{line.number}/",
        name=said.shown(line.called, line.part),
        part=said.part(line, bereaved=found.bereaved),
        tags=said.tags(line, levels=LEVELS),
        relations=tuple(_relation(found, between, line.number) for between in mine),
        also=tuple(_name(found, number) for number in found.joined if shown_as(found.joined, number) == line.number),
        cases=tuple((f"/desk/c/{case_id}/", number) for case_id, number in line.cases),
    )


def _relation(found: Network, between: Between, number: int) -> tuple[str, str, bool, bool]:
    other, _ = as_seen_from(between, number)
    mine = as_seen_from(between, other)[1]
    return _words(between, mine, _name(found, other)), said.when(between), _warns(between), between.ended


def _words(between: Between, kind: RelationKind, name: str) -> str:
    ground = f" ({said.NO_CONTACT[between.ground]})" if between.ground is not None else ""
    return said.to(kind, name) + ground


def _warns(between: Between) -> bool:
    return between.kind is RelationKind.NO_CONTACT and not between.ended


def edges(found: Network, number: int) -> tuple[EdgeShown, ...]:
    """What is noted of this one itself, whoever they are shown as."""
    return tuple(_edge(found, line, number) for line in found.edges if number in line.between.pair)


def _edge(found: Network, line: EdgeLine, number: int) -> EdgeShown:
    text, when, warns, ended = _relation(found, line.between, number)
    return EdgeShown(str(line.id), line.version, text, when, line.between.until, warns, ended)


def joinings(found: Network, number: int) -> tuple[JoinShown, ...]:
    """Whom this one is the same as."""
    made = []
    for line in found.joinings:
        here = {line.first, line.second} if line.case is None else {line.first}
        if number not in here:
            continue
        if line.case is not None:
            text = gettext("The same person as no. %(number)s in case %(case)s") % {
                "number": line.second,
                "case": line.case[1],
            }
        else:
            other = line.second if line.first == number else line.first
            text = gettext("The same person as %(name)s") % {"name": _name(found, other)}
        why = str(said.JOIN_GROUNDS[JoinGround(line.ground)])
        made.append(JoinShown(str(line.id), text, why, words.moment(line.at), line.waits, line.can_approve))
    return tuple(made)


def drawing(found: Network) -> drawings.Drawing | None:
    """Everybody drawn; None while there is nobody but whom it is about."""
    there = _sorted(found)
    if len(there) < 2:
        return None
    place = {one.number: at for at, one in enumerate(there)}
    between: dict[tuple[int, int], list[Between]] = {}
    for edge in as_joined([line.between for line in found.edges], found.joined):
        first, second = sorted(edge.pair, key=lambda number: place[number])
        between.setdefault((first, second), []).append(edge)
    order = sorted(between.items(), key=lambda item: (place[item[0][1]], place[item[0][0]]))
    return drawings.drawn(
        [_someone(one, bereaved=found.bereaved) for one in there],
        [_line(pair, kept, to_the_first=place[pair[0]] == 0) for pair, kept in order],
    )


def _someone(one: PersonLine, *, bereaved: bool) -> drawings.Someone:
    looks = [one.part.value.replace("_", "-")]
    looks += ["dead"] if one.dead else []
    told = [gettext("no. %(number)s") % {"number": one.number}]
    told += [gettext("has died")] if one.dead else []
    told += [gettext("protected")] if one.level is not ProtectionLevel.NONE else []
    told += [said.part(one, bereaved=bereaved)] if one.called else []
    return drawings.Someone(one.number, said.shown(one.called, one.part), " · ".join(told), " ".join(looks))


def _line(pair: tuple[int, int], kept: list[Between], *, to_the_first: bool) -> drawings.Line:
    start, to = pair
    labels = []
    for edge in sorted(kept, key=lambda one: (not _warns(one), one.ended)):
        kind = as_seen_from(edge, start)[1]
        label = f"{said.KINDS[kind]}" if to_the_first else said.to(kind, gettext("no. %(number)s") % {"number": start})
        if edge.ground is not None:
            label = f"{label} ({said.NO_CONTACT[edge.ground]})"
        labels.append(f"{label}, {said.when(edge)}" if edge.ended else label)
    look = "apart" if any(map(_warns, kept)) else "ended" if all(edge.ended for edge in kept) else ""
    return drawings.Line(start, to, tuple(labels), look)
