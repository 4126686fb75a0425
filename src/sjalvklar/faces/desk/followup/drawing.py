# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was answered over time: a line a question, by the columns of the table beside it. Nothing is added up: they are
questions, not a measurement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sjalvklar.faces.design import questions as design
from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.line import Frame, Line, drawn
from sjalvklar.followup.actions import Answered
from sjalvklar.followup.rules import Questions
from sjalvklar.followup.rules.questions import HIGHEST, OF

WIDTH, HEIGHT, EDGE = 100, 24, 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question over time. `cells` are when each answer was and the answer in words, empty where it was skipped."""

    question: str
    line: Line
    cells: tuple[tuple[str, str], ...]


def over_time(kind: Questions, asked: Sequence[Answered]) -> tuple[Drawn, ...]:
    """Every question of a kind, over what was answered, the oldest first."""
    frame = Frame(EDGE, WIDTH - EDGE, EDGE, HEIGHT - EDGE, highest=HIGHEST[kind], digits=1)
    found = []
    for question in OF[kind]:
        answers = [one.answers.get(question) for one in asked]
        line = drawn(frame, [(float(turn), answer) for turn, answer in enumerate(answers)])
        cells = tuple(
            (words.moment(one.at), "" if answer is None else str(design.ANSWERS[kind][answer]))
            for one, answer in zip(asked, answers, strict=True)
        )
        found.append(Drawn(str(design.ASKED[question]), line, cells))
    return tuple(found)
