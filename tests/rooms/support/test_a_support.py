# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A support from its beginning to its end: it always has an owner, a next step and a day."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from tests.rooms.mailbox.people import INTAKE, NORTH, SOUTH, fresh
from tests.rooms.support.staff import (
    AMAL,
    CALLED,
    IN_A_WEEK,
    MONDAY_MORNING,
    TODAY,
    Staff,
    an_hour_ago,
    begin,
    make_staff,
    walk_in,
)

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import Identity, ProtectionLevel
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation.actions import give_to_heads, hand_over_all
from sjalvklar.organisation.actions.staff import end_grant
from sjalvklar.organisation.belongings import Kind
from sjalvklar.organisation.queries import leaving
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Next
from sjalvklar.support.models import Support, Talk
from sjalvklar.support.queries import View
from sjalvklar.support.rules import (
    TRANSITIONS,
    CloseReason,
    Deed,
    NextStep,
    OfferAnswer,
    State,
    TalkState,
    Way,
    check_transition,
)
from sjalvklar.support.rules.times import day, moment
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.rules import Actor


def deeds(about: UUID, kind: str = "support") -> list[str]:
    return list(AuditEntry.objects.filter(object=f"{kind}:{about}").order_by("id").values_list("action", flat=True))


def counted(what: What) -> int:
    return tally.totals(what=what)[0].count


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", Deed)
def test_what_is_not_in_the_table_cannot_happen(state: State, deed: Deed) -> None:
    if (state, deed) in TRANSITIONS:
        assert check_transition(state, deed) is TRANSITIONS[state, deed]
    else:
        with pytest.raises(NotNow):
            check_transition(state, deed)


def test_whoever_begins_a_support_answers_for_it_and_everything_is_on_record(staff: Staff, at: datetime) -> None:
    jonas = staff.jonas
    support = begin(jonas, service="advice", who=CALLED, situation="crime")
    actions.write(actor=jonas, support_id=support, text="Hon vill prata om sonen.", nonce=fresh(), at=at)
    actions.hold_talk(actor=jonas, support_id=support, held=an_hour_ago(words="Lättare nu"), nonce=fresh(), at=at)
    actions.offer(actor=jonas, support_id=support, service="circle", answer=OfferAnswer.WANTED, at=at)
    actions.tell_how_to_apply(actor=jonas, support_id=support, at=at)
    actions.set_next(actor=jonas, support_id=support, coming=Next(NextStep.REACH_OUT, TODAY), at=at)
    found = actions.read(actor=jonas, support_id=support, at=at)
    assert [note.text for note in found.notes] == ["Hon vill prata om sonen.", "Lättare nu"]
    assert [(talk.way, talk.state, talk.minutes) for talk in found.talks] == [(Way.ROOM, TalkState.HELD, 45)]
    assert [(line.service, line.answer) for line in found.offers] == [("circle", OfferAnswer.WANTED)]
    assert found.apply_told_at == at
    assert (found.row.owner, found.row.next_step, found.row.next_on) == (
        "Jonas Exempelsson",
        NextStep.REACH_OUT,
        TODAY,
    )
    actions.close(actor=jonas, support_id=support, reason=CloseReason.GOAL_REACHED, at=at)
    actions.reopen(actor=jonas, support_id=support, coming=IN_A_WEEK, at=at)
    assert deeds(support) == [
        "support.open",
        "support.write",
        "support.talk",
        "support.offer",
        "support.apply_told",
        "support.next",
        "support.read",
        "support.close",
        "support.reopen",
    ]
    for what in (What.SUPPORT_OPENED, What.TALK_HELD, What.SERVICE_WANTED, What.HOW_TO_APPLY, What.SUPPORT_CLOSED):
        assert counted(what) == 1, what


def test_that_how_to_apply_was_shown_stands_on_record_with_every_reading(staff: Staff, at: datetime) -> None:
    support = begin(staff.jonas)
    actions.read(actor=staff.jonas, support_id=support, at=at)
    assert AuditEntry.objects.get(object=f"support:{support}", action="support.read").detail == {"apply": "shown"}


