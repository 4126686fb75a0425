# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A family: reached, given one named crisis contact, its dates kept, followed for as long as it has said yes to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.rooms.mailbox.people import fresh

from sjalvklar.incident import actions, queries
from sjalvklar.incident.models import CircleStaff, Contact, Duty, Family, Note, Reach
from sjalvklar.incident.rules import DutyKind, DutyState, FamilyState, Outcome, Reached, State, ToldBy, Way
from sjalvklar.incident.rules import Family as Words
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry


@pytest.fixture
def samir(staff, circles, at):
    return staff.viewer("samir", at)


def _reach(actor, family, at, outcome=Outcome.REACHED, **more):
    given = {"way": Way.VISIT, "nonce": fresh(), "at": at, **more}
    actions.reach(actor=actor, family_id=family, outcome=outcome, **given)


def test_a_family_has_its_dates_and_its_list_of_authorities_from_the_first_moment(add, samir, at) -> None:
    sheet = actions.read_family(actor=samir, family_id=add(people=3, children=2), at=at)
    assert [(line.step, line.due_at) for line in sheet.checkpoints] == [
        ("h24", at + timedelta(hours=24)),
        ("h72", at + timedelta(hours=72)),
        ("d25", datetime(2026, 12, 18, 11, tzinfo=UTC)),
        ("y1", datetime(2027, 11, 23, 11, tzinfo=UTC)),
    ]
    assert [line.step for line in sheet.authorities] == ["police", "funeral"]
    assert (sheet.people, sheet.children, sheet.reached, sheet.contact) == (3, 2, Reached.NOT_YET, "")
    assert sheet.words.called == "Amal, mor"
    assert b"Amal" not in bytes(Family.objects.get().body)


def test_reached_by_mistake_is_not_reached_and_what_was_noted_stands(staff, add, samir, at) -> None:
    family = add()
    with pytest.raises(Invalid):
        _reach(samir, family, at, Outcome.MISTAKE)
    _reach(samir, family, at)
    _reach(samir, family, at + timedelta(minutes=1), Outcome.MISTAKE)
    sheet = actions.read_family(actor=samir, family_id=family, at=at + timedelta(minutes=2))
    assert (sheet.reached, sheet.reached_at) == (Reached.NOT_YET, None)
    assert [one.outcome for one in sheet.reaches] == [Outcome.MISTAKE, Outcome.REACHED]
    board = queries.board(staff.viewer("jonas", at), sheet.incident_id, at=at + timedelta(minutes=2))
    assert board.unreached == 1


def test_another_circle_has_no_flat_to_give_notice_of(staff, add, at) -> None:
    family = add(by="lena", circle="suspects_family")
    sheet = actions.read_family(actor=staff.viewer("lena", at), family_id=family, at=at)
    assert [line.step for line in sheet.checkpoints] == ["h24", "h72", "y1"]


def test_the_same_form_adds_one_family_and_one_attempt(add, samir, at) -> None:
    nonce = fresh()
    family = add(nonce=nonce)
    assert add(nonce=nonce) == family
    for _ in range(2):
        _reach(samir, family, at, Outcome.NO_ANSWER, nonce=nonce)
    assert (Family.objects.count(), Reach.objects.count()) == (1, 1)


