# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders of booked talks: for whoever said yes, in the way they said, and for nobody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import SAFE, TODAY, Staff, begin
from tests.rooms.support.test_what_is_agreed import agreed, book, deeds, from_thread, named, thread

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import Channel, CloseReason, SafeContact
from sjalvklar.safety import actions as safety
from sjalvklar.support import actions, queries
from sjalvklar.support import models as tables
from sjalvklar.support.rules import CloseReason as Ended
from sjalvklar.support.rules import (
    ReminderState,
    ReminderWay,
    SaidBy,
    TalkState,
    Way,
    Wish,
)

__all__ = ["from_thread", "named", "thread"]
BY_US, IN_THREAD = Wish(ReminderWay.SAFE, 1), Wish(ReminderWay.THREAD, 1)


def test_nobody_is_reminded_who_has_not_said_yes(staff: Staff, named: UUID, from_thread: UUID, at: datetime) -> None:
    for support in (named, from_thread):
        assert book(staff, support, at, days=3 if support == named else 4).reminder is None
    assert not tables.Reminder.objects.exists()
    assert actions.look_after(at=at + timedelta(days=3)) == 0


def test_somebody_anonymous_cannot_be_reminded(staff: Staff, at: datetime) -> None:
    for wish in (BY_US, IN_THREAD):
        with pytest.raises(Invalid, match="no_such_way"):
            actions.set_wish(actor=staff.jonas, support_id=begin(staff.jonas), wish=wish, at=at)


def test_a_colleague_reminds_by_the_way_that_is_safe_and_notes_it(staff: Staff, named: UUID, at: datetime) -> None:
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": named}
    with pytest.raises(Invalid, match="no_such_way"):
        actions.set_wish(**one, wish=IN_THREAD, at=at)
    talk = book(staff, named, at)
    actions.set_wish(**one, wish=BY_US, at=at)
    line = agreed(staff, named, at).booked[0].reminder
    assert line is not None
    assert (line.on, line.state, line.today, line.late) == (TODAY + timedelta(days=2), ReminderState.DUE, False, False)
    for who in ("jonas", "samir", "ines"):
        assert [
            (row.on, row.today) for row in queries.reminders(staff.viewer(who, at), unit_id=NORTH, at=at).rows
        ] == [(TODAY + timedelta(days=2), False)]
    that_day = at + timedelta(days=2)
    assert queries.to_remind(staff.viewer("jonas", that_day), unit_id=NORTH, at=that_day) == 1
    assert queries.to_remind(staff.viewer("ines", that_day), unit_id=NORTH, at=that_day) == 1
    assert queries.to_remind(staff.viewer("samir", that_day), unit_id=NORTH, at=that_day) == 0
    assert actions.look_after(at=that_day) == 0, "the product reaches nobody itself"
    done: dict[str, Any] = {"actor": staff.viewer("jonas", that_day), "support_id": named, "reminder_id": line.id}
    actions.settle_reminder(**done, done=True, at=that_day)
    with pytest.raises(NotNow, match="settled"):
        actions.settle_reminder(**done, done=False, at=that_day)
    kept = agreed(staff, named, that_day).booked[0].reminder
    assert kept is not None
    assert (kept.state, kept.by) == (ReminderState.DONE, "Jonas Exempelsson")
    assert talk.id == agreed(staff, named, that_day).booked[0].id
    other = SafeContact(Channel.PHONE, "070-174 06 99")
    told: dict[str, Any] = {"said_by": SaidBy.THEMSELVES, "said_on": TODAY, "at": that_day, "nonce": fresh()}
    jonas = staff.viewer("jonas", that_day)
    actions.change_safe_contact(actor=jonas, support_id=named, safe=other, **told)
    assert queries.reminders(jonas, unit_id=NORTH, at=that_day).rows == (), "nobody is reminded twice of the same time"


