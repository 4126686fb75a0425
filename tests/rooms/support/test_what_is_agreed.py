# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is agreed with the relative: the plan in their own words, talks by video, reminders, and what is safe."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, CALLED, SAFE, TODAY, Staff, begin

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import Purpose, Recipient
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import Channel, ContactFacts, Days, SafeContact
from sjalvklar.support import actions, keeping, queries
from sjalvklar.support import models as tables
from sjalvklar.support.actions import Agreed, BookedLine, Who
from sjalvklar.support.rules import CloseReason as Ended
from sjalvklar.support.rules import (
    NextStep,
    OwnPlan,
    ReminderWay,
    SaidBy,
    TalkState,
    Way,
    Wish,
)
from sjalvklar.trust.models import AuditEntry

IN_TWO_WEEKS = TODAY + timedelta(days=14)
PLAN = OwnPlan("Sova om natten.", "Någon att ringa.", "Går ut en stund varje dag.", "Vi ringer på tisdagar.")
BY_US, IN_THREAD = Wish(ReminderWay.SAFE, 1), Wish(ReminderWay.THREAD, 1)


def agreed(staff: Staff, support: UUID, at: datetime) -> Agreed:
    return actions.read_agreed(actor=staff.viewer("jonas", at), support_id=support, at=at)


def plan(staff: Staff, support: UUID, at: datetime, what: OwnPlan = PLAN, **given: Any) -> None:
    given = {"look_on": IN_TWO_WEEKS, "number": 0, "nonce": fresh(), **given}
    actions.write_plan(actor=staff.viewer("jonas", at), support_id=support, plan=what, at=at, **given)


def book(staff: Staff, support: UUID, at: datetime, days: int = 3, way: Way = Way.VIDEO) -> BookedLine:
    """A talk at noon so many days ahead."""
    starts = at + timedelta(days=days, hours=3)
    before = {one.id for one in agreed(staff, support, at).booked}
    actions.book(actor=staff.jonas, support_id=support, way=way, starts_at=starts, minutes=45, nonce=fresh(), at=at)
    return next(one for one in agreed(staff, support, at).booked if one.id not in before)


def deeds(support: UUID) -> list[str]:
    return list(AuditEntry.objects.filter(object=f"support:{support}").order_by("pk").values_list("action", flat=True))


@pytest.fixture
def named(staff: Staff) -> UUID:
    """Amal without a file, who said to be reached by message after five."""
    return begin(staff.jonas, service="advice", who=CALLED)


@pytest.fixture
def thread(staff: Staff, at: datetime) -> UUID:
    """What Amal wrote to us, in Arabic, taken by Jonas."""
    facts = ContactFacts(language="ar")
    stored = mailbox.store_contact(nonce=fresh(), unit_id=NORTH, text="Jag är rädd.", answers=facts, at=at)
    mailbox.take(actor=staff.jonas, thread_id=stored.thread_id, at=at)
    return stored.thread_id


@pytest.fixture
def from_thread(staff: Staff, thread: UUID) -> UUID:
    return begin(staff.jonas, service="advice", who=Who(name="Amal", thread=thread))


def test_a_plan_is_sealed_and_a_new_version_leaves_the_former_as_it_was(
    staff: Staff, named: UUID, at: datetime
) -> None:
    form = fresh()
    plan(staff, named, at, nonce=form)
    plan(staff, named, at, nonce=form)
    later = at + timedelta(days=1)
    plan(staff, named, later, replace(PLAN, helps="Och en grupp."), number=1)
    with pytest.raises(NotNow, match="plan_moved_on"):
        plan(staff, named, later, PLAN, number=1)
    read = agreed(staff, named, later)
    assert [(one.number, one.plan.helps, one.by) for one in read.plans] == [
        (2, "Och en grupp.", "Jonas Exempelsson"),
        (1, "Någon att ringa.", "Jonas Exempelsson"),
    ]
    assert read.plan is not None
    assert (read.plan.number, read.plans[1].replaced_at) == (2, later)
    for row in tables.OwnPlan.objects.all():
        assert "Sova" not in bytes(row.body).decode("latin-1")
    assert deeds(named).count("support.plan") == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        tables.OwnPlan.objects.update(replaced_at=None)
    for who in (staff.samir, staff.ines):
        with pytest.raises(NotAllowed):
            actions.read_agreed(actor=who, support_id=named, at=later)
    with pytest.raises(NotFound):
        actions.read_agreed(actor=staff.petra, support_id=named, at=later)


def test_a_plan_of_somebody_anonymous_has_no_words_that_point_at_them(staff: Staff, at: datetime) -> None:
    anonymous = begin(staff.jonas)
    with pytest.raises(Invalid, match="phone_here"):
        plan(staff, anonymous, at, replace(PLAN, they_do="Ringer 070-174 06 12"))
    assert not tables.OwnPlan.objects.exists()
    plan(staff, anonymous, at)
    paper = actions.plan_paper(actor=staff.jonas, support_id=anonymous, with_unit=False, at=at)
    assert (paper.plan, paper.made_on, paper.look_on, paper.by, paper.unit) == (
        PLAN,
        TODAY,
        IN_TWO_WEEKS,
        "Jonas",
        "",
    )


