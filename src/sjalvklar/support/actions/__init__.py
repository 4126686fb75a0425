# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a support or opens one, on record in the same transaction."""

from sjalvklar.support.actions.doing import (
    Held,
    ask_about_children,
    book,
    hold_talk,
    next_from,
    offer,
    register,
    settle,
    tell_how_to_apply,
    write,
)
from sjalvklar.support.actions.groups import (
    end_group,
    enrol,
    leave,
    make_group,
    note_activity,
    plan_session,
    settle_session,
)
from sjalvklar.support.actions.life import (
    Beginning,
    Next,
    Who,
    close,
    hand_over,
    open_support,
    reopen,
    set_next,
    take,
)
from sjalvklar.support.actions.noticing import Notice, Sent, Why, notice, receiver
from sjalvklar.support.actions.reading import File, NoteLine, OfferLine, Revealed, TalkLine, read, reveal
from sjalvklar.support.actions.timers import bring_forward, erase_expired, held_open, look_after

__all__ = [
    "Beginning",
    "File",
    "Held",
    "Next",
    "NoteLine",
    "Notice",
    "OfferLine",
    "Revealed",
    "Sent",
    "TalkLine",
    "Who",
    "Why",
    "ask_about_children",
    "book",
    "bring_forward",
    "close",
    "end_group",
    "enrol",
    "erase_expired",
    "hand_over",
    "held_open",
    "hold_talk",
    "leave",
    "look_after",
    "make_group",
    "next_from",
    "note_activity",
    "notice",
    "offer",
    "open_support",
    "plan_session",
    "read",
    "receiver",
    "register",
    "reopen",
    "reveal",
    "set_next",
    "settle",
    "settle_session",
    "take",
    "tell_how_to_apply",
    "write",
]
