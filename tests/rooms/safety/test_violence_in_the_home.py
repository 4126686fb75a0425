# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""While there are signs of violence in the home nobody is reached: not by the support, its case or its contact."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.safety.said import afraid, deeds
from tests.rooms.support.staff import AMAL, TODAY, Staff, begin

from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case, Joining
from sjalvklar.casework.rules import JoinGround, ProtectionLevel
from sjalvklar.followup import actions as asked
from sjalvklar.followup.queries import door
from sjalvklar.followup.rules import Questions
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import Channel, ContactFacts, SafeContact, WhoMayAnswer
from sjalvklar.safety import actions
from sjalvklar.safety.models import Violence
from sjalvklar.safety.rules import (
    Heed,
)
from sjalvklar.support import actions as supports
from sjalvklar.support import queries as support_queries
from sjalvklar.support.actions import Next, Who
from sjalvklar.support.models import Support
from sjalvklar.support.rules import CloseReason, NextStep, ReminderWay, SaidBy, Wish
from sjalvklar.trust.models import AuditEntry


def test_nor_does_the_contact_that_the_support_began_with_show_how_to_reach_them(staff: Staff, at: datetime) -> None:
    sure = SafeContact(channel=Channel.PHONE, value="070-1740605", who_may_answer=WhoMayAnswer.ONLY_ME)
    thread = mailbox.store_contact(
        nonce=fresh(), unit_id=NORTH, text="Hjälp", answers=ContactFacts(), safe_contact=sure, at=at
    ).thread_id
    mailbox.take(actor=staff.jonas, thread_id=thread, at=at)
    look: dict[str, Any] = {"actor": staff.jonas, "thread_id": thread, "ticked": True, "at": at}
    supported = [begin(staff.jonas, service="advice", who=Who(name="Amal", thread=thread)) for _ in range(2)]
    assert mailbox.reveal_safe_contact(**look).value
    for support in supported:
        actions.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    for support in supported:
        with pytest.raises(NotNow, match="not_to_be_reached"):
            mailbox.reveal_safe_contact(**look)
        assert mailbox.read(actor=staff.jonas, thread_id=thread, at=at).safe.stopped
        mailbox.answer(actor=staff.jonas, thread_id=thread, text="Vi finns här.", nonce=fresh(), at=at)
        actions.switch_off(actor=staff.jonas, support_id=support, why="Hon har flyttat.", at=at)
    assert mailbox.reveal_safe_contact(**look).value
    assert not mailbox.read(actor=staff.jonas, thread_id=thread, at=at).safe.stopped
    said = AuditEntry.objects.filter(object=f"thread:{thread}", basis="safety").values_list("action", flat=True)
    assert sorted(said) == ["contact.reach_again"] * 2 + ["contact.stop_reaching"] * 2


def test_while_there_are_signs_of_violence_in_the_home_nobody_is_reached(
    staff: Staff, support: UUID, at: datetime
) -> None:
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "at": at}
    afraid(staff, support, at)
    actions.warn(actor=staff.jonas, support_id=support, heed=Heed(("no-doorbell",)), nonce=fresh(), at=at)
    assert supports.reveal(**one) is not None
    form = fresh()
    actions.switch_on(**one, signs="Blåmärken", nonce=form)
    actions.switch_on(**one, signs="Blåmärken", nonce=form)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.switch_on(**one, nonce=fresh())
    file = actions.read(**one)
    assert file.violence is not None
    assert (file.violence.signs, file.violence.by, file.fears, len(file.warnings.lines)) == (
        "Blåmärken",
        "Jonas Exempelsson",
        (),
        1,
    )
    with pytest.raises(NotNow, match=actions.STOPPED):
        supports.reveal(**one)
    with pytest.raises(NotNow, match=actions.STOPPED):
        supports.set_next(**one, coming=Next(NextStep.REACH_OUT, TODAY))
    assert support_queries.row(staff.jonas, support, at=at).next_step is NextStep.LEAD_ON
    with pytest.raises(Invalid, match="consent"):
        actions.tell_who_knows(**one)
    assert Violence.objects.get().handed_at is None
    actions.tell_who_knows(**one, consent=True)
    with pytest.raises(NotNow):
        actions.tell_who_knows(**one, consent=True)
    told = actions.read(**one).violence
    assert told is not None
    assert told.told == "Anhörigstödet i Söder"
    with pytest.raises(Invalid, match="needed"):
        actions.switch_off(**one, why=" ")
    actions.switch_off(**one, why="Hon bor hos sin syster och vill höras igen")
    assert supports.reveal(**one) is not None
    assert len(actions.read(**one).fears) == 1
    assert [deed for deed in deeds(support) if "violence" in deed] == [
        "safety.violence_on",
        "safety.violence_told",
        "safety.violence_off",
    ]


