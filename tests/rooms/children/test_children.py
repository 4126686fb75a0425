# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step about children, a child's own contact, and concern: what is kept, who may know, and what goes when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, CALLED, NAMED, TODAY, Staff, an_hour_ago, begin, walk_in

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import Closeness, NoContact, Part, ProtectionLevel, Purpose, Recipient, RelationKind
from sjalvklar.children import actions, queries
from sjalvklar.children.actions import First
from sjalvklar.children.models import Concern, Said
from sjalvklar.children.queries.pack import BOARD
from sjalvklar.children.rules import (
    ELSEWHERE,
    Answer,
    Consent,
    Deed,
    Guardians,
    Harm,
    Knows,
    NotReported,
    OwnContact,
    State,
    Told,
    Weighed,
)
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow, Refused
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox import keeping as contacts
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.support import actions as support
from sjalvklar.support import keeping as supports
from sjalvklar.support import queries as supported
from sjalvklar.support.actions import Beginning
from sjalvklar.support.models import Support, Talk
from sjalvklar.support.rules import AgeBand, Children, CloseReason, NextStep, Source, TalkState, Way
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.queries import entries_about
from sjalvklar.trust.subjects import SubjectGone, cipher

THIRTEEN = OwnContact(AgeBand.UNDER_15, Consent.CHILD)
SOUTH_BOARD = f"{BOARD}sdn-soder"


def counted(what: What) -> int:
    return tally.totals(what=what)[0].count


