# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The policies that guard the room in PostgreSQL: each row is read and written exactly as its support is."""

from __future__ import annotations

from sjalvklar.support.ground import of_support
from sjalvklar.trust.access.policies import SYSTEM, Policy
from sjalvklar.trust.access.words import Action

ADDED_TO = ("safety_fear",)
CHANGED = (
    "safety_assessment",
    "safety_difference",
    "safety_measure",
    "safety_company",
    "safety_caution",
    "safety_violence",
)


def _or_system(condition: str) -> str:
    return f"({SYSTEM}) OR ({condition})"


POLICIES = tuple(
    policy
    for table in (*ADDED_TO, *CHANGED)
    for policy in (
        Policy(table, "SELECT", _or_system(of_support(table, Action.READ))),
        Policy(table, "INSERT", check=_or_system(of_support(table, Action.WRITE))),
        *((Policy(table, "UPDATE", *(_or_system(of_support(table, Action.WRITE)),) * 2),) if table in CHANGED else ()),
        Policy(table, "DELETE", SYSTEM),
    )
)
