# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record as the access table sees it, and the policies that guard it in PostgreSQL.

Whoever acts may put deeds on record; nobody may change one. Somebody at the desk sees their own deeds, a head those of
the unit, the security officer those of the authority. The public door sees what it writes about its own thread.
"""

from __future__ import annotations

from django.db.models import Q

from sjalvklar.trust.access.ground import Fragment, Ground, allowed_sql
from sjalvklar.trust.access.policies import ANYBODY, ME, SYSTEM, Policy, told, who
from sjalvklar.trust.access.words import Action, Relation, Thing

RECORD = Ground(
    thing=Thing.LOG,
    table="trust_auditentry",
    unit_column="unit",
    state=None,
    relations={
        Relation.OWNER: Fragment(
            lambda facts: Q(actor_kind="staff", actor_id=str(facts.staff_id)),
            f"actor_kind = 'staff' AND actor_id = {ME}::text",
        ),
    },
)
_OWN_DEED = f"actor_kind = 'staff' AND actor_id = {ME}::text"
# The row is given back to whoever writes it, with its number.
_JUST_WRITTEN = (
    f"{who('relative')} AND actor_kind = 'relative' AND object = 'thread:' || {told('thread')}",
    f"{who('sign_in')} AND actor_kind <> 'relative'",
)

POLICIES = (
    Policy(
        "trust_auditentry",
        "SELECT",
        " OR ".join(
            f"({condition})"
            for condition in (
                SYSTEM,
                *_JUST_WRITTEN,
                _OWN_DEED,
                allowed_sql(RECORD, Action.REVIEW),
            )
        ),
    ),
    Policy("trust_auditentry", "INSERT", check=ANYBODY),
    # Under a disposal decision a row goes; the table's own guard asks for the decision.
    Policy("trust_auditentry", "DELETE", SYSTEM),
)
