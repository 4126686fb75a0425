# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The policies that guard plans, receipts and holds in PostgreSQL: for the records officers of the authority, and for
what the clock and the commands do."""

# ruff: noqa: S608 - made of our own names only

from __future__ import annotations

from sjalvklar.trust.access.policies import SYSTEM, Policy
from sjalvklar.trust.access.words import Role

_OFFICERS = f"SELECT g.authority_id FROM sjalvklar_grants() g WHERE g.role = '{Role.RECORDS_OFFICER.value}'"
_THEIRS = f"authority_id IN ({_OFFICERS})"
_OF_PLAN = f"plan_id IN (SELECT p.id FROM disposal_plan p WHERE p.authority_id IN ({_OFFICERS}))"


def _policies(table: str, theirs: str, *commands: str) -> list[Policy]:
    said = f"({theirs}) OR {SYSTEM}"
    return [
        Policy(table, command, "" if command == "INSERT" else said, said if command in {"INSERT", "UPDATE"} else "")
        for command in commands
    ]


POLICIES = (
    *_policies("disposal_plan", _THEIRS, "SELECT", "INSERT", "UPDATE"),
    *_policies("disposal_item", _OF_PLAN, "SELECT", "INSERT"),
    Policy("disposal_item", "UPDATE", SYSTEM, SYSTEM),
    Policy("disposal_item", "DELETE", SYSTEM),
    *_policies("disposal_kept", _OF_PLAN, "SELECT", "INSERT"),
    Policy("disposal_receipt", "SELECT", f"({_OF_PLAN}) OR {SYSTEM}"),
    Policy("disposal_receipt", "INSERT", check=SYSTEM),
    *_policies("disposal_hold", _THEIRS, "SELECT", "INSERT", "UPDATE"),
)
