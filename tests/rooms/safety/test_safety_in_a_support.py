# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Safety in a support: fear in their own words, what the police were asked, what was agreed, and who must not be
reached."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.safety.said import ALARM, BOPS, NO, afraid, answered, asked, counted, deeds
from tests.rooms.support.staff import AMAL, TODAY, Staff, begin

from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case
from sjalvklar.casework.rules import JoinGround
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.safety import actions, queries
from sjalvklar.safety.models import Assessment, Caution, Difference, Fear, Measure, Violence
from sjalvklar.safety.models import Company as CompanyRow
from sjalvklar.safety.rules import (
    Agreed,
    Company,
    CompanyDeed,
    CompanyState,
    CompanyWay,
    Decided,
    Doer,
    Heed,
    MeasureDeed,
    MeasureKind,
    MeasureState,
    PoliceAnswer,
    PoliceParty,
    PoliceWay,
    Question,
    Said,
)
from sjalvklar.support import actions as supports
from sjalvklar.support import queries as support_queries
from sjalvklar.support.actions import Next
from sjalvklar.support.rules import CloseReason, NextStep, OfferAnswer
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry


def test_fear_is_kept_as_it_was_said_over_time_and_not_wanting_to_say_is_an_answer(
    staff: Staff, support: UUID, at: datetime
) -> None:
    form = fresh()
    afraid(staff, support, at, 8, "Vågar inte gå ut", nonce=form)
    afraid(staff, support, at, 8, "Vågar inte gå ut", nonce=form)
    afraid(staff, support, at + timedelta(days=7), None)
    afraid(staff, support, at + timedelta(days=14), 3, "Lugnare")
    file = actions.read(actor=staff.jonas, support_id=support, at=at + timedelta(days=14))
    assert [(line.said.level, line.said.words) for line in file.fears] == [
        (8, "Vågar inte gå ut"),
        (None, ""),
        (3, "Lugnare"),
    ]
    assert deeds(support)[-4:] == ["safety.fear", "safety.fear", "safety.fear", "safety.read"]
    assert b"ut" not in bytes(Fear.objects.earliest("at").body)
    with pytest.raises(Invalid, match="level"):
        afraid(staff, support, at, 11)


def test_high_fear_and_no_measure_become_an_offer_a_task_and_a_count_once_for_each_answer(
    staff: Staff, support: UUID, at: datetime
) -> None:
    later = Next(NextStep.TALK, TODAY + timedelta(days=30))
    supports.set_next(actor=staff.jonas, support_id=support, coming=later, at=at)
    assert not afraid(staff, support, at, 9)
    which = asked(staff, support, at)
    assert not actions.read(actor=staff.jonas, support_id=support, at=at).to_offer, "an answer is awaited"
    assert answered(staff, support, which, at)
    assert not afraid(staff, support, at + timedelta(hours=1), 10), "it is the same difference"
    row = support_queries.row(staff.jonas, support, at=at)
    assert (row.next_step, row.next_on) == (NextStep.FOLLOW_UP, TODAY + timedelta(days=3))
    assert counted(What.FEAR_DIFFERS) == 1
    assert queries.state(support_queries.row(staff.jonas, support, at=at), at=at).to_offer
    offered = {"actor": staff.jonas, "support_id": support, "at": at}
    actions.answer_difference(**offered, answer=OfferAnswer.OFFERED)
    assert actions.read(actor=staff.jonas, support_id=support, at=at).to_offer, "they have not answered"
    actions.answer_difference(**offered, answer=OfferAnswer.WANTED)
    assert not actions.read(actor=staff.jonas, support_id=support, at=at).to_offer
    assert supports.read(actor=staff.jonas, support_id=support, at=at).offers[-1].answer is OfferAnswer.WANTED
    with pytest.raises(NotNow, match="wrong_state"):
        actions.answer_difference(**offered, answer=OfferAnswer.DECLINED)
    again = asked(staff, support, at + timedelta(days=1), TODAY + timedelta(days=1))
    assert actions.note_answer(
        actor=staff.jonas,
        support_id=support,
        assessment_id=again,
        decided=Decided(PoliceAnswer.NO_ANSWER),
        answered_on=TODAY + timedelta(days=8),
        at=at + timedelta(days=8),
    )
    assert counted(What.FEAR_DIFFERS) == 2


