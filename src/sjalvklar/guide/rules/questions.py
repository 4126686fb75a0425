# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guide's questions, what somebody answered, and the rules as typed data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sjalvklar.organisation.rules import Area

SKIPPED = "skipped"
INSIDE = "inside"
OUTSIDE = "outside"
OTHER = "other"
CHILD = "child"
PROFESSIONAL = "professional"
DANGER = frozenset({"now", "unsure"})
KEYS = ("danger", "who", "what", "where", "help", "child")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `situation` is what a child's own words stand for."""

    id: str
    situation: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `kind` is "choice" or "place"."""

    id: str
    kind: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody has said so far; None is skipped. `where` is an area's id or "outside".

    `what` may be an option of the adults' question or of the children's. What is not an option counts as skipped.
    """

    danger: str | None = None
    who: str | None = None
    what: str | None = None
    where: str | None = None
    help: str | None = None
    child: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """When all of `when` holds, this function or this receiver; lower `order` is more important."""

    id: str
    when: tuple[tuple[str, frozenset[str]], ...]
    function: str | None
    receiver: str | None
    order: int

    def names(self, key: str, value: str) -> bool:
        """Whether the rule asks for just that answer."""
        return any(asked == key and value in values for asked, values in self.when)


@dataclass(frozen=True, slots=True)
class Reading:
    """Answers understood: only values that exist, the area that holds today, a child's words as a situation."""

    danger: str
    who: str
    what: str
    help: str
    child: bool
    area: Area | None
    outside: bool

    @property
    def vague(self) -> bool:
        """Whether nothing is known of what has happened. It is never guessed."""
        return self.what in {SKIPPED, OTHER}

    @property
    def situation(self) -> str:
        return OTHER if self.vague else self.what

    @property
    def in_danger(self) -> bool:
        return self.danger in DANGER

    @property
    def professional(self) -> bool:
        return self.who == PROFESSIONAL

    @property
    def places(self) -> tuple[str, ...]:
        """The words a rule may use for where."""
        if self.outside:
            return (OUTSIDE,)
        return (self.area.id, INSIDE) if self.area else (SKIPPED,)


@dataclass(frozen=True)
class Guidebook:
    """The guide as the pack says: questions in their order, rules by importance, and which texts there are."""

    questions: tuple[Question, ...]
    child_questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    text_keys: frozenset[str]

    def steps(self, child: bool) -> tuple[Question, ...]:
        """The questions in the order they are asked."""
        return self.child_questions if child else self.questions

    def question(self, question_id: str, *, child: bool = False) -> Question | None:
        return next((question for question in self.steps(child) if question.id == question_id), None)

    @cached_property
    def _options(self) -> dict[str, dict[str, Option]]:
        return {
            question.id: {option.id: option for option in question.options}
            for question in (*self.child_questions, *self.questions)
        }

    @cached_property
    def situations(self) -> tuple[str, ...]:
        """Every situation an adult can choose, `other` among them."""
        return tuple(self._options.get("what", ()))

    def read(self, answers: Answers, area: Area | None) -> Reading:
        """The answers understood. `area` is where they live today, when that is known. Never raises."""

        def known(question: str, value: str | None) -> str:
            return value if value is not None and value in self._options.get(question, ()) else SKIPPED

        child = answers.child or answers.who == CHILD
        what = known("what", answers.what)
        if child and answers.what is not None:
            own = self._options.get("what_child", {}).get(answers.what)
            if own is not None:
                what = own.situation or OTHER
        return Reading(
            danger=known("danger", answers.danger),
            who=CHILD if child else known("who", answers.who),
            what=what,
            help=known("help", answers.help),
            child=child,
            area=area,
            outside=answers.where == OUTSIDE,
        )

    @cached_property
    def _bits(self) -> dict[str, dict[str | None, int]]:
        """For each question and answer, the rules it allows, as bits; under None those that do not ask."""
        found: dict[str, dict[str | None, int]] = {}
        for key in KEYS:
            silent = sum(1 << at for at, rule in enumerate(self.rules) if all(asked != key for asked, _v in rule.when))
            named = {value for rule in self.rules for asked, values in rule.when if asked == key for value in values}
            allowed: dict[str | None, int] = {None: silent}
            for value in named:
                allowed[value] = silent | sum(1 << at for at, rule in enumerate(self.rules) if rule.names(key, value))
            found[key] = allowed
        return found

    def matching(self, reading: Reading) -> int:
        """The rules whose every condition holds, as bits in the order of `rules`."""
        bits = self._bits

        def allowed(key: str, value: str) -> int:
            by_value = bits[key]
            return by_value.get(value, by_value[None])

        where = 0
        for place in reading.places:
            where |= allowed("where", place)
        return (
            where
            & allowed("danger", reading.danger)
            & allowed("who", reading.who)
            & allowed("what", reading.what)
            & allowed("help", reading.help)
            & allowed("child", "yes" if reading.child else "no")
        )

    def of_bits(self, bits: int) -> tuple[Rule, ...]:
        return tuple(rule for at, rule in enumerate(self.rules) if bits >> at & 1)

    def first_key(self, *keys: str | None, child: bool) -> str | None:
        """The first of these texts that exists, in a child's words when there are such."""
        for key in keys:
            if key is not None and child and f"{key}_child" in self.text_keys:
                return f"{key}_child"
            if key is not None and key in self.text_keys:
                return key
        return None
