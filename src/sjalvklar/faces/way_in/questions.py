# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guide's questions as a face shows them: order, words and how many are left. What they mean is the guide's."""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.faces.way_in import addresses
from sjalvklar.faces.way_in.journey import SKIPPED, Journey, Note, Step
from sjalvklar.guide import queries as guide
from sjalvklar.guide.rules import Question


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    hint: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Question `number` of `total`, and one mark for each."""

    number: int
    total: int
    marks: tuple[str, ...]


def steps(child: bool) -> tuple[Question, ...]:
    return tuple(guide.guidebook().steps(child))


def first_step(journey: Journey) -> str:
    return next(step.id for step in steps(journey.child) if step.id != journey.preset)


def question(journey: Journey) -> Question | None:
    """The question the journey stands at, or None when the pack has no such question."""
    return next((step for step in steps(journey.child) if step.id == journey.question), None)


def _asked(journey: Journey) -> tuple[str, ...]:
    """The questions this person is asked, in order."""
    return tuple(step.id for step in steps(journey.child) if step.id != journey.preset)


def progress(journey: Journey) -> Progress:
    asked = _asked(journey)
    here = asked.index(journey.question) if journey.question in asked else 0
    marks = tuple("done" if place < here else "here" if place == here else "" for place in range(len(asked)))
    return Progress(here + 1, len(asked), marks)


def onward(journey: Journey) -> Journey:
    """Where the journey goes after its question has been answered or skipped."""
    asked = _asked(journey)
    after = asked[asked.index(journey.question) + 1 :] if journey.question in asked else asked
    if journey.changing or not after:
        return journey.but(step=Step.RESULT, question="", changing=False, note=Note.NONE, place="")
    return journey.but(question=after[0], note=Note.NONE, place="")


def backward(journey: Journey) -> str:
    """The address of the page before this one."""
    if journey.changing:
        return addresses.journey(journey.but(step=Step.RESULT, question="", changing=False, note=Note.NONE, place=""))
    asked = _asked(journey)
    here = asked.index(journey.question) if journey.question in asked else 0
    if here == 0:
        return addresses.place("u", journey.language) if journey.child else addresses.start(journey.language)
    return addresses.journey(journey.but(question=asked[here - 1], note=Note.NONE, place=""))


def as_child(journey: Journey) -> Journey:
    """Who says "I am under 18" goes on with the children's questions; what was already said is kept."""
    kept = journey.but(child=True, who="child", what=None, help=None, preset="")
    unasked = (step.id for step in steps(True) if kept.answer_to(step.id) is None)
    first = next(unasked, None)
    return kept.but(question=first) if first else kept.but(step=Step.RESULT, question="")


def own_words(key: str, language: str, *, child: bool) -> str:
    """A text of the guide, in the children's wording when there is one and the reader is a child; "" when absent."""
    if child:
        key = guide.child_key(key)
    if not guide.has(key):
        return ""
    found = guide.text(key, language)
    return found if isinstance(found, str) else " ".join(found)


def choices(question_id: str, language: str, *, child: bool, picked: str | None = None) -> tuple[Choice, ...]:
    """The answers of one question, as labels with hints."""
    asked = next((step for step in steps(child) if step.id == question_id), None)
    if asked is None:
        return ()
    return tuple(
        Choice(
            option.id,
            own_words(f"options.{question_id}.{option.id}.label", language, child=child),
            own_words(f"options.{question_id}.{option.id}.hint", language, child=child),
            option.id == picked,
        )
        for option in asked.options
    )


def skipped(journey: Journey) -> Journey:
    return onward(journey.answered(journey.question, SKIPPED))
