# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan from its beginning to its end, in the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.rooms.mailbox.people import IT, NORTH, SOUTH, fresh
from tests.rooms.plans.group import AIM, DAY, Group

from sjalvklar.casework import actions as casework
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation.actions import end_grant
from sjalvklar.organisation.belongings import among
from sjalvklar.organisation.models import Grant
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.plans import actions, queries
from sjalvklar.plans.belongings import Plans
from sjalvklar.plans.models import Commitment, Note, Plan, Words
from sjalvklar.plans.rules import (
    About,
    CloseReason,
    CommitmentDeed,
    CommitmentState,
    Giver,
    MeetingResult,
    PartyKind,
    Share,
    SharedBy,
    State,
)
from sjalvklar.tally.models import Fact
from sjalvklar.trust import queries as record

Make = Callable[..., Group]


def counted() -> list[str]:
    return sorted(Fact.objects.filter(what__startswith="plan_").values_list("what", flat=True))


def deeds(group: Group) -> list[str]:
    return [one.action for one in record.entries_about(f"case:{group.case}")]


def test_a_plan_goes_from_asked_for_to_followed_up_and_back_to_work(group: Make) -> None:
    made = group(upto=State.ACTUALISED)
    assert made.state() is State.ACTUALISED
    made = Group(made.staff, made.at, made.case, made.plan)
    actions.assess(**made.jonas(), suits=True, text="Det passar.", nonce=fresh())
    with pytest.raises(NotNow, match="no_consent_yet"):
        actions.consented(**made.jonas())
    made.parties["police"] = actions.add_party(
        **made.jonas(), kind=PartyKind.POLICE, about=About("Polisen"), nonce=fresh()
    )
    made.consent("police")
    actions.consented(**made.jonas())
    with pytest.raises(NotNow, match="no_officer"):
        actions.activate(**made.jonas())
    actions.change_party(**made.of("police"), about=About("Polisen", "Inspektör Prov"))
    with pytest.raises(NotNow, match="no_commitments"):
        actions.activate(**made.jonas())
    made.commit("police", "Ringer varje fredag.")
    with pytest.raises(NotNow, match="no_meeting"):
        actions.activate(**made.jonas())
    met = made.at + timedelta(days=7)
    actions.plan_meeting(**made.jonas(), when=met)
    actions.activate(**made.jonas())
    assert made.state() is State.ACTIVE
    sheet = actions.read(actor=made.staff.viewer("jonas", made.at), plan_id=made.plan, at=made.at)
    assert sheet.aim == AIM
    assert not sheet.left
    [meeting] = sheet.meetings
    held = {"meeting_id": meeting.id, "came": {made.parties["police"]: True}, "result": MeetingResult.GO_ON}
    with pytest.raises(NotNow, match="not_yet"):
        actions.hold_meeting(**made.jonas(), **held, text="Bra.", nonce=fresh())
    for _ in range(2):
        actions.hold_meeting(**made.jonas(met), **held, text="Bra.", nonce=fresh())
    assert made.state() is State.FOLLOWED_UP
    with pytest.raises(NotNow, match="no_meeting"):
        actions.go_on(**made.jonas(met))
    actions.plan_meeting(**made.jonas(met), when=met + timedelta(days=30))
    actions.go_on(**made.jonas(met))
    assert made.state() is State.ACTIVE
    assert counted() == ["plan_begun", "plan_threatened"]
    done = deeds(made)
    assert {"plan.begin", "plan.assess", "plan.consent", "plan.activate", "plan.hold_meeting"} <= set(done)


def test_the_same_form_begins_one_plan_and_a_case_has_one_at_a_time(group: Make) -> None:
    made = group(upto=State.ACTUALISED)
    jonas, once = made.staff.viewer("jonas", made.at), fresh()
    given = {"actor": jonas, "case_id": made.case, "aim": AIM, "needed": Giver.OWN, "at": made.at}
    with pytest.raises(NotNow, match="has_plan"):
        actions.begin(**given, nonce=once)
    actions.close(**made.jonas(), reason=CloseReason.OTHER_HELP)
    assert actions.begin(**given, nonce=once) == actions.begin(**given, nonce=once)
    with pytest.raises(NotNow, match="has_plan"):
        actions.reopen(**made.jonas())


def test_what_does_not_suit_ends_with_that_as_its_reason_and_may_be_asked_for_again(group: Make) -> None:
    made = group(upto=State.ACTUALISED)
    actions.assess(**made.jonas(), suits=False, text="Annat stöd passar bättre.", nonce=fresh())
    plan = Plan.objects.get(pk=made.plan)
    assert (plan.state, plan.close_reason) == ("closed", "not_suited")
    with pytest.raises(NotNow, match="wrong_state"):
        actions.write_note(**made.jonas(), text="Mer.", nonce=fresh())
    actions.reopen(**made.jonas())
    assert made.state() is State.ACTUALISED
    assert counted() == ["plan_begun", "plan_closed_not_suited", "plan_threatened"]


