# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever leads and a party's own people say different things of one commitment at once: one holds, the other is
told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.rooms.casework.staff import MONDAY_MORNING, make_staff
from tests.rooms.casework.test_at_the_same_time import at_once
from tests.rooms.plans.group import DAY, Group, make_group

from sjalvklar.plans import actions
from sjalvklar.plans.models import Commitment
from sjalvklar.plans.rules import CommitmentDeed


@pytest.fixture
def made(transactional_db: None) -> Group:
    return make_group(make_staff(), MONDAY_MORNING)


def test_what_was_done_is_not_made_undone_by_whoever_moves_its_day_at_the_same_moment(made: Group) -> None:
    own = Commitment.objects.get(party=made.parties["unit"]).pk
    for day in range(20, 26):
        due = DAY + timedelta(days=day)
        said = at_once(
            lambda: actions.settle_own(**made.petra(), commitment_id=own, deed=CommitmentDeed.DO),
            lambda due=due: actions.settle(**made.jonas(), commitment_id=own, deed=CommitmentDeed.MOVE, due_on=due),
        )
        row = Commitment.objects.get(pk=own)
        # Done holds in whichever order: moved first and then done, or done, and moving it is refused.
        assert said[0] is None
        assert said[1] in {None, "wrong_state"}
        assert row.state == "done"
        assert (row.due_on == due) is (said[1] is None)
        actions.settle(**made.jonas(), commitment_id=own, deed=CommitmentDeed.UNDO)