def test_whoever_reaches_them_first_is_their_crisis_contact_until_another_is_named(staff, add, samir, at) -> None:
    family = add()
    _reach(samir, family, at, Outcome.NO_ANSWER, way=Way.PHONE)
    _reach(samir, family, at, Outcome.LATER)
    sheet = actions.read_family(actor=samir, family_id=family, at=at)
    assert (sheet.reached, sheet.contact_id) == (Reached.NOT_YET, None)
    _reach(samir, family, at, told_by=ToldBy.MEDIA)
    sheet = actions.read_family(actor=samir, family_id=family, at=at)
    assert (sheet.reached, sheet.reached_at, sheet.contact_id) == (Reached.REACHED, at, samir.staff_id)
    assert [line.told_by for line in sheet.reaches if line.outcome is Outcome.REACHED] == [ToldBy.MEDIA]
    [total] = tally.totals(what=What.FAMILY_REACHED)
    assert total.count == 1
    with pytest.raises(Invalid, match="not_in_circle"):
        actions.name_contact(actor=samir, family_id=family, staff_id=staff.ids["lena"], at=at)
    actions.assign(
        actor=staff.viewer("jonas", at),
        circle_id=sheet.circle_id,
        staff_id=staff.ids["ines"],
        at=at,
    )
    for _ in range(2):
        actions.name_contact(actor=samir, family_id=family, staff_id=staff.ids["ines"], at=at + timedelta(hours=1))
    assert actions.read_family(actor=samir, family_id=family, at=at).contact == "Ines Exempelsson"
    assert Contact.objects.filter(ends_at__isnull=True).count() == 1
    assert Contact.objects.count() == 2


def test_a_no_counts_as_reached_and_a_later_yes_takes_its_place(add, samir, at) -> None:
    family = add()
    _reach(samir, family, at, Outcome.DECLINED)
    assert actions.read_family(actor=samir, family_id=family, at=at).reached is Reached.DECLINED
    _reach(samir, family, at + timedelta(days=1))
    _reach(samir, family, at + timedelta(days=2), Outcome.NO_ANSWER)
    _reach(samir, family, at + timedelta(days=3), Outcome.NOT_FOUND)
    sheet = actions.read_family(actor=samir, family_id=family, at=at)
    assert (sheet.reached, sheet.reached_at) == (Reached.REACHED, at + timedelta(days=1))


def test_those_nobody_has_reached_stand_first_and_have_waited_longest(add, samir, circles, at) -> None:
    first, second, third = add("Ett"), add("Två"), add("Tre")
    _reach(samir, first, at)
    sheet = actions.read_circle(actor=samir, circle_id=circles["bereaved"], at=at + timedelta(hours=1))
    assert [row.id for row in sheet.families] == [second, third, first]
    assert [row.called for row in sheet.families] == ["Två", "Tre", "Ett"]
    late = actions.read_circle(actor=samir, circle_id=circles["bereaved"], at=at + timedelta(days=2))
    assert [row.late for row in late.families] == [1, 1, 1]


def test_what_happens_later_becomes_a_date_that_is_kept_and_moved(staff, add, samir, at) -> None:
    family = add()
    one = {"actor": samir, "family_id": family, "at": at}

    def dates(when=at):
        sheet = actions.read_family(actor=samir, family_id=family, at=when)
        return {line.step: (line.due_at.date(), line.state) for line in sheet.checkpoints}

    for _ in range(2):
        actions.set_day(**one, event="trial", on=date(2027, 4, 1))
    assert dates()["trial"] == (date(2027, 3, 25), DutyState.DUE)
    assert AuditEntry.objects.filter(action="family.set_day").count() == 1
    actions.settle(**one, kind=DutyKind.CHECKPOINT, step="trial", state=DutyState.DONE)
    actions.set_day(**one, event="trial", on=date(2027, 6, 1))  # put off
    assert dates()["trial"] == (date(2027, 5, 25), DutyState.DUE)
    assert queries.template().name("checkpoints", "trial", "sv") == "Rättegången"
    with pytest.raises(Invalid, match="choose"):
        actions.set_day(**one, event="\x00", on=date(2027, 6, 1))
    with pytest.raises(Invalid, match="day"):
        actions.set_day(**one, event="trial", on=date(2017, 6, 1))
    lena, theirs = staff.viewer("lena", at), add(by="lena", circle="suspects_family")
    with pytest.raises(Invalid, match="choose"):
        actions.set_day(actor=lena, family_id=theirs, event="funeral-day", on=date(2026, 12, 1), at=at)
    with pytest.raises(NotFound):
        actions.set_day(actor=lena, family_id=family, event="trial", on=date(2027, 4, 1), at=at)
    late = at + timedelta(days=190)
    assert actions.raise_overdue(at=late) > 0
    actions.set_day(actor=samir, family_id=family, event="trial", on=date(2027, 9, 1), at=late)
    assert dates(late)["trial"] == (date(2027, 8, 25), DutyState.DUE)
    assert Duty.objects.get(step="trial").raised_at is None


