# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The mailbox's tables as the access table sees them, and the policies that guard them in PostgreSQL.

At the desk the table decides. The public door sees one thread: the one that a code, a form's number or the opened
thread itself finds. The clock sees all, and can open nothing: what people wrote is sealed to keys it never asks for.
"""

# ruff: noqa: S608 - made of our own names only

from __future__ import annotations

from django.db.models import Q

from sjalvklar.trust.access.ground import Facts, Fragment, Ground, allowed_sql, any_of, beside_sql, units_sql
from sjalvklar.trust.access.policies import ME, SYSTEM, Policy, told, who
from sjalvklar.trust.access.words import Action, Relation, Role, Thing


def _stand_in(facts: Facts) -> Q:
    return any_of(Q(unit=unit, owner=absent) for unit, absent in sorted(facts.stand_ins))


THREADS = Ground(
    thing=Thing.THREAD,
    table="mailbox_thread",
    relations={
        Relation.OWNER: Fragment(lambda facts: Q(owner=facts.staff_id), f"{{t}}owner_id = {ME}"),
        Relation.STAND_IN: Fragment(
            _stand_in, "({t}unit_id, {t}owner_id) IN (SELECT s.unit_id, s.absent_id FROM sjalvklar_stand_ins() s)"
        ),
        Relation.BORROWED_HEAD: Fragment(
            lambda facts: Q(owner=facts.staff_id, escalated_at__isnull=False),
            f"{{t}}owner_id = {ME} AND {{t}}escalated_at IS NOT NULL",
        ),
    },
)

_IN_HAND = f"id = {told('thread', 'uuid')}"
_FOUND = f"{_IN_HAND} OR finding = {told('finding', 'bytea')} OR nonce_id = {told('form', 'bytea')}"
_RELATIVE = who("relative")
_CHANGES = (Action.TAKE, Action.READ, Action.HAND_OVER, Action.PASS_ON)
_SERVING = frozenset(role for role in Role if role.serves)


def _either(*conditions: str) -> str:
    return " OR ".join(f"({condition})" for condition in dict.fromkeys(conditions))


def _thread_of(table: str, *actions: Action) -> str:
    """That the row belongs to a thread with which one of these may be done. The dearest thing asked, and so the last:
    PostgreSQL tries what is joined by OR from left to right."""
    may = allowed_sql(THREADS, *actions, table="held")
    return f"EXISTS (SELECT 1 FROM mailbox_thread AS held WHERE held.id = {table}.thread_id AND ({may}))"


def of_thread(table: str, action: Action) -> str:
    """For the rooms above: that a row of theirs belongs to a thread with which this may be done."""
    return _thread_of(table, action)


_OWN = f"{_RELATIVE} AND thread_id = {told('thread', 'uuid')}"
_OF_CODE = (
    f"{_RELATIVE} AND (thread_id = {told('thread', 'uuid')} OR thread_id = "
    f"(SELECT found.id FROM mailbox_thread AS found WHERE found.finding = {told('finding', 'bytea')}))"
)
_DRAFT = f"id = {told('draft', 'bytea')}"

POLICIES = (
    Policy("mailbox_thread", "SELECT", _either(SYSTEM, _FOUND, allowed_sql(THREADS, Action.KNOW))),
    Policy("mailbox_thread", "INSERT", check=_either(f"{_RELATIVE} AND {_IN_HAND}", who("command"))),
    Policy(
        "mailbox_thread",
        "UPDATE",
        _either(SYSTEM, f"{_RELATIVE} AND ({_FOUND})", allowed_sql(THREADS, *_CHANGES)),
        # Whatever becomes of it, it stays with an authority of whoever does it: another board is a wall.
        _either(
            SYSTEM,
            f"{_RELATIVE} AND ({_FOUND})",
            units_sql(_SERVING).replace("{t}", ""),
            beside_sql(_SERVING).replace("{t}", ""),
        ),
    ),
    Policy("mailbox_thread", "DELETE", SYSTEM),
    Policy("mailbox_message", "SELECT", _either(SYSTEM, _OWN, _thread_of("mailbox_message", Action.READ))),
    Policy(
        "mailbox_message",
        "INSERT",
        check=_either(
            who("command"),
            f"{_OWN} AND from_relative",
            f"NOT from_relative AND staff_id = {ME} AND {_thread_of('mailbox_message', Action.ANSWER)}",
        ),
    ),
    Policy(
        "mailbox_message",
        "UPDATE",
        *(_either(SYSTEM, _OWN, _thread_of("mailbox_message", Action.READ)) for _ in range(2)),
    ),
    Policy("mailbox_message", "DELETE", SYSTEM),
    # What was sent with a message is read as the message is, and is never changed.
    Policy(
        "mailbox_wrap",
        "SELECT",
        _either(SYSTEM, _OF_CODE, _thread_of("mailbox_wrap", Action.READ, Action.PASS_ON)),
    ),
    Policy(
        "mailbox_wrap",
        "INSERT",
        check=_either(who("command"), _OWN, _thread_of("mailbox_wrap", Action.PASS_ON)),
    ),
    Policy("mailbox_wrap", "DELETE", _either(SYSTEM, _OWN, _thread_of("mailbox_wrap", Action.PASS_ON))),
    *(
        policy
        for table in ("mailbox_attachment", "mailbox_attachmentpart")
        for policy in (
            Policy(table, "SELECT", _either(SYSTEM, _OWN, _thread_of(table, Action.READ))),
            Policy(table, "INSERT", check=_either(_OWN, who("command"))),
            Policy(table, "DELETE", SYSTEM),
        )
    ),
    *(
        Policy("mailbox_draft", command, "" if command == "INSERT" else said, said if command != "SELECT" else "")
        for command, said in {
            "SELECT": _either(_DRAFT, SYSTEM),
            "INSERT": _either(_DRAFT, SYSTEM),
            "UPDATE": _either(_DRAFT, SYSTEM),
        }.items()
    ),
    Policy("mailbox_draft", "DELETE", _either(_DRAFT, SYSTEM)),
)
