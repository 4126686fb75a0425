# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a case or opens one, on record in the same transaction."""

from sjalvklar.casework.actions.around import EdgeLine, JoinLine, NoContactLine, PersonLine
from sjalvklar.casework.actions.closeness import declare, withdraw
from sjalvklar.casework.actions.continuing import Together, continue_in, read_together
from sjalvklar.casework.actions.glass import Why, break_glass, is_locked, open_by_number, review, why
from sjalvklar.casework.actions.handing_out import (
    Extract,
    OwnEdge,
    extract,
    prepare,
    prepare_also,
    preview,
)
from sjalvklar.casework.actions.incidents import note_incident
from sjalvklar.casework.actions.joining import approve_join, join, undo_join
from sjalvklar.casework.actions.life import change_identity, close, hand_over, open_case, reopen, write_note
from sjalvklar.casework.actions.moving_out import move_out
from sjalvklar.casework.actions.notices import seen
from sjalvklar.casework.actions.people import (
    Network,
    add_person,
    change_person,
    change_person_identity,
    forget_person,
    no_contact,
    note_death,
    people,
    protect_person,
    reveal_person,
    undo_death,
)
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
    look,
    read,
    reveal,
    reveal_names,
    search,
)
from sjalvklar.casework.actions.relations import end_relation, relate, take_back_relation
from sjalvklar.casework.actions.same import SameLine
from sjalvklar.casework.actions.sifting import ExtractNote, Unsifted

__all__ = [
    "AccessLine",
    "EdgeLine",
    "Extract",
    "ExtractNote",
    "File",
    "Found",
    "JoinLine",
    "Network",
    "NoContactLine",
    "NoteLine",
    "OwnEdge",
    "PersonLine",
    "SameLine",
    "Together",
    "Unsifted",
    "Why",
    "access_list",
    "add_person",
    "approve",
    "approve_join",
    "ask",
    "break_glass",
    "change_identity",
    "change_level",
    "change_person",
    "change_person_identity",
    "close",
    "continue_in",
    "declare",
    "end_relation",
    "extract",
    "find_for_glass",
    "forget_person",
    "hand_over",
    "is_locked",
    "join",
    "look",
    "move_out",
    "name_anew",
    "name_another",
    "no_contact",
    "note_death",
    "note_incident",
    "open_by_number",
    "open_case",
    "people",
    "prepare",
    "prepare_also",
    "preview",
    "protect",
    "protect_person",
    "read",
    "read_together",
    "relate",
    "reopen",
    "reveal",
    "reveal_names",
    "reveal_person",
    "review",
    "search",
    "second",
    "seen",
    "take_back_relation",
    "undo_death",
    "undo_join",
    "unname",
    "why",
    "withdraw",
    "write_note",
]
