# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody said over time, as a line."""

from __future__ import annotations

from sjalvklar.faces.desk.line import Frame, Line, drawn

FRAME = Frame(left=16, right=624, top=16, bottom=144, highest=10)


def test_the_line_breaks_where_somebody_did_not_want_to_say() -> None:
    line = drawn(FRAME, [(0, 0), (1, 10), (2, None), (3, 5), (4, 5)])
    assert line.parts == ("16,144 168,16", "472,80 624,80")
    assert len(line.dots) == 4


def test_what_was_said_once_stands_in_the_middle_and_nothing_said_is_no_line() -> None:
    assert drawn(FRAME, [(7, 5)]) == Line((), ((320, 80),))
    assert drawn(FRAME, []) == Line((), ())
    assert drawn(FRAME, [(1, None), (2, None)]) == Line((), ())


def test_what_was_said_at_long_intervals_stands_apart() -> None:
    assert [x for x, _ in drawn(FRAME, [(0, 1), (1, 1), (19, 1)]).dots] == [16, 48, 624]


def test_a_small_drawing_is_as_fine_as_it_is_asked_to_be() -> None:
    assert drawn(Frame(3, 97, 3, 21, highest=4, digits=1), [(0, 1), (1, 4), (2, 0)]).parts == ("3,16.5 50,3 97,21",)
