# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing without an owner, and nothing kept past its time, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.rooms.mailbox.people import INTAKE, IT, NORTH, SOUTH, fresh

from sjalvklar.mailbox import actions, queries
from sjalvklar.mailbox.models import Message, Thread, Wrap
from sjalvklar.mailbox.rules import CloseReason
from sjalvklar.organisation.actions.duty import set_stand_in
from sjalvklar.organisation.actions.staff import grant
from sjalvklar.organisation.models import Grant
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.queries import entries_about


def _end_grants(people, name: str, at: datetime) -> None:
    Grant.objects.filter(staff_id=people.ids[name]).update(valid_to=at)


def _owner(stored: actions.Stored) -> int | None:
    return Thread.objects.get(pk=stored.thread_id).owner_id


def test_what_nobody_takes_in_time_goes_to_the_head_and_anybody_may_still_take_it(write, people, at) -> None:
    stored = write()
    assert actions.escalate_overdue(at=at + timedelta(hours=3, minutes=59)) == 0
    late = at + timedelta(hours=4)
    assert actions.escalate_overdue(at=late) == 1
    assert actions.escalate_overdue(at=late) == 0
    row = queries.row(people.jonas, stored.thread_id, at=late)
    assert (row.owner_id, row.escalated, row.state.value, row.may) == (people.ids["ines"], True, "waiting", {"take"})
    assert queries.counts(people.ines, unit_id=NORTH).escalated == 1
    entry = entries_about(f"thread:{stored.thread_id}")[-1]
    assert (entry.action, entry.actor_id, entry.detail) == (
        "contact.escalate",
        "timer",
        {"to": people.ids["ines"], "head_of": NORTH},
    )
    assert tally.totals(what=What.ESCALATED)[0].count == 1
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=late)
    row = queries.row(people.jonas, stored.thread_id, at=late)
    assert (row.owner_id, row.escalated) == (people.ids["jonas"], False)


def test_what_the_head_took_and_answered_is_not_marked_as_waiting_for_somebody_any_more(write, people, at) -> None:
    stored = write()
    late = at + timedelta(hours=4)
    actions.escalate_overdue(at=late)
    actions.take(actor=people.ines, thread_id=stored.thread_id, at=late)
    assert queries.counts(people.ines, unit_id=NORTH).escalated == 1
    actions.answer(actor=people.ines, thread_id=stored.thread_id, text="Hej", nonce=fresh(), at=late)
    assert queries.counts(people.ines, unit_id=NORTH).escalated == 0


def test_a_clock_that_goes_back_moves_nothing_and_one_that_goes_forth_again_does(write, people, at) -> None:
    stored = write()
    assert actions.escalate_overdue(at=at - timedelta(days=400)) == 0
    assert actions.escalate_overdue(at=at + timedelta(hours=5)) == 1
    assert actions.escalate_overdue(at=at - timedelta(days=1)) == 0
    assert _owner(stored) == people.ids["ines"]
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at - timedelta(days=1))
    assert queries.row(people.jonas, stored.thread_id, at=at - timedelta(days=1)).share == 0


def test_whoever_stands_in_for_the_head_gets_it(write, people, at) -> None:
    late = at + timedelta(hours=5)
    set_stand_in(
        unit_id=NORTH,
        absent_id=people.ids["ines"],
        substitute_id=people.ids["samir"],
        starts_at=at,
        ends_at=at + timedelta(days=3),
        actor=IT,
        at=at,
    )
    stored = write()
    actions.escalate_overdue(at=late)
    assert _owner(stored) == people.ids["samir"]


def test_without_a_head_of_its_own_the_next_head_of_the_same_authority_gets_it(write, people, at) -> None:
    grant(
        staff_id=people.ids["gunilla"],
        unit_id=INTAKE,
        role=Role.UNIT_HEAD,
        valid_from=datetime(2025, 1, 1, tzinfo=UTC),
        actor=IT,
    )
    _end_grants(people, "ines", at)
    stored, late = write(), at + timedelta(hours=5)
    actions.escalate_overdue(at=late)
    assert _owner(stored) == people.ids["gunilla"]
    gunilla = people.viewer("gunilla", late)
    (row,) = queries.worklist(gunilla, unit_id=None, view=queries.View.MINE, at=late).rows
    assert (row.id, row.unit_id) == (stored.thread_id, NORTH)
    actions.take(actor=gunilla, thread_id=stored.thread_id, at=late)
    assert actions.read(actor=gunilla, thread_id=stored.thread_id, at=late).messages
    assert actions.escalate_overdue(at=late) == 0, "it is hers to keep"
    actions.hand_to_colleague(actor=gunilla, thread_id=stored.thread_id, staff_id=people.ids["jonas"], at=late)
    assert _owner(stored) == people.ids["jonas"]
    assert not queries.worklist(gunilla, unit_id=None, view=queries.View.MINE, at=late).rows


def test_where_there_is_no_head_at_all_it_is_put_on_record_once_and_tried_again(write, people, at) -> None:
    _end_grants(people, "ines", at)
    stored, late = write(), at + timedelta(hours=5)
    assert actions.escalate_overdue(at=late) == 1
    assert actions.escalate_overdue(at=late + timedelta(minutes=1)) == 0
    assert _owner(stored) is None
    assert queries.row(people.jonas, stored.thread_id, at=late).escalated
    assert AuditEntry.objects.filter(action="contact.escalate").count() == 1
    grant(staff_id=people.ids["samir"], unit_id=NORTH, role=Role.UNIT_HEAD, valid_from=late, actor=IT)
    assert actions.escalate_overdue(at=late + timedelta(minutes=2)) == 1
    assert _owner(stored) == people.ids["samir"]