def test_a_step_is_done_or_declined_and_can_be_taken_back(add, samir, at) -> None:
    family = add()
    given = {"actor": samir, "family_id": family, "at": at}
    actions.settle(**given, kind=DutyKind.AUTHORITY, step="funeral", state=DutyState.DECLINED)
    actions.settle(**given, kind=DutyKind.CHECKPOINT, step="h24", state=DutyState.DONE)
    sheet = actions.read_family(actor=samir, family_id=family, at=at)
    assert {line.step: line.state for line in sheet.authorities}["funeral"] is DutyState.DECLINED
    assert (sheet.checkpoints[0].state, sheet.checkpoints[0].by) == (DutyState.DONE, "Samir Exempelsson")
    actions.settle(**given, kind=DutyKind.CHECKPOINT, step="h24", state=DutyState.DUE)
    assert actions.read_family(actor=samir, family_id=family, at=at).checkpoints[0].state is DutyState.DUE
    for step, state, code in (("h24", DutyState.ENDED, "choose"), ("x", DutyState.DONE, "no_such_step")):
        with pytest.raises(Invalid, match=code):
            actions.settle(**given, kind=DutyKind.CHECKPOINT, step=step, state=state)


def test_notes_are_kept_once_and_what_must_not_stand_there_is_refused(add, samir, at) -> None:
    family, nonce = add(), fresh()
    for _ in range(2):
        actions.write_note(actor=samir, family_id=family, text="Vill ha besök på onsdag.", nonce=nonce, at=at)
    with pytest.raises(Invalid, match="no_numbers"):
        actions.write_note(actor=samir, family_id=family, text="Hon är 19900101-2385", nonce=fresh(), at=at)
    assert [line.text for line in actions.read_family(actor=samir, family_id=family, at=at).notes] == [
        "Vill ha besök på onsdag."
    ]
    assert b"onsdag" not in bytes(Note.objects.get().body)


def test_a_date_nobody_kept_goes_up_once_to_whoever_leads(staff, incident, add, samir, at) -> None:
    family = add()
    add("Far")
    late = at + timedelta(hours=25)
    assert actions.raise_overdue(at=at) == 0
    actions.settle(actor=samir, family_id=family, kind=DutyKind.CHECKPOINT, step="h24", state=DutyState.DONE, at=at)
    assert actions.raise_overdue(at=late) == 1
    assert actions.raise_overdue(at=late) == 0
    assert actions.raise_overdue(at=at) == 0
    entry = AuditEntry.objects.get(action="family.raise")
    assert entry.detail == {"step": "h24", "to": staff.ids["jonas"]}
    assert queries.row(staff.viewer("jonas", late), incident, at=late).late == 1
    assert queries.row(staff.viewer("ines", late), incident, at=late).late == 0
    assert queries.row(staff.viewer("samir", late), incident, at=late).late == 0
    [bereaved] = [
        line for line in queries.board(staff.viewer("jonas", late), incident, at=late).circles if line.families
    ]
    assert (bereaved.late, bereaved.late_since) == (1, at + timedelta(hours=24))


@pytest.fixture
def ended(staff, incident, add, samir, at):
    """Two families, one of which has said yes to the time after, and the incident closed after six weeks."""
    yes, no = add("Ja"), add("Nej")
    for family in (yes, no):
        _reach(samir, family, at)
    actions.consent(actor=samir, family_id=yes, yes=True, at=at)
    lenas = add("Annan krets", by="lena", circle="suspects_family")
    _reach(staff.viewer("lena", at), lenas, at, Outcome.DECLINED)
    jonas, then = staff.viewer("jonas", at), at + timedelta(days=42)
    actions.calm(actor=jonas, incident_id=incident, at=then)
    actions.close(actor=jonas, incident_id=incident, at=then)
    return yes, no


