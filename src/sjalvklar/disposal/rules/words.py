# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of disposal."""

from __future__ import annotations

from enum import StrEnum


class RecordType(StrEnum):
    """What is kept, by the kind of record it is."""

    CASE = "case"  # a personal case file (personakt)
    INCIDENT = "incident"  # what was done after an incident, with the families in it
    SUPPORT = "support"  # support without a personal file
    CONTACT = "contact"  # a relative's contact, whose writer need not be known
    LOG = "log"  # a row of the record: who did what
    REVIEW = "review"  # a month's log review
    DRAFT = "draft"  # what somebody has typed and not sent
    SESSION = "session"  # somebody signed in at the desk
    STATISTICS = "statistics"  # counts that point at nobody


class Basis(StrEnum):
    """What it takes before anything of a kind is erased."""

    LAW = "law"  # the law says that it must be, and when
    BOARD = "board"  # the board has decided (gallringsbeslut); until then nothing is
    WORKING = "working"  # working material that never became a record: erased by itself


class CountedFrom(StrEnum):
    """From which day a time is counted."""

    LAST_NOTE = "last_note"
    LAST_ACTIVITY = "last_activity"
    MADE = "made"


class Why(StrEnum):
    """Why something goes, or is kept."""

    PAST = "past"  # goes: its time has passed
    NOT_YET = "not_yet"
    NO_RULE = "no_rule"
    NO_DECISION = "no_decision"
    BOARD_KEEPS = "board_keeps"
    OPEN = "open"
    ON_HOLD = "on_hold"
    SAME_PERSON = "same_person"  # something else about the same person is kept
    BORN_UNKNOWN = "born_unknown"  # an exception may hold: a person has to look
    BORN_ON_DAY = "born_on_day"
    AREA = "area"
    CHILD = "child"

    @property
    def goes(self) -> bool:
        return self is Why.PAST


class HoldKind(StrEnum):
    """What a hold is about."""

    CASE = "case"  # one case, by its number
    THREAD = "thread"  # one contact, by the id in its address at the desk
    PERSON = "person"  # everything about one person, by a keyed hash of the personal number
    UNIT = "unit"  # everything in a unit


class HoldGround(StrEnum):
    """Why something must be kept for now."""

    COURT = "court"  # a trial or a claim
    SUPERVISION = "supervision"  # IVO, JO or JK has asked
    POLICE = "police"  # a criminal investigation
    HANDING_OUT = "handing_out"  # somebody has asked to have it handed out
    KEPT_BY_LAW = "kept_by_law"  # paternity, adoption, placement of a child


class State(StrEnum):
    """Where a plan stands."""

    PLANNED = "planned"
    DECIDED = "decided"
