# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans and parts as the access table sees them, and the policies that guard them in PostgreSQL.

A plan follows the table by who leads it and by its case, whose function says whether it may be read. A part
follows the table by the party's own people, and by the consents that hold at the moment of asking. The rows that say
who leads and who takes part are what the policies ask, so they are open to whoever acts at the desk; they hold no word
and no name. Consents, which hold none either, are open to those who see the plan or take part for the party.
"""

# ruff: noqa: S608 - made of our own names only

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q

from sjalvklar.casework.ground import KEPT_FROM, OF_READABLE, Asking, during, of_case
from sjalvklar.kernel import clock
from sjalvklar.plans.models import Consent, Lead, PartyStaff
from sjalvklar.plans.rules import Giver
from sjalvklar.trust.access.ground import Facts, Fragment, Ground, allowed_sql, any_of, asked, question
from sjalvklar.trust.access.policies import ME, SYSTEM, Policy, who
from sjalvklar.trust.access.words import Action, Relation, Thing

__all__ = ["PARTS", "PLANS", "POLICIES", "Asking", "consented", "during", "leads", "takes_part"]

_ROW = OuterRef("pk")


def _at(facts: Facts) -> datetime:
    return facts.at if isinstance(facts, Asking) else clock.now()


def leads(facts: Facts) -> Q:
    return Q(Exists(Lead.objects.filter(during(_at(facts)), plan=_ROW, staff_id=facts.staff_id)))


def _stand_in(facts: Facts) -> Q:
    return any_of(
        Q(unit=unit) & Q(Exists(Lead.objects.filter(during(_at(facts)), plan=_ROW, staff_id=absent)))
        for unit, absent in sorted(facts.stand_ins)
    )


def consented(at: datetime) -> Q:
    """Of a party: everybody whose yes is needed has given one that holds. The same as `rules.standing`, and as the
    policies ask; a test holds them together."""
    holding = Consent.objects.filter(
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=at), party=_ROW, starts_at__lte=at, ends_at__gt=at
    )
    said = (Q(needed__lt=giver.value) | Q(Exists(holding.filter(giver=giver.value))) for giver in Giver)
    return reduce(and_, said)


def _of_the_party(facts: Facts) -> Q:
    return Q(Exists(PartyStaff.objects.filter(during(_at(facts)), party=_ROW, staff_id=facts.staff_id)))


def takes_part(facts: Facts) -> Q:
    """Of a party: takes part for it now, it has not left, its plan is worked in, and consent for it holds."""
    return Q(joint=True, left_at__isnull=True) & _of_the_party(facts) & consented(_at(facts))


_NOW = "{a}.starts_at <= sjalvklar_at() AND ({a}.ends_at IS NULL OR {a}.ends_at > sjalvklar_at())"
_MINE = f"EXISTS (SELECT 1 FROM plans_partystaff s WHERE s.party_id = {{party}} AND s.staff_id = {ME} AND "
_MINE += f"{_NOW.replace('{a}', 's')})"
_YES = (
    "(SELECT count(DISTINCT c.giver) FROM plans_consent c WHERE c.party_id = {t}id AND c.giver <= {t}needed "
    "AND c.starts_at <= sjalvklar_at() AND c.ends_at > sjalvklar_at() "
    "AND (c.revoked_at IS NULL OR c.revoked_at > sjalvklar_at()){only}) >= {t}needed"
)
_CONSENTED = _YES.replace("{only}", "")
# Everybody whose yes is needed says yes to that sort of thing now: what `rules.standing` gives as its kinds.
_KIND = _YES.replace("{t}", "its.").replace("{only}", " AND c.kinds @> to_jsonb(plans_words.kind::text)")

PLANS = Ground(
    thing=Thing.PLAN,
    table="plans_plan",
    relations={
        Relation.OWNER: Fragment(
            leads,
            f"EXISTS (SELECT 1 FROM plans_lead l WHERE l.plan_id = {{t}}id AND l.staff_id = {ME} "
            f"AND {_NOW.replace('{a}', 'l')})",
        ),
        Relation.STAND_IN: Fragment(
            _stand_in,
            "EXISTS (SELECT 1 FROM plans_lead l JOIN sjalvklar_stand_ins() s ON s.absent_id = l.staff_id "
            f"WHERE l.plan_id = {{t}}id AND s.unit_id = {{t}}unit_id AND {_NOW.replace('{a}', 'l')})",
        ),
        Relation.OF_CASE: OF_READABLE,
    },
    conflict=KEPT_FROM,
)

PARTS = Ground(
    thing=Thing.PART,
    table="plans_party",
    state=None,
    relations={
        Relation.PARTY: Fragment(
            takes_part,
            f"{{t}}joint AND {{t}}left_at IS NULL AND {_MINE.replace('{party}', '{t}id')} AND {_CONSENTED}",
        ),
    },
    conflict=KEPT_FROM,
)

_STAFF = who("staff")
_OPEN = f"({_STAFF}) OR ({SYSTEM})"


def _either(*conditions: str) -> str:
    return " OR ".join(f"({condition})" for condition in dict.fromkeys(conditions))


def _may(ground: Ground, action: Action) -> str:
    return allowed_sql(ground, action, table=ground.table)


def _of_plan(plan: str, action: Action) -> str:
    """That it belongs to a plan with which this may be done."""
    return asked(Thing.PLAN, plan, action)


def of_plan(table: str, action: Action) -> str:
    """For the rooms above: that the row (by its `plan_id`) belongs to a plan with which this may be done."""
    return _of_plan(f"{table}.plan_id", action)


def _of_party(party: str, action: Action, *, by_party: bool) -> str:
    """That it belongs to a party of such a plan; or, `by_party`, to a part with which this may be done."""
    its = f"EXISTS (SELECT 1 FROM plans_party AS its WHERE its.id = {party} AND {_of_plan('its.plan_id', action)})"
    return f"({_either(its, asked(Thing.PART, party, action))})" if by_party else its


def _of_own_part(party: str, only: str) -> str:
    """That it belongs to a part that is one's own, and is of what may be seen there."""
    shown = f"EXISTS (SELECT 1 FROM plans_party AS its WHERE its.id = {party} AND ({only}))"
    return f"{asked(Thing.PART, party, Action.READ)} AND {shown}"


