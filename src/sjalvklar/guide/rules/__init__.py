# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guide as pure rules: questions, answers, and who helps, here, now."""

from sjalvklar.guide.rules.advice import advise
from sjalvklar.guide.rules.questions import Answers, Guidebook, Option, Question, Reading, Rule
from sjalvklar.guide.rules.results import Guidance, Reason, ReasonKind, Result

__all__ = [
    "Answers",
    "Guidance",
    "Guidebook",
    "Option",
    "Question",
    "Reading",
    "Reason",
    "ReasonKind",
    "Result",
    "Rule",
    "advise",
]
