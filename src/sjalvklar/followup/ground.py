# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The policies that guard the room in PostgreSQL. A follow-up has no rights of its own: it is known, read and written
as its support is, and so as its case is where there is one. The public door sees the one asking that a code finds."""

from __future__ import annotations

from sjalvklar.support.ground import of_support
from sjalvklar.trust.access.policies import SYSTEM, Policy, told, who
from sjalvklar.trust.access.words import Action

_FOUND = f"({who('relative')}) AND finding = {told('finding', 'bytea')}"
# Once it is answered the code finds nothing; the row that was found is still in hand until the transaction ends.
_IN_HAND = f"({who('relative')}) AND id = {told('asking', 'uuid')}"


def _either(*conditions: str) -> str:
    return " OR ".join(f"({condition})" for condition in conditions)


def _may(table: str, action: Action) -> str:
    return _either(SYSTEM, of_support(table, action))


# Whoever may read a closed support settles what was agreed for the time after, so writing asks for reading;
# the deed itself asks for more.
POLICIES = (
    Policy("followup_followup", "SELECT", _may("followup_followup", Action.KNOW)),
    *(
        Policy("followup_followup", command, using, check)
        for command, using, check in (
            ("INSERT", "", _may("followup_followup", Action.READ)),
            ("UPDATE", _may("followup_followup", Action.READ), _may("followup_followup", Action.READ)),
        )
    ),
    Policy("followup_consent", "SELECT", _may("followup_consent", Action.KNOW)),
    Policy("followup_consent", "INSERT", check=_may("followup_consent", Action.READ)),
    Policy("followup_consent", "UPDATE", *(_may("followup_consent", Action.READ) for _ in range(2))),
    Policy("followup_asking", "SELECT", _either(SYSTEM, _FOUND, _IN_HAND, of_support("followup_asking", Action.READ))),
    Policy("followup_asking", "INSERT", check=_may("followup_asking", Action.READ)),
    Policy(
        "followup_asking",
        "UPDATE",
        *(_either(SYSTEM, _FOUND, _IN_HAND, of_support("followup_asking", Action.READ)) for _ in range(2)),
    ),
    Policy("followup_proof", "SELECT", _may("followup_proof", Action.READ)),
    Policy("followup_proof", "INSERT", check=_may("followup_proof", Action.READ)),
    *(
        Policy(table, "DELETE", SYSTEM)
        for table in ("followup_followup", "followup_consent", "followup_asking", "followup_proof")
    ),
)
