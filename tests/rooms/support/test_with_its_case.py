# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A support in a file ends with its case, is on record for itself, and can be gone on with when the case is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, IN_A_WEEK, Staff, begin
from tests.rooms.support.test_booked_talks_go_along import book

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import CloseReason as CaseReason
from sjalvklar.support import actions, queries
from sjalvklar.support.actions.with_case import REASONS
from sjalvklar.support.models import Support, Talk
from sjalvklar.support.queries import View
from sjalvklar.support.rules import CloseReason, State, TalkState
from sjalvklar.trust.queries import entries_about


def test_every_reason_of_a_case_is_one_of_its_supports() -> None:
    assert set(REASONS) == set(CaseReason)


@pytest.mark.parametrize("reason", [CaseReason.MOVED, CaseReason.DECEASED])
def test_it_ends_with_its_case_and_nothing_of_it_is_late_afterwards(
    staff: Staff, at: datetime, reason: CaseReason
) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support, other = (begin(staff.jonas, service="practical", case_id=case) for _ in range(2))
    book(staff, support, at + timedelta(days=1), at)
    actions.close(actor=staff.jonas, support_id=other, reason=CloseReason.GOAL_REACHED, at=at)
    casework.close(actor=staff.jonas, case_id=case, reason=reason, at=at)
    kept = Support.objects.get(pk=support)
    assert (kept.state, kept.close_reason, kept.closed_by_id) == (
        State.CLOSED.value,
        REASONS[reason].value,
        staff.ids["jonas"],
    )
    assert Support.objects.get(pk=other).close_reason == CloseReason.GOAL_REACHED.value
    assert Talk.objects.get().state == TalkState.CANCELLED.value
    assert [one.action for one in entries_about(f"case:{case}")].count("support.end_with_case") == 1
    much_later = at + timedelta(days=40)
    assert actions.look_after(at=much_later) == 0
    assert queries.worklist(staff.viewer("jonas", much_later), view=View.MINE, unit_id=NORTH, at=much_later) == ()


def test_when_the_case_is_opened_again_what_is_to_go_on_is_opened_by_hand(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    casework.close(actor=staff.jonas, case_id=case, reason=CaseReason.PERSON_ENDED, at=at)
    casework.reopen(actor=staff.jonas, case_id=case, at=at)
    assert Support.objects.get(pk=support).state == State.CLOSED.value
    actions.reopen(actor=staff.jonas, support_id=support, coming=IN_A_WEEK, at=at)
    assert Support.objects.get(pk=support).state == State.OPEN.value
