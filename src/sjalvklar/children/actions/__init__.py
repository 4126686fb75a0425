# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that is said, judged, decided or read of children, on record in the same transaction."""

from sjalvklar.children.actions.concern import ask_feedback, consider, decide, note_feedback
from sjalvklar.children.actions.own import First, ask_for_guardian, judge, make_own, register
from sjalvklar.children.actions.reading import (
    ConcernLine,
    JudgedLine,
    OwnLine,
    Sheet,
    read,
    read_contact,
)

__all__ = [
    "ConcernLine",
    "First",
    "JudgedLine",
    "OwnLine",
    "Sheet",
    "ask_feedback",
    "ask_for_guardian",
    "consider",
    "decide",
    "judge",
    "make_own",
    "note_feedback",
    "read",
    "read_contact",
    "register",
]
