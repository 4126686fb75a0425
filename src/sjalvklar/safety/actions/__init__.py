# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes what is kept of safety, or opens it, on record in the same transaction."""

from sjalvklar.safety.actions.cautions import end_warning, warn
from sjalvklar.safety.actions.company import ask_company, see_number
from sjalvklar.safety.actions.company import move as move_company
from sjalvklar.safety.actions.fear import answer_difference, say_fear
from sjalvklar.safety.actions.measures import agree
from sjalvklar.safety.actions.measures import move as move_measure
from sjalvklar.safety.actions.police import ask_police, note_answer, see_police
from sjalvklar.safety.actions.reading import (
    AssessmentLine,
    CompanyLine,
    FearLine,
    File,
    MeasureLine,
    ViolenceLine,
    Warned,
    WarningLine,
    read,
    warnings,
    warnings_in_case,
)
from sjalvklar.safety.actions.timers import look_after
from sjalvklar.safety.actions.violence import STOPPED, switch_off, switch_on, tell_who_knows

__all__ = [
    "STOPPED",
    "AssessmentLine",
    "CompanyLine",
    "FearLine",
    "File",
    "MeasureLine",
    "ViolenceLine",
    "Warned",
    "WarningLine",
    "agree",
    "answer_difference",
    "ask_company",
    "ask_police",
    "end_warning",
    "look_after",
    "move_company",
    "move_measure",
    "note_answer",
    "read",
    "say_fear",
    "see_number",
    "see_police",
    "switch_off",
    "switch_on",
    "tell_who_knows",
    "warn",
    "warnings",
    "warnings_in_case",
]
