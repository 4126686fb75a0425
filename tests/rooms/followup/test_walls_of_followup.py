# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-ups behind PostgreSQL's own walls: all that may be done can be done as the app's role, and nothing more; the
public door sees the one asking that its code finds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, MONDAY_MORNING, TODAY, Staff, an_hour_ago, begin
from tests.rooms.support.test_walls_of_supports import Does, does, house, opened

from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case
from sjalvklar.casework.rules import JoinGround
from sjalvklar.followup import actions, queries
from sjalvklar.followup.models import Asking, Consent, FollowUp, Proof
from sjalvklar.followup.rules import AskedBy, EventKind, Questions, State
from sjalvklar.kernel import clock
from sjalvklar.support import actions as support_actions
from sjalvklar.support.rules import CloseReason
from sjalvklar.trust.access.context import CLOCK, COMMAND, RELATIVE, acting
from sjalvklar.trust.access.context import staff as somebody

__all__ = ["does", "house"]


def test_everything_that_may_be_done_can_be_done_as_the_apps_role(house: Staff, does: Does) -> None:
    one = {"support_id": opened(does, situation="homicide")}
    does("jonas", support_actions.hold_talk, **one, held=an_hour_ago(), nonce=fresh())
    does("jonas", actions.plan, **one, start=TODAY, steps=["killed.flat", "killed.year"], nonce=fresh())
    does("jonas", actions.add, **one, on=TODAY, words="Ring", nonce=fresh())
    does("jonas", actions.expect, **one, event=EventKind.JUDGMENT_FINAL, nonce=fresh())
    first = does("jonas", actions.read, **one).coming[0]
    again = TODAY + timedelta(days=3)
    does("jonas", actions.settle, **one, followup_id=first.id, outcome=State.NOT_REACHED, again_on=again)
    event = next(line for line in does("jonas", actions.read, **one).coming if line.state is State.EXPECTED)
    does("jonas", actions.look_later, **one, followup_id=event.id, on=again)
    does("jonas", actions.happened, **one, followup_id=event.id, on=TODAY)
    does("jonas", actions.note, **one, kind=Questions.EXPERIENCE, way=AskedBy.TALK, given={"help": "2"}, nonce=fresh())
    assert does("jonas", actions.prove, **one, days=[TODAY], nonce=fresh()).days == (TODAY,)
    given, back = (does("jonas", actions.link, **one, kind=Questions.WELLBEING, nonce=fresh()) for _ in range(2))
    with clock.frozen(MONDAY_MORNING), acting(RELATIVE):
        assert queries.asked(given.code) is not None
    with clock.frozen(MONDAY_MORNING), acting(RELATIVE):
        assert actions.answer(code=given.code, given={"sleep": "2"})
    with clock.frozen(MONDAY_MORNING), acting(RELATIVE):
        assert not actions.answer(code=given.code, given={"sleep": "2"})
    read = does("jonas", actions.read, **one)
    assert {"sleep": 2} in [asked.answers for asked in read.asked]
    waiting = next(asked for asked in read.asked if asked.state.value == "open")
    does("jonas", actions.take_back, **one, asking_id=waiting.id)
    with clock.frozen(MONDAY_MORNING), acting(RELATIVE):
        assert queries.asked(back.code) is None
    does("jonas", actions.agree, **one, months=12, nonce=fresh())
    does("jonas", support_actions.close, **one, reason=CloseReason.GOAL_REACHED)
    assert len(does("ines", queries.page, ask=True, unit_id=NORTH).rows) == 4
    assert does("jonas", actions.read, **one).can_go_on
    with clock.frozen(MONDAY_MORNING + timedelta(days=5)), acting(CLOCK):
        assert actions.look_after() == 2
    does("jonas", actions.withdraw, **one)
    assert does("jonas", actions.read, **one).coming == ()


def test_that_somebody_has_died_ends_it_also_where_whoever_notes_it_sees_nothing(house: Staff, does: Does) -> None:
    opens = {"unit_id": NORTH, "identity": AMAL}
    case, other = (does("jonas", casework.open_case, **opens, nonce=fresh()) for _ in range(2))
    mine, theirs = (
        does("jonas", lambda actor, of: begin(actor, service="practical", case_id=of), of=one) for one in (case, other)
    )
    does("jonas", actions.agree, support_id=theirs, months=6, nonce=fresh())
    with acting(COMMAND):
        about = {"first": 1, "second": 1, "other_case": Case.objects.get(pk=other).number}
    does("jonas", casework.join, case_id=case, **about, ground=JoinGround.ENTERED_TWICE, nonce=fresh())
    to = {"staff_id": house.ids["samir"], "owner_id": house.ids["jonas"]}
    does("ines", casework.hand_over, case_id=other, **to)
    does("jonas", support_actions.close, support_id=mine, reason=CloseReason.DECEASED)
    with acting(COMMAND):
        assert not Consent.objects.filter(ended_at=None).exists()


def test_the_database_itself_hides_what_is_followed_up_and_what_was_answered(house: Staff, does: Does) -> None:
    one = {"support_id": opened(does)}
    does("jonas", actions.add, **one, on=TODAY, nonce=fresh())
    does("jonas", actions.agree, **one, months=12, nonce=fresh())
    code = does("jonas", actions.link, **one, kind=Questions.WELLBEING, nonce=fresh()).code
    assert not FollowUp.objects.exists()
    for who, knows, reads in (
        ("jonas", True, True),
        ("samir", True, False),
        ("ines", True, False),
        ("lena", True, False),
        ("gunilla", False, False),
        ("karin", False, False),
        ("petra", False, False),
        ("kim", False, False),
        ("siv", False, False),
    ):
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
            assert FollowUp.objects.exists() is knows, who
            assert Consent.objects.exists() is knows, who
            assert Asking.objects.exists() is reads, who
    with acting(RELATIVE):
        for table in (FollowUp, Consent, Asking, Proof):
            assert not table.objects.exists(), table
    with clock.frozen(MONDAY_MORNING), acting(RELATIVE):
        queries.asked(code)
        assert Asking.objects.count() == 1
        for table in (FollowUp, Consent, Proof):
            assert not table.objects.exists(), table
    with clock.frozen(MONDAY_MORNING), acting(RELATIVE):
        queries.asked("2" * 20)
        assert not Asking.objects.exists()
    with (
        clock.frozen(MONDAY_MORNING),
        acting(somebody(house.ids["samir"])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Consent.objects.create(
            support_id=one["support_id"],
            given_at=MONDAY_MORNING,
            given_to_id=house.ids["samir"],
            until=TODAY,
            once=fresh() + b"12345678",
        )