def test_an_incident_does_not_close_while_somebody_is_not_reached(staff, incident, add, samir, at) -> None:
    family, jonas = add(), staff.viewer("jonas", at)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.close(actor=jonas, incident_id=incident, at=at)
    actions.calm(actor=jonas, incident_id=incident, at=at)
    with pytest.raises(NotNow, match="not_all_reached"):
        actions.close(actor=jonas, incident_id=incident, at=at)
    assert Family.objects.get().state == FamilyState.OPEN.value
    with pytest.raises(NotAllowed):
        actions.close(actor=samir, incident_id=incident, at=at)
    _reach(samir, family, at, Outcome.NOT_FOUND)
    actions.close(actor=jonas, incident_id=incident, at=at)
    with pytest.raises(NotFound):
        actions.read_family(actor=samir, family_id=family, at=at)


def test_what_a_family_said_yes_to_outlives_the_incident(staff, incident, ended, samir, at) -> None:
    yes, no = ended
    year = at + timedelta(days=366)
    assert actions.raise_overdue(at=year) == 4  # all that was left for the one family
    assert queries.row(staff.viewer("ines", year), incident, at=year).late == 4
    assert AuditEntry.objects.filter(action="family.raise").last().detail["to"] == staff.ids["ines"]
    actions.settle(
        actor=staff.viewer("samir", year),
        family_id=yes,
        kind=DutyKind.CHECKPOINT,
        step="y1",
        state=DutyState.DONE,
        at=year,
    )
    assert not Duty.objects.filter(family=no, state=DutyState.DUE.value).exists()
    with pytest.raises(NotNow, match="wrong_state"):
        actions.write_note(actor=staff.viewer("samir", year), family_id=no, text="Sent", nonce=fresh(), at=year)
    # Whoever has nobody left to follow has left the circle.
    assert set(CircleStaff.objects.filter(ends_at__isnull=True).values_list("staff_id", flat=True)) == {
        staff.ids["samir"]
    }


def test_a_yes_that_is_taken_back_ends_it(ended, samir, at) -> None:
    yes, _ = ended
    later = at + timedelta(days=60)
    actions.consent(actor=samir, family_id=yes, yes=False, at=later)
    assert Family.objects.get(pk=yes).state == FamilyState.ENDED.value
    assert actions.raise_overdue(at=at + timedelta(days=800)) == 0


def test_no_family_is_added_to_what_has_closed(ended, add) -> None:
    with pytest.raises(NotNow, match="wrong_state"):
        add("Sent")


def test_an_incident_that_is_opened_again_has_what_it_had(staff, incident, ended, samir, at) -> None:
    _, no = ended
    jonas, later = staff.viewer("jonas", at), at + timedelta(days=90)
    with pytest.raises(NotNow):
        actions.wake(actor=jonas, incident_id=incident, at=later)
    actions.reopen(actor=jonas, incident_id=incident, at=later)
    assert queries.row(jonas, incident, at=later).state is State.WATCH
    assert {family.state for family in Family.objects.filter(pk__in=ended)} == {FamilyState.OPEN.value}
    assert Duty.objects.filter(family=no, state=DutyState.DUE.value).exists()
    actions.wake(actor=jonas, incident_id=incident, at=later)
    assert queries.row(jonas, incident, at=later).state is State.OPEN


def test_a_family_is_put_right(add, samir, at) -> None:
    family = add()
    words = Words("Amal Hassan", "mor", "Bara sms", "somaliska", "kvinna, inte från kretsen")
    actions.change_family(actor=samir, family_id=family, family=words, people=5, children=0, at=at)
    sheet = actions.read_family(actor=samir, family_id=family, at=at)
    assert (sheet.words, sheet.people, sheet.children) == (words, 5, 0)
    for people, children in ((0, None), (100, None), (1, -1)):
        with pytest.raises(Invalid, match="how_many"):
            actions.change_family(actor=samir, family_id=family, family=words, people=people, children=children, at=at)
