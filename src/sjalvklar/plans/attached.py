# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans as they go along in a copy of their case: what each is to lead to, which sorts of parties, whose consent and
for what, and on which days something was shared. What parties told, notes and named people do not go along: they are
others'. To a guardian, or whoever acts for somebody, nothing goes: they may be whom it is about.
"""

from __future__ import annotations

from uuid import UUID

from sjalvklar.casework.attached import Plain
from sjalvklar.casework.rules import Recipient
from sjalvklar.plans import content
from sjalvklar.plans.models import Consent, Plan, Words
from sjalvklar.plans.rules import Giver
from sjalvklar.trust import subjects


class InCases:
    """Plans of social intervention groups."""

    name = "plans"

    def in_case(self, case_id: UUID, to: Recipient) -> tuple[Plain, ...]:
        if to.acts_for_them:
            return ()
        return tuple(_plan(row) for row in Plan.objects.filter(case=case_id).order_by("began_at", "id"))


def _plan(row: Plan) -> Plain:
    cipher = subjects.cipher(row.person_id)
    consents = Consent.objects.filter(plan=row).select_related("party").order_by("at", "id")
    shared = Words.objects.filter(party__plan=row, from_party=False).select_related("party").order_by("at", "number")
    return {
        "number": row.number,
        "began": row.began_at,
        "state": row.state,
        "aim": content.open_aim(cipher, bytes(row.body), row.pk).aim,
        "parties": sorted(set(row.parties.values_list("kind", flat=True))),
        "consents": [
            {
                "party": one.party.kind,
                "giver": Giver(one.giver).name.lower(),
                "kinds": list(one.kinds),
                "from": one.starts_at,
                "to": one.ends_at,
                **({"revoked": one.revoked_at} if one.revoked_at else {}),
            }
            for one in consents
        ],
        "shared": [{"at": one.at, "party": one.party.kind, "kind": one.kind, "way": one.way} for one in shared],
        **({"closed": row.closed_at, "reason": row.close_reason} if row.closed_at else {}),
    }
