# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A month's review from the record to the decision, with real people in real units."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.rooms.mailbox.people import NORTH, SOUTH, People

from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.organisation.actions.staff import create_staff, grant
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.review import actions, queries
from sjalvklar.review.models import Decision, Finding, Mark, Round
from sjalvklar.review.rules.readings import REFUSALS
from sjalvklar.review.rules.thresholds import Why
from sjalvklar.review.rules.words import Outcome, Reason
from sjalvklar.trust import actions as trust
from sjalvklar.trust.actions import refusals
from sjalvklar.trust.queries import entries_about
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
IT = Actor.system("tests")
DAY = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def read(
    staff: int, about: str = "case:a", *, at: datetime = DAY, basis: str = "assignment", unit: str = NORTH
) -> None:
    detail = {"compartment": "protected"} if not unit else {}
    trust.record(
        actor=Actor.staff(staff, unit or None), action="case.read", object=about, basis=basis, at=at, detail=detail
    )


@pytest.fixture
def security(people: People) -> int:
    made = create_staff(username="siv", name="Siv Exempelsson", public_name="Siv", actor=IT).staff_id
    grant(staff_id=made, unit_id=NORTH, role=Role.SECURITY_OFFICER, valid_from=DAY - timedelta(days=99), actor=IT)
    people.ids["siv"] = made
    return made


@pytest.fixture
def october(people: People, security: int) -> People:
    """Jonas broke the glass, Ines (the head) too, Samir read his neighbour's case, Petra did her work in the south."""
    ids = people.ids
    actions.note_staff(ids["samir"], surname="Exempel", address="Vägen 1, 123 45", number="191212121212", actor=IT)
    actions.note_subject("case:b", surname="Annan", address="vägen 1 12345")
    read(ids["jonas"], basis="glass")
    read(ids["ines"], basis="glass", at=DAY + timedelta(hours=1))
    read(ids["samir"], "case:b")
    read(ids["petra"], "case:c", unit=SOUTH)
    read(ids["jonas"], "case:hidden", basis="named", unit="")
    actions.make_rounds(OCTOBER, at=NOW, chance=random.Random(1))
    return people


def _round(people: People, name: str, unit: str) -> int:
    return next(row.id for row in queries.rounds(people.viewer(name, NOW)) if row.unit == unit)


def test_a_month_gives_each_unit_its_round_once(october: People) -> None:
    assert set(Round.objects.values_list("unit", "readings")) == {("", 1), (NORTH, 3), (SOUTH, 1)}
    before = Finding.objects.count()
    assert actions.make_rounds(OCTOBER, at=NOW) == 0
    assert Finding.objects.count() == before


def test_a_month_that_is_not_over_is_not_gone_through(people: People) -> None:
    with pytest.raises(Invalid, match="month"):
        actions.make_rounds(date(2026, 11, 1), at=NOW)


def test_the_clock_goes_through_the_month_before(people: People) -> None:
    read(people.ids["jonas"], basis="glass")
    read(people.ids["jonas"], basis="glass", at=DAY - timedelta(days=300))
    assert actions.make_last_month(at=NOW) >= 1
    assert set(Round.objects.values_list("month", flat=True)) == {OCTOBER}
    assert actions.make_last_month(at=datetime(2027, 1, 3, tzinfo=UTC)) == 0


def test_the_head_sees_the_own_unit_and_nothing_of_who_is_protected(october: People) -> None:
    assert [row.unit for row in queries.rounds(october.viewer("ines", NOW))] == [NORTH]
    rows = queries.queue(october.viewer("ines", NOW), _round(october, "ines", NORTH))
    ruled = {(row.staff_name, row.why) for row in rows if row.weight}
    assert ruled == {
        ("Jonas Exempelsson", (Why.GLASS,)),
        ("Samir Exempelsson", (Why.SAME_ADDRESS,)),
    }
    assert not [row for row in rows if row.object == "case:hidden"]


def test_the_security_officer_sees_every_unit_of_the_authority_and_who_read_of_the_protected(october: People) -> None:
    siv = october.viewer("siv", NOW)
    assert {row.unit for row in queries.rounds(siv)} == {NORTH, ""}
    [row] = queries.queue(siv, _round(october, "siv", ""))
    assert (row.why, row.object) == ((Why.PROTECTED,), "case:hidden")
    page = queries.finding(siv, row.id)
    assert [entry.action for entry in page.entries] == ["case.read"]


@pytest.mark.parametrize("name", ["jonas", "petra", "stina"])
def test_for_others_there_is_no_such_round(october: People, name: str) -> None:
    somebody = october.viewer(name, NOW)
    with pytest.raises(NotFound):
        queries.queue(somebody, _round(october, "ines", NORTH))
    with pytest.raises(NotFound):
        queries.finding(somebody, Finding.objects.filter(round__unit=NORTH)[0].pk)
    with pytest.raises(NotFound):
        queries.queue(somebody, 10**6)


def _finding(people: People, who: str) -> Finding:
    return Finding.objects.get(staff=str(people.ids[who]), weight__gt=0, round__unit=NORTH)