def test_a_plan_is_begun_by_whoever_answers_for_the_case_and_seen_as_the_case_is(group: Make) -> None:
    made = group()
    for who in ("samir", "ines", "gunilla", "stina", "siv", "kim"):
        viewer = made.staff.viewer(who, made.at)
        with pytest.raises((NotFound, NotAllowed)):
            actions.begin(actor=viewer, case_id=made.case, aim=AIM, needed=Giver.OWN, nonce=fresh(), at=made.at)
        with pytest.raises(NotAllowed if who == "ines" else NotFound):
            actions.read(actor=viewer, plan_id=made.plan, at=made.at)
    ines = made.staff.viewer("ines", made.at)
    row = queries.row(ines, made.plan, at=made.at)
    assert row.may == {"hand_over"}
    # Another leads: whoever answers for the case still reads, and writes nothing in the plan.
    actions.hand_over(
        actor=ines,
        plan_id=made.plan,
        staff_id=made.staff.ids["samir"],
        leader_id=made.staff.ids["jonas"],
        at=made.at,
    )
    assert actions.read(**made.jonas()).row.may == {"read"}
    with pytest.raises(NotAllowed):
        actions.write_note(**made.jonas(), text="Mer.", nonce=fresh())
    samir = {"actor": made.staff.viewer("samir", made.at), "plan_id": made.plan, "at": made.at}
    actions.write_note(**samir, text="Jag leder nu.", nonce=fresh())
    with pytest.raises(NotFound):
        casework.read(actor=samir["actor"], case_id=made.case, at=made.at)


def test_a_commitment_is_moved_done_and_put_right(group: Make) -> None:
    made = group()
    task = Commitment.objects.get(party=made.parties["police"])
    about = {"commitment_id": task.pk}
    with pytest.raises(Invalid, match="needed"):
        actions.settle(**made.jonas(), **about, deed=CommitmentDeed.MOVE)
    with pytest.raises(Invalid, match="day_passed"):
        actions.settle(**made.jonas(), **about, deed=CommitmentDeed.MOVE, due_on=DAY - timedelta(days=1))
    actions.settle(**made.jonas(), **about, deed=CommitmentDeed.MOVE, due_on=DAY + timedelta(days=40))
    task.refresh_from_db()
    assert (task.state, task.due_on) == (CommitmentState.MOVED.value, DAY + timedelta(days=40))
    actions.settle(**made.jonas(), **about, deed=CommitmentDeed.DO)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.settle(**made.jonas(), **about, deed=CommitmentDeed.FAIL)
    actions.settle(**made.jonas(), **about, deed=CommitmentDeed.UNDO)
    task.refresh_from_db()
    assert (task.state, task.settled_at, task.settled_by_id) == (CommitmentState.AGREED.value, None, None)


def test_the_same_words_from_the_same_form_are_kept_once(group: Make) -> None:
    made, once = group(), fresh()
    for _ in range(2):
        actions.write_note(**made.jonas(), text="Ett.", nonce=once)
        actions.share(**made.of("school"), kind=Share.SAFETY, way=SharedBy.PHONE, text="Hot mot familjen.", nonce=once)
        actions.hear(**made.of("school"), kind=Share.PLAN, way=SharedBy.PHONE, text="De följer.", nonce=once)
    assert Note.objects.filter(plan=made.plan, kind="note").count() == 1
    assert Words.objects.filter(party=made.parties["school"]).count() == 2


def test_the_clock_tells_whoever_leads_and_then_the_head(group: Make) -> None:
    made = group()
    late = made.at + timedelta(days=15)
    assert actions.look_after(at=late) == 2
    assert actions.look_after(at=late) == 0
    jonas, ines = (lambda at: made.staff.viewer("jonas", at)), (lambda at: made.staff.viewer("ines", at))
    assert [row.late for row in queries.worklist(jonas(late), at=late)] == [2]
    assert [row.late for row in queries.worklist(ines(late), at=late)] == [0]
    later = late + timedelta(days=4)
    assert actions.look_after(at=later) == 2
    assert [row.late for row in queries.worklist(ines(later), at=later)] == [2]
    met = made.at + timedelta(days=34)
    assert actions.look_after(at=met) == 1
    ending = made.at + timedelta(days=80)
    assert actions.look_after(at=ending) == 3
    assert [row.ending for row in queries.worklist(jonas(ending), at=ending)] == [3]
    assert deeds(made).count("plan.consent_ends") == 3


def test_nothing_is_without_somebody_who_leads_when_somebody_goes(group: Make) -> None:
    made = group()
    ines, room = made.staff.viewer("ines", made.at), Plans()
    about = {"staff_id": made.staff.ids["jonas"], "unit_id": NORTH, "at": made.at}
    whose, all_of = room.whose(ines, **about), room.whose(ines, unit_id=NORTH, at=made.at)
    assert {who: (held.open, held.closed) for who, held in whose.held.items()} == {about["staff_id"]: (1, 0)}
    assert whose == all_of
    assert all_of.owners == {about["staff_id"]}
    assert room.is_open_in(NORTH)
    assert room.give(actor=ines, **about, shares=among([made.staff.ids["lena"]]), also_closed=False) == 1
    lena = made.staff.viewer("lena", made.at)
    assert queries.worklist(lena, at=made.at)[0].mine
    assert room.left_behind(None, at=made.at) == 0
    assert room.move_unit(NORTH, "norr-intag", at=made.at) == 1
    # Lena does not serve in the intake: whoever heads it leads.
    assert room.left_behind(None, at=made.at) == 1
    assert queries.row(made.staff.viewer("bo", made.at), made.plan, at=made.at).mine


