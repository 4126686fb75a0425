# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Take, answer, hand over, pass on, close, reveal: what each does, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.rooms.mailbox.people import INTAKE, IT, NORTH, SOUTH, fresh

from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.mailbox import actions, queries
from sjalvklar.mailbox.models import Message, Thread, Wrap
from sjalvklar.mailbox.rules import Channel, CloseReason, SafeContact, State
from sjalvklar.organisation.actions.duty import set_stand_in
from sjalvklar.tally import queries as tally

PHONE = SafeContact(channel=Channel.PHONE, value="070-174 06 05", our_phrase="bokbussen", stop_phrase="fel nummer")


@pytest.fixture
def taken(write, people, at) -> actions.Stored:
    stored = write(safe_contact=PHONE)
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    return stored


def test_of_two_who_take_at_once_the_second_is_told(write, people, at) -> None:
    thread = write().thread_id
    actions.take(actor=people.samir, thread_id=thread, at=at)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.take(actor=people.jonas, thread_id=thread, at=at)
    assert Thread.objects.get().owner_id == people.ids["samir"]


def test_taking_does_not_make_the_promise_younger(write, people, at) -> None:
    stored = write()
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at + timedelta(hours=20))
    row = queries.row(people.jonas, stored.thread_id, at=at + timedelta(hours=20))
    assert (row.due_at, row.left) == (stored.promised_by, timedelta(hours=4))
    assert 0.8 < row.share < 0.84


def test_an_answer_keeps_the_promise_and_a_new_word_starts_a_new_one(taken, people, at) -> None:
    actions.answer(actor=people.jonas, thread_id=taken.thread_id, text="Hej", nonce=fresh(), at=at)
    thread = Thread.objects.get()
    assert (thread.state, thread.due_at, thread.waiting_since) == ("answered", None, None)
    opened = actions.open_by_receipt(taken.receipt, at=at)
    later = at + timedelta(days=3)
    actions.write_again(opened, text="Hej igen", nonce=fresh(), at=later)
    thread.refresh_from_db()
    assert (thread.state, thread.owner_id) == ("taken", people.ids["jonas"])
    assert (thread.waiting_since, thread.due_at) == (later, later + timedelta(hours=24))
    actions.write_again(opened, text="Är du där", nonce=fresh(), at=later + timedelta(hours=5))
    thread.refresh_from_db()
    assert thread.due_at == later + timedelta(hours=24)


def test_an_answer_sent_twice_is_one_message(taken, people, at) -> None:
    nonce = fresh()
    for _ in range(2):
        actions.answer(actor=people.jonas, thread_id=taken.thread_id, text="Hej", nonce=nonce, at=at)
    assert Message.objects.filter(from_relative=False).count() == 1
    counted = {total.group[0]: total.count for total in tally.totals(by=["what"])}
    assert counted == {"contact": 1, "answer": 1, "first_answer": 1}


def test_a_late_answer_is_counted_as_late(taken, people, at) -> None:
    actions.answer(
        actor=people.jonas, thread_id=taken.thread_id, text="Hej", nonce=fresh(), at=at + timedelta(hours=25)
    )
    assert {total.group[0] for total in tally.totals(by=["what"])} >= {"late_answer"}


def test_the_relative_sees_that_it_was_read_and_the_desk_that_the_answer_was(taken, people, at) -> None:
    opened = actions.open_by_receipt(taken.receipt, at=at)
    assert not actions.read_as_relative(opened, earlier=True, at=at).messages[0].seen
    assert Thread.objects.get().unread
    actions.read(actor=people.jonas, thread_id=taken.thread_id, at=at)
    assert not Thread.objects.get().unread
    assert actions.read_as_relative(opened, earlier=True, at=at).messages[0].seen
    actions.answer(actor=people.jonas, thread_id=taken.thread_id, text="Hej", nonce=fresh(), at=at)
    assert not actions.read(actor=people.jonas, thread_id=taken.thread_id, at=at).messages[-1].seen
    actions.read_as_relative(opened, at=at)
    assert actions.read(actor=people.jonas, thread_id=taken.thread_id, at=at).messages[-1].seen


def test_over_a_shoulder_nothing_older_than_the_last_answer_is_shown(taken, people, at) -> None:
    opened = actions.open_by_receipt(taken.receipt, at=at)
    before = actions.read_as_relative(opened, at=at)
    assert (before.messages, before.earlier) == ((), 1)
    for text in ("Svar ett", "Svar två"):
        actions.answer(actor=people.jonas, thread_id=taken.thread_id, text=text, nonce=fresh(), at=at)
    actions.write_again(opened, text="Tack", nonce=fresh(), at=at)
    shown = actions.read_as_relative(opened, at=at)
    assert [line.text for line in shown.messages] == ["Svar två", "Tack"]
    assert shown.earlier == 2
    assert len(actions.read_as_relative(opened, earlier=True, at=at).messages) == 4


