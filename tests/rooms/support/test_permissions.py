# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The access table for supports, asked in Python and as a list's filter, for everybody in every state."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.rooms.mailbox.people import IT, NORTH
from tests.rooms.support.staff import Staff, begin

from sjalvklar.organisation.actions.duty import set_stand_in
from sjalvklar.support import actions, permissions
from sjalvklar.support.models import Support
from sjalvklar.support.permissions import SupportFacts
from sjalvklar.support.queries import seen
from sjalvklar.support.rules import CloseReason, State
from sjalvklar.trust.access.words import Action

OWNS = {"jonas", "samir"}  # Samir stands in for Jonas
MAY: dict[tuple[str, State], set[str]] = {
    ("read", State.OPEN): OWNS,
    ("read", State.CLOSED): OWNS,
    ("write", State.OPEN): OWNS,
    ("reveal", State.OPEN): OWNS,
    **{(deed, state): {"jonas"} for deed in ("prepare", "hand_out") for state in (State.OPEN, State.CLOSED)},
    ("close", State.OPEN): OWNS,
    ("reopen", State.CLOSED): OWNS,
    ("hand_over", State.OPEN): OWNS | {"ines"},
    ("hand_over", State.WAITING): {"ines"},
    ("hand_over", State.CLOSED): {"ines"},
    ("take", State.WAITING): {"jonas", "samir", "lena", "ines"},
}
KNOW = {"jonas", "samir", "lena", "ines"}


@pytest.mark.parametrize("state", State)
def test_the_table_says_the_same_in_python_and_as_a_filter(staff: Staff, at: datetime, state: State) -> None:
    set_stand_in(
        unit_id=NORTH,
        absent_id=staff.ids["jonas"],
        substitute_id=staff.ids["samir"],
        starts_at=at - timedelta(days=1),
        ends_at=at + timedelta(days=1),
        actor=IT,
    )
    support = begin(staff.jonas)
    if state is State.CLOSED:
        actions.close(actor=staff.jonas, support_id=support, reason=CloseReason.MISTAKE, at=at)
    if state is State.WAITING:
        Support.objects.filter(pk=support).update(state="waiting", next_step="", next_on=None, due_at=at)
    facts = SupportFacts(NORTH, "sdn-norr", state, staff.ids["jonas"])
    for who in staff.ids:
        viewer = staff.viewer(who)
        known = who in KNOW
        assert seen.supports(viewer, at).filter(pk=support).exists() is known, who
        assert permissions.can(viewer, facts, Action.KNOW) is known, who
        for name, action in permissions.OFFERED.items():
            wanted = who in MAY.get((name, state), set())
            assert permissions.can(viewer, facts, action) is wanted, (who, name)
            if action is not Action.CLOSE and action is not Action.REOPEN:
                assert seen.supports(viewer, at, action).filter(pk=support).exists() is wanted, (who, name)