def test_a_protected_persons_plan_is_for_named_people_only(group: Make) -> None:
    made = group(second="samir")
    ines = made.staff.viewer("ines", made.at)
    with pytest.raises(NotFound):
        queries.row(ines, made.plan, at=made.at)
    assert not queries.worklist(ines, at=made.at)
    assert actions.read(actor=made.staff.viewer("samir", made.at), plan_id=made.plan, at=made.at).row.may == {"read"}
    # A unit may be a party, and nobody in it takes part who is not named.
    unit = actions.add_party(
        **made.jonas(),
        kind=PartyKind.SOCIAL_SERVICES,
        about=About("Norr", "Lena"),
        unit_id=NORTH,
        nonce=fresh(),
    )
    for who, able in (("lena", False), ("ines", False), ("samir", True)):
        about = {**made.jonas(), "party_id": unit, "staff_id": made.staff.ids[who]}
        if able:
            actions.assign(**about)
        else:
            with pytest.raises(Invalid, match="not_a_colleague"):
                actions.assign(**about)
    assert {who.staff_id for who in queries.can_lead(made.staff.viewer("jonas", made.at), made.plan, at=made.at)} == {
        made.staff.ids["samir"]
    }
    later = made.at + timedelta(days=30)
    assert actions.look_after(at=later) > 0
    assert not queries.worklist(made.staff.viewer("ines", later), at=later)
    entries = [one for one in record.entries_about(f"case:{made.case}") if one.action.startswith("plan.")]
    assert entries
    assert not any(one.unit for one in entries)


def test_what_becomes_protected_is_gone_for_those_who_are_not_named(group: Make) -> None:
    from sjalvklar.casework.rules import ProtectionLevel

    made = group()
    assert queries.my_parts(made.staff.viewer("petra", made.at), at=made.at)
    casework.protect(
        actor=made.staff.viewer("jonas", made.at),
        case_id=made.case,
        level=ProtectionLevel.MARKED,
        second=made.staff.ids["samir"],
        at=made.at,
    )
    assert not queries.my_parts(made.staff.viewer("petra", made.at), at=made.at)
    with pytest.raises(NotFound):
        actions.read_part(**made.petra())
    assert not queries.worklist(made.staff.viewer("ines", made.at), at=made.at)
    assert actions.read(**made.jonas()).parties


def test_a_plan_goes_with_its_case(group: Make, at: datetime) -> None:
    from sjalvklar.casework.keeping import CaseFiles

    made = group()
    CaseFiles().erase(made.case, decision="tests", at=at)
    assert not Plan.objects.exists()
    assert not Words.objects.exists()


def test_a_copy_of_the_case_says_what_was_said_yes_to_and_shared_and_nothing_of_what_parties_told(group: Make) -> None:
    from sjalvklar.casework import attached
    from sjalvklar.casework.rules import Recipient

    made = group()
    words = {"kind": Share.SAFETY, "way": SharedBy.PHONE, "nonce": fresh()}
    actions.share(**made.of("police"), **words, text="Bilen står kvar.")
    actions.hear(**made.of("police"), **words, text="De följer ärendet.")
    [plan] = attached.of(made.case, Recipient.PERSON)["plans"]
    assert plan["aim"] == AIM.aim
    assert plan["parties"] == ["police", "school", "social_services"]
    assert [one["kind"] for one in plan["shared"]] == ["safety"]
    assert len(plan["consents"]) == 3
    for others in ("Inspektör Prov", "De följer", "Hotet gäller", "Bilen"):
        assert others not in repr(plan)
    assert attached.of(made.case, Recipient.GUARDIAN)["plans"] == ()
    assert attached.of(made.case, Recipient.REPRESENTATIVE)["plans"] == ()


def test_a_party_whose_people_have_gone_has_nobody_and_gets_its_part_on_paper(group: Make) -> None:
    made = group()
    with pytest.raises(NotNow, match="reads_here"):
        actions.take_sheet(**made.of("unit"), nonce=fresh())
    grants = Grant.objects.filter(staff=made.staff.ids["petra"], unit=SOUTH).values_list("role", flat=True)
    for role in list(grants):
        end_grant(staff_id=made.staff.ids["petra"], unit_id=SOUTH, role=Role(role), actor=IT, at=made.at)
    with pytest.raises(NotFound):
        actions.read_part(**made.petra())
    [line] = [one for one in actions.read(**made.jonas()).parties if one.id == made.parties["unit"]]
    assert line.staff == ()
    assert "plan.party_left_behind" in deeds(made)
    assert actions.take_sheet(**made.of("unit"), nonce=fresh()).commitments
    assert Plans().left_behind(None, at=made.at) == 0