def test_a_look_that_nobody_took_comes_first_and_one_that_was_taken_has_a_new_day(
    staff: Staff, named: UUID, at: datetime
) -> None:
    plan(staff, named, at, look_on=TODAY + timedelta(days=2))
    actions.look_again(actor=staff.jonas, support_id=named, number=1, look_on=TODAY + timedelta(days=3), at=at)
    assert actions.look_after(at=at + timedelta(days=3)) == 0
    late = at + timedelta(days=4)
    assert actions.look_after(at=late) == 1
    assert actions.look_after(at=late) == 0
    row = queries.row(staff.viewer("jonas", late), named, at=late)
    assert (row.next_step, row.next_on) == (NextStep.FOLLOW_UP, TODAY + timedelta(days=4))
    assert agreed(staff, named, late).plans[0].late
    assert queries.short(queries.row(staff.viewer("jonas", late), named, at=late), at=late).look_late
    jonas = {"actor": staff.viewer("jonas", late), "support_id": named, "at": late}
    with pytest.raises(Invalid, match="passed"):
        actions.look_again(**jonas, number=1, look_on=TODAY)
    with pytest.raises(NotNow, match="plan_moved_on"):
        actions.look_again(**jonas, number=2, look_on=IN_TWO_WEEKS)
    actions.look_again(**jonas, number=1, look_on=IN_TWO_WEEKS)
    kept = agreed(staff, named, late).plans[0]
    assert (kept.late, kept.look_on, kept.looked_at, kept.plan) == (False, IN_TWO_WEEKS, late, PLAN)


