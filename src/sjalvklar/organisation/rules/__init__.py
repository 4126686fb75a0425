# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The organisation as pure rules: facts, areas, boards, units, and who does what where."""

from sjalvklar.organisation.rules.areas import Area, Areas, Candidate, FoundBy, PlaceMatch
from sjalvklar.organisation.rules.facts import Confidence, Confirmation, Fact, Shown, shown, weakest
from sjalvklar.organisation.rules.units import (
    Accessibility,
    Authority,
    AuthorityKind,
    Counted,
    How,
    Municipality,
    Organisation,
    Promise,
    Provision,
    PublicLanguage,
    Served,
    UnitProfile,
)

__all__ = [
    "Accessibility",
    "Area",
    "Areas",
    "Authority",
    "AuthorityKind",
    "Candidate",
    "Confidence",
    "Confirmation",
    "Counted",
    "Fact",
    "FoundBy",
    "How",
    "Municipality",
    "Organisation",
    "PlaceMatch",
    "Promise",
    "Provision",
    "PublicLanguage",
    "Served",
    "Shown",
    "UnitProfile",
    "shown",
    "weakest",
]
