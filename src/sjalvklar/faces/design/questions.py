# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our own questions of how it is and how our help was, in words that every face shows alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sjalvklar.followup.rules import Questions
from sjalvklar.followup.rules.questions import OF, choices

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = _StrPromise
else:
    Words = str

TITLES: Mapping[Questions, Words] = {
    Questions.WELLBEING: _("How has it been this week?"),
    Questions.EXPERIENCE: _("How has our help been?"),
}
ASKED: Mapping[str, Words] = {
    "sleep": _("Have you slept enough?"),
    "energy": _("Have you had the strength for what you must do?"),
    "company": _("Have you had somebody to talk to?"),
    "safe": _("Have you felt safe?"),
    "own_time": _("Have you had a moment for yourself?"),
    "help": _("Was the help what you needed?"),
    "respect": _("Did we meet you with respect?"),
    "in_time": _("Did the help come in time?"),
    "knows_where": _("Do you know where to turn if it gets worse?"),
}
ANSWERS: Mapping[Questions, tuple[Words, ...]] = {
    Questions.WELLBEING: (
        pgettext_lazy("how often", "Never"),
        pgettext_lazy("how often", "Seldom"),
        pgettext_lazy("how often", "Sometimes"),
        pgettext_lazy("how often", "Often"),
        pgettext_lazy("how often", "Always"),
    ),
    Questions.EXPERIENCE: (
        pgettext_lazy("answer to a question", "No"),
        pgettext_lazy("answer to a question", "Partly"),
        pgettext_lazy("answer to a question", "Yes"),
    ),
}
"""The lowest first: its place is what is kept."""


def asked(kind: Questions) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each question with its answers, in the language that is active: its id, its words, and the answers' numbers and
    words."""
    answers = [(str(number), str(ANSWERS[kind][number])) for number in choices(kind)]
    return [(question, str(ASKED[question]), answers) for question in OF[kind]]
