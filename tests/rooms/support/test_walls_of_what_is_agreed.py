# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is agreed behind PostgreSQL's own walls: what may be done can be done as the app's role, and nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import MONDAY_MORNING, TODAY, Staff
from tests.rooms.support.test_walls_of_supports import Does, does, house, opened

from sjalvklar.casework.rules import Recipient
from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import Channel, ContactFacts, SafeContact
from sjalvklar.safety import actions as safety
from sjalvklar.safety.rules import Said
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Who
from sjalvklar.support.models import HandOut, Reminder, ReminderWish, SafetyTold
from sjalvklar.support.models import OwnPlan as Version
from sjalvklar.support.rules import OwnPlan, ReminderState, ReminderWay, SaidBy, Way, Wish
from sjalvklar.trust.access.context import CLOCK, RELATIVE, acting
from sjalvklar.trust.access.context import staff as somebody

__all__ = ["does", "house"]
SAFE = SafeContact(Channel.SMS, "070-174 06 12")


def test_all_that_is_agreed_can_be_kept_moved_and_reminded_of_as_the_apps_role(house: Staff, does: Does) -> None:
    with clock.frozen(MONDAY_MORNING), acting(RELATIVE):
        thread = mailbox.store_contact(
            nonce=fresh(), unit_id=NORTH, text="Jag är rädd.", answers=ContactFacts()
        ).thread_id
    does("jonas", mailbox.take, thread_id=thread)
    one = {"support_id": opened(does, service="advice", who=Who(name="Amal", safe=SAFE, thread=thread))}
    plan = {"plan": OwnPlan("Sova."), "look_on": TODAY + timedelta(days=1)}
    for number in (0, 1):
        does("jonas", actions.write_plan, **one, **plan, number=number, nonce=fresh())
    does("jonas", actions.look_again, **one, number=2, look_on=TODAY + timedelta(days=1))
    assert does("jonas", actions.plan_paper, **one, with_unit=True).plan.wants == "Sova."
    does("jonas", actions.set_wish, **one, wish=Wish(ReminderWay.SAFE, 1))
    for days in (2, 3):
        starts = MONDAY_MORNING + timedelta(days=days)
        does("jonas", actions.book, **one, way=Way.VIDEO, starts_at=starts, minutes=45, nonce=fresh())
    first, second = does("jonas", actions.read_agreed, **one).booked
    assert first.link != second.link
    assert first.reminder is not None
    does("jonas", actions.give_link, **one, talk_id=first.id, in_thread=True, nonce=fresh())
    does("jonas", actions.settle_reminder, **one, reminder_id=first.reminder.id, done=True)
    does("jonas", actions.set_wish, **one, wish=Wish(ReminderWay.THREAD, 1))
    later = {"way": Way.VIDEO, "starts_at": MONDAY_MORNING + timedelta(days=4), "minutes": 30}
    does("jonas", actions.move, **one, talk_id=second.id, **later)
    told = {"said_by": SaidBy.THEMSELVES, "said_on": TODAY}
    does("jonas", actions.change_safe_contact, **one, safe=SAFE, **told, nonce=fresh())
    with clock.frozen(MONDAY_MORNING + timedelta(days=3)), acting(CLOCK):
        actions.look_after()
    after = does("jonas", actions.read_agreed, **one, at=MONDAY_MORNING + timedelta(days=3))
    assert after.plans[0].late
    assert [line.reminder.state for line in after.booked if line.id == second.id] == [ReminderState.DONE]  # type: ignore[union-attr]
    said = does("jonas", mailbox.read, thread_id=thread).messages
    assert len(said) == 3, "what she wrote, the link and the reminder"
    does("jonas", safety.switch_on, **one, nonce=fresh())
    assert does("jonas", actions.read_agreed, **one).wish is None


def test_the_database_itself_hides_what_is_agreed_and_shows_colleagues_only_that_somebody_is_to_be_reminded(
    house: Staff, does: Does
) -> None:
    one = {"support_id": opened(does, service="advice", who=Who(name="Amal", safe=SAFE))}
    look = TODAY + timedelta(days=1)
    does("jonas", actions.write_plan, **one, plan=OwnPlan("Sova."), look_on=look, number=0, nonce=fresh())
    told = {"said_by": SaidBy.THEMSELVES, "said_on": TODAY}
    does("jonas", actions.change_safe_contact, **one, safe=SAFE, **told, nonce=fresh())
    does("jonas", actions.set_wish, **one, wish=Wish(ReminderWay.SAFE, 1))
    starts = MONDAY_MORNING + timedelta(days=2)
    does("jonas", actions.book, **one, way=Way.PHONE, starts_at=starts, minutes=45, nonce=fresh())
    for who, knows, reads in (
        ("jonas", True, True),
        ("samir", True, False),
        ("ines", True, False),
        ("gunilla", False, False),
        ("karin", False, False),
        ("petra", False, False),
        ("siv", False, False),
    ):
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
            assert Reminder.objects.exists() is knows, who
            for table in (Version, ReminderWish, SafetyTold):
                assert table.objects.exists() is reads, (who, table)
            assert not Reminder.objects.filter(support=one["support_id"]).delete()[0]
    assert len(does("ines", queries.reminders, ask=True, unit_id=NORTH).rows) == 1
    with acting(RELATIVE):
        for table in (Version, Reminder, ReminderWish, SafetyTold):
            assert not table.objects.exists(), table
    with (
        clock.frozen(MONDAY_MORNING),
        acting(somebody(house.ids["samir"])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        SafetyTold.objects.create(
            support_id=one["support_id"],
            said_by=SaidBy.THEMSELVES.value,
            said_on=TODAY,
            staff_id=house.ids["samir"],
            at=MONDAY_MORNING,
            once=fresh(),
        )


def test_a_copy_of_a_support_leaves_as_the_apps_role_and_only_whoever_may_know_of_it_sees_that_it_left(
    house: Staff, does: Does
) -> None:
    one = {"support_id": opened(does, service="advice", who=Who(name="Amal", safe=SAFE))}
    does("jonas", safety.say_fear, **one, said=Said(8, "Rädd"), nonce=fresh())
    given = {**one, "to": Recipient.PERSON, "choices": {}, "confirmed": True}
    assert does("jonas", actions.prepare, **one) == ()
    assert does("jonas", actions.extract, **given).identity.name == "Amal"
    with acting(somebody(house.ids["samir"])):
        assert HandOut.objects.count() == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            HandOut.objects.create(
                support_id=one["support_id"], to="person", staff_id=house.ids["samir"], at=MONDAY_MORNING
            )
    with acting(somebody(house.ids["siv"])):
        assert not HandOut.objects.exists()
    with acting(somebody(house.ids["jonas"])):
        assert HandOut.objects.update(staff_id=house.ids["samir"]) == 0