def refused(action: Callable[..., Any], **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        action(**given)
    return caught.value.code


def contact(staff: Staff, at: datetime, by: str = "jonas") -> UUID:
    """What Leo wrote, taken by Jonas."""
    facts = ContactFacts(child=True)
    stored = mailbox.store_contact(nonce=fresh(), unit_id=NORTH, text="mamma dricker", answers=facts, at=at)
    mailbox.take(actor=staff.viewer(by, at), thread_id=stored.thread_id, at=at)
    return stored.thread_id


def leo(staff: Staff, at: datetime, own: OwnContact = THIRTEEN, **given: Any) -> UUID:
    first = given.pop("first", None) or First(Way.PHONE, at - timedelta(hours=1), 30)
    nonce = given.pop("nonce", None) or fresh()
    beginning = Beginning(given.pop("service", "talk"), source=Source.THREAD, situation="addiction", **given)
    return actions.register(
        actor=staff.jonas, unit_id=NORTH, beginning=beginning, own=own, first=first, nonce=nonce, at=at
    )


def test_the_step_about_children_keeps_ages_in_bands_and_counts_each_child_once(staff: Staff, at: datetime) -> None:
    one = begin(staff.jonas)
    two = Children(True, 2, True, False, (AgeBand.UNDER_15, AgeBand.UNDER_10))
    support.ask_about_children(actor=staff.jonas, support_id=one, children=two, at=at)
    kept = support.read(actor=staff.jonas, support_id=one, at=at).children
    assert kept.ages == (AgeBand.UNDER_10, AgeBand.UNDER_15)
    offered = Children(True, 2, True, True, kept.ages, True, TODAY)
    for _ in range(2):
        support.ask_about_children(actor=staff.jonas, support_id=one, children=offered, at=at)
    assert support.read(actor=staff.jonas, support_id=one, at=at).children == offered
    counts = [What.CHILDREN_ASKED, What.CHILD_KNOWN, What.CHILD_OFFERED, What.CHILD_TALK]
    assert [counted(what) for what in counts] == [1, 2, 2, 1]
    for wrong, code in (
        (Children(True, 1, ages=(AgeBand.UNDER_6, AgeBand.UNDER_18)), "children_ages"),
        (Children(True, 1, talked=True, talked_on=TODAY + timedelta(days=1)), "talk_ahead"),
    ):
        given = {"actor": staff.jonas, "support_id": one, "children": wrong, "at": at}
        assert refused(support.ask_about_children, **given) == code


def test_the_head_sees_how_often_children_are_asked_about_and_nobody_else_does(staff: Staff, at: datetime) -> None:
    one, _ = begin(staff.jonas), begin(staff.jonas)
    leo(staff, at)
    asked = {"actor": staff.jonas, "support_id": one, "at": at}
    support.ask_about_children(**asked, children=Children(True, 3, True, False))
    support.ask_about_children(**asked, children=Children(True, 3, True, True))
    ines = staff.viewer("ines", at)
    assert queries.shares(ines, unit_id=NORTH, until=TODAY) == queries.Shares(1, 2, 3, 3), "Leo's own is no adult's"
    for who in ("jonas", "samir", "siv", "gunilla"):
        with pytest.raises(NotFound):
            queries.shares(staff.viewer(who, at), unit_id=NORTH, until=TODAY)


def test_the_step_can_be_said_in_the_same_form_that_registers_and_closes(staff: Staff, at: datetime) -> None:
    one = support.register(
        actor=staff.jonas,
        unit_id=NORTH,
        beginning=walk_in(),
        held=an_hour_ago(),
        coming=None,
        children=Children(True, 1, True, True, (AgeBand.UNDER_6,)),
        nonce=fresh(),
        at=at,
    )
    file = support.read(actor=staff.jonas, support_id=one, at=at)
    assert file.row.closed_at is not None
    assert file.children.count == 1


def test_leo_s_talk_is_booked_or_held_in_one_form_and_the_same_form_registers_one(staff: Staff, at: datetime) -> None:
    nonce = fresh()
    assert leo(staff, at, nonce=nonce) == leo(staff, at, nonce=nonce)
    [talk] = Talk.objects.all()
    assert talk.state == TalkState.HELD.value
    tomorrow = First(Way.ROOM, at + timedelta(days=1), 30, "norr-1")
    booked = leo(staff, at, first=tomorrow)
    row = supported.row(staff.jonas, booked, at=at)
    assert (row.next_step, row.next_on) == (NextStep.TALK, TODAY + timedelta(days=1))
    assert Talk.objects.filter(support=booked, state=TalkState.BOOKED.value).count() == 1
    sheet = actions.read(actor=staff.jonas, support_id=booked, at=at)
    assert sheet.own[0].own == THIRTEEN
    assert sheet.own[0].by.startswith("Jonas")
    assert queries.standing(supported.row(staff.jonas, booked, at=at)).own
    assert (counted(What.CHILD_CONTACT), Said.objects.count()) == (2, 2)


def test_what_is_refused_leaves_nothing_behind(staff: Staff, at: datetime) -> None:
    ten = OwnContact(AgeBand.UNDER_12, Consent.CHILD)
    with pytest.raises(Invalid, match="from_twelve"):
        leo(staff, at, ten)
    phone = OwnContact(AgeBand.UNDER_12, Consent.WITHOUT, Harm.OTHER, "Pappa har 070-174 06 12 och svarar på allt.")
    with pytest.raises(Invalid, match="phone_here"):
        leo(staff, at, phone)
    assert not Support.objects.exists()
    written = OwnContact(AgeBand.UNDER_12, Consent.WITHOUT, Harm.OTHER, "Pappa läser allt som kommer hem.")
    one = leo(staff, at, written)
    assert actions.read(actor=staff.jonas, support_id=one, at=at).own[0].own == written


def test_guardians_may_know_nothing_until_somebody_has_judged_and_the_newest_judgement_holds(
    staff: Staff, at: datetime
) -> None:
    one = leo(staff, at)
    ask = {"actor": staff.jonas, "support_id": one, "at": at}
    assert not actions.ask_for_guardian(**ask, asked=Knows.THAT)
    judge = {"actor": staff.jonas, "support_id": one, "at": at}
    too_much = Guardians(Knows.THAT, True, may=Knows.ALL)
    assert refused(actions.judge, **judge, judged=too_much, nonce=fresh()) == "childs_own_say"
    said = Guardians(Knows.THAT, True, may=Knows.THAT, not_told="Vad han säger om mamma.")
    actions.judge(**judge, judged=said, nonce=fresh())
    assert actions.ask_for_guardian(**ask, asked=Knows.THAT)
    assert not actions.ask_for_guardian(**ask, asked=Knows.ALL)
    actions.judge(**judge, judged=Guardians(Knows.THAT, True, harm=True), nonce=fresh())
    assert not actions.ask_for_guardian(**ask, asked=Knows.THAT)
    judged = actions.read(actor=staff.jonas, support_id=one, at=at).judged
    assert [line.judged.may for line in judged] == [Knows.NOTHING, Knows.THAT], "what was judged before still stands"
    record = [entry.action for entry in entries_about(f"support:{one}")]
    assert record.count("children.guardian_asked") == record.count("children.guardian_answered") == 4
    grown_up = begin(staff.jonas)
    given = {"actor": staff.jonas, "support_id": grown_up, "judged": Guardians(), "at": at}
    assert refused(actions.judge, **given, nonce=fresh()) == "not_own"


def test_nobody_but_whoever_answers_for_the_contact_gets_anything_of_it(staff: Staff, at: datetime) -> None:
    one = leo(staff, at)
    concern = actions.consider(actor=staff.jonas, support_id=one, nonce=fresh(), at=at)
    for who in ("samir", "ines", "lena"):
        with pytest.raises(NotAllowed):
            actions.read(actor=staff.viewer(who, at), support_id=one, at=at)
        assert not queries.standing(supported.row(staff.viewer(who, at), one, at=at)).own
    for who in ("gunilla", "karin", "petra", "kim", "siv"):
        with pytest.raises(NotFound):
            actions.read(actor=staff.viewer(who, at), support_id=one, at=at)
    for who in ("samir", "ines", "gunilla", "siv"):
        with pytest.raises(NotFound):
            actions.ask_feedback(actor=staff.viewer(who, at), concern_id=concern, at=at)
    with pytest.raises(NotFound):
        actions.ask_feedback(actor=staff.jonas, concern_id=uuid4(), at=at)


def test_a_guardian_s_copy_of_a_case_has_nothing_of_the_child_s_own_contact_until_it_is_released(
    staff: Staff, at: datetime
) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    one = begin(staff.jonas, service="practical", case_id=case)
    support.hold_talk(actor=staff.jonas, support_id=one, held=an_hour_ago(), nonce=fresh(), at=at)
    actions.make_own(actor=staff.jonas, support_id=one, own=THIRTEEN, nonce=fresh(), at=at)

    def talks(to: Recipient) -> int:
        given = {"why": Purpose.PARTY, "choices": {}, "confirmed": True, "at": at}
        copy = casework.extract(actor=staff.jonas, case_id=case, to=to, **given)
        return sum(len(each["talks"]) for each in copy.attached["supports"])

    judge = {"actor": staff.jonas, "support_id": one, "at": at}
    assert [talks(to) for to in (Recipient.PERSON, Recipient.GUARDIAN, Recipient.REPRESENTATIVE)] == [1, 0, 0]
    actions.judge(**judge, judged=Guardians(Knows.ALL, True, may=Knows.THAT), nonce=fresh())
    assert talks(Recipient.GUARDIAN) == 0, "that there is a contact is not what was done in it"
    actions.judge(**judge, judged=Guardians(Knows.ALL, True, may=Knows.ALL), nonce=fresh())
    assert talks(Recipient.GUARDIAN) == 1
    actions.judge(**judge, judged=Guardians(Knows.ALL, True, harm=True), nonce=fresh())
    assert talks(Recipient.GUARDIAN) == 0, "the newest judgement holds"
    assert queries.own_in_case(staff.jonas, case, at=at) == (one,)
    assert queries.own_in_case(staff.viewer("samir", at), case, at=at) == ()


def test_a_guardian_s_copy_does_not_tell_of_it_by_who_has_read_or_by_whom_to_keep_away(
    staff: Staff, at: datetime
) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    one = begin(staff.jonas, service="practical", case_id=case)
    support.read(actor=staff.jonas, support_id=one, at=at)
    actions.make_own(actor=staff.jonas, support_id=one, own=THIRTEEN, nonce=fresh(), at=at)
    there = {"actor": staff.jonas, "case_id": case, "nonce": fresh(), "at": at}
    father = casework.add_person(**there, part=Part.OTHER, called="pappa")
    given = {"one": 1, "other": father, "ground": NoContact.DANGER}
    casework.relate(**there, kind=RelationKind.NO_CONTACT, **given)

    def copy(to: Recipient) -> casework.Extract:
        given = {"why": Purpose.PARTY, "choices": {}, "confirmed": True, "at": at}
        return casework.extract(actor=staff.jonas, case_id=case, to=to, **given)

    own = copy(Recipient.PERSON)
    assert {"support.open", "support.read"} <= {line.action for line in own.access}
    assert len(own.place) == 1
    for to in (Recipient.GUARDIAN, Recipient.REPRESENTATIVE):
        theirs = copy(to)
        assert {line.action.partition(".")[0] for line in theirs.access} == {"case"}
        assert (theirs.place, theirs.others_left_out) == ((), 0)


def test_a_guardian_who_works_here_and_is_too_close_to_the_case_knows_of_nothing(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    one = begin(staff.jonas, service="practical", case_id=case)
    actions.make_own(actor=staff.jonas, support_id=one, own=THIRTEEN, nonce=fresh(), at=at)
    casework.declare(actor=staff.viewer("samir", at), number=AMAL.number, closeness=Closeness.FAMILY, at=at)
    casework.hand_over(
        actor=staff.viewer("ines", at), case_id=case, staff_id=staff.ids["lena"], owner_id=staff.ids["jonas"], at=at
    )
    for reads in (actions.read, support.read):
        with pytest.raises(NotFound):
            reads(actor=staff.viewer("samir", at), support_id=one, at=at)
    assert actions.read(actor=staff.viewer("lena", at), support_id=one, at=at).own


def test_a_concern_is_weighed_decided_once_sent_and_answered(staff: Staff, at: datetime) -> None:
    one = begin(staff.jonas, service="advice", who=CALLED)
    begun = actions.consider(actor=staff.jonas, support_id=one, nonce=fresh(), at=at)
    assert actions.consider(actor=staff.jonas, support_id=one, nonce=fresh(), at=at) == begun, "one at a time"
    assert supported.row(staff.jonas, one, at=at).next_on == TODAY, "whoever is called away finds it again"
    weighed = Weighed(("suspicion",), told=Told.CHILD, to=SOUTH_BOARD, words="Han visade ett blåmärke.")
    given = {"actor": staff.jonas, "concern_id": begun, "at": at}
    assert refused(actions.decide, **given, deed=Deed.REPORT, weighed=Weighed(to="nowhere", told=Told.CHILD)) == "to"
    actions.decide(**given, deed=Deed.REPORT, weighed=weighed)
    for deed in (Deed.REPORT, Deed.LEAVE):
        with pytest.raises(NotNow, match="wrong_state"):
            actions.decide(**given, deed=deed, weighed=weighed)
    [line] = actions.read(actor=staff.jonas, support_id=one, at=at).concerns
    assert line.weighed is not None
    assert (line.state, line.weighed.to, line.weighed.disclosed) == (State.REPORTED, SOUTH_BOARD, True)
    decided = AuditEntry.objects.get(action="concern.decide")
    assert decided.detail["disclosure"] == "duty_to_report"
    later = at + timedelta(days=9)
    actions.ask_feedback(actor=staff.jonas, concern_id=begun, at=later)
    answered = {"actor": staff.jonas, "concern_id": begun, "answer": Answer.INQUIRY, "at": later}
    for wrong in (TODAY - timedelta(days=1), TODAY + timedelta(days=10)):
        assert refused(actions.note_feedback, **answered, came_on=wrong) == "came_on"
    actions.note_feedback(**answered, came_on=TODAY + timedelta(days=8))
    support.close(actor=staff.jonas, support_id=one, reason=CloseReason.GOAL_REACHED, at=later)
    sheet = actions.read(actor=staff.jonas, support_id=one, at=later)
    assert (sheet.concerns[0].answer, sheet.concerns[0].may, sheet.may_write) == (Answer.INQUIRY, frozenset(), False)
    again = actions.consider(actor=staff.jonas, support_id=one, nonce=fresh(), at=later)
    left = Weighed((), NotReported.REPORTED_BEFORE, words="Samma sak är anmäld härifrån.")
    actions.decide(actor=staff.jonas, concern_id=again, deed=Deed.LEAVE, weighed=left, at=later)
    counts = [What.CONCERN_REPORTED, What.CONCERN_NOT_REPORTED, What.CONCERN_ANSWERED]
    assert [counted(what) for what in counts] == [1, 1, 1]


def test_in_an_anonymous_support_and_a_contact_only_that_it_was_decided_is_kept(staff: Staff, at: datetime) -> None:
    one, thread = begin(staff.jonas), contact(staff, at)
    for where in ({"support_id": one}, {"thread_id": thread}):
        begun = actions.consider(actor=staff.jonas, **where, nonce=fresh(), at=at)
        given = {"actor": staff.jonas, "concern_id": begun, "at": at}
        wordy = Weighed(told=Told.NOBODY, to=SOUTH_BOARD, words="Ord")
        assert refused(actions.decide, **given, deed=Deed.REPORT, weighed=wordy) == "no_place_for_it"
        actions.decide(**given, deed=Deed.REPORT, weighed=Weighed(("suspicion",), told=Told.NOBODY, to=SOUTH_BOARD))
    for sheet in (
        actions.read(actor=staff.jonas, support_id=one, at=at),
        actions.read_contact(actor=staff.jonas, thread_id=thread, at=at),
    ):
        assert sheet.concerns[0].weighed == Weighed(("suspicion",), told=Told.NOBODY, disclosed=True)
    for entry in AuditEntry.objects.filter(action="concern.decide"):
        assert "to" not in entry.detail, "the day and the unit together would lead to whoever it is about"
    with pytest.raises(NotAllowed):
        actions.read_contact(actor=staff.viewer("samir", at), thread_id=thread, at=at)
    with pytest.raises(NotFound):
        actions.read_contact(actor=staff.viewer("gunilla", at), thread_id=thread, at=at)


def test_elsewhere_is_another_authority_and_the_own_board_s_unit_is_none(staff: Staff, at: datetime) -> None:
    for to, disclosed in ((ELSEWHERE, True), (NORTH, False)):
        one = begin(staff.jonas, service="advice", mode=NAMED)
        begun = actions.consider(actor=staff.jonas, support_id=one, nonce=fresh(), at=at)
        weighed = Weighed(told=Told.UNREACHED, to=to)
        actions.decide(actor=staff.jonas, concern_id=begun, deed=Deed.REPORT, weighed=weighed, at=at)
        [line] = actions.read(actor=staff.jonas, support_id=one, at=at).concerns
        assert line.weighed is not None
        assert line.weighed.disclosed is disclosed


def test_nothing_is_in_clear_in_the_tables(staff: Staff, at: datetime) -> None:
    one = begin(staff.jonas, service="advice", who=CALLED)
    written = OwnContact(AgeBand.UNDER_12, Consent.WITHOUT, Harm.VIOLENCE, "Slagen hemma.")
    actions.make_own(actor=staff.jonas, support_id=one, own=written, nonce=fresh(), at=at)
    begun = actions.consider(actor=staff.jonas, support_id=one, nonce=fresh(), at=at)
    left = Weighed((), NotReported.NO_SUSPICION, words="Slagen hemma.")
    actions.decide(actor=staff.jonas, concern_id=begun, deed=Deed.LEAVE, weighed=left, at=at)
    found = [*Said.objects.values_list("body", flat=True), *Concern.objects.values_list("weighed", flat=True)]
    for sealed in map(bytes, found):
        for word in (b"hemma", b"10-11", b"violence", b"no_suspicion", b"without"):
            assert word not in sealed


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_goes_with_its_support_or_contact_and_so_does_the_key(at: datetime) -> None:
    from tests.rooms.support.staff import make_staff

    staff = make_staff()
    one, thread = leo(staff, at), contact(staff, at)
    actions.consider(actor=staff.jonas, support_id=one, nonce=fresh(), at=at)
    actions.consider(actor=staff.jonas, thread_id=thread, nonce=fresh(), at=at)
    key = Concern.objects.get(thread=thread).subject
    assert key is not None
    contacts.delete([thread])
    with pytest.raises(SubjectGone):
        cipher(key)
    assert Concern.objects.count() == 1
    supports.delete([one])
    assert not Concern.objects.exists()
    assert not Said.objects.exists()


def test_by_no_count_can_a_head_see_that_there_is_a_protected_person(staff: Staff, at: datetime) -> None:
    def of_the_unit() -> Any:
        return queries.shares(staff.viewer("ines", at), unit_id=NORTH, until=TODAY)

    before = of_the_unit()
    case = casework.open_case(
        actor=staff.jonas,
        unit_id=NORTH,
        identity=AMAL.__class__(name=AMAL.name),
        level=ProtectionLevel.MARKED,
        second=staff.ids["samir"],
        nonce=fresh(),
        at=at,
    )
    one = begin(staff.jonas, service="practical", case_id=case)
    support.ask_about_children(
        actor=staff.jonas, support_id=one, children=Children(asked=True, count=2, offered=True), at=at
    )
    actions.make_own(actor=staff.jonas, support_id=one, own=THIRTEEN, nonce=fresh(), at=at)
    assert of_the_unit() == before
    assert not tally.totals(by=("what",))
