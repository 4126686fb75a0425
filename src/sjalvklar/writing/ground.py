# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The policies that guard drafts in PostgreSQL: whoever wrote one sees it, while they may write about the thing."""

from __future__ import annotations

from sjalvklar.casework.ground import of_case
from sjalvklar.incident.ground import of_family, of_incident
from sjalvklar.mailbox.ground import of_thread
from sjalvklar.plans.ground import of_plan
from sjalvklar.support.ground import of_support
from sjalvklar.trust.access.ground import units_sql
from sjalvklar.trust.access.policies import ME, SYSTEM, Policy, who
from sjalvklar.trust.access.words import Action, Role

_TABLE = "writing_draft"
_MINE = f"({who('staff')}) AND {_TABLE}.staff_id = {ME}"
_ANSWERING = frozenset(role for role in Role if role.answers)
_MAY = {
    "case": of_case(f"{_TABLE}.case_id", Action.WRITE),
    "support": of_support(_TABLE, Action.WRITE),
    "thread": of_thread(_TABLE, Action.ANSWER),
    "family": of_family(_TABLE, Action.WRITE),
    "incident": of_incident(_TABLE, Action.WRITE),
    "plan": of_plan(_TABLE, Action.WRITE),
    "unit": units_sql(_ANSWERING).replace("{t}", f"{_TABLE}."),
}
_WRITES = " OR ".join(f"({_TABLE}.{name}_id IS NOT NULL AND ({may}))" for name, may in _MAY.items())
_OWN = f"({SYSTEM}) OR ({_MINE} AND ({_WRITES}))"

POLICIES = (
    Policy(_TABLE, "SELECT", _OWN),
    Policy(_TABLE, "INSERT", check=_OWN),
    Policy(_TABLE, "UPDATE", _OWN, _OWN),
    Policy(_TABLE, "DELETE", f"({SYSTEM}) OR ({_MINE})"),
)