def test_nobody_meets_an_own_deed_or_judges_it(october: People) -> None:
    own = _finding(october, "ines")
    ines, siv = october.viewer("ines", NOW), october.viewer("siv", NOW)
    with pytest.raises(NotFound):
        queries.finding(ines, own.pk)
    with pytest.raises(NotFound):
        actions.decide(actor=ines, finding_id=own.pk, outcome=Outcome.JUSTIFIED, reason=Reason.TASK, at=NOW)
    assert not Decision.objects.exists()
    number = _round(october, "ines", NORTH)
    assert own.pk not in {row.id for row in queries.queue(ines, number)}
    assert own.pk in {row.id for row in queries.queue(siv, number)}
    seen = {name: queries.round_row(october.viewer(name, NOW), number) for name in ("ines", "siv")}
    assert seen["ines"].findings == len(queries.queue(ines, number)) < seen["siv"].findings
    assert seen["ines"].left == queries.left(ines)
    actions.decide(actor=siv, finding_id=own.pk, outcome=Outcome.JUSTIFIED, reason=Reason.EMERGENCY, at=NOW)
    assert queries.finding(siv, own.pk).row.outcome is Outcome.JUSTIFIED


def test_a_decision_is_on_record_and_is_never_changed(october: People) -> None:
    one, ines = _finding(october, "jonas"), october.viewer("ines", NOW)
    for outcome, reason in (
        (Outcome.EXPLAIN, Reason.NO_ANSWER),
        (Outcome.BREACH, Reason.NO_REASON),
        (Outcome.REPORTED, Reason.NO_REASON),
    ):
        actions.decide(actor=ines, finding_id=one.pk, outcome=outcome, reason=reason, at=NOW)
    page = queries.finding(ines, one.pk)
    assert [line.outcome for line in page.decisions] == [Outcome.EXPLAIN, Outcome.BREACH, Outcome.REPORTED]
    assert page.decisions[0].by_name == "Ines Exempelsson"
    assert page.next == ()
    with pytest.raises(NotNow):
        actions.decide(actor=ines, finding_id=one.pk, outcome=Outcome.JUSTIFIED, reason=Reason.TASK, at=NOW)
    kept = [(entry.action, entry.detail["outcome"]) for entry in entries_about(f"finding:{one.pk}")]
    assert kept == [("review.decide", "explain"), ("review.decide", "breach"), ("review.decide", "reported")]


def test_what_is_settled_is_no_longer_left(october: People) -> None:
    ines = october.viewer("ines", NOW)
    number = _round(october, "ines", NORTH)
    left = len(queries.queue(ines, number, left_only=True))
    assert queries.rounds(ines)[0].left == left == queries.rounds(ines)[0].findings
    actions.decide(
        actor=ines,
        finding_id=_finding(october, "jonas").pk,
        outcome=Outcome.JUSTIFIED,
        reason=Reason.EMERGENCY,
        at=NOW,
    )
    assert len(queries.queue(ines, number, left_only=True)) == left - 1
    assert queries.rounds(ines)[0].left == left - 1
    assert queries.overdue(ines, at=NOW) == 0
    assert queries.overdue(ines, at=NOW + timedelta(days=31)) == left - 1


def test_no_name_and_no_address_is_kept_to_compare_by(october: People) -> None:
    kept = b"".join(bytes(value) for value in Mark.objects.values_list("value", flat=True)).lower()
    assert not any(word in kept for word in (b"exempel", b"annan", "vägen".encode(), b"1912"))
    assert {len(bytes(value)) for value in Mark.objects.values_list("value", flat=True)} == {32}
    actions.forget("case:b")
    assert not Mark.objects.filter(whose="case:b").exists()


def test_what_somebody_is_compared_by_is_replaced_not_added_to(people: People) -> None:
    actions.note_subject("case:b", surname="Von Annan-Exempel")
    assert Mark.objects.filter(whose="case:b").count() == 3
    actions.note_subject("case:b", surname="Nytt")
    assert Mark.objects.filter(whose="case:b").count() == 1


def test_the_person_s_own_list_names_no_one(october: People) -> None:
    [line] = queries.access_list("case:b")
    assert (line.at, line.action, line.unit, line.basis) == (DAY, "case.read", NORTH, "assignment")
    assert not hasattr(line, "staff")


def test_who_reads_first_after_something_happened_comes_up(people: People) -> None:
    actions.note_incident("case:z", happened=DAY - timedelta(hours=2), actor=IT)
    actions.note_incident("case:z", happened=DAY - timedelta(hours=2), actor=IT)
    read(people.ids["samir"], "case:z", basis="stand_in")
    actions.make_rounds(OCTOBER, at=NOW)
    assert Finding.objects.filter(weight__gt=0).get().why == ["not_assigned", "after_incident"]


