# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a thread: by the relative, at the desk, and by the clock."""

from sjalvklar.mailbox.actions.closing import close, close_by_relative
from sjalvklar.mailbox.actions.contact import Stored, store_contact
from sjalvklar.mailbox.actions.desk import (
    DeskConversation,
    SafeSummary,
    answer,
    hand_to_colleague,
    pass_to_unit,
    read,
    reveal_safe_contact,
    take,
)
from sjalvklar.mailbox.actions.drafts import erase_drafts, keep_draft, put_in_place_of_draft
from sjalvklar.mailbox.actions.files import (
    Shown,
    check_room,
    may_take_original,
    open_file,
    send_files,
    take_original,
    weigh_files,
    were_sent,
)
from sjalvklar.mailbox.actions.reaching import reach_again, stop_reaching
from sjalvklar.mailbox.actions.relative import (
    Conversation,
    Opened,
    change_safe_contact,
    confirm_receipt,
    open_by_receipt,
    read_as_relative,
    write_again,
)
from sjalvklar.mailbox.actions.telling import Say, remind, tell_time
from sjalvklar.mailbox.actions.threads import FileFacts, Line
from sjalvklar.mailbox.actions.timers import erase_expired, escalate, escalate_overdue

__all__ = [
    "Conversation",
    "DeskConversation",
    "FileFacts",
    "Line",
    "Opened",
    "SafeSummary",
    "Say",
    "Shown",
    "Stored",
    "answer",
    "change_safe_contact",
    "check_room",
    "close",
    "close_by_relative",
    "confirm_receipt",
    "erase_drafts",
    "erase_expired",
    "escalate",
    "escalate_overdue",
    "hand_to_colleague",
    "keep_draft",
    "may_take_original",
    "open_by_receipt",
    "open_file",
    "pass_to_unit",
    "put_in_place_of_draft",
    "reach_again",
    "read",
    "read_as_relative",
    "remind",
    "reveal_safe_contact",
    "send_files",
    "stop_reaching",
    "store_contact",
    "take",
    "take_original",
    "tell_time",
    "weigh_files",
    "were_sent",
    "write_again",
]