def _kept(table: str, read: str, write: str, *, changes: bool = True) -> list[Policy]:
    made = [
        Policy(table, "SELECT", _either(read, SYSTEM)),
        Policy(table, "INSERT", check=_either(write, SYSTEM)),
        Policy(table, "DELETE", SYSTEM),
    ]
    return [*made, Policy(table, "UPDATE", _either(write, SYSTEM), _OPEN)] if changes else made


_SEEN = _may(PLANS, Action.KNOW)

FUNCTIONS = (question(PLANS, Action.READ, Action.WRITE), question(PARTS, Action.READ, Action.WRITE))
_OF_THEIRS = "plans_commitment.party_id"
_TOLD = "plans_words.party_id"

POLICIES = (
    Policy("plans_plan", "SELECT", _either(_SEEN, SYSTEM)),
    Policy(
        "plans_plan",
        "INSERT",
        check=_either(f"began_by_id = {ME} AND {of_case('plans_plan.case_id', Action.WRITE)}", SYSTEM),
    ),
    Policy("plans_plan", "UPDATE", _either(_SEEN, SYSTEM), _OPEN),
    Policy("plans_plan", "DELETE", SYSTEM),
    Policy(
        "plans_party",
        "SELECT",
        _either(_of_plan("plans_party.plan_id", Action.READ), _may(PARTS, Action.KNOW), SYSTEM),
    ),
    Policy("plans_party", "INSERT", check=_either(_of_plan("plans_party.plan_id", Action.WRITE), SYSTEM)),
    # Closing and opening again change what a part hangs on, when nothing may be written in the plan any more, or yet.
    Policy(
        "plans_party",
        "UPDATE",
        _either(_of_plan("plans_party.plan_id", Action.READ), _may(PARTS, Action.WRITE), SYSTEM),
        _OPEN,
    ),
    Policy("plans_party", "DELETE", SYSTEM),
    *_kept(
        "plans_consent",
        _either(_of_plan("plans_consent.plan_id", Action.READ), _MINE.replace("{party}", "plans_consent.party_id")),
        _of_plan("plans_consent.plan_id", Action.WRITE),
    ),
    *_kept(
        "plans_commitment",
        _of_party(_OF_THEIRS, Action.READ, by_party=True),
        _of_party(_OF_THEIRS, Action.WRITE, by_party=True),
    ),
    *_kept(
        "plans_meeting",
        _either(
            _of_plan("plans_meeting.plan_id", Action.READ),
            "EXISTS (SELECT 1 FROM plans_party AS its WHERE its.plan_id = plans_meeting.plan_id "
            f"AND {asked(Thing.PART, 'its.id', Action.READ)})",
        ),
        _of_plan("plans_meeting.plan_id", Action.WRITE),
    ),
    *_kept(
        "plans_attendance",
        _of_party("plans_attendance.party_id", Action.READ, by_party=True),
        _of_party("plans_attendance.party_id", Action.WRITE, by_party=False),
    ),
    *_kept(
        "plans_words",
        # Of what was shared a party sees the sorts that are said yes to now, and what it told itself.
        _either(
            _of_party(_TOLD, Action.READ, by_party=False), _of_own_part(_TOLD, f"plans_words.from_party OR {_KIND}")
        ),
        _either(
            _of_party(_TOLD, Action.WRITE, by_party=False),
            f"from_party AND staff_id = {ME} AND {_of_party(_TOLD, Action.WRITE, by_party=True)}",
        ),
        changes=False,
    ),
    *_kept(
        "plans_note",
        _of_plan("plans_note.plan_id", Action.READ),
        _of_plan("plans_note.plan_id", Action.WRITE),
        changes=False,
    ),
    *(
        Policy(table, command, "" if command == "INSERT" else _OPEN, "" if command in {"SELECT", "DELETE"} else _OPEN)
        for table in ("plans_lead", "plans_partystaff")
        for command in ("SELECT", "INSERT", "UPDATE", "DELETE")
    ),
)
