# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a case or opens one, on record in the same transaction."""

from sjalvklar.casework.actions.closeness import declare, withdraw
from sjalvklar.casework.actions.glass import Why, break_glass, is_locked, open_by_number, review, why
from sjalvklar.casework.actions.handing_out import Extract, ExtractNote, extract, move_out, prepare, preview
from sjalvklar.casework.actions.incidents import note_incident
from sjalvklar.casework.actions.life import change_identity, close, hand_over, open_case, reopen, write_note
from sjalvklar.casework.actions.notices import seen
from sjalvklar.casework.actions.protection import (
    approve,
    ask,
    change_level,
    name_anew,
    name_another,
    protect,
    second,
    unname,
)
from sjalvklar.casework.actions.reading import (
    AccessLine,
    File,
    Found,
    NoteLine,
    access_list,
    find_for_glass,
    read,
    reveal,
    reveal_names,
    search,
)

__all__ = [
    "AccessLine",
    "Extract",
    "ExtractNote",
    "File",
    "Found",
    "NoteLine",
    "Why",
    "access_list",
    "approve",
    "ask",
    "break_glass",
    "change_identity",
    "change_level",
    "close",
    "declare",
    "extract",
    "find_for_glass",
    "hand_over",
    "is_locked",
    "move_out",
    "name_anew",
    "name_another",
    "note_incident",
    "open_by_number",
    "open_case",
    "prepare",
    "preview",
    "protect",
    "read",
    "reopen",
    "reveal",
    "reveal_names",
    "review",
    "search",
    "second",
    "seen",
    "unname",
    "why",
    "withdraw",
    "write_note",
]
