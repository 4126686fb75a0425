# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The policies that guard the room's tables in PostgreSQL: its rows are there for whoever may read the support, or
the contact, that they are about. Of a support that is part of a case, the case decides."""

from __future__ import annotations

from sjalvklar.mailbox.ground import of_thread
from sjalvklar.support.ground import of_support
from sjalvklar.trust.access.policies import ME, SYSTEM, Policy
from sjalvklar.trust.access.words import Action

_CONCERN = "children_concern"
# Whoever may read it has the duty to report: it does not wait until somebody else may write.
_WEIGHS = f"({of_support(_CONCERN, Action.READ)}) OR ({of_thread(_CONCERN, Action.READ)})"

POLICIES = (
    Policy("children_said", "SELECT", f"({SYSTEM}) OR ({of_support('children_said', Action.READ)})"),
    Policy(
        "children_said",
        "INSERT",
        check=f"({SYSTEM}) OR (staff_id = {ME} AND ({of_support('children_said', Action.WRITE)}))",
    ),
    Policy("children_said", "DELETE", SYSTEM),
    Policy(_CONCERN, "SELECT", f"({SYSTEM}) OR {_WEIGHS}"),
    Policy(_CONCERN, "INSERT", check=f"({SYSTEM}) OR (begun_by_id = {ME} AND ({_WEIGHS}))"),
    Policy(_CONCERN, "UPDATE", f"({SYSTEM}) OR {_WEIGHS}", f"({SYSTEM}) OR {_WEIGHS}"),
    Policy(_CONCERN, "DELETE", SYSTEM),
)