def test_a_colleague_gets_it_with_the_clock_running_and_nobody_else_can(taken, people, at) -> None:
    for stranger in ("petra", "gunilla"):
        with pytest.raises(Invalid, match="not_a_colleague"):
            actions.hand_to_colleague(
                actor=people.jonas, thread_id=taken.thread_id, staff_id=people.ids[stranger], at=at
            )
    with pytest.raises(NotAllowed, match="take_first"):
        actions.hand_to_colleague(actor=people.samir, thread_id=taken.thread_id, staff_id=people.ids["samir"], at=at)
    actions.hand_to_colleague(actor=people.jonas, thread_id=taken.thread_id, staff_id=people.ids["samir"], at=at)
    row = queries.row(people.samir, taken.thread_id, at=at)
    assert (row.mine, row.owner, row.handed_by) == (True, "Samir Exempelsson", "Jonas Exempelsson")
    assert row.due_at == taken.promised_by
    with pytest.raises(NotAllowed, match="take_first"):
        actions.read(actor=people.jonas, thread_id=taken.thread_id, at=at)
    actions.read(actor=people.samir, thread_id=taken.thread_id, at=at)
    assert queries.row(people.samir, taken.thread_id, at=at).handed_by == ""


def test_the_head_gives_what_waits_to_somebody_without_reading_it(write, people, at) -> None:
    stored = write()
    actions.hand_to_colleague(actor=people.ines, thread_id=stored.thread_id, staff_id=people.ids["samir"], at=at)
    assert queries.row(people.ines, stored.thread_id, at=at).owner == "Samir Exempelsson"
    with pytest.raises(NotAllowed, match="take_first"):
        actions.read(actor=people.ines, thread_id=stored.thread_id, at=at)


def test_a_stand_in_answers_for_the_absent_one_while_it_lasts(taken, people, at) -> None:
    until = at + timedelta(days=2)
    set_stand_in(
        unit_id=NORTH,
        absent_id=people.ids["jonas"],
        substitute_id=people.ids["samir"],
        starts_at=at,
        ends_at=until,
        actor=IT,
        at=at,
    )
    samir = people.viewer("samir", at)
    actions.read(actor=samir, thread_id=taken.thread_id, at=at)
    actions.answer(actor=samir, thread_id=taken.thread_id, text="Hej från Samir", nonce=fresh(), at=at)
    opened = actions.open_by_receipt(taken.receipt, at=at)
    assert actions.read_as_relative(opened, at=at).messages[0].by == "Samir"
    assert queries.worklist(samir, unit_id=NORTH, view=queries.View.MINE, at=at).rows[0].mine
    with pytest.raises(NotAllowed, match="take_first"):
        actions.read(actor=people.viewer("samir", until), thread_id=taken.thread_id, at=until)


def test_passing_on_moves_the_key_and_the_unit_it_came_from_can_no_longer_know_it(taken, people, at) -> None:
    actions.answer(actor=people.jonas, thread_id=taken.thread_id, text="Vi lämnar över", nonce=fresh(), at=at)
    opened = actions.open_by_receipt(taken.receipt, at=at)
    actions.write_again(opened, text="Det är bra", nonce=fresh(), at=at)
    due = Thread.objects.get().due_at
    later = at + timedelta(hours=1)
    actions.pass_to_unit(actor=people.jonas, thread_id=taken.thread_id, unit_id=INTAKE, at=later)
    assert sorted(Wrap.objects.values_list("holder", flat=True)) == ["code", f"unit:{INTAKE}"]
    thread = Thread.objects.get()
    assert (thread.unit_id, thread.state, thread.owner_id, thread.due_at) == (INTAKE, "waiting", None, due)
    for who in (people.jonas, people.ines):
        with pytest.raises(NotFound, match="no_such_thread"):
            queries.row(who, taken.thread_id, at=later)
        with pytest.raises(NotFound, match="no_such_thread"):
            actions.take(actor=who, thread_id=taken.thread_id, at=later)
    actions.take(actor=people.gunilla, thread_id=taken.thread_id, at=later)
    read = actions.read(actor=people.gunilla, thread_id=taken.thread_id, at=later)
    assert [line.text for line in read.messages][1:] == ["Vi lämnar över", "Det är bra"]
    assert actions.read_as_relative(opened, at=later).unit_id == INTAKE


def test_passing_on_stops_at_the_wall_at_units_that_do_not_receive_and_at_itself(taken, people, at) -> None:
    with pytest.raises(NotAllowed, match="other_authority"):
        actions.pass_to_unit(actor=people.jonas, thread_id=taken.thread_id, unit_id=SOUTH, at=at)
    for unit in ("norr-arkiv", "nowhere", NORTH):
        with pytest.raises(Invalid, match="unit"):
            actions.pass_to_unit(actor=people.jonas, thread_id=taken.thread_id, unit_id=unit, at=at)
    assert Wrap.objects.filter(holder=f"unit:{NORTH}").count() == 1