def test_an_open_support_without_a_next_step_cannot_be_kept(staff: Staff) -> None:
    support = begin(staff.jonas)
    for change in ({"next_step": ""}, {"next_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Support.objects.filter(pk=support).update(**change)
    with pytest.raises(Invalid, match="passed"):
        begin(staff.jonas, coming=Next(NextStep.TALK, TODAY - timedelta(days=1)))


def test_the_same_form_begins_one_support_and_registers_one_talk(staff: Staff, at: datetime) -> None:
    nonce = fresh()
    assert begin(staff.jonas, nonce=nonce) == begin(staff.jonas, nonce=nonce)
    form = fresh()
    made = {
        actions.register(
            actor=staff.jonas,
            unit_id=NORTH,
            beginning=walk_in(),
            held=an_hour_ago(),
            coming=None,
            nonce=form,
            at=at,
        )
        for _ in range(2)
    }
    assert len(made) == 1
    assert Support.objects.count() == 2
    assert Talk.objects.count() == 1


def test_a_contact_with_one_talk_is_registered_and_closed_in_one_form(staff: Staff, at: datetime) -> None:
    support = actions.register(
        actor=staff.jonas,
        unit_id=NORTH,
        beginning=walk_in(situation="crime"),
        held=an_hour_ago(way=Way.PHONE, minutes=20),
        coming=None,
        nonce=fresh(),
        at=at,
    )
    row = queries.row(staff.jonas, support, at=at)
    assert (row.state, row.close_reason, row.next_step) == (State.CLOSED, CloseReason.ONE_TALK, None)
    assert counted(What.TALK_HELD) == 1


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (an_hour_ago(minutes=0), "minutes"),
        (an_hour_ago(minutes=481), "minutes"),
        (an_hour_ago(MONDAY_MORNING + timedelta(hours=2)), "not_yet_held"),
        (an_hour_ago(MONDAY_MORNING - timedelta(days=61)), "too_long_ago"),
    ],
)
def test_a_talk_that_cannot_have_been_is_refused(staff: Staff, at: datetime, held: actions.Held, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        actions.register(
            actor=staff.jonas, unit_id=NORTH, beginning=walk_in(), held=held, coming=None, nonce=fresh(), at=at
        )
    assert not Support.objects.exists()


# --- Who sees what -------------------------------------------------------------------------------------------------


def test_colleagues_see_that_there_is_a_support_and_only_its_owner_reads_it(staff: Staff, at: datetime) -> None:
    support = begin(staff.jonas)
    for name, knows in (
        ("samir", True),
        ("ines", True),
        ("gunilla", False),
        ("petra", False),
        ("stina", False),
        ("kim", False),
        ("siv", False),
        ("karin", False),
    ):
        with pytest.raises(NotAllowed if knows else NotFound):
            actions.read(actor=staff.viewer(name), support_id=support, at=at)
        with pytest.raises(NotAllowed if knows else NotFound):
            actions.write(actor=staff.viewer(name), support_id=support, text="x", nonce=fresh(), at=at)
    assert deeds(support) == ["support.open"]


def test_the_head_sees_the_list_without_content_overdue_first_and_hands_over(staff: Staff, at: datetime) -> None:
    late, other = begin(staff.jonas, coming=Next(NextStep.TALK, TODAY)), begin(staff.samir)
    tomorrow = at + timedelta(days=1)
    ines = staff.viewer("ines", tomorrow)
    rows = queries.worklist(ines, view=View.UNIT, unit_id=NORTH, at=tomorrow)
    assert [(row.id, row.overdue) for row in rows] == [(late, True), (other, False)]
    assert rows[0].may == {"hand_over"}
    with pytest.raises(NotFound):
        queries.worklist(staff.samir, view=View.UNIT, unit_id=NORTH, at=at)
    actions.hand_over(
        actor=ines, support_id=late, staff_id=staff.ids["samir"], owner_id=staff.ids["jonas"], at=tomorrow
    )
    assert actions.read(actor=staff.samir, support_id=late, at=tomorrow).row.mine
    with pytest.raises(NotAllowed):
        actions.read(actor=staff.jonas, support_id=late, at=tomorrow)


def test_ones_own_supports_come_in_pages_what_is_most_overdue_first(staff: Staff, at: datetime) -> None:
    days = (9, 2, 5, 2, 7)
    begun = {begin(staff.jonas, coming=Next(NextStep.TALK, TODAY + timedelta(days=day))): day for day in days}
    begin(staff.samir)
    later, seen, after = at + timedelta(days=3), [], None
    while True:
        page = queries.page(staff.jonas, view=View.MINE, after=after, limit=2, at=later)
        seen += [(begun[row.id], row.overdue) for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [(2, True), (2, True), (5, False), (7, False), (9, False)]


def test_the_units_list_goes_on_from_what_waits_to_what_is_under_way(staff: Staff, at: datetime) -> None:
    begun = begin(staff.jonas)
    Support.objects.filter(pk=begin(staff.samir)).update(
        state=State.WAITING.value, next_step="", next_on=None, due_at=at + timedelta(days=1)
    )
    first = queries.page(staff.ines, view=View.UNIT, unit_id=NORTH, limit=1, at=at)
    rest = queries.page(staff.ines, view=View.UNIT, unit_id=NORTH, after=first.next, limit=1, at=at)
    assert [row.state for row in (*first.rows, *rest.rows)] == [State.WAITING, State.OPEN]
    assert (rest.rows[0].id, rest.next) == (begun, None)


def test_of_two_who_give_it_away_at_once_one_is_told_that_it_has_moved_on(staff: Staff, at: datetime) -> None:
    support, ids = begin(staff.jonas), staff.ids
    actions.hand_over(actor=staff.jonas, support_id=support, staff_id=ids["samir"], owner_id=ids["jonas"], at=at)
    with pytest.raises(NotNow):
        actions.hand_over(actor=staff.ines, support_id=support, staff_id=ids["lena"], owner_id=ids["jonas"], at=at)
    with pytest.raises(Invalid, match="not_a_colleague"):
        actions.hand_over(actor=staff.ines, support_id=support, staff_id=ids["karin"], owner_id=ids["samir"], at=at)


def test_everything_somebody_answers_for_is_handed_over_in_one_move(staff: Staff, at: datetime) -> None:
    mine = {begin(staff.jonas), begin(staff.jonas), begin(staff.jonas)}
    begin(staff.samir)
    given = {"unit_id": NORTH, "staff_id": staff.ids["jonas"], "to": [staff.ids["lena"]], "at": at}
    with pytest.raises(NotFound):
        hand_over_all(actor=staff.samir, **given)
    held = leaving.load(staff.ines, unit_id=NORTH, staff_id=staff.ids["jonas"], at=at).held
    assert {one.kind: one.open for one in held}[Kind.SUPPORT] == 3
    assert hand_over_all(actor=staff.ines, **given) == 3
    assert {row.id for row in queries.worklist(staff.lena, view=View.MINE, at=at)} == mine


def test_what_belongs_to_somebody_who_has_left_waits_again(staff: Staff, at: datetime) -> None:
    support = begin(staff.jonas)
    end_grant(staff_id=staff.ids["jonas"], unit_id=NORTH, role=Role.RELATIVES_ADVISER, actor=Actor.system("it"), at=at)
    later = at + timedelta(minutes=1)
    assert give_to_heads(at=later) == 0, "when the role ended, it was done"
    [row] = queries.worklist(staff.viewer("samir", later), view=View.WAITING, unit_id=NORTH, at=later)
    assert (row.id, row.owner_id, row.due_at) == (support, staff.ids["ines"], at + timedelta(hours=4))
    actions.take(actor=staff.viewer("samir", later), support_id=support, at=later)
    assert actions.read(actor=staff.viewer("samir", later), support_id=support, at=later).row.state is State.OPEN


def test_what_passes_its_day_is_raised_once_and_a_new_day_takes_it_down(staff: Staff, at: datetime) -> None:
    support = begin(staff.jonas, coming=Next(NextStep.TALK, TODAY))
    assert actions.look_after(at=at) == 0
    tomorrow = at + timedelta(days=1)
    assert actions.look_after(at=tomorrow) == 1
    assert actions.look_after(at=tomorrow) == 0
    assert queries.counts(staff.viewer("ines", tomorrow), unit_id=NORTH, at=tomorrow).raised == 1
    assert queries.counts(staff.viewer("jonas", tomorrow), unit_id=NORTH, at=tomorrow).overdue == 1
    coming = Next(NextStep.TALK, TODAY + timedelta(days=3))
    actions.set_next(actor=staff.viewer("jonas", tomorrow), support_id=support, coming=coming, at=tomorrow)
    assert queries.counts(staff.viewer("ines", tomorrow), unit_id=NORTH, at=tomorrow).raised == 0
    assert counted(What.SUPPORT_LATE) == 1


# --- In a case -----------------------------------------------------------------------------------------------------


def test_what_stands_in_a_file_is_seen_exactly_as_the_case_is(staff: Staff, at: datetime) -> None:
    ids = staff.ids
    case = casework.open_case(
        actor=staff.jonas, unit_id=NORTH, identity=Identity(AMAL.name, AMAL.number), nonce=fresh(), at=at
    )
    support = begin(staff.jonas, service="practical", case_id=case)
    actions.write(actor=staff.jonas, support_id=support, text="900101-2385", nonce=fresh(), at=at)
    assert queries.row(staff.ines, support, at=at).owner_id == ids["jonas"]
    with pytest.raises(NotFound):
        queries.row(staff.samir, support, at=at)
    casework.protect(actor=staff.jonas, case_id=case, level=ProtectionLevel.MARKED, second=ids["samir"], at=at)
    assert [row.id for row in queries.in_case(staff.samir, case, at=at)] == [support]
    for name in ("ines", "lena", "petra"):
        assert queries.in_case(staff.viewer(name), case, at=at) == ()
        with pytest.raises(NotFound):
            queries.row(staff.viewer(name), support, at=at)
    actions.read(actor=staff.samir, support_id=support, at=at)
    last = AuditEntry.objects.filter(object=f"case:{case}").latest("id")
    assert (last.action, last.unit, last.detail["compartment"]) == ("support.read", "", "protected")
    with pytest.raises(NotNow, match="by_case"):
        actions.hand_over(actor=staff.samir, support_id=support, staff_id=ids["lena"], owner_id=ids["jonas"], at=at)


def test_nobody_puts_support_in_a_case_that_is_not_theirs_to_write_in(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    with pytest.raises(NotFound):
        begin(staff.samir, service="practical", case_id=case)
    with pytest.raises(NotFound):
        begin(staff.petra, unit_id=NORTH)
    with pytest.raises(NotFound):
        begin(staff.karin, unit_id=INTAKE)
    assert begin(staff.petra, unit_id=SOUTH)


# --- Talks that are booked -----------------------------------------------------------------------------------------


def _book(staff: Staff, who: str, support: UUID, starts: datetime, room: str = "norr-1", minutes: int = 60) -> None:
    actions.book(
        actor=staff.viewer(who),
        support_id=support,
        way=Way.ROOM,
        starts_at=starts,
        minutes=minutes,
        room=room,
        nonce=fresh(),
        at=MONDAY_MORNING,
    )


def test_neither_somebody_nor_a_room_is_booked_twice_at_a_time(staff: Staff, at: datetime) -> None:
    mine, theirs = begin(staff.jonas), begin(staff.samir)
    ten = at + timedelta(days=1)
    _book(staff, "jonas", mine, ten)
    with pytest.raises(Invalid, match="staff_taken"):
        _book(staff, "jonas", mine, ten + timedelta(minutes=30), room="norr-2")
    with pytest.raises(Invalid, match="room_taken"):
        _book(staff, "samir", theirs, ten + timedelta(minutes=30))
    _book(staff, "samir", theirs, ten + timedelta(minutes=60))
    _book(staff, "samir", theirs, ten, room="norr-2")
    actions.close(actor=staff.jonas, support_id=mine, reason=CloseReason.PERSON_ENDED, at=at)
    lena = begin(staff.lena)
    _book(staff, "lena", lena, ten)


def test_an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Stockholm")
    assert moment("2027-03-28T01:59", zone) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    with pytest.raises(Invalid, match="no_such_time"):
        moment("2027-03-28T02:30", zone)
    assert moment("2027-03-28T03:00", zone) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert moment("2027-10-31T02:30", zone) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    for wrong in ("i morgon", "2027-13-01T10:00", "2027-03-28T10:00+02:00", "9999-01-01T10:00", "0001-01-01T00:00"):
        with pytest.raises(Invalid, match="not_a_time"):
            moment(wrong, zone)
    assert day("2028-02-29") == date(2028, 2, 29)
    with pytest.raises(Invalid, match="not_a_day"):
        day("2027-02-29")


def test_a_talk_over_the_night_when_clocks_change_lasts_as_long_as_it_lasts(staff: Staff) -> None:
    from zoneinfo import ZoneInfo

    support = begin(staff.jonas)
    starts = moment("2027-03-28T01:30", ZoneInfo("Europe/Stockholm"))
    _book(staff, "jonas", support, starts)
    with pytest.raises(Invalid, match="staff_taken"):
        _book(staff, "jonas", support, moment("2027-03-28T03:15", ZoneInfo("Europe/Stockholm")))
    _book(staff, "jonas", support, moment("2027-03-28T03:30", ZoneInfo("Europe/Stockholm")))


def test_what_became_of_a_booked_talk_is_said_once(staff: Staff, at: datetime) -> None:
    support = begin(staff.jonas)
    _book(staff, "jonas", support, at + timedelta(hours=2))
    [talk] = actions.read(actor=staff.jonas, support_id=support, at=at).talks
    said = {"actor": staff.jonas, "support_id": support, "talk_id": talk.id}
    with pytest.raises(Invalid, match="not_yet_held"):
        actions.settle(**said, state=TalkState.HELD, at=at)
    later = at + timedelta(hours=4)
    actions.settle(**said, state=TalkState.HELD, words="Det kändes bättre", at=later)
    with pytest.raises(Invalid, match="talk"):
        actions.settle(**said, state=TalkState.MISSED, at=later)
    assert counted(What.TALK_HELD) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_the_same_room_at_the_same_moment_one_gets_it() -> None:
    staff = make_staff()
    supports = {"jonas": begin(staff.jonas), "samir": begin(staff.samir)}
    ready, said = threading.Barrier(2), []

    def book(who: str) -> None:
        ready.wait()
        try:
            _book(staff, who, supports[who], MONDAY_MORNING + timedelta(days=1))
            said.append("booked")
        except Invalid as refused:
            said.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=book, args=(who,)) for who in supports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["booked", "room_taken"]


def test_a_unit_that_ends_gives_its_supports_and_groups_to_the_one_that_took_over(staff: Staff, at: datetime) -> None:
    from sjalvklar.support.belongings import Supports

    mine, room = begin(staff.jonas), Supports()
    group = actions.make_group(
        actor=staff.jonas, unit_id=NORTH, service="circle", name="Torsdagar", places=3, nonce=fresh(), at=at
    )
    assert room.is_open_in(NORTH)
    assert room.move_unit(NORTH, INTAKE, at=at) == 1
    assert not room.is_open_in(NORTH)
    assert Support.objects.get(pk=mine).unit_id == INTAKE
    assert queries.group(staff.gunilla, group).unit_id == INTAKE
    assert deeds(mine)[-1] == "support.move_unit"