def test_whoever_takes_over_while_it_is_so_leads_on_and_does_not_reach_out(
    staff: Staff, support: UUID, at: datetime
) -> None:
    actions.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    row = Support.objects.filter(pk=support)
    row.update(state="waiting", next_step="", next_on=None, due_at=at)
    supports.take(actor=staff.samir, support_id=support, at=at)
    assert support_queries.row(staff.samir, support, at=at).next_step is NextStep.LEAD_ON


def test_who_is_not_to_be_reached_is_not_reached_by_the_case_either(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    one: dict[str, Any] = {"actor": staff.jonas, "case_id": case, "at": at}
    assert casework.reveal(**one).name == AMAL.name
    actions.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    before = deeds(case, "case")
    for reveals, more in ((casework.reveal, {}), (casework.reveal_person, {"number": 1})):
        with pytest.raises(NotNow, match=actions.STOPPED):
            reveals(**one, **more)
    assert casework.reveal_names(actor=staff.jonas, at=at) == {}
    assert deeds(case, "case") == before
    with pytest.raises(NotNow, match=actions.STOPPED):
        begin(staff.jonas, service="practical", case_id=case, coming=Next(NextStep.REACH_OUT, TODAY))
    supports.close(actor=staff.jonas, support_id=support, reason=CloseReason.NO_CONTACT, at=at)
    with pytest.raises(NotNow, match=actions.STOPPED):
        casework.reveal(**one)
    supports.reopen(actor=staff.jonas, support_id=support, coming=Next(NextStep.TALK, TODAY), at=at)
    actions.switch_off(actor=staff.jonas, support_id=support, why="Hon bor ensam nu", at=at)
    assert casework.reveal(**one).name == AMAL.name


def test_nor_by_another_support_that_began_with_the_same_contact(staff: Staff, at: datetime) -> None:
    thread = mailbox.store_contact(nonce=fresh(), unit_id=NORTH, text="Hjälp", answers=ContactFacts(), at=at).thread_id
    mailbox.take(actor=staff.jonas, thread_id=thread, at=at)
    safe = SafeContact(Channel.SMS, "070-174 06 12")
    who = Who(name="Amal", safe=safe, thread=thread)
    seen, other = (begin(staff.jonas, service="advice", who=who) for _ in range(2))
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, contact=thread, nonce=fresh(), at=at)
    in_file = begin(staff.jonas, service="practical", case_id=case)
    told: dict[str, Any] = {"actor": staff.jonas, "support_id": other, "at": at}
    code = asked.link(**told, kind=Questions.WELLBEING, nonce=fresh()).code
    assert door.asked(code, at=at) is not None
    actions.switch_on(actor=staff.jonas, support_id=seen, nonce=fresh(), at=at)
    before = deeds(other)
    for reaches in (
        lambda: supports.reveal(**told),
        lambda: supports.set_next(**told, coming=Next(NextStep.REACH_OUT, TODAY)),
        lambda: supports.set_wish(**told, wish=Wish(ReminderWay.SAFE, 1)),
        lambda: asked.link(**told, kind=Questions.WELLBEING, nonce=fresh()),
        lambda: casework.reveal(actor=staff.jonas, case_id=case, at=at),
        lambda: supports.set_wish(actor=staff.jonas, support_id=in_file, wish=Wish(ReminderWay.SAFE, 1), at=at),
    ):
        with pytest.raises(NotNow, match="not_to_be_reached"):
            reaches()
    assert deeds(other) == before
    assert door.asked(code, at=at) is None
    actions.switch_off(actor=staff.jonas, support_id=seen, why="Hon bor ensam nu", at=at)
    assert supports.reveal(**told) is not None
    assert casework.reveal(actor=staff.jonas, case_id=case, at=at).name == AMAL.name


def test_nor_by_the_contact_that_the_case_was_opened_from(staff: Staff, at: datetime) -> None:
    sure = SafeContact(channel=Channel.PHONE, value="070-1740605", who_may_answer=WhoMayAnswer.ONLY_ME)
    thread = mailbox.store_contact(
        nonce=fresh(), unit_id=NORTH, text="Hjälp", answers=ContactFacts(), safe_contact=sure, at=at
    ).thread_id
    mailbox.take(actor=staff.jonas, thread_id=thread, at=at)
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, contact=thread, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    actions.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    look: dict[str, Any] = {"actor": staff.jonas, "thread_id": thread, "ticked": True, "at": at}
    with pytest.raises(NotNow, match="not_to_be_reached"):
        mailbox.reveal_safe_contact(**look)
    actions.switch_off(actor=staff.jonas, support_id=support, why="Hon bor ensam nu", at=at)
    assert mailbox.reveal_safe_contact(**look).value


