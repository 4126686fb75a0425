# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The room's tables: cases and who may open them, and the people in a case with what is between them."""

from sjalvklar.casework.models.cases import (
    Assignment,
    BreakGlass,
    Case,
    Conflict,
    HandOut,
    NamedAccess,
    Note,
    Notice,
    Person,
    PersonIndex,
    TwoPerson,
)
from sjalvklar.casework.models.people import Edge, Involved, Joining

__all__ = [
    "Assignment",
    "BreakGlass",
    "Case",
    "Conflict",
    "Edge",
    "HandOut",
    "Involved",
    "Joining",
    "NamedAccess",
    "Note",
    "Notice",
    "Person",
    "PersonIndex",
    "TwoPerson",
]