def test_a_reminder_that_nobody_did_comes_first_and_is_over_when_the_talk_begins(
    staff: Staff, named: UUID, at: datetime
) -> None:
    actions.set_wish(actor=staff.jonas, support_id=named, wish=BY_US, at=at)
    talk = book(staff, named, at)
    on_the_day = at + timedelta(days=3)
    assert actions.look_after(at=on_the_day) == 1
    assert actions.look_after(at=on_the_day) == 0
    row = queries.row(staff.viewer("jonas", on_the_day), named, at=on_the_day)
    assert row.next_on == TODAY + timedelta(days=3)
    assert "support.raise_reminder" in deeds(named)
    assert actions.look_after(at=talk.starts_at) == 1
    assert tables.Reminder.objects.get().state == ReminderState.COULD_NOT.value


def test_reminders_follow_the_talk_and_end_with_it(staff: Staff, named: UUID, at: datetime) -> None:
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": named, "at": at}
    actions.set_wish(**one, wish=BY_US)
    talk = book(staff, named, at)
    actions.move(**one, talk_id=talk.id, way=Way.PHONE, starts_at=at + timedelta(days=8), minutes=45)
    [row] = queries.reminders(staff.jonas, unit_id=NORTH, at=at).rows
    assert row.on == TODAY + timedelta(days=7)
    actions.set_wish(**one, wish=None)
    assert queries.reminders(staff.jonas, unit_id=NORTH, at=at).rows == ()
    actions.set_wish(**one, wish=BY_US)
    actions.settle(**one, talk_id=talk.id, state=TalkState.CANCELLED)
    assert queries.reminders(staff.jonas, unit_id=NORTH, at=at).rows == ()
    book(staff, named, at)
    actions.close(**one, reason=Ended.GOAL_REACHED)
    assert not tables.Reminder.objects.filter(state=ReminderState.DUE.value).exists()


def test_a_talk_that_is_moved_after_its_reminder_is_reminded_of_anew_and_the_same_time_never_twice(
    staff: Staff, named: UUID, at: datetime
) -> None:
    actions.set_wish(actor=staff.jonas, support_id=named, wish=BY_US, at=at)
    talk = book(staff, named, at)
    later = at + timedelta(days=2)
    one: dict[str, Any] = {"actor": staff.viewer("jonas", later), "support_id": named, "at": later}

    def due() -> list[date]:
        return [row.on for row in queries.reminders(one["actor"], unit_id=NORTH, at=later).rows]

    def shown() -> ReminderState:
        reminder = agreed(staff, named, later).booked[0].reminder
        assert reminder is not None
        return reminder.state

    actions.settle_reminder(**one, reminder_id=tables.Reminder.objects.get().pk, done=True)
    actions.move(**one, talk_id=talk.id, way=Way.PHONE, starts_at=talk.starts_at, minutes=30)
    assert due() == [], "the time is as they were told"
    actions.move(**one, talk_id=talk.id, way=Way.PHONE, starts_at=talk.starts_at + timedelta(hours=2), minutes=45)
    assert due() == [TODAY + timedelta(days=2)], "the same day as they were told another time"
    assert shown() is ReminderState.DUE
    for wish in (None, BY_US):
        actions.set_wish(**one, wish=wish)
    assert due() == [TODAY + timedelta(days=2)], "they have not been told the new time"
    assert shown() is ReminderState.DUE
    one["at"] += timedelta(minutes=1)
    actions.settle_reminder(**one, reminder_id=tables.Reminder.objects.get(state="due").pk, done=True)
    for wish in (None, BY_US):
        actions.set_wish(**one, wish=wish)
    assert due() == []
    assert shown() is ReminderState.DONE
    actions.move(**one, talk_id=talk.id, way=Way.PHONE, starts_at=talk.starts_at, minutes=30)
    assert due() == [TODAY + timedelta(days=2)], "what they were told last is another time"


