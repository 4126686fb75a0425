# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The access table's rows about incidents: the circles never meet, and whoever leads sees counts.

That a person works, or ever has worked, in another circle of the same incident is a conflict: it stops everything.
"""

from __future__ import annotations

from sjalvklar.trust.access.row import SERVING, Row, row
from sjalvklar.trust.access.words import Action, Relation, Role, Thing

_R = Relation
_HEAD = frozenset({Role.UNIT_HEAD})
_LEADS = {_R.OWNER, _R.STAND_IN}

_LED = "Whoever leads the incident, by a dated decision, or stands in for them. (2001:454) 10 §."
_NEEDED = "The head answers for somebody leading, also when it has closed and dates are left."
_CIRCLE = (
    "Whoever works in the circle now, by a dated decision, and never has in another circle of the same incident. "
    "OSL (2009:400) 26 kap. 1 §; (2001:454) 10 §."
)


def _incident(
    action: Action, why: str, relations: set[Relation], *states: str, roles: frozenset[Role] = SERVING
) -> Row:
    return row(Thing.INCIDENT, action, why, roles=roles, relations=relations, states=set(states) or None)


def _family(action: Action, why: str, *states: str) -> Row:
    return row(Thing.FAMILY, action, why, relations={_R.CIRCLE}, states=set(states) or None)


INCIDENTS = (
    _incident(
        Action.KNOW,
        "Those who serve in the unit see that there is an incident, of what kind, since when and who leads: never who "
        "it struck. Another unit's is not there.",
        {_R.OWNER, _R.STAND_IN, _R.ANSWERS, _R.LEADS, _R.MEMBER},
    ),
    _incident(Action.KNOW, f"{_CIRCLE} Also from another unit of the authority.", {_R.CIRCLE}),
    _incident(
        Action.MAKE,
        "Whoever meets relatives in the unit, and its head, opens an incident at once and leads it.",
        {_R.ANSWERS, _R.LEADS},
        "open",
    ),
    _incident(Action.READ, f"{_LED} The place, the duty list and the alerts are what the work stands on.", _LEADS),
    _incident(Action.READ, f"{_CIRCLE} The place and who is on duty; nothing of another circle.", {_R.CIRCLE}),
    _incident(Action.SEE_ALL, f"{_LED} Counts over all circles: how many are reached, never who they are.", _LEADS),
    _incident(Action.WRITE, f"{_LED} The log, the duty list, the alerts and the tasks.", _LEADS, "open", "watch"),
    _incident(Action.ASSIGN, f"{_LED} Who works in which circle.", _LEADS),
    _incident(Action.ASSIGN, f"{_NEEDED} Who works in which circle.", {_R.LEADS}, roles=_HEAD),
    _incident(Action.HAND_OVER, f"{_LED} Another leads from now.", _LEADS),
    _incident(Action.HAND_OVER, f"{_NEEDED} Another leads from now.", {_R.LEADS}, roles=_HEAD),
    _incident(Action.CLOSE, f"{_LED} That the first days are over, and that it has ended.", _LEADS, "open", "watch"),
    _incident(Action.REOPEN, _LED, _LEADS, "closed"),
)

FAMILIES = (
    _family(Action.KNOW, _CIRCLE),
    _family(Action.READ, _CIRCLE),
    _family(Action.MAKE, f"{_CIRCLE} Writes down a family in it.", "open"),
    _family(Action.WRITE, f"{_CIRCLE} After the incident has closed: as the family has agreed.", "open", "follow_up"),
)
