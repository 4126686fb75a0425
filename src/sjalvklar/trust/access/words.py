# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the access table: things, actions, roles, relations, states and compartments."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody does in a unit. The trade's own names are in `docs/reference/glossary.md`."""

    RELATIVES_ADVISER = "relatives_adviser"  # anhörigkonsulent
    SOCIAL_WORKER = "social_worker"  # socialsekreterare, behandlare, SIG-lots
    UNIT_HEAD = "unit_head"  # enhetschef
    CASE_OFFICER = "case_officer"  # handläggare: notices relatives and offers, and has no list of them
    IT_ADMINISTRATOR = "it_administrator"  # IT-administratör: accounts and configuration
    SECURITY_OFFICER = "security_officer"  # säkerhetsansvarig: the record and its reviews
    RECORDS_OFFICER = "records_officer"  # arkivarie: what is disposed of, and when

    @property
    def answers(self) -> bool:
        """Whether the role meets relatives: takes what waits and answers it."""
        return self in {Role.RELATIVES_ADVISER, Role.SOCIAL_WORKER}

    @property
    def leads(self) -> bool:
        """Whether the role answers for nobody waiting too long: sees the list without content and hands over."""
        return self is Role.UNIT_HEAD

    @property
    def serves(self) -> bool:
        """Whether the role has to do with relatives at all. The others keep accounts, the record or disposal, and no
        contact or case is ever theirs, not even by standing in."""
        return self.answers or self.leads


class Thing(StrEnum):
    """What is acted on."""

    THREAD = "thread"  # a relative's contact
    CASE = "case"  # a person's case
    SUPPORT = "support"  # support to one relative, without a file about them
    INCIDENT = "incident"  # something that happened, and the work after it
    FAMILY = "family"  # a family that it struck, in one of its circles
    PLAN = "plan"  # a plan of a social intervention group (SIG), in a case
    PART = "part"  # one party's part of such a plan
    UNIT = "unit"  # a unit: its queue, its staff, its duty list
    ACCOUNT = "account"  # a colleague's way in
    LOG = "log"  # an entry of the record
    DISPOSAL = "disposal"  # a decision about what is erased (gallringsbeslut)


class Action(StrEnum):
    """What is done. One word may be used for several things; what it means there is said by the row."""

    KNOW = "know"  # that it exists: its row in a list, without content
    NOTICE = "notice"  # that a relative was noticed and offered support, so that the right unit takes it
    TAKE = "take"
    READ = "read"
    ANSWER = "answer"
    WRITE = "write"
    REVEAL = "reveal"  # the number, address or identity behind the mask
    HAND_OVER = "hand_over"
    PASS_ON = "pass_on"  # noqa: S105
    ASSIGN = "assign"
    CLOSE = "close"
    REOPEN = "reopen"
    BREAK_GLASS = "break_glass"
    PROTECT = "protect"  # decide that it is about a protected person, or who else may know of it
    LIST_ACCESS = "list_access"  # who has opened it and when, to hand to the person it is about
    PREPARE = "prepare"  # go through what is written before a copy of it leaves
    HAND_OUT = "hand_out"  # take a copy out: to the person it is about, or to the board's case system
    OPEN_TOGETHER = "open_together"  # ask for, or second, an opening by two people
    SEE_ALL = "see_all"  # everybody's, without content
    SEE_STAFF = "see_staff"
    PLAN = "plan"
    MAKE = "make"
    RENEW_SIGN_IN = "renew_sign_in"
    REVIEW = "review"
    APPROVE = "approve"


class Relation(StrEnum):
    """How the one who asks stands to the thing, now. Several may hold at once."""

    OWNER = "owner"  # it is assigned to them, dated; of the record: they did it
    STAND_IN = "stand_in"  # they stand in for its owner in its unit, dated
    ANSWERS = "answers"  # they have a role in its unit that meets relatives
    LEADS = "leads"  # they head its unit
    BORROWED_HEAD = (
        "borrowed_head"  # they head another unit of the authority, and it went to them: its unit has no head
    )
    NAMED = "named"  # they are on the protected case's list
    OPENED = "opened"  # named, and two people have opened the protected case together, now
    GLASS = "glass"  # they have broken the glass, and it has not closed again
    CIRCLE = "circle"  # they work in its circle, or in one of its circles, dated
    OF_CASE = "of_case"  # they may read the case that it is part of
    PARTY = "party"  # they take part for its party, dated, and the consent for it holds now
    MEMBER = "member"  # they have a role in its unit
    SAME_AUTHORITY = "same_authority"  # they have a role in another unit of the same authority
    OTHERS = "others"  # none of these
    CONFLICT = "conflict"  # it is about themselves, their family or household, or is their own deed to be judged


class Compartment(StrEnum):
    """Who a case is about."""

    ORDINARY = "ordinary"
    PROTECTED = "protected"  # sekretessmarkering, skyddad folkbokföring


STATES: dict[Thing, frozenset[str]] = {
    Thing.THREAD: frozenset({"waiting", "taken", "answered", "closed"}),
    Thing.CASE: frozenset({"open", "closed"}),
    Thing.SUPPORT: frozenset({"waiting", "open", "closed"}),
    Thing.INCIDENT: frozenset({"open", "watch", "closed"}),
    Thing.FAMILY: frozenset({"open", "follow_up", "ended"}),
    Thing.PLAN: frozenset({"actualised", "assessed", "consented", "active", "followed_up", "closed"}),
    Thing.PART: frozenset({"going"}),
    Thing.UNIT: frozenset({"open"}),
    Thing.ACCOUNT: frozenset({"active"}),
    Thing.LOG: frozenset({"kept"}),
    Thing.DISPOSAL: frozenset({"planned", "decided"}),
}
"""The states of each thing, as its own room names them."""

COMPARTMENTS: dict[Thing, frozenset[Compartment]] = {
    thing: frozenset(Compartment) if thing is Thing.CASE else frozenset({Compartment.ORDINARY}) for thing in Thing
}

COUNTED_ELSEWHERE = frozenset({Relation.BORROWED_HEAD, Relation.SAME_AUTHORITY})
"""Relations where the role that counts is one in another unit of the same authority."""

COUNTED_EVERYWHERE = frozenset({Relation.NAMED, Relation.OPENED, Relation.GLASS, Relation.CIRCLE, Relation.OF_CASE})
"""Relations that a person may have from any unit of the authority."""