def test_the_plan_goes_along_in_the_persons_own_copy_and_to_no_guardian(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    plan(staff, support, at)
    copy: dict[str, Any] = {
        "actor": staff.jonas,
        "case_id": case,
        "why": Purpose.ACCESS_REQUEST,
        "choices": {},
        "confirmed": True,
        "at": at,
    }
    [own] = casework.extract(**copy, to=Recipient.PERSON).attached["supports"]
    assert [one["wants"] for one in own["plans"]] == [PLAN.wants]
    acting = next(who for who in Recipient if who.acts_for_them)
    [theirs] = casework.extract(**copy, to=acting).attached["supports"]
    assert "plans" not in theirs


def test_a_talk_by_video_has_a_link_of_its_own_until_it_has_been(staff: Staff, named: UUID, at: datetime) -> None:
    first, second = book(staff, named, at), book(staff, named, at, days=4)
    for one in (first, second):
        assert one.link.startswith("https://video.example.org/moten/")
        assert len(one.link.rpartition("/")[2]) == 32
    assert first.link != second.link
    assert first.link not in str([bytes(row.video) for row in tables.Talk.objects.all() if row.video])
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": named, "at": at}
    actions.give_link(**one, talk_id=first.id, nonce=fresh())
    [moved_from, *_] = agreed(staff, named, at).booked
    assert moved_from.given_at == at
    actions.move(**one, talk_id=first.id, way=Way.VIDEO, starts_at=at + timedelta(days=5, hours=3), minutes=30)
    moved = next(line for line in agreed(staff, named, at).booked if line.id == first.id)
    assert (moved.minutes, moved.given_at) == (30, None)
    assert moved.link
    assert moved.link != first.link
    with pytest.raises(Invalid, match="staff_taken"):
        actions.move(**one, talk_id=second.id, way=Way.VIDEO, starts_at=moved.starts_at, minutes=30)
    actions.move(**one, talk_id=first.id, way=Way.PHONE, starts_at=moved.starts_at, minutes=45)
    assert next(line for line in agreed(staff, named, at).booked if line.id == first.id).link == ""
    with pytest.raises(Invalid, match="no_link"):
        actions.give_link(**one, talk_id=first.id, nonce=fresh())
    actions.settle(**one, talk_id=second.id, state=TalkState.CANCELLED)
    assert not tables.Talk.objects.filter(video__isnull=False).exists()
    book(staff, named, at, days=6)
    actions.close(**one, reason=Ended.GOAL_REACHED)
    assert not tables.Talk.objects.filter(video__isnull=False).exists()


def test_without_a_video_service_there_is_no_link(staff: Staff, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    found = queries.catalogue()
    monkeypatch.setattr("sjalvklar.support.queries.services.catalogue", lambda: replace(found, video=()))
    assert book(staff, begin(staff.jonas), at).link == ""


def test_the_link_is_written_in_their_own_contact_when_that_is_how_they_came(
    staff: Staff, named: UUID, from_thread: UUID, thread: UUID, at: datetime
) -> None:
    talk = book(staff, from_thread, at)
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": from_thread, "at": at}
    actions.give_link(**one, talk_id=talk.id, in_thread=True, nonce=fresh())
    last = mailbox.read(actor=staff.jonas, thread_id=thread, at=at).messages[-1]
    assert talk.link in last.text
    assert agreed(staff, from_thread, at).booked[0].given_at == at
    other = book(staff, named, at, days=4)
    with pytest.raises(Invalid, match="no_such_way"):
        actions.give_link(actor=staff.jonas, support_id=named, talk_id=other.id, in_thread=True, nonce=fresh(), at=at)


def test_what_is_safe_changes_with_who_said_it_and_the_old_is_gone(staff: Staff, named: UUID, at: datetime) -> None:
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": named, "at": at}
    actions.set_wish(**one, wish=BY_US)
    book(staff, named, at, days=7)
    [before] = queries.reminders(staff.jonas, unit_id=NORTH, at=at).rows
    assert before.on == TODAY + timedelta(days=6), "a Sunday"
    now = SafeContact(Channel.PHONE, "070-174 06 99", days=Days.WEEKDAYS, when="10-12")
    form = fresh()
    for _ in range(2):
        actions.change_safe_contact(**one, safe=now, said_by=SaidBy.THEMSELVES, said_on=TODAY, nonce=form)
    found = actions.reveal(**one)
    assert found is not None
    assert (found.name, found.safe.value, found.safe.days) == ("Amal", now.value, Days.WEEKDAYS)
    assert SAFE.value not in str(agreed(staff, named, at))
    [after] = queries.reminders(staff.jonas, unit_id=NORTH, at=at).rows
    assert after.on == TODAY + timedelta(days=4), "the Friday before"
    [told] = agreed(staff, named, at).told
    assert (told.said_by, told.said_on, told.by) == (SaidBy.THEMSELVES, TODAY, "Jonas Exempelsson")
    with pytest.raises(Invalid, match="only_stop"):
        actions.change_safe_contact(**one, safe=now, said_by=SaidBy.WE_STOPPED, said_on=TODAY, nonce=fresh())
    actions.change_safe_contact(**one, safe=SafeContact(), said_by=SaidBy.WE_STOPPED, said_on=TODAY, nonce=fresh())
    assert queries.reminders(staff.jonas, unit_id=NORTH, at=at).rows == ()
    assert actions.reveal(**one).safe.value == ""  # type: ignore[union-attr]


def test_in_a_file_times_are_kept_here_and_the_number_with_who_it_is(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    told: dict[str, Any] = {
        "actor": staff.jonas,
        "support_id": support,
        "said_by": SaidBy.THEMSELVES,
        "said_on": TODAY,
        "at": at,
    }
    for safe, code, field in (
        (SafeContact(Channel.PHONE, "070-174 06 12"), "not_kept_here", "value"),
        (SafeContact(Channel.PHONE, when="Ring 070-174 06 12"), "phone_here", "when"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.change_safe_contact(**told, safe=safe, nonce=fresh())
        assert (refused.value.code, refused.value.field) == (code, field)
    safe = SafeContact(Channel.PHONE, days=Days.WEEKDAYS, when="mellan 10 och 12")
    actions.change_safe_contact(**told, safe=safe, nonce=fresh())
    read = agreed(staff, support, at)
    assert read.safe is not None
    assert (read.safe.channel, read.safe.when, read.safe.value) == (Channel.PHONE, "mellan 10 och 12", "")
    actions.set_wish(actor=staff.jonas, support_id=support, wish=BY_US, at=at)
    assert book(staff, support, at).reminder is not None


def test_of_somebody_anonymous_there_is_no_place_for_what_is_safe(staff: Staff, at: datetime) -> None:
    told: dict[str, Any] = {"said_by": SaidBy.THEMSELVES, "at": at, "support_id": begin(staff.jonas)}
    with pytest.raises(Invalid, match="no_place_for_it"):
        actions.change_safe_contact(actor=staff.jonas, safe=SAFE, said_on=TODAY, nonce=fresh(), **told)
    for on, code in ((TODAY + timedelta(days=1), "said_ahead"), (TODAY - timedelta(days=90), "too_long_ago")):
        with pytest.raises(Invalid, match=code):
            actions.change_safe_contact(actor=staff.jonas, safe=SAFE, said_on=on, nonce=fresh(), **told)


def test_what_is_agreed_goes_with_its_support(staff: Staff, named: UUID, at: datetime) -> None:
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": named, "at": at}
    plan(staff, named, at)
    actions.set_wish(**one, wish=BY_US)
    book(staff, named, at)
    actions.change_safe_contact(**one, safe=SAFE, said_by=SaidBy.THEMSELVES, said_on=TODAY, nonce=fresh())
    kept = (tables.OwnPlan, tables.Reminder, tables.ReminderWish, tables.SafetyTold)
    assert all(table.objects.exists() for table in kept)
    keeping.delete([named])
    assert not any(table.objects.exists() for table in kept)