def test_what_comes_sooner_is_not_put_off_by_the_offer(staff: Staff, support: UUID, at: datetime) -> None:
    sooner = Next(NextStep.TALK, TODAY + timedelta(days=1))
    supports.set_next(actor=staff.jonas, support_id=support, coming=sooner, at=at)
    afraid(staff, support, at)
    assert answered(staff, support, asked(staff, support, at), at)
    row = support_queries.row(staff.jonas, support, at=at)
    assert (row.next_step, row.next_on) == (sooner.step, sooner.on)


@pytest.mark.parametrize(
    ("level", "decided"), [(6, NO), (None, NO), (10, Decided(PoliceAnswer.MEASURES, "Larmtelefon"))]
)
def test_what_fits_makes_no_task(
    staff: Staff, support: UUID, at: datetime, level: int | None, decided: Decided
) -> None:
    which = asked(staff, support, at)
    assert not answered(staff, support, which, at, decided)
    assert not afraid(staff, support, at, level)
    assert not Difference.objects.exists()


def test_what_the_police_decided_is_opened_only_on_request_and_that_is_on_record(
    staff: Staff, support: UUID, at: datetime
) -> None:
    which = asked(staff, support, at)
    with pytest.raises(NotNow):
        actions.see_police(actor=staff.jonas, support_id=support, assessment_id=which, at=at)
    answered(staff, support, which, at)
    file = actions.read(actor=staff.jonas, support_id=support, at=at)
    assert "lågt" not in repr(file) + str([vars(line) if hasattr(line, "__dict__") else line for line in file.fears])
    assert not any("lågt" in str(getattr(line, name)) for line in file.assessments for name in line.__slots__)
    seen = actions.see_police(actor=staff.jonas, support_id=support, assessment_id=which, at=at)
    assert (seen.answer, seen.words) == (PoliceAnswer.NO_MEASURE, "Hotet bedöms som lågt")
    assert deeds(support)[-1] == "safety.see_police"
    assert not AuditEntry.objects.filter(detail__icontains="no_measure").exists()
    with pytest.raises(NotNow, match="wrong_state"):
        answered(staff, support, which, at, Decided(PoliceAnswer.MEASURES))
    with pytest.raises(Invalid, match="assessment"):
        answered(staff, support, uuid4(), at)
    with pytest.raises(Invalid, match="before_asked"):
        actions.note_answer(
            actor=staff.jonas,
            support_id=support,
            assessment_id=asked(staff, support, at + timedelta(minutes=1)),
            decided=NO,
            answered_on=TODAY - timedelta(days=1),
            at=at,
        )


def test_a_measure_that_nobody_looked_at_again_is_raised_once_and_the_support_comes_first(
    staff: Staff, support: UUID, at: datetime
) -> None:
    later = Next(NextStep.TALK, TODAY + timedelta(days=60))
    supports.set_next(actor=staff.jonas, support_id=support, coming=later, at=at)
    agree: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "agreed": ALARM, "nonce": fresh(), "at": at}
    actions.agree(**agree, review_on=TODAY + timedelta(days=7))
    actions.agree(**agree, review_on=TODAY + timedelta(days=7))
    [line] = actions.read(actor=staff.jonas, support_id=support, at=at).measures
    assert (line.agreed, line.state) == (ALARM, MeasureState.AGREED)
    on_the_day, after = at + timedelta(days=7), at + timedelta(days=8)
    assert actions.look_after(at=on_the_day) == 0
    assert (actions.look_after(at=after), actions.look_after(at=after)) == (1, 0)
    assert deeds(support)[-2:] == ["safety.raise", "support.bring_forward"]
    row = support_queries.row(staff.jonas, support, at=after)
    assert (row.next_step, row.next_on) == (NextStep.FOLLOW_UP, TODAY + timedelta(days=8))
    assert counted(What.MEASURE_LATE) == 1
    assert queries.state(support_queries.row(staff.jonas, support, at=after), at=after).overdue == 1
    move: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "measure_id": line.id, "at": after}
    actions.move_measure(**move, deed=MeasureDeed.START)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.move_measure(**move, deed=MeasureDeed.REFUSE)
    anew = TODAY + timedelta(days=40)
    actions.move_measure(**move, deed=MeasureDeed.REVIEW, review_on=anew, seen=line.review_on)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.move_measure(**move, deed=MeasureDeed.REVIEW, review_on=anew, seen=line.review_on)
    assert queries.state(support_queries.row(staff.jonas, support, at=after), at=after).overdue == 0
    actions.move_measure(**move, deed=MeasureDeed.END)
    assert Measure.objects.get().review_on is None


