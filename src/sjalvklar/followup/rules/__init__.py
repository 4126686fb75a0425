# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-up as pure rules: words, days, schedules, questions, codes, and what a proof may say."""

from sjalvklar.followup.rules.days import After
from sjalvklar.followup.rules.schedule import Coming, DateStep, EventStep, Name, Schedule, Schedules, coming_from
from sjalvklar.followup.rules.words import (
    COMING,
    SETTLING,
    TRANSITIONS,
    AskedBy,
    AskingDeed,
    AskingState,
    Deed,
    EventKind,
    Questions,
    State,
    check_asking,
    check_transition,
)

__all__ = [
    "COMING",
    "SETTLING",
    "TRANSITIONS",
    "After",
    "AskedBy",
    "AskingDeed",
    "AskingState",
    "Coming",
    "DateStep",
    "Deed",
    "EventKind",
    "EventStep",
    "Name",
    "Questions",
    "Schedule",
    "Schedules",
    "State",
    "check_asking",
    "check_transition",
    "coming_from",
]