def test_whoever_wrote_to_us_is_reminded_in_their_own_contact_in_their_language(
    staff: Staff, from_thread: UUID, thread: UUID, at: datetime
) -> None:
    actions.set_wish(actor=staff.jonas, support_id=from_thread, wish=IN_THREAD, at=at)
    book(staff, from_thread, at)
    before = mailbox.read(actor=staff.jonas, thread_id=thread, at=at)
    assert queries.reminders(staff.jonas, unit_id=NORTH, at=at).rows == (), "no colleague has to"
    in_the_night = at.replace(hour=4) + timedelta(days=2)
    assert actions.look_after(at=in_the_night) == 0
    that_day = at + timedelta(days=2)
    assert actions.look_after(at=that_day) == 1
    assert actions.look_after(at=that_day) == 0
    after = mailbox.read(actor=staff.viewer("jonas", that_day), thread_id=thread, at=that_day)
    [said] = after.messages[len(before.messages) :]
    assert "٢٠٢٦" in said.text or "2026" in said.text
    assert "نوفمبر" in said.text
    for word in ("stöd", "anhörig", "Granö", "advice"):
        assert word not in said.text
    assert after.row.state == before.row.state, "an answer is still owed"
    assert agreed(staff, from_thread, that_day).booked[0].reminder.state is ReminderState.DONE  # type: ignore[union-attr]


def test_a_contact_that_nobody_can_open_any_more_is_reminded_in_no_other_way(
    staff: Staff, from_thread: UUID, thread: UUID, at: datetime
) -> None:
    actions.set_wish(actor=staff.jonas, support_id=from_thread, wish=IN_THREAD, at=at)
    book(staff, from_thread, at)
    mailbox.answer(actor=staff.jonas, thread_id=thread, text="Hej", nonce=fresh(), at=at)
    mailbox.close(actor=staff.jonas, thread_id=thread, reason=CloseReason.HELPED, at=at)
    that_day = at + timedelta(days=2)
    assert actions.look_after(at=that_day) == 1
    row = queries.row(staff.viewer("jonas", that_day), from_thread, at=that_day)
    assert row.next_on == TODAY + timedelta(days=2)
    assert tables.Reminder.objects.get().state == ReminderState.COULD_NOT.value


def test_with_signs_of_violence_in_the_home_nobody_is_reminded_nor_given_a_link(
    staff: Staff, named: UUID, from_thread: UUID, thread: UUID, at: datetime
) -> None:
    for support, wish, days in ((named, BY_US, 3), (from_thread, IN_THREAD, 4)):
        one: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "at": at}
        actions.set_wish(**one, wish=wish)
        talk = book(staff, support, at, days=days)
        safety.switch_on(**one, nonce=fresh())
        with pytest.raises(NotNow, match=safety.STOPPED):
            actions.set_wish(**one, wish=wish)
        with pytest.raises(NotNow, match=safety.STOPPED):
            actions.give_link(**one, talk_id=talk.id, nonce=fresh())
        with pytest.raises(NotNow, match=safety.STOPPED):
            actions.change_safe_contact(**one, safe=SAFE, said_by=SaidBy.THEMSELVES, said_on=TODAY, nonce=fresh())
        assert agreed(staff, support, at).stopped == safety.STOPPED
    written = tables.Reminder.objects.filter(state=ReminderState.DUE.value)
    assert not written.exists()
    assert queries.reminders(staff.jonas, unit_id=NORTH, at=at).rows == ()
    told = len(mailbox.read(actor=staff.jonas, thread_id=thread, at=at).messages)
    actions.look_after(at=at + timedelta(days=3))
    later = at + timedelta(days=3)
    assert len(mailbox.read(actor=staff.viewer("jonas", later), thread_id=thread, at=later).messages) == told
    safety.switch_off(actor=staff.jonas, support_id=named, why="Hon har flyttat.", at=at)
    assert book(staff, named, at, days=6).reminder is None, "they must say yes again"
