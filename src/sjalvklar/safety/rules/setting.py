# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality has written down about safety, before anybody is afraid."""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.organisation.rules import Fact, Shown, shown

WITHIN_DAYS = 3
ANSWER_DAYS = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A short warning to choose, for staff."""

    id: str
    sv: str
    en: str

    def said(self, language: str) -> str:
        return self.en if language == "en" else self.sv


@dataclass(frozen=True, slots=True)
class Setting:
    """`high`: from which fear, as said, an answer from the police that it does not fit becomes a task, as somebody has
    decided (`high_fact`). `offer` is the service then offered, `within_days` how soon. `answer_days`: how long the
    police's answer is waited for before somebody asks again. `violence` is the function that knows violence in close
    relationships."""

    high: int | None = None
    high_fact: Fact | None = None
    offer: str = ""
    within_days: int = WITHIN_DAYS
    answer_days: int = ANSWER_DAYS
    violence: str = ""
    warnings: tuple[Sentence, ...] = ()

    def high_for(self, *, demo: bool) -> int | None:
        """What counts as high fear: None until somebody has decided it, or while it may not be leaned on."""
        if self.high_fact is None or shown(self.high_fact, demo=demo) is Shown.HIDDEN:
            return None
        return self.high

    def said(self, warning: str, language: str) -> str:
        """A warning in words; empty when it has left the pack."""
        found = next((one for one in self.warnings if one.id == warning), None)
        return found.said(language) if found else ""