def test_the_same_decision_sent_twice_is_made_once_and_a_colleague_s_is_not_passed_over(october: People) -> None:
    one, ines, siv = _finding(october, "jonas"), october.viewer("ines", NOW), october.viewer("siv", NOW)
    for _ in range(2):
        actions.decide(
            actor=ines, finding_id=one.pk, outcome=Outcome.JUSTIFIED, reason=Reason.EMERGENCY, after=0, at=NOW
        )
    assert Decision.objects.count() == 1
    with pytest.raises(NotNow):
        actions.decide(actor=siv, finding_id=one.pk, outcome=Outcome.BREACH, reason=Reason.NO_REASON, after=0, at=NOW)
    with pytest.raises(Invalid):
        actions.decide(actor=siv, finding_id=one.pk, outcome=Outcome.BREACH, reason=Reason.TASK, after=1, at=NOW)
    assert Decision.objects.count() == 1


def test_what_is_overdue_comes_first_and_what_is_settled_last(october: People) -> None:
    ines = october.viewer("ines", NOW)
    read(october.ids["jonas"], basis="glass", at=DAY - timedelta(days=40))
    actions.make_rounds(date(2026, 9, 1), at=NOW)
    later = NOW + timedelta(days=31)
    assert [row.month.month for row in queries.rounds(ines, at=NOW)] == [10, 9]
    assert all(row.overdue for row in queries.rounds(ines, at=later))
    for row in queries.queue(ines, _round(october, "ines", NORTH)):
        actions.decide(actor=ines, finding_id=row.id, outcome=Outcome.JUSTIFIED, reason=Reason.TASK, at=NOW)
    assert [(row.month.month, row.overdue) for row in queries.rounds(ines, at=later)] == [(9, True), (10, False)]


def test_that_a_reviewer_looks_is_on_record(october: People) -> None:
    ines, number = october.viewer("ines", NOW), _round(october, "ines", NORTH)
    rows = actions.look_through(actor=ines, round_id=number, most=2)
    assert len(rows) == 2
    actions.look(actor=ines, finding_id=rows[0].id)
    assert [entry.action for entry in entries_about(f"round:{number}")] == ["review.round", "review.list"]
    assert [entry.action for entry in entries_about(f"finding:{rows[0].id}")] == ["review.read"]


def test_a_case_that_comes_under_protection_leaves_nothing_of_that_in_the_unit_s_round(
    people: People, security: int
) -> None:
    ines, samir = people.viewer("ines", NOW), people.ids["samir"]
    read(samir, "case:k", basis="glass")
    read(samir, "case:other", basis="glass")
    for day in range(3):
        at = DAY + timedelta(days=1 + day)
        read(samir, "case:k", basis="named", unit="", at=at)
        for number in range(6):
            read(samir, f"case:{number}", at=at + timedelta(seconds=5 * number + 5))
            read(samir, f"case:p{number}", basis="named", unit="", at=at + timedelta(seconds=5 * number + 7))
    actions.make_rounds(OCTOBER, at=NOW)
    north = _round(people, "siv", NORTH)
    rows = queries.queue(ines, north)
    assert not [row for row in rows if Why.PROTECTED in row.why]
    [glass] = [row for row in rows if Why.GLASS in row.why]
    assert glass.readings == 1
    series = [row for row in rows if Why.SERIES in row.why]
    assert [row.readings for row in series] == [6, 6, 6]
    for row in rows:
        page = queries.finding(ines, row.id)
        assert {entry.unit for entry in (*page.entries, *page.around)} == {NORTH}
    hidden = queries.queue(people.viewer("siv", NOW), _round(people, "siv", ""))
    assert all(Why.PROTECTED in row.why for row in hidden)
    assert "case:k" in {row.object for row in hidden}


def test_a_finding_tells_what_the_same_person_did_with_it_around_then(people: People) -> None:
    samir = people.ids["samir"]
    read(samir, "case:k", basis="glass")
    for at, who in ((DAY + timedelta(hours=1), samir), (DAY + timedelta(days=9), samir), (DAY, people.ids["jonas"])):
        trust.record(
            actor=Actor.staff(who, NORTH), action="case.write", object="case:k", basis="assignment", at=at, detail={}
        )
    actions.make_rounds(OCTOBER, at=NOW)
    page = queries.finding(people.viewer("ines", NOW), _finding(people, "samir").pk)
    assert [entry.action for entry in page.entries] == ["case.read"]
    assert [(entry.action, entry.at) for entry in page.around] == [("case.write", DAY + timedelta(hours=1))]


def test_a_burst_of_refused_deeds_comes_up_where_the_person_works(people: People, security: int) -> None:
    """Samir asks for case after case that is not his, or is not there: which they were is shown to nobody."""
    samir = people.ids["samir"]
    for number in range(14):
        trust.refuse_deed(
            staff_id=samir, page="desk_case", object=f"case:{number}", at=DAY + timedelta(minutes=number)
        )
    actions.make_rounds(OCTOBER, at=NOW)
    ines = people.viewer("ines", NOW)
    [row] = queries.queue(ines, _round(people, "ines", NORTH))
    assert (row.staff, row.why, row.object, row.readings) == (samir, (Why.REFUSED,), "", 14)
    assert len(queries.finding(ines, row.id).entries) == 14
    assert Round.objects.get(unit=NORTH).readings == 0


def test_what_is_refused_is_what_the_record_calls_a_refusal() -> None:
    assert {refusals.DEED} == REFUSALS
