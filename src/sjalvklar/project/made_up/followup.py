# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is followed up in the demo's made-up supports, so that a page shows what it is for. Nobody here exists."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from sjalvklar.followup import actions, queries
from sjalvklar.followup.rules import AskedBy, EventKind, Questions
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.project.made_up import people
from sjalvklar.support import queries as supports
from sjalvklar.support.queries import Row, View
from sjalvklar.trust import keyring

_EVENTS = {"homicide": EventKind.TRIAL_BEGINS, "detained": EventKind.RELEASE, "crime": EventKind.SCHOOL}
_ANSWERS = (("1", "0", "2", "1", "0"), ("2", "1", "2", "2", "1"))  # of five questions, a day apart
_FIELDS = ("sleep", "energy", "company", "safe", "own_time")


def make() -> int:
    """Plan what comes in each open support; returns in how many. None where there are none."""
    now, done = clock.now(), 0
    owners = [staff.viewer(who.staff_id) for _, who in people.meeting_relatives()]
    rows = [(owner, row) for owner in owners if owner for row in supports.worklist(owner, view=View.MINE) if row.mine]
    for place, (owner, row) in enumerate(rows):
        with suppress(Refused):
            _plan(owner, row, place, now)
            if row.situation == "homicide":
                _answers_and_consent(owner, row.id, place, now)
            done += 1
    return done


def _plan(owner: Viewer, row: Row, place: int, now: datetime) -> None:
    today = supports.today(now)
    start = today - timedelta(days=12)
    steps = [one.step.id for one in queries.suggested(row.situation, start, at=now)][:4]
    if steps:
        actions.plan(actor=owner, support_id=row.id, start=start, steps=steps, nonce=_nonce(place, 1), at=now)
    if row.situation in _EVENTS:
        event, around = _EVENTS[row.situation], today + timedelta(days=50)
        actions.expect(actor=owner, support_id=row.id, event=event, around=around, nonce=_nonce(place, 2), at=now)


def _answers_and_consent(owner: Viewer, support_id: UUID, place: int, now: datetime) -> None:
    for number, answers in enumerate(_ANSWERS):
        actions.note(
            actor=owner,
            support_id=support_id,
            kind=Questions.WELLBEING,
            way=AskedBy.TALK,
            given=dict(zip(_FIELDS, answers, strict=True)),
            nonce=_nonce(place, 3 + number),
            at=now - timedelta(days=1 - number),
        )
    actions.agree(actor=owner, support_id=support_id, months=24, nonce=_nonce(place, 9), at=now)


def _nonce(*place: int) -> bytes:
    return keyring.current().derived(f"demo followup {'.'.join(map(str, place))}", length=16)