def test_an_answer_that_the_police_have_not_given_in_time_is_raised_once_until_it_is_noted(
    staff: Staff, support: UUID, at: datetime
) -> None:
    later = Next(NextStep.TALK, TODAY + timedelta(days=60))
    supports.set_next(actor=staff.jonas, support_id=support, coming=later, at=at)
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": support}
    actions.ask_police(**one, question=BOPS, asked_on=TODAY, nonce=fresh(), at=at)
    on_the_day = at + timedelta(days=queries.setting().answer_days)
    after = on_the_day + timedelta(days=1)
    assert actions.look_after(at=on_the_day) == 0
    assert not queries.state(support_queries.row(staff.jonas, support, at=on_the_day), at=on_the_day).unanswered
    [asked] = actions.read(**one, at=on_the_day).assessments
    assert (asked.answer_by, asked.waited_out) == (on_the_day.date(), False)
    assert (actions.look_after(at=after), actions.look_after(at=after)) == (1, 0)
    assert deeds(support)[-2:] == ["safety.raise", "support.bring_forward"]
    assert support_queries.row(staff.jonas, support, at=after).next_on == after.date()
    assert queries.state(support_queries.row(staff.jonas, support, at=after), at=after).unanswered
    assert actions.read(**one, at=after).assessments[0].waited_out
    none = Decided(PoliceAnswer.NO_ANSWER, "")
    actions.note_answer(**one, assessment_id=asked.id, decided=none, answered_on=after.date(), at=after)
    assert not queries.state(support_queries.row(staff.jonas, support, at=after), at=after).unanswered
    [asked] = actions.read(**one, at=after).assessments
    assert (asked.answer_by, asked.waited_out) == (None, False)


def test_company_to_the_police_is_asked_planned_and_done_and_their_number_is_opened_on_request(
    staff: Staff, support: UUID, at: datetime
) -> None:
    company = Company(CompanyWay.GO_ALONG, "Vill inte gå själv")
    actions.ask_company(actor=staff.jonas, support_id=support, company=company, nonce=fresh(), at=at)
    [line] = actions.read(actor=staff.jonas, support_id=support, at=at).company
    move: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "company_id": line.id, "at": at}
    with pytest.raises(Invalid, match="needed"):
        actions.move_company(**move, deed=CompanyDeed.PLAN)
    actions.move_company(**move, deed=CompanyDeed.PLAN, on=TODAY + timedelta(days=1))
    with pytest.raises(NotNow):
        actions.see_number(actor=staff.jonas, support_id=support, company_id=line.id, at=at)
    actions.move_company(**move, deed=CompanyDeed.DO, number="5000-K123456-26")
    [line] = actions.read(actor=staff.jonas, support_id=support, at=at).company
    assert (line.state, line.has_number) == (CompanyState.DONE, True)
    assert b"K123456" not in bytes(CompanyRow.objects.get().number or b"")
    assert actions.see_number(actor=staff.jonas, support_id=support, company_id=line.id, at=at) == "5000-K123456-26"
    assert deeds(support)[-1] == "safety.see_number"
    assert counted(What.POLICE_COMPANY) == 1


def test_a_warning_is_seen_until_somebody_ends_it_by_whoever_may_read_the_support(
    staff: Staff, support: UUID, at: datetime
) -> None:
    heed = Heed(("no-doorbell", "no-doorbell"), "Ring från dold linje")
    actions.warn(actor=staff.jonas, support_id=support, heed=heed, nonce=fresh(), at=at)
    [line] = actions.warnings(actor=staff.jonas, support_id=support, at=at).lines
    assert line.here
    assert line.heed == Heed(("no-doorbell",), "Ring från dold linje")
    assert deeds(support)[-1] == "safety.warnings"
    assert actions.warnings(actor=staff.samir, support_id=support, at=at) == actions.Warned()
    assert actions.warnings(actor=staff.ines, support_id=support, at=at) == actions.Warned()
    end: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "warning_id": line.id, "at": at}
    actions.end_warning(**end)
    with pytest.raises(NotNow):
        actions.end_warning(**end)
    assert actions.warnings(actor=staff.jonas, support_id=support, at=at) == actions.Warned()
    assert (Caution.objects.get().ended_by_id, Caution.objects.get().ended_at) == (staff.jonas.staff_id, at)
    for wrong in (Heed(("no-such",)), Heed(), Heed((), "x" * 201)):
        with pytest.raises(Invalid):
            actions.warn(actor=staff.jonas, support_id=support, heed=wrong, nonce=fresh(), at=at)