def test_what_is_seen_in_one_support_of_a_case_holds_in_the_others(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    seen, other = (begin(staff.jonas, service="practical", case_id=case) for _ in range(2))
    told: dict[str, Any] = {"actor": staff.jonas, "support_id": other, "at": at}
    supports.change_safe_contact(
        **told, safe=SafeContact(Channel.SMS), said_by=SaidBy.THEMSELVES, said_on=TODAY, nonce=fresh()
    )
    supports.set_wish(**told, wish=Wish(ReminderWay.SAFE, 1))
    supports.set_next(**told, coming=Next(NextStep.REACH_OUT, TODAY + timedelta(days=3)))
    actions.switch_on(actor=staff.jonas, support_id=seen, nonce=fresh(), at=at)
    row = support_queries.row(staff.jonas, other, at=at)
    assert (row.next_step, row.next_on) == (NextStep.FOLLOW_UP, TODAY)
    with pytest.raises(NotNow, match=actions.STOPPED):
        supports.set_next(**told, coming=Next(NextStep.REACH_OUT, TODAY))
    found = supports.read_agreed(**told)
    assert (found.stopped, found.wish) == (actions.STOPPED, None)
    actions.switch_off(actor=staff.jonas, support_id=seen, why="Hon bor ensam nu", at=at)
    supports.set_next(**told, coming=Next(NextStep.REACH_OUT, TODAY))
    assert supports.read_agreed(**told).wish is None, "nobody is reminded until they have said yes again"


def test_cases_about_one_person_share_the_danger_whether_they_go_on_in_one_another_or_not(
    staff: Staff, at: datetime
) -> None:
    opened: dict[str, Any] = {"actor": staff.jonas, "unit_id": NORTH, "identity": AMAL, "at": at}
    closed, kept, third = (casework.open_case(**opened, nonce=fresh()) for _ in range(3))
    support = begin(staff.jonas, service="practical", case_id=closed)
    actions.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    number = Case.objects.get(pk=kept).number
    about = {"case_id": closed, "first": 1, "second": 1, "other_case": number}
    casework.join(actor=staff.jonas, **about, ground=JoinGround.ENTERED_TWICE, nonce=fresh(), at=at)
    joining = Joining.objects.get().pk
    with pytest.raises(NotNow, match=actions.STOPPED):
        casework.reveal(actor=staff.jonas, case_id=kept, at=at)
    casework.undo_join(actor=staff.jonas, case_id=kept, joining_id=joining, at=at)
    assert casework.reveal(actor=staff.jonas, case_id=kept, at=at).name == AMAL.name, "they were two people"
    casework.join(actor=staff.jonas, **about, ground=JoinGround.ENTERED_TWICE, nonce=fresh(), at=at)
    joining = Joining.objects.get(undone_at=None).pk
    casework.continue_in(actor=staff.jonas, case_id=closed, joining_id=joining, with_all=True, at=at)
    with pytest.raises(NotNow, match=actions.STOPPED):
        casework.reveal(actor=staff.jonas, case_id=kept, at=at)
    here = begin(staff.jonas, service="practical", case_id=kept)
    with pytest.raises(NotNow, match=actions.STOPPED):
        supports.set_next(actor=staff.jonas, support_id=here, coming=Next(NextStep.REACH_OUT, TODAY), at=at)
    assert casework.reveal(actor=staff.jonas, case_id=third, at=at).name == AMAL.name, "nobody has said so of this one"
    # What becomes one for named people tells nothing to whoever has the other.
    casework.protect(actor=staff.jonas, case_id=closed, level=ProtectionLevel.MARKED, second=staff.ids["samir"], at=at)
    assert casework.reveal(actor=staff.jonas, case_id=kept, at=at).name == AMAL.name


def test_in_an_emergency_who_somebody_is_is_still_shown_so_that_help_can_be_sent(staff: Staff, at: datetime) -> None:
    from sjalvklar.casework.rules import GlassReason

    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    actions.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    samir = staff.viewer("samir", at)
    casework.break_glass(
        actor=samir,
        case_id=case,
        reason=GlassReason.DANGER,
        text="Hon ringer och säger att han slår på dörren.",
        confirmed=True,
        at=at,
    )
    assert casework.reveal(actor=samir, case_id=case, at=at).name == AMAL.name
