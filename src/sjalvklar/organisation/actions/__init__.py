# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done to staff, units and the duty list. Every deed is a function with `actor=` and leaves an audit row."""

from __future__ import annotations

from sjalvklar.organisation.actions.city import admit, sign_out_from_city
from sjalvklar.organisation.actions.duty import (
    end_stand_in,
    put_on_duty,
    set_stand_in,
    take_off_duty,
)
from sjalvklar.organisation.actions.leaving import give_to_heads, hand_over_all
from sjalvklar.organisation.actions.linking import link_city, unlink_city
from sjalvklar.organisation.actions.recovery import (
    approve_recovery,
    ask_for_recovery,
    begin_recovery,
    forget_recoveries,
    use_recovery,
)
from sjalvklar.organisation.actions.sessions import end_other_sessions, end_session, forget_old_sessions
from sjalvklar.organisation.actions.staff import (
    NewStaff,
    choose_language,
    choose_password,
    close_account,
    create_staff,
    end_grant,
    grant,
    note_sign_in,
    renew_sign_in,
)
from sjalvklar.organisation.actions.units import NobodyTakesOver, apply_pack, without_successor

__all__ = [
    "NewStaff",
    "NobodyTakesOver",
    "admit",
    "apply_pack",
    "approve_recovery",
    "ask_for_recovery",
    "begin_recovery",
    "choose_language",
    "choose_password",
    "close_account",
    "create_staff",
    "end_grant",
    "end_other_sessions",
    "end_session",
    "end_stand_in",
    "forget_old_sessions",
    "forget_recoveries",
    "give_to_heads",
    "grant",
    "hand_over_all",
    "link_city",
    "note_sign_in",
    "put_on_duty",
    "renew_sign_in",
    "set_stand_in",
    "sign_out_from_city",
    "take_off_duty",
    "unlink_city",
    "use_recovery",
    "without_successor",
]