def test_a_warning_is_heeded_in_all_that_is_for_the_person_and_read_by_nobody_who_may_not(
    staff: Staff, at: datetime
) -> None:
    opened: dict[str, Any] = {"actor": staff.jonas, "unit_id": NORTH, "identity": AMAL, "at": at}
    case, another = (casework.open_case(**opened, nonce=fresh()) for _ in range(2))
    first, second = (begin(staff.jonas, service="practical", case_id=case) for _ in range(2))
    actions.warn(actor=staff.jonas, support_id=first, heed=Heed(("no-doorbell",)), nonce=fresh(), at=at)
    ask: dict[str, Any] = {"actor": staff.jonas, "at": at}
    [line] = actions.warnings(**ask, support_id=second).lines
    assert (line.heed, line.here) == (Heed(("no-doorbell",)), False)
    assert [one.heed for one in actions.warnings_in_case(**ask, case_id=case).lines] == [line.heed]
    assert [one.heed for one in actions.read(**ask, support_id=second).warnings.lines] == [line.heed]
    assert "safety.warnings" in deeds(case, "case")
    assert actions.warnings_in_case(**ask, case_id=another) == actions.Warned()
    about = {"first": 1, "second": 1, "other_case": Case.objects.get(pk=another).number}
    casework.join(**ask, case_id=case, **about, ground=JoinGround.ENTERED_TWICE, nonce=fresh())
    assert len(actions.warnings_in_case(**ask, case_id=another).lines) == 1
    casework.hand_over(**ask, case_id=another, staff_id=staff.ids["samir"], owner_id=staff.ids["jonas"])
    # Samir has the one and may not read the other: that there is something to heed is told, not what.
    read = len(deeds(case, "case"))
    samir = {"actor": staff.viewer("samir", at), "at": at}
    assert actions.warnings_in_case(**samir, case_id=another) == actions.Warned(unread=True)
    with pytest.raises(NotFound):
        actions.warnings_in_case(**samir, case_id=case)
    assert actions.warnings_in_case(actor=staff.ines, case_id=case, at=at) == actions.Warned()
    assert len(deeds(case, "case")) == read


def test_of_somebody_anonymous_nothing_is_kept_that_points_at_them(staff: Staff, at: datetime) -> None:
    support = begin(staff.jonas)
    one: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "at": at}
    phone = "Nås på 070-174 06 12"
    company = Company(CompanyWay.CALL_TOGETHER)
    for deed in (
        lambda: afraid(staff, support, at, 4, phone),
        lambda: actions.ask_police(
            **one, question=Question(PoliceParty.POLICE, PoliceWay.VISIT, phone), asked_on=TODAY, nonce=fresh()
        ),
        lambda: answered(staff, support, asked(staff, support, at), at, Decided(PoliceAnswer.MEASURES, phone)),
        lambda: actions.agree(**one, agreed=Agreed(MeasureKind.MOVED, Doer.US, phone), review_on=TODAY, nonce=fresh()),
        lambda: actions.ask_company(**one, company=Company(CompanyWay.GO_ALONG, phone), nonce=fresh()),
        lambda: actions.warn(**one, heed=Heed((), phone), nonce=fresh()),
        lambda: actions.switch_on(**one, signs=phone, nonce=fresh()),
    ):
        with pytest.raises(Invalid, match="phone_here"):
            deed()
    actions.ask_company(**one, company=company, nonce=fresh())
    [line] = actions.read(**one).company
    with pytest.raises(Invalid, match="no_place_for_it"):
        actions.move_company(**one, company_id=line.id, deed=CompanyDeed.DO, number="5000-K123456-26")
    assert CompanyRow.objects.get().state == CompanyState.ASKED.value