def test_the_head_may_pass_on_what_waits(write, people, at) -> None:
    stored = write()
    actions.pass_to_unit(actor=people.ines, thread_id=stored.thread_id, unit_id=INTAKE, at=at)
    assert queries.worklist(people.gunilla, unit_id=INTAKE, view=queries.View.WAITING, at=at).rows[0].may == {"take"}


def test_closing_needs_a_reason_of_the_desks(taken, people, at) -> None:
    with pytest.raises(Invalid, match="reason"):
        actions.close(actor=people.jonas, thread_id=taken.thread_id, reason=CloseReason.BY_RELATIVE, at=at)
    actions.close(actor=people.jonas, thread_id=taken.thread_id, reason=CloseReason.CONTINUES_ELSEWHERE, at=at)
    row = queries.row(people.jonas, taken.thread_id, at=at)
    assert (row.state, row.close_reason, row.closed_at) == (State.CLOSED, CloseReason.CONTINUES_ELSEWHERE, at)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.answer(actor=people.jonas, thread_id=taken.thread_id, text="Hej", nonce=fresh(), at=at)


def test_the_number_is_shown_to_whoever_ticks_that_the_rules_were_read_and_to_nobody_else(taken, people, at) -> None:
    safe = actions.read(actor=people.jonas, thread_id=taken.thread_id, at=at).safe
    assert not hasattr(safe, "value")
    assert (safe.our_phrase, safe.stop_phrase, safe.holds) == ("bokbussen", "fel nummer", True)
    with pytest.raises(Invalid, match="not_ticked"):
        actions.reveal_safe_contact(actor=people.jonas, thread_id=taken.thread_id, ticked=False, at=at)
    for who in (people.samir, people.ines):
        with pytest.raises(NotAllowed, match="take_first"):
            actions.reveal_safe_contact(actor=who, thread_id=taken.thread_id, ticked=True, at=at)
    shown = actions.reveal_safe_contact(actor=people.jonas, thread_id=taken.thread_id, ticked=True, at=at)
    assert shown.value == "070-174 06 05"


def test_a_wish_that_no_longer_holds_gives_no_number(taken, people, at) -> None:
    late = at + timedelta(days=31)
    with pytest.raises(NotNow, match="wish_has_expired"):
        actions.reveal_safe_contact(actor=people.jonas, thread_id=taken.thread_id, ticked=True, at=late)
    assert not actions.read(actor=people.jonas, thread_id=taken.thread_id, at=late).safe.holds


def test_whoever_comes_to_us_is_not_contacted(write, people, at) -> None:
    stored = write()
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    with pytest.raises(NotNow, match="no_contact_wanted"):
        actions.reveal_safe_contact(actor=people.jonas, thread_id=stored.thread_id, ticked=True, at=at)


def test_a_changed_wish_is_what_counts_from_then_on(taken, people, at) -> None:
    opened = actions.open_by_receipt(taken.receipt, at=at)
    with pytest.raises(Invalid) as refused:
        actions.change_safe_contact(opened, safe_contact=SafeContact(channel=Channel.SMS, value="x"), at=at)
    assert (refused.value.code, refused.value.field) == ("safe_contact", "value")
    actions.change_safe_contact(opened, safe_contact=SafeContact(), at=at)
    assert queries.row(people.jonas, taken.thread_id, at=at).channel is Channel.PORTAL
    with pytest.raises(NotNow, match="no_contact_wanted"):
        actions.reveal_safe_contact(actor=people.jonas, thread_id=taken.thread_id, ticked=True, at=at)


@pytest.mark.parametrize("who", ["petra", "stina", "gunilla"])
def test_for_everyone_outside_the_unit_no_deed_finds_the_thread(taken, people, at, who: str) -> None:
    actor, thread = people.viewer(who), taken.thread_id
    for deed in (
        lambda: actions.take(actor=actor, thread_id=thread, at=at),
        lambda: actions.read(actor=actor, thread_id=thread, at=at),
        lambda: actions.answer(actor=actor, thread_id=thread, text="a", nonce=fresh(), at=at),
        lambda: actions.hand_to_colleague(actor=actor, thread_id=thread, staff_id=actor.staff_id, at=at),
        lambda: actions.pass_to_unit(actor=actor, thread_id=thread, unit_id=SOUTH, at=at),
        lambda: actions.close(actor=actor, thread_id=thread, reason=CloseReason.HELPED, at=at),
        lambda: actions.reveal_safe_contact(actor=actor, thread_id=thread, ticked=True, at=at),
        lambda: queries.row(actor, thread, at=at),
    ):
        with pytest.raises(NotFound, match="no_such_thread"):
            deed()
