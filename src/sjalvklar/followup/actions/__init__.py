# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes what is followed up, asked or proved, on record in the same transaction."""

from sjalvklar.followup.actions.asking import Link, link, note, take_back
from sjalvklar.followup.actions.consent import agree, withdraw
from sjalvklar.followup.actions.door import answer
from sjalvklar.followup.actions.planning import add, expect, happened, look_later, plan, settle
from sjalvklar.followup.actions.proof import Sheet, prove
from sjalvklar.followup.actions.reading import Answered, File, Line, read
from sjalvklar.followup.actions.timers import look_after

__all__ = [
    "Answered",
    "File",
    "Line",
    "Link",
    "Sheet",
    "add",
    "agree",
    "answer",
    "expect",
    "happened",
    "link",
    "look_after",
    "look_later",
    "note",
    "plan",
    "prove",
    "read",
    "settle",
    "take_back",
    "withdraw",
]
