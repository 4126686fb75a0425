# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was answered over time, drawn on the server: a line a question beside a table that says the same. Nothing is
added up: they are questions, not a measurement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sjalvklar.faces.design import questions as design
from sjalvklar.faces.desk import words
from sjalvklar.followup.actions import Answered
from sjalvklar.followup.rules import Questions
from sjalvklar.followup.rules.questions import HIGHEST, OF

WIDTH, HEIGHT, EDGE = 100, 24, 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question over time. `points` is a line for SVG, `dots` where each answer is, `cells` when each answer was
    and the answer in words, empty where it was skipped."""

    question: str
    points: str
    dots: tuple[tuple[float, float], ...]
    cells: tuple[tuple[str, str], ...]


def over_time(kind: Questions, asked: Sequence[Answered]) -> tuple[Drawn, ...]:
    """Every question of a kind, over what was answered, the oldest first."""
    found = []
    for question in OF[kind]:
        answers = [one.answers.get(question) for one in asked]
        dots = tuple(
            (_across(at, len(answers)), _down(answer, HIGHEST[kind]))
            for at, answer in enumerate(answers)
            if answer is not None
        )
        cells = tuple(
            (words.moment(one.at), "" if answer is None else str(design.ANSWERS[kind][answer]))
            for one, answer in zip(asked, answers, strict=True)
        )
        line = " ".join(f"{x:g},{y:g}" for x, y in dots) if len(dots) > 1 else ""
        found.append(Drawn(str(design.ASKED[question]), line, dots, cells))
    return tuple(found)


def _across(at: int, many: int) -> float:
    return WIDTH / 2 if many < 2 else round(EDGE + at * (WIDTH - 2 * EDGE) / (many - 1), 1)


def _down(answer: int, highest: int) -> float:
    return round(HEIGHT - EDGE - answer * (HEIGHT - 2 * EDGE) / highest, 1)
