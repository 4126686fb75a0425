# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a support or opens one, on record in the same transaction."""

from sjalvklar.support.actions.agreed import (
    Agreed,
    BookedLine,
    PlanLine,
    ReminderLine,
    SafeHere,
    ToldLine,
    read_agreed,
    read_safe_in_case,
)
from sjalvklar.support.actions.booking import book, give_link, move
from sjalvklar.support.actions.by_clock import bring_forward, held_open
from sjalvklar.support.actions.doing import (
    Held,
    ask_about_children,
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
from sjalvklar.support.actions.handing_out import extract, prepare, preview
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
from sjalvklar.support.actions.planning import PlanPaper, look_again, plan_paper, write_plan
from sjalvklar.support.actions.reaching import change_safe_contact
from sjalvklar.support.actions.reading import File, NoteLine, OfferLine, Revealed, TalkLine, look, read, reveal
from sjalvklar.support.actions.reminding import set_wish, settle_reminder
from sjalvklar.support.actions.reminding import stop as stop_reminding
from sjalvklar.support.actions.timers import erase_expired, look_after

__all__ = [
    "Agreed",
    "Beginning",
    "BookedLine",
    "File",
    "Held",
    "Next",
    "NoteLine",
    "Notice",
    "OfferLine",
    "PlanLine",
    "PlanPaper",
    "ReminderLine",
    "Revealed",
    "SafeHere",
    "Sent",
    "TalkLine",
    "ToldLine",
    "Who",
    "Why",
    "ask_about_children",
    "book",
    "bring_forward",
    "change_safe_contact",
    "close",
    "end_group",
    "enrol",
    "erase_expired",
    "extract",
    "give_link",
    "hand_over",
    "held_open",
    "hold_talk",
    "leave",
    "look",
    "look_after",
    "look_again",
    "make_group",
    "move",
    "next_from",
    "note_activity",
    "notice",
    "offer",
    "open_support",
    "plan_paper",
    "plan_session",
    "prepare",
    "preview",
    "read",
    "read_agreed",
    "read_safe_in_case",
    "receiver",
    "register",
    "reopen",
    "reveal",
    "set_next",
    "set_wish",
    "settle",
    "settle_reminder",
    "settle_session",
    "stop_reminding",
    "take",
    "tell_how_to_apply",
    "write",
    "write_plan",
]