def test_safety_is_read_and_written_exactly_as_its_support_is(staff: Staff, support: UUID, at: datetime) -> None:
    which = asked(staff, support, at)
    answered(staff, support, which, at)
    for who, wrong in (("samir", NotAllowed), ("ines", NotAllowed), ("gunilla", NotFound), ("karin", NotFound)):
        before = AuditEntry.objects.count()
        one: dict[str, Any] = {"actor": staff.viewer(who, at), "support_id": support, "at": at}
        with pytest.raises(wrong):
            actions.read(**one)
        with pytest.raises(wrong):
            actions.see_police(**one, assessment_id=which)
        with pytest.raises(wrong):
            actions.say_fear(**one, said=Said(1), nonce=fresh())
        with pytest.raises(wrong):
            actions.switch_on(**one, nonce=fresh())
        assert AuditEntry.objects.count() == before
    assert queries.state(support_queries.row(staff.samir, support, at=at), at=at) == queries.State()
    supports.close(actor=staff.jonas, support_id=support, reason=CloseReason.GOAL_REACHED, at=at)
    assert actions.read(actor=staff.jonas, support_id=support, at=at).may_write is False
    with pytest.raises(NotNow, match="wrong_state"):
        afraid(staff, support, at)


def test_in_a_file_it_is_sealed_with_the_persons_key_and_stands_on_the_cases_record(
    staff: Staff, at: datetime
) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    afraid(staff, support, at, 9, "Rädd")
    answered(staff, support, asked(staff, support, at), at)
    assert actions.read(actor=staff.jonas, support_id=support, at=at).to_offer
    assert "safety.difference" in deeds(case, "case")
    assert "safety.read" in deeds(case, "case")


def test_a_copy_holds_what_the_person_said_and_never_what_the_police_decided(staff: Staff, at: datetime) -> None:
    from sjalvklar.casework import attached
    from sjalvklar.casework.rules import Recipient

    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    support = begin(staff.jonas, service="practical", case_id=case)
    afraid(staff, support, at, 9, "Rädd")
    answered(staff, support, asked(staff, support, at), at)
    actions.warn(actor=staff.jonas, support_id=support, heed=Heed((), "Ring inte hem"), nonce=fresh(), at=at)
    actions.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    own = attached.of(case, Recipient.PERSON)["safety"]
    assert [one["what"] for one in own] == ["fear", "police"]
    assert (own[0]["level"], own[0]["words"]) == (9, "Rädd")
    moved = attached.of(case, Recipient.CASE_SYSTEM)["safety"]
    assert [one["what"] for one in moved] == ["fear", "police", "warning", "violence_in_the_home"]
    assert "lågt" not in str(moved)
    for another in (Recipient.GUARDIAN, Recipient.REPRESENTATIVE):
        assert attached.of(case, another)["safety"] == ()


def test_what_cannot_be_is_refused_by_the_table_itself(staff: Staff, support: UUID, at: datetime) -> None:
    actions.agree(actor=staff.jonas, support_id=support, agreed=ALARM, review_on=TODAY, nonce=fresh(), at=at)
    asked(staff, support, at)
    actions.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    for rows, wrong in (
        (Measure.objects, {"review_on": None}),
        (Measure.objects, {"state": "ended"}),
        (Assessment.objects, {"state": "answered"}),
        (Violence.objects, {"off_at": at}),
        (Violence.objects, {"handed_to": "somebody"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Violence.objects.create(support_id=support, on_at=at, on_by_id=staff.jonas.staff_id, once=b"x")


def test_no_column_holds_a_number_about_a_person() -> None:
    for model in (Fear, Assessment, Difference, Measure, CompanyRow, Caution, Violence):
        kinds = {field.get_internal_type() for field in model._meta.fields}
        assert not {kind for kind in kinds if kind.endswith(("IntegerField", "FloatField", "DecimalField"))}, model


def test_it_goes_when_its_support_goes(staff: Staff, support: UUID, at: datetime) -> None:
    from sjalvklar.support import keeping

    afraid(staff, support, at)
    answered(staff, support, asked(staff, support, at), at)
    actions.agree(actor=staff.jonas, support_id=support, agreed=ALARM, review_on=TODAY, nonce=fresh(), at=at)
    assert keeping.delete([support]) == 1
    assert not any(model.objects.exists() for model in (Fear, Assessment, Difference, Measure))