def test_the_head_of_another_authority_never_gets_it(write, people, at) -> None:
    _end_grants(people, "ines", at)
    write()
    actions.escalate_overdue(at=at + timedelta(hours=5))
    assert not Thread.objects.filter(owner_id=people.ids["stina"]).exists()


def test_what_belonged_to_somebody_who_has_left_goes_to_the_head_at_once_and_anybody_may_take_it(
    write, people, at
) -> None:
    taken, answered = write("ett"), write("två")
    kept = write("tre", unit_id=SOUTH)
    for stored in (taken, answered):
        actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    actions.take(actor=people.petra, thread_id=kept.thread_id, at=at)
    actions.answer(actor=people.jonas, thread_id=answered.thread_id, text="Hej", nonce=fresh(), at=at)
    later = at + timedelta(hours=1)
    _end_grants(people, "jonas", later)
    assert actions.escalate_overdue(at=later) == 2
    assert actions.escalate_overdue(at=later) == 0
    rows = {row.id: row for row in queries.worklist(people.samir, unit_id=NORTH, view=queries.View.WAITING).rows}
    assert set(rows) == {taken.thread_id, answered.thread_id}
    assert rows[taken.thread_id].due_at == taken.promised_by, "the promise is no younger for it"
    assert _owner(kept) == people.ids["petra"]
    assert {row.owner_id for row in rows.values()} == {people.ids["ines"]}
    assert "take" in rows[taken.thread_id].may
    returned, escalated = entries_about(f"thread:{taken.thread_id}")[-2:]
    assert (returned.action, returned.detail) == ("contact.return_to_queue", {"from": people.ids["jonas"]})
    assert (escalated.action, escalated.detail["to"]) == ("contact.escalate", people.ids["ines"])


def test_escalation_goes_over_to_the_next_head_when_the_head_leaves(write, people, at) -> None:
    stored, late = write(), at + timedelta(hours=5)
    actions.escalate_overdue(at=late)
    assert _owner(stored) == people.ids["ines"]
    _end_grants(people, "ines", late)
    grant(staff_id=people.ids["samir"], unit_id=NORTH, role=Role.UNIT_HEAD, valid_from=late, actor=IT)
    later = late + timedelta(hours=5)
    actions.escalate_overdue(at=later)
    actions.escalate_overdue(at=later + timedelta(hours=5))
    assert _owner(stored) == people.ids["samir"]


# --- Erasing --------------------------------------------------------------------------------------------------------
NINETY = timedelta(days=90)


def test_a_thread_is_erased_ninety_days_after_the_last_word_with_its_keys_and_stays_counted(write, people, at) -> None:
    stored, other = write("Hemligt"), write(at=at + timedelta(days=80))
    for when in (at + NINETY - timedelta(seconds=1), at + NINETY):
        assert actions.erase_expired(at=when) == 0
    assert Thread.objects.count() == 2
    assert actions.erase_expired(at=at + NINETY + timedelta(days=1)) == 1
    assert list(Thread.objects.values_list("id", flat=True)) == [other.thread_id]
    assert not Message.objects.filter(thread_id=stored.thread_id).exists()
    assert not Wrap.objects.filter(thread_id=stored.thread_id).exists()
    assert actions.open_by_receipt(stored.receipt, at=at) is None
    assert entries_about(f"thread:{stored.thread_id}")[-1].action == "contact.erase"
    assert tally.totals(what=What.CONTACT)[0].count == 2
    assert tally.totals(what=What.ERASED)[0].count == 1


def test_every_word_begins_the_time_anew(write, people, at) -> None:
    stored = write()
    opened = actions.open_by_receipt(stored.receipt, at=at)
    actions.write_again(opened, text="Än en gång", nonce=fresh(), at=at + timedelta(days=89))
    for day in (90, 91, 178):
        assert actions.erase_expired(at=at + timedelta(days=day)) == 0
    for day in (179, 180):
        actions.erase_expired(at=at + timedelta(days=day))
    assert not Thread.objects.exists()


def test_a_machine_that_for_a_while_believes_it_is_another_year_erases_nothing(write, at) -> None:
    write()
    wrong = datetime(2036, 2, 7, tzinfo=UTC)
    for minute in range(0, 23 * 60, 60):
        assert actions.erase_expired(at=wrong + timedelta(minutes=minute)) == 0
    for day in (0, 1, 2, 50, 89):
        assert actions.erase_expired(at=at + timedelta(days=day)) == 0
    assert Thread.objects.count() == 1
    assert Thread.objects.get().erase_noted_at is None


def test_a_word_after_the_note_saves_the_thread(write, people, at) -> None:
    stored = write()
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    actions.erase_expired(at=at + NINETY)
    actions.answer(actor=people.jonas, thread_id=stored.thread_id, text="Hej", nonce=fresh(), at=at + NINETY)
    assert actions.erase_expired(at=at + NINETY + timedelta(days=2)) == 0


def test_the_municipality_sets_the_time(write, people, at, settings) -> None:
    settings.MAILBOX_RETENTION_DAYS = 30
    stored = write()
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    actions.close(actor=people.jonas, thread_id=stored.thread_id, reason=CloseReason.HELPED, at=at)
    assert actions.open_by_receipt(stored.receipt, at=at + timedelta(days=29)) is not None
    assert actions.open_by_receipt(stored.receipt, at=at + timedelta(days=30)) is None
    for day in (30, 31):
        actions.erase_expired(at=at + timedelta(days=day))
    assert not Thread.objects.exists()


@pytest.mark.parametrize("deed", [actions.escalate_overdue, actions.erase_expired, actions.erase_drafts])
def test_the_clock_may_strike_when_there_is_nothing_to_do(people, deed) -> None:
    assert deed() == 0
