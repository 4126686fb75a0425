# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When whom a file is about has died, no day is agreed with them and no link is given; unless it turns out to be
wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, TODAY, Staff, begin

from sjalvklar.casework import actions as casework
from sjalvklar.followup import actions
from sjalvklar.followup.rules import EventKind, Questions
from sjalvklar.kernel.errors import NotNow


def test_nobody_who_has_died_is_followed_up_or_asked(staff: Staff, at: Any) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case, situation="homicide")
    about = {"actor": staff.jonas, "support_id": support, "at": at}
    soon = TODAY + timedelta(days=5)
    deeds = (
        lambda: actions.plan(**about, start=TODAY, steps=("killed.next-day",), nonce=fresh()),
        lambda: actions.add(**about, on=soon, words="", nonce=fresh()),
        lambda: actions.expect(**about, event=EventKind.TRIAL_BEGINS, around=soon, nonce=fresh()),
        lambda: actions.link(**about, kind=Questions.WELLBEING, nonce=fresh()),
    )
    casework.note_death(actor=staff.jonas, case_id=case, number=1, version=1, died="", at=at)
    for deed in deeds:
        with pytest.raises(NotNow, match="person_is_dead"):
            deed()
    casework.undo_death(actor=staff.jonas, case_id=case, number=1, version=2, at=at)
    for deed in deeds:
        deed()
