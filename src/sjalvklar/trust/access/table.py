# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The access table. What no row allows is not allowed; what nobody may know of is answered as what is not there.

A row allows an action on a thing to whoever has one of the roles and one of the relations, while the thing is in one
of the states and compartments. Conflict is no row's relation: it stops everything (see `decide`).
"""

from __future__ import annotations

from sjalvklar.trust.access.incidents import FAMILIES, INCIDENTS
from sjalvklar.trust.access.plans import PARTS, PLANS
from sjalvklar.trust.access.row import SERVING as _SERVING
from sjalvklar.trust.access.row import Row as Row
from sjalvklar.trust.access.row import row as _row
from sjalvklar.trust.access.words import Action, Compartment, Relation, Role, Thing

_ANSWERING = frozenset(role for role in Role if role.answers)
_HEAD = frozenset({Role.UNIT_HEAD})
_NOTICING = _SERVING | {Role.CASE_OFFICER}
_SECURITY = frozenset({Role.SECURITY_OFFICER})
_RECORDS = frozenset({Role.RECORDS_OFFICER})
_IT = frozenset({Role.IT_ADMINISTRATOR})
_R = Relation
_ORDINARY = frozenset({Compartment.ORDINARY})
_PROTECTED = frozenset({Compartment.PROTECTED})

_NEED = "Access is limited to what each needs for the task: (2001:454) 10 §."
_ASSIGNED = f"It is theirs to do now, by a dated assignment. {_NEED}"
_HEADS = f"The head answers for nobody being left waiting, and sees the list without content. {_NEED}"
_BORROWED = "Its unit has no head, so that it went to the head of another unit of the same authority."
_NAMED = (
    "About a protected person: named people only, whatever their role. For all others it is not there. "
    "OSL (2009:400) 26 kap. 1 §; folkbokföringslagen (1991:481) 16-17 b §§."
)
_GLASS = "The glass is broken: one case, four hours, told at once and reviewed. (2001:454) 10 §."


def _thread(
    action: Action, why: str, relations: set[Relation], *states: str, roles: frozenset[Role] = _SERVING
) -> Row:
    return _row(Thing.THREAD, action, why, roles=roles, relations=relations, states=set(states) or None)


def _ordinary(
    action: Action, why: str, relations: set[Relation], *states: str, roles: frozenset[Role] = _SERVING
) -> Row:
    return _row(
        Thing.CASE, action, why, roles=roles, relations=relations, states=set(states) or None, compartments=_ORDINARY
    )


def _protected(action: Action, relations: set[Relation], *states: str, why: str = _NAMED) -> Row:
    return _row(Thing.CASE, action, why, relations=relations, states=set(states) or None, compartments=_PROTECTED)


_OWNS = {_R.OWNER, _R.STAND_IN}

THREADS = (
    _thread(
        Action.KNOW,
        "Relatives write to the unit, and those who serve there see that somebody waits. Another unit's is not there: "
        f"OSL (2009:400) 8 kap. 1-2 §§, 26 kap. 1 §. {_NEED}",
        {_R.OWNER, _R.STAND_IN, _R.ANSWERS, _R.LEADS, _R.MEMBER},
    ),
    _thread(Action.KNOW, _BORROWED, {_R.BORROWED_HEAD}, roles=_HEAD),
    _thread(
        Action.TAKE,
        "Whoever meets relatives in the unit takes what waits, and its head may, since somebody must. "
        "SoL (2025:400) 10 kap. 1 §.",
        {_R.ANSWERS, _R.LEADS},
        "waiting",
    ),
    _thread(Action.TAKE, _BORROWED, {_R.BORROWED_HEAD}, "waiting", roles=_HEAD),
    _thread(
        Action.READ,
        f"{_ASSIGNED} What waits is taken first, so that whoever reads it answers for it.",
        _OWNS,
        "taken",
        "answered",
        "closed",
    ),
    _thread(Action.READ, _BORROWED, {_R.BORROWED_HEAD}, "taken", "answered", "closed", roles=_HEAD),
    *(
        row
        for action in (Action.ANSWER, Action.CLOSE, Action.REVEAL)
        for row in (
            _thread(action, _ASSIGNED, _OWNS, "taken", "answered"),
            _thread(action, _BORROWED, {_R.BORROWED_HEAD}, "taken", "answered", roles=_HEAD),
        )
    ),
    *(
        row
        for action in (Action.HAND_OVER, Action.PASS_ON)
        for row in (
            _thread(action, _ASSIGNED, _OWNS, "taken", "answered"),
            _thread(action, _HEADS, {_R.LEADS}, "waiting", "taken", "answered", roles=_HEAD),
            _thread(action, _BORROWED, {_R.BORROWED_HEAD}, "waiting", "taken", "answered", roles=_HEAD),
        )
    ),
)

CASES = (
    _ordinary(Action.KNOW, _ASSIGNED, _OWNS),
    _ordinary(Action.KNOW, _HEADS, {_R.LEADS}, roles=_HEAD),
    _ordinary(Action.KNOW, _GLASS, {_R.GLASS}),
    _ordinary(Action.READ, _ASSIGNED, _OWNS),
    _ordinary(Action.READ, f"{_GLASS} To read, not to write.", {_R.GLASS}),
    _ordinary(Action.WRITE, f"{_ASSIGNED} Those who do the work document it.", _OWNS, "open"),
    _ordinary(Action.REVEAL, _ASSIGNED, _OWNS),
    _ordinary(Action.REVEAL, _GLASS, {_R.GLASS}),
    _ordinary(
        Action.MAKE,
        "Whoever meets relatives in the unit opens a case there, and answers for it. SoL (2025:400) 14 kap.",
        {_R.ANSWERS},
        "open",
        roles=_ANSWERING,
    ),
    *(
        row
        for action in (Action.HAND_OVER, Action.ASSIGN)
        for row in (
            _ordinary(action, _ASSIGNED, {_R.OWNER}, "open"),
            _ordinary(action, f"{_HEADS} Also of what is closed: somebody answers for it.", {_R.LEADS}, roles=_HEAD),
        )
    ),
    *(
        _ordinary(action, f"{_BORROWED} To know of it and give it on, not to read.", {_R.BORROWED_HEAD}, roles=_HEAD)
        for action in (Action.KNOW, Action.HAND_OVER, Action.ASSIGN)
    ),
    _ordinary(Action.CLOSE, _ASSIGNED, {_R.OWNER}, "open"),
    _ordinary(Action.REOPEN, _ASSIGNED, {_R.OWNER}, "closed"),
    _ordinary(
        Action.BREAK_GLASS,
        "In an emergency anybody who serves in the authority may read one case, for a stated reason, and is reviewed. "
        "Never across the wall between authorities: OSL (2009:400) 8 kap. 1-2 §§.",
        {_R.ANSWERS, _R.LEADS, _R.MEMBER, _R.SAME_AUTHORITY},
    ),
    _ordinary(
        Action.REVIEW,
        "Every broken glass is judged by somebody else: the head of the unit. (2001:454) 10 §.",
        {_R.LEADS},
        roles=_HEAD,
    ),
    _ordinary(
        Action.REVIEW,
        "Every broken glass is judged by somebody else: the security officer sees that and why, never content. "
        "(2001:454) 10 §.",
        {_R.MEMBER, _R.SAME_AUTHORITY},
        roles=_SECURITY,
    ),
    _ordinary(
        Action.PROTECT,
        "Whoever answers for it, or the head, decides that it is about a protected person and names two. "
        "OSL (2009:400) 22 kap. 1 §, 26 kap. 1 §.",
        {_R.OWNER},
    ),
    _ordinary(Action.PROTECT, _HEADS, {_R.LEADS}, roles=_HEAD),
    _ordinary(Action.LIST_ACCESS, f"{_ASSIGNED} The person may ask who has opened their case.", {_R.OWNER}),
    _ordinary(Action.LIST_ACCESS, f"{_HEADS} The person may ask who has.", {_R.LEADS}, roles=_HEAD),
    *(
        _ordinary(
            action,
            f"{_ASSIGNED} The person may have a copy of what is kept about them, without what is others': GDPR "
            "art. 15, lagen (2018:218) 5 kap. 1 §; and the board may keep one file about them.",
            {_R.OWNER},
        )
        for action in (Action.PREPARE, Action.HAND_OUT)
    ),
    _protected(Action.HAND_OUT, {_R.OPENED}, why=f"{_NAMED} Who it is goes along, and takes two of them."),
    *(
        _protected(action, {_R.NAMED})
        for action in (Action.KNOW, Action.READ, Action.PROTECT, Action.LIST_ACCESS, Action.REVIEW, Action.PREPARE)
    ),
    _protected(
        Action.OPEN_TOGETHER,
        {_R.NAMED},
        why=f"{_NAMED} One named person asks and another agrees: nobody opens it alone, and no glass can be broken.",
    ),
    *(
        _protected(action, {_R.NAMED}, "open")
        for action in (Action.WRITE, Action.HAND_OVER, Action.ASSIGN, Action.CLOSE)
    ),
    _protected(Action.REOPEN, {_R.NAMED}, "closed"),
    _protected(Action.REVEAL, {_R.OPENED}, why=f"{_NAMED} Who it is takes two of them."),
)


def _support(
    action: Action, why: str, relations: set[Relation], *states: str, roles: frozenset[Role] = _SERVING
) -> Row:
    return _row(Thing.SUPPORT, action, why, roles=roles, relations=relations, states=set(states) or None)


SUPPORTS = (
    _support(
        Action.KNOW,
        "The unit gives the support, and those who serve there see that somebody waits or is being helped, never what "
        f"about. Another unit's is not there: OSL (2009:400) 8 kap. 1-2 §§, 26 kap. 1 §. {_NEED}",
        {_R.OWNER, _R.STAND_IN, _R.ANSWERS, _R.LEADS, _R.MEMBER},
    ),
    _support(
        Action.NOTICE,
        "Everybody who meets relatives in the social services notices them and offers support; the unit that gives it "
        "takes over, and whoever noticed sees only that it was received and taken. SoL (2025:400) 10 kap. 1 §.",
        {_R.MEMBER},
        "waiting",
        roles=_NOTICING,
    ),
    _support(
        Action.MAKE,
        "Whoever meets relatives in the unit begins the support, and answers for it. SoL (2025:400) 10 kap. 1 §.",
        {_R.ANSWERS},
        "open",
        roles=_ANSWERING,
    ),
    _support(
        Action.TAKE,
        "Whoever meets relatives in the unit takes what waits, and its head may, since somebody must. "
        "SoL (2025:400) 10 kap. 1 §.",
        {_R.ANSWERS, _R.LEADS},
        "waiting",
    ),
    _support(
        Action.READ,
        f"{_ASSIGNED} What waits is taken first, so that whoever reads it answers for it.",
        _OWNS,
        "open",
        "closed",
    ),
    _support(Action.WRITE, f"{_ASSIGNED} Those who do the work document it.", _OWNS, "open"),
    _support(Action.REVEAL, f"{_ASSIGNED} How to reach them safely is seen by whoever does.", _OWNS, "open"),
    _support(Action.HAND_OVER, _ASSIGNED, _OWNS, "open"),
    _support(
        Action.HAND_OVER,
        f"{_HEADS} Also of what is closed: somebody answers for it.",
        {_R.LEADS},
        roles=_HEAD,
    ),
    *(
        _support(
            action,
            f"{_ASSIGNED} The person may have a copy of what is kept about them, without what is others': GDPR "
            "art. 15, lagen (2018:218) 5 kap. 1 §. Of a support that is anonymous there is nobody to give it to.",
            {_R.OWNER},
            "open",
            "closed",
        )
        for action in (Action.PREPARE, Action.HAND_OUT)
    ),
    _support(Action.CLOSE, _ASSIGNED, _OWNS, "open"),
    _support(Action.REOPEN, _ASSIGNED, _OWNS, "closed"),
)

UNITS = (
    _row(
        Thing.UNIT,
        Action.KNOW,
        f"The queue of a unit is for those who serve there; for others there is no such queue. {_NEED}",
        relations={_R.ANSWERS, _R.LEADS, _R.MEMBER},
    ),
    _row(Thing.UNIT, Action.SEE_ALL, _HEADS, roles=_HEAD, relations={_R.LEADS}),
    _row(
        Thing.UNIT,
        Action.SEE_STAFF,
        "Everyone who serves in the unit sees who works there and when.",
        relations={_R.ANSWERS, _R.LEADS, _R.MEMBER},
    ),
    _row(
        Thing.UNIT,
        Action.PLAN,
        "The duty list and stand-ins are the head's: a stand-in is a ground for access.",
        roles=_HEAD,
        relations={_R.LEADS},
    ),
)

ACCOUNTS = (
    _row(
        Thing.ACCOUNT,
        Action.RENEW_SIGN_IN,
        "A head gives a colleague a new way in, when every role the colleague has is in units that head leads; never "
        "to themselves.",
        roles=_HEAD,
        relations={_R.LEADS},
    ),
    _row(
        Thing.ACCOUNT,
        Action.APPROVE,
        "The second of two who let a colleague in again who has lost every way in: another head, or IT, of the same "
        "authority; never the one who asked, never the colleague.",
        roles=_HEAD | _IT,
        relations={_R.MEMBER, _R.SAME_AUTHORITY},
    ),
    _row(
        Thing.ACCOUNT,
        Action.MAKE,
        "IT makes and closes accounts, which open nothing until a unit has given a role; content is never IT's.",
        roles=_IT,
        relations={_R.MEMBER, _R.SAME_AUTHORITY},
    ),
)

LOGS = (
    _row(
        Thing.LOG,
        Action.KNOW,
        "Whoever serves sees what stands on record about their own deeds.",
        roles=frozenset(Role),
        relations={_R.OWNER},
    ),
    *(
        _row(
            Thing.LOG,
            action,
            f"Access is checked systematically and recurrently: (2001:454) 10 §. {who}",
            roles=roles,
            relations=relations,
        )
        for action in (Action.KNOW, Action.REVIEW)
        for who, roles, relations in (
            ("The head reviews the own unit, never an own deed.", _HEAD, {_R.LEADS}),
            ("The security officer sees the record, never content.", _SECURITY, {_R.MEMBER, _R.SAME_AUTHORITY}),
        )
    ),
)

DISPOSALS = (
    *(
        _row(
            Thing.DISPOSAL,
            action,
            "What is erased follows the board's disposal decision; the archivist plans and sees plans, not content.",
            roles=_RECORDS,
            relations={_R.OWNER, _R.MEMBER, _R.SAME_AUTHORITY},
            states=states,
        )
        for action, states in ((Action.KNOW, {"planned", "decided"}), (Action.PLAN, {"planned"}))
    ),
    _row(
        Thing.DISPOSAL,
        Action.APPROVE,
        "A named person decides, never the one who planned it: arkivlagen (1990:782) 10 §, and nobody approves alone.",
        roles=_RECORDS,
        relations={_R.MEMBER, _R.SAME_AUTHORITY},
        states={"planned"},
    ),
)

ROWS: tuple[Row, ...] = (
    *THREADS,
    *CASES,
    *SUPPORTS,
    *INCIDENTS,
    *FAMILIES,
    *PLANS,
    *PARTS,
    *UNITS,
    *ACCOUNTS,
    *LOGS,
    *DISPOSALS,
)
