# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The access table's rows about plans of a social intervention group (SIG): whoever leads one and whoever may read its
case see it whole, and each party its own part.

That it is about a protected person who has not named them, or about somebody they are too close to, is a conflict: it
stops everything. That a party's consent holds now is part of how its people stand to the part: without it there is
none.
"""

from __future__ import annotations

from sjalvklar.trust.access.row import SERVING, Row, row
from sjalvklar.trust.access.words import STATES, Action, Relation, Role, Thing

_R = Relation
_HEAD = frozenset({Role.UNIT_HEAD})
_LEADS = {_R.OWNER, _R.STAND_IN}
_GOING = STATES[Thing.PLAN] - {"closed"}
_JOINT = frozenset({"consented", "active", "followed_up"})

_LED = "Whoever leads the plan, by a dated decision, or stands in for them. (2001:454) 10 §."
_CASE = "Whoever may read the case that it is part of: a plan is seen as its case is. (2001:454) 10 §."
_NEEDED = "The head answers for every plan being led, and sees that it is there, not what is in it. (2001:454) 10 §."
_SHARED = (
    "The consent of whom it is about opens, for that party and those things alone: OSL (2009:400) 10 kap. 1 §, "
    "12 kap. 2 §."
)
_PART = (
    "Whoever takes part for a party, by a dated decision, while the consent for that party holds: their own part, and "
    "nothing of another's. OSL (2009:400) 8 kap. 1-2 §§, 10 kap. 1 §, 26 kap. 1 §; (2001:454) 10 §."
)


def _plan(
    action: Action,
    why: str,
    relations: set[Relation],
    states: frozenset[str] | None = None,
    roles: frozenset[Role] = SERVING,
) -> Row:
    return row(Thing.PLAN, action, why, roles=roles, relations=relations, states=set(states) if states else None)


PLANS = (
    _plan(Action.KNOW, _LED, _LEADS),
    _plan(Action.KNOW, _CASE, {_R.OF_CASE}),
    _plan(Action.KNOW, _NEEDED, {_R.LEADS}, roles=_HEAD),
    _plan(
        Action.MAKE,
        "Whoever answers for the case begins a plan in it, and leads it. SoL (2025:400) 10 kap. 1 §.",
        {_R.OF_CASE},
        frozenset({"actualised"}),
    ),
    _plan(Action.READ, _LED, _LEADS),
    _plan(Action.READ, _CASE, {_R.OF_CASE}),
    _plan(Action.WRITE, f"{_LED} Those who do the work document it: SoL (2025:400) 14 kap.", _LEADS, _GOING),
    _plan(Action.HAND_OUT, f"{_LED} {_SHARED}", _LEADS, _JOINT),
    _plan(Action.HAND_OVER, f"{_LED} Another leads from now.", _LEADS, _GOING),
    _plan(Action.HAND_OVER, f"{_NEEDED} Another leads from now.", {_R.LEADS}, roles=_HEAD),
    _plan(Action.CLOSE, _LED, _LEADS, _GOING),
    _plan(Action.REOPEN, _LED, _LEADS, frozenset({"closed"})),
)

PARTS = tuple(
    row(Thing.PART, action, _PART, roles=SERVING | {Role.CASE_OFFICER}, relations={_R.PARTY})
    for action in (Action.KNOW, Action.READ, Action.WRITE)
)
