# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case as a drawing, made on the server: where each box stands and how each line goes. No words of its
own, and the list beside it says the same.

Whom the case is about stands at the top; the others in two columns, in the same places each time. Every line enters a
box at a height of its own, so that no two labels lie on each other; a line's label stands where it enters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_DRAWN = 16
WIDTH, BOX, LABEL = 960, 236, 205  # of the drawing, of a box, of the room for a label beside it
_PAD, _LINE, _SLOT, _GAP = 14, 21, 46, 22
_ROOM = BOX - 2 * _PAD
_LETTER = 8.2  # an ordinary letter of a name; wide ones are counted as more
_SMALLER = 1.17  # so many more letters have room in the smaller text of labels and second lines
_WIDE = frozenset("MWmw@%ŴѠЩЖШЮ")
_MOST_LINES = 3
_LANES = 9


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody to draw: a name as it is shown, a line of what they are, and how the box looks."""

    number: int
    name: str = field(repr=False)
    what: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn between two. `words` stand at `to`, and say what that one is; `look` is how it is drawn."""

    start: int
    to: int
    words: tuple[str, ...]
    look: str = ""


@dataclass(frozen=True, slots=True)
class BoxDrawn:
    """A box with its lines of text."""

    x: int
    y: int
    width: int
    height: int
    look: str
    lines: tuple[str, ...] = field(repr=False)
    what: str


@dataclass(frozen=True, slots=True)
class LineDrawn:
    """A line, and its labels, each (x, y, text) by its corner; `mark` is the corner of the cross that is put on it."""

    path: str
    look: str
    labels: tuple[tuple[int, int, str], ...]
    mark: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[BoxDrawn, ...]
    lines: tuple[LineDrawn, ...]
    more: int
    label: int = LABEL


def _width(text: str) -> float:
    """How wide a text is, in letters; more rather than less."""
    return sum(
        1.7 if char in _WIDE or unicodedata.east_asian_width(char) in "WF" else 1.15 if char.isupper() else 1.0
        for char in text
        if not unicodedata.combining(char)
    )


def _cut(text: str, room: int) -> str:
    """The text, or as much of it as there is room for and a sign that there is more."""
    most = room / _LETTER
    if _width(text) <= most:
        return text
    kept = ""
    for char in text:
        if _width(kept + char) > most - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def wrapped(name: str, room: int = _ROOM) -> tuple[str, ...]:
    """A name in at most three lines, broken between words where there are any."""
    most, lines = room / _LETTER, [""]
    for word in name.split():
        rest = word
        while rest:
            joined = f"{lines[-1]} {rest}".strip()
            if _width(joined) <= most:
                lines[-1], rest = joined, ""
            elif lines[-1]:
                lines.append("")
            else:
                place = next(at for at in range(len(rest), 0, -1) if at == 1 or _width(rest[:at]) <= most)
                lines[-1], rest = rest[:place], rest[place:]
                lines.append("")
    lines = [line for line in lines if line] or [""]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], _cut(" ".join(lines[_MOST_LINES - 1 :]), room)]
    return tuple(lines)


def drawn(people: Sequence[Someone], lines: Sequence[Line]) -> Drawing:
    """Everybody, whom the case is about first; beyond the sixteenth only how many they are."""
    shown, more = people[:MOST_DRAWN], max(len(people) - MOST_DRAWN, 0)
    there = {one.number for one in shown}
    kept = [line for line in lines if {line.start, line.to} <= there and line.start != line.to]
    top = shown[0]
    head = _box(top, (WIDTH - BOX) // 2, 0, 0)
    slots: dict[int, int] = {one.number: sum(one.number in (line.start, line.to) for line in kept) for one in shown}
    heights = [head.y + head.height + _GAP * 2] * 2
    boxes, sides = [head], {top.number: -1}
    for place, one in enumerate(shown[1:]):
        side = place % 2
        box = _box(one, 0 if side == 0 else WIDTH - BOX, heights[side], slots[one.number])
        heights[side] += box.height + _GAP
        boxes.append(box)
        sides[one.number] = side
    by_number = {one.number: box for one, box in zip(shown, boxes, strict=True)}
    taken = dict.fromkeys(there, 0)
    made = [_line(line, by_number, sides, taken, lane) for lane, line in enumerate(kept)]
    height = max(box.y + box.height for box in boxes) + 4
    return Drawing(WIDTH, height, tuple(boxes), tuple(made), more)


def _box(one: Someone, x: int, y: int, slots: int) -> BoxDrawn:
    names = wrapped(one.name)
    needed = _PAD * 2 + _LINE * (len(names) + 1)
    height = max(needed, _SLOT * slots + 4)
    return BoxDrawn(x, y, BOX, height, one.look, names, _cut(one.what, int(_ROOM * _SMALLER)))


def _slot(number: int, boxes: Mapping[int, BoxDrawn], taken: dict[int, int]) -> int:
    place, taken[number] = taken[number], taken[number] + 1
    return boxes[number].y + _SLOT // 2 + 4 + _SLOT * place


def _label(words: Sequence[str], room: int) -> tuple[str, str]:
    """What stands above a line and below it: its first words and the others, or the first alone, on both sides when
    they are long."""
    above, *rest = words
    if not rest:
        above, *rest = wrapped(above, room)
        return above, _cut(" ".join(rest), room)
    return _cut(above, room), _cut(" · ".join(rest), room)


def _line(
    line: Line, boxes: Mapping[int, BoxDrawn], sides: Mapping[int, int], taken: dict[int, int], lane: int
) -> LineDrawn:
    middle = WIDTH // 2
    side = sides[line.to]
    inner = BOX if side == 0 else WIDTH - BOX
    bend = -10 if side == 0 else 10
    y = _slot(line.to, boxes, taken)
    if sides[line.start] < 0:
        head = boxes[line.start]
        start = head.y + head.height
        # What warns goes down beside the trunk, so that it is seen for what it is all the way.
        x = middle + (bend * 14 // 10 if "apart" in line.look else 0)
        path = f"M{x} {start}V{y - 10}Q{x} {y} {x + bend} {y}H{inner}"
    else:
        # Lines between others run in lanes beside the trunk, each in one of its own.
        x = middle + (lane % _LANES - _LANES // 2) * 7 + (3 if lane % _LANES >= _LANES // 2 else -3)
        from_y = _slot(line.start, boxes, taken)
        from_inner = BOX if sides[line.start] == 0 else WIDTH - BOX
        path = f"M{from_inner} {from_y}H{x}V{y}H{inner}"
    at = inner + 6 if side == 0 else inner - LABEL - 6
    above, below = _label(line.words or ("",), int(LABEL * _SMALLER))
    labels = [(at, y - 20, above), *([(at, y + 3, below)] if below else [])]
    mark = (inner + (2 if side == 0 else -14), y - 6) if "apart" in line.look else None
    return LineDrawn(path, line.look, tuple(labels), mark)
