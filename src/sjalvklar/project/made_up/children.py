# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A made-up child's own contact for the demo, with a talk that is booked, and concern that was reported and answered.

Nobody here exists. Where the pack's boards have not decided that it may be given without a file, there is none.
"""

from __future__ import annotations

from datetime import timedelta

from sjalvklar.children import actions
from sjalvklar.children.actions import First
from sjalvklar.children.queries import concerns
from sjalvklar.children.rules import ELSEWHERE, Answer, Consent, Deed, Guardians, Knows, OwnContact, Told, Weighed
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused
from sjalvklar.organisation.queries import staff
from sjalvklar.project.made_up import office, people
from sjalvklar.support import queries
from sjalvklar.support.actions import Beginning
from sjalvklar.support.rules import AgeBand, Source, Way
from sjalvklar.trust import keyring


def make() -> int:
    """Make the contact; returns how many. None where nobody meets relatives, or no board has decided."""
    found = people.meeting_relatives()
    owner = staff.viewer(found[0][1].staff_id) if found else None
    if owner is None:
        return 0
    at = office.before(clock.now() - timedelta(days=4))
    try:
        one = actions.register(
            actor=owner,
            unit_id=found[0][0],
            beginning=Beginning("support-talk", source=Source.WALK_IN, situation="addiction"),
            own=OwnContact(AgeBand.UNDER_15, Consent.CHILD),
            first=First(Way.OUTDOORS, office.after(clock.now() + timedelta(days=2)), 30),
            nonce=_nonce(0),
            at=at,
        )
    except Refused:
        return 0
    judged = Guardians(Knows.THAT, mature=True, may=Knows.THAT, not_told="Vad som sägs om det som händer hemma.")
    actions.judge(actor=owner, support_id=one, judged=judged, nonce=_nonce(1), at=at)
    concern = actions.consider(actor=owner, support_id=one, nonce=_nonce(2), at=at)
    checks = tuple(check.id for check in concerns().checks[:3])
    weighed = Weighed(checks, told=Told.CHILD, to=ELSEWHERE)
    actions.decide(actor=owner, concern_id=concern, deed=Deed.REPORT, weighed=weighed, at=at)
    came = queries.today(at + timedelta(days=3))
    actions.note_feedback(
        actor=owner, concern_id=concern, answer=Answer.INQUIRY, came_on=came, at=at + timedelta(days=3)
    )
    return 1


def _nonce(place: int) -> bytes:
    return keyring.current().derived(f"demo children {place}", length=16)
