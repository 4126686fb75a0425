# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When whom a file is about has died, no day is agreed with them, nothing is given or proved, and what they had said
yes to ends. When it turns out to be wrong they are asked anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, CALLED, TODAY, Staff, an_hour_ago, begin

from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case
from sjalvklar.casework.rules import CloseReason as CaseReason
from sjalvklar.casework.rules import JoinGround, Part
from sjalvklar.followup import actions
from sjalvklar.followup.models import Asking, Consent, FollowUp
from sjalvklar.followup.queries import door
from sjalvklar.followup.rules import EventKind, Questions
from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.support import actions as supports
from sjalvklar.support import queries
from sjalvklar.support.actions import Next
from sjalvklar.support.models import Reminder
from sjalvklar.support.rules import CloseReason, NextStep, ReminderState, ReminderWay, SaidBy, Way, Wish

SOON = TODAY + timedelta(days=5)


def agreed(staff: Staff, support: Any, at: Any) -> str:
    """A day, a yes to the time after, and a link: its code."""
    about = {"actor": staff.jonas, "support_id": support, "at": at}
    actions.add(**about, on=SOON, words="", nonce=fresh())
    actions.agree(**about, months=6, nonce=fresh())
    return actions.link(**about, kind=Questions.WELLBEING, nonce=fresh()).code


def has_ended(code: str, at: Any) -> None:
    assert list(FollowUp.objects.values_list("state", flat=True)) == ["ended"]
    assert list(Asking.objects.values_list("state", flat=True)) == ["taken_back"]
    assert not Consent.objects.filter(ended_at=None).exists()
    assert door.asked(code, at=at) is None


def test_nobody_who_has_died_is_followed_up_or_asked(staff: Staff, at: Any) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case, situation="homicide")
    about: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "at": at}
    supports.hold_talk(**about, held=an_hour_ago(at), nonce=fresh())
    deeds = (
        lambda: actions.plan(**about, start=TODAY, steps=("killed.next-day",), nonce=fresh()),
        lambda: actions.add(**about, on=SOON, words="", nonce=fresh()),
        lambda: actions.expect(**about, event=EventKind.TRIAL_BEGINS, around=SOON, nonce=fresh()),
        lambda: actions.link(**about, kind=Questions.WELLBEING, nonce=fresh()),
        lambda: actions.agree(**about, months=6, nonce=fresh()),
        lambda: actions.prove(**about, days=[TODAY], nonce=fresh()),
        lambda: supports.set_next(**about, coming=Next(NextStep.REACH_OUT, TODAY)),
    )
    casework.note_death(actor=staff.jonas, case_id=case, number=1, version=1, died="", at=at)
    for deed in deeds:
        with pytest.raises(NotNow, match="person_is_dead"):
            deed()
    casework.undo_death(actor=staff.jonas, case_id=case, number=1, version=2, at=at)
    for deed in deeds:
        deed()


def test_what_they_had_said_yes_to_ends_in_all_their_cases_and_nobody_is_reminded(staff: Staff, at: Any) -> None:
    opened: dict[str, Any] = {"actor": staff.jonas, "unit_id": NORTH, "identity": AMAL, "at": at}
    case, other = (casework.open_case(**opened, nonce=fresh()) for _ in range(2))
    about = {"first": 1, "second": 1, "other_case": Case.objects.get(pk=other).number}
    casework.join(actor=staff.jonas, case_id=case, **about, ground=JoinGround.ENTERED_TWICE, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=other)
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "at": at}
    safe = SafeContact(Channel.SMS)
    supports.change_safe_contact(**one, safe=safe, said_by=SaidBy.THEMSELVES, said_on=TODAY, nonce=fresh())
    supports.set_wish(**one, wish=Wish(ReminderWay.SAFE, 1))
    supports.book(**one, way=Way.OUTDOORS, starts_at=at + timedelta(days=3), minutes=30, nonce=fresh())
    supports.set_next(**one, coming=Next(NextStep.REACH_OUT, SOON))
    code = agreed(staff, support, at)
    # Another's death is another matter: the relative's own support goes on.
    son = {"part": Part.PERSON_OF_CONCERN, "called": "sonen", "nonce": fresh()}
    number = casework.add_person(actor=staff.jonas, case_id=case, **son, at=at)
    casework.note_death(actor=staff.jonas, case_id=case, number=number, version=1, died="", at=at)
    assert door.asked(code, at=at) is not None
    casework.note_death(actor=staff.jonas, case_id=case, number=1, version=1, died="2026-11", at=at)
    has_ended(code, at)
    assert list(Reminder.objects.values_list("state", flat=True)) == [ReminderState.DROPPED.value]
    assert supports.read_agreed(**one).wish is None
    row = queries.row(staff.jonas, support, at=at)
    assert (row.next_step, row.next_on) == (NextStep.FOLLOW_UP, TODAY)
    with pytest.raises(NotNow, match="person_is_dead"):
        supports.set_wish(**one, wish=Wish(ReminderWay.SAFE, 1))
    assert casework.read(actor=staff.jonas, case_id=other, at=at).dead


def test_a_case_closed_because_they_have_died_says_the_same(staff: Staff, at: Any) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    code = agreed(staff, support, at)
    casework.close(actor=staff.jonas, case_id=case, reason=CaseReason.DECEASED, at=at)
    has_ended(code, at)


def test_so_does_a_support_without_a_file_that_ends_because_of_it(staff: Staff, at: Any) -> None:
    support = begin(staff.jonas, service="advice", who=CALLED)
    code = agreed(staff, support, at)
    supports.close(actor=staff.jonas, support_id=support, reason=CloseReason.DECEASED, at=at)
    has_ended(code, at)


def test_so_does_a_case_that_is_found_to_be_about_somebody_who_has_died(staff: Staff, at: Any) -> None:
    opened: dict[str, Any] = {"actor": staff.jonas, "unit_id": NORTH, "identity": AMAL, "at": at}
    case, other = (casework.open_case(**opened, nonce=fresh()) for _ in range(2))
    code = agreed(staff, begin(staff.jonas, service="practical", case_id=other), at)
    casework.note_death(actor=staff.jonas, case_id=case, number=1, version=1, died="", at=at)
    assert door.asked(code, at=at) is not None
    about = {"first": 1, "second": 1, "other_case": Case.objects.get(pk=other).number}
    casework.join(actor=staff.jonas, case_id=case, **about, ground=JoinGround.ENTERED_TWICE, nonce=fresh(), at=at)
    has_ended(code, at)


def test_a_support_in_a_file_that_ends_because_of_it_says_so_to_the_others(staff: Staff, at: Any) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support, other = (begin(staff.jonas, service="practical", case_id=case) for _ in range(2))
    code = agreed(staff, support, at)
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "at": at}
    safe = SafeContact(Channel.SMS)
    supports.change_safe_contact(**one, safe=safe, said_by=SaidBy.THEMSELVES, said_on=TODAY, nonce=fresh())
    supports.set_wish(**one, wish=Wish(ReminderWay.SAFE, 1))
    supports.close(actor=staff.jonas, support_id=other, reason=CloseReason.DECEASED, at=at)
    has_ended(code, at)
    assert supports.read_agreed(**one).wish is None
