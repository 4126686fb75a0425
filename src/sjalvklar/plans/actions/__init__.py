# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a plan or opens a seal in it, on record in the same transaction."""

from sjalvklar.plans.actions.consents import give_consent, revoke_consent
from sjalvklar.plans.actions.life import (
    activate,
    assess,
    begin,
    change_aim,
    close,
    consented,
    go_on,
    hand_over,
    reopen,
)
from sjalvklar.plans.actions.parties import add_party, assign, change_party, end_party, unassign
from sjalvklar.plans.actions.reading import (
    CommitmentLine,
    ConsentLine,
    MeetingLine,
    PartSheet,
    PartyLine,
    Sheet,
    WordsLine,
    look,
    read,
    read_part,
    take_sheet,
)
from sjalvklar.plans.actions.timers import look_after
from sjalvklar.plans.actions.work import (
    add_commitment,
    cancel_meeting,
    hear,
    hold_meeting,
    plan_meeting,
    say,
    settle,
    settle_own,
    share,
    write_note,
)

__all__ = [
    "CommitmentLine",
    "ConsentLine",
    "MeetingLine",
    "PartSheet",
    "PartyLine",
    "Sheet",
    "WordsLine",
    "activate",
    "add_commitment",
    "add_party",
    "assess",
    "assign",
    "begin",
    "cancel_meeting",
    "change_aim",
    "change_party",
    "close",
    "consented",
    "end_party",
    "give_consent",
    "go_on",
    "hand_over",
    "hear",
    "hold_meeting",
    "look",
    "look_after",
    "plan_meeting",
    "read",
    "read_part",
    "reopen",
    "revoke_consent",
    "say",
    "settle",
    "settle_own",
    "share",
    "take_sheet",
    "unassign",
    "write_note",
]
