# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan is part of a case and ends with it: whoever closes the case says so first, and each party is told. What is
about to end, and what has, is told of like other dates; and nothing points at plans when none goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.rooms.casework.staff import AMAL
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.plans.group import Group

from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case, Joining
from sjalvklar.casework.rules import CloseReason as CaseReason
from sjalvklar.casework.rules import JoinGround, ProtectionLevel
from sjalvklar.kernel.errors import NotFound, NotNow
from sjalvklar.plans import actions, queries
from sjalvklar.plans.actions.with_case import REASONS
from sjalvklar.plans.models import Consent, Party, PartyStaff, Plan
from sjalvklar.plans.rules import CloseReason, Giver, State
from sjalvklar.trust import queries as record

Make = Callable[..., Group]


def close(made: Group, *, with_all: bool = False, reason: CaseReason = CaseReason.MOVED) -> None:
    casework.close(
        actor=made.staff.viewer("jonas", made.at), case_id=made.case, reason=reason, with_all=with_all, at=made.at
    )


def deeds(made: Group) -> list[str]:
    return [one.action for one in record.entries_about(f"case:{made.case}")]


def test_a_case_is_not_closed_over_a_plan_that_goes_on(group: Make) -> None:
    made = group()
    with pytest.raises(NotNow, match="plan_goes_on"):
        close(made)
    assert Case.objects.get(pk=made.case).state == "open"
    assert made.state() is State.ACTIVE
    assert actions.read_part(**made.petra())


def test_when_it_is_said_that_it_ends_too_no_party_reads_any_more_and_each_is_told_for_two_weeks(
    group: Make,
) -> None:
    made = group()
    close(made, with_all=True)
    plan = Plan.objects.get(pk=made.plan)
    assert (plan.state, plan.close_reason, plan.closed_at) == ("closed", "moved", made.at)
    assert plan.closed_by_id == made.staff.ids["jonas"]
    assert not Party.objects.filter(plan=plan, joint=True).exists()
    assert "plan.end_with_case" in deeds(made)
    with pytest.raises(NotFound):
        actions.read_part(**made.petra())
    petra = made.staff.viewer("petra", made.at)
    assert not queries.my_parts(petra, at=made.at)
    [told] = queries.ended_lately(petra, at=made.at)
    assert (told.number, told.ended_at) == (plan.number, made.at)
    assert queries.to_see_to(petra, at=made.at) == 0
    later = made.at + timedelta(days=14)
    assert not queries.ended_lately(made.staff.viewer("petra", later), at=later)
    assert queries.to_see_to(made.staff.viewer("petra", later), at=later) is None
    with pytest.raises(NotNow, match="case_closed"):
        actions.reopen(**made.jonas())
    casework.reopen(actor=made.staff.viewer("jonas", made.at), case_id=made.case, at=made.at)
    assert made.state() is State.CLOSED, "whether it suits is asked again, by somebody"
    actions.reopen(**made.jonas())


def test_nobody_is_told_of_its_end_who_would_not_see_it_go_on(group: Make) -> None:
    made = group()
    actions.revoke_consent(**made.of("unit"), giver=Giver.OWN)
    close(made, with_all=True)
    for who in ("petra", "stina", "samir", "ines"):
        assert not queries.ended_lately(made.staff.viewer(who, made.at), at=made.at), who


def test_of_somebody_who_became_protected_nobody_is_told_but_those_who_are_named(group: Make) -> None:
    made = group()
    close(made, with_all=True)
    casework.reopen(actor=made.staff.viewer("jonas", made.at), case_id=made.case, at=made.at)
    casework.protect(
        actor=made.staff.viewer("jonas", made.at),
        case_id=made.case,
        level=ProtectionLevel.MARKED,
        second=made.staff.ids["samir"],
        at=made.at,
    )
    assert not queries.ended_lately(made.staff.viewer("petra", made.at), at=made.at)
    assert queries.to_see_to(made.staff.viewer("petra", made.at), at=made.at) is None


def test_a_plan_led_by_another_ends_with_the_case_too_and_of_a_protected_person_no_unit_is_named(group: Make) -> None:
    made = group(second="samir")
    actions.hand_over(**made.jonas(), staff_id=made.staff.ids["samir"], leader_id=made.staff.ids["jonas"])
    close(made, with_all=True, reason=CaseReason.PERSON_ENDED)
    assert Plan.objects.get(pk=made.plan).close_reason == CloseReason.NO_CONSENT.value
    [entry] = [one for one in record.entries_about(f"case:{made.case}") if one.action == "plan.end_with_case"]
    assert not entry.unit


def test_every_reason_of_a_case_is_one_of_a_plan() -> None:
    assert set(REASONS) == set(CaseReason)


def test_a_plan_that_a_closed_case_left_behind_is_ended_by_the_clock(group: Make) -> None:
    made = group()
    jonas = made.staff.ids["jonas"]
    Case.objects.filter(pk=made.case).update(
        state="closed", closed_at=made.at, closed_by=jonas, close_reason="no_contact"
    )
    assert actions.look_after(at=made.at) == 1
    assert actions.look_after(at=made.at) == 0
    assert Plan.objects.get(pk=made.plan).close_reason == "no_contact"
    with pytest.raises(NotFound):
        actions.read_part(**made.petra())


def test_a_case_that_goes_on_in_another_asks_of_its_plan_as_well(group: Make) -> None:
    made = group()
    jonas = made.staff.viewer("jonas", made.at)
    other = casework.open_case(actor=jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=made.at)
    number = Case.objects.get(pk=other).number
    joined = {"case_id": made.case, "first": 1, "second": 1, "other_case": number}
    casework.join(actor=jonas, **joined, ground=JoinGround.ENTERED_TWICE, nonce=fresh(), at=made.at)
    goes_on = {"actor": jonas, "case_id": made.case, "joining_id": Joining.objects.get().pk, "at": made.at}
    with pytest.raises(NotNow, match="plan_goes_on"):
        casework.continue_in(**goes_on)
    assert casework.continue_in(**goes_on, with_all=True) == other
    assert made.state() is State.CLOSED


def test_a_head_who_has_taken_part_somewhere_is_still_pointed_to_the_plans_of_the_unit(group: Make) -> None:
    made = group()
    actions.revoke_consent(**made.of("unit"), giver=Giver.OWN)
    PartyStaff.objects.filter(ends_at__isnull=True).update(staff_id=made.staff.ids["ines"])
    assert queries.goes_on(made.staff.viewer("ines", made.at), at=made.at)


def test_whoever_worked_with_a_party_is_told_that_it_has_stopped_and_nothing_else_of_it(group: Make) -> None:
    made = group()
    petra = made.staff.viewer("petra", made.at)
    assert not queries.stopped_lately(petra, at=made.at)
    actions.revoke_consent(**made.of("unit"), giver=Giver.OWN)
    [told] = queries.stopped_lately(petra, at=made.at)
    assert (told.number, told.ended_at) == (Plan.objects.get().number, made.at)
    assert not queries.my_parts(petra, at=made.at)
    for who in ("jonas", "ines", "samir"):
        assert not queries.stopped_lately(made.staff.viewer(who, made.at), at=made.at), who
    casework.protect(
        actor=made.staff.viewer("jonas", made.at),
        case_id=made.case,
        level=ProtectionLevel.MARKED,
        second=made.staff.ids["samir"],
        at=made.at,
    )
    assert not queries.stopped_lately(made.staff.viewer("petra", made.at), at=made.at), "not of a protected person"


def test_the_menu_points_at_plans_while_one_goes_on_for_whoever_looks_and_not_a_day_longer(group: Make) -> None:
    made = group()

    def points(who: str, later: timedelta = timedelta()) -> bool:
        at = made.at + later
        viewer = made.staff.viewer(who, at)
        there = queries.goes_on(viewer, at=at)
        assert there == (queries.to_see_to(viewer, at=at) is not None)
        return there

    assert [who for who in ("jonas", "petra", "ines", "samir", "stina", "lena") if points(who)] == [
        "jonas",
        "petra",
        "ines",
    ]
    actions.revoke_consent(**made.of("unit"), giver=Giver.OWN)
    assert points("petra"), "she is told that it has stopped"
    assert not points("petra", timedelta(days=15))
    made.consent("unit")
    assert not queries.stopped_lately(made.staff.viewer("petra", made.at), at=made.at)
    assert points("petra")
    actions.unassign(**made.of("unit"), staff_id=made.staff.ids["petra"])
    assert not points("petra")
    actions.hand_over(**made.jonas(), staff_id=made.staff.ids["samir"], leader_id=made.staff.ids["jonas"])
    assert not points("jonas")
    assert points("samir")
    samir = {"actor": made.staff.viewer("samir", made.at), "plan_id": made.plan, "at": made.at}
    actions.close(**samir, reason=CloseReason.MOVED)
    assert not any(points(who) for who in ("jonas", "samir", "petra", "ines"))


def test_a_consent_that_is_about_to_end_is_told_to_whoever_leads_and_one_that_has_goes_to_the_head(
    group: Make,
) -> None:
    made = group()
    until = Consent.objects.get(party=made.parties["unit"]).ends_at

    def numbers(who: str, at: object) -> tuple[int | None, list[int]]:
        viewer = made.staff.viewer(who, at)  # type: ignore[arg-type]
        return queries.to_see_to(viewer, at=at), [row.late for row in queries.worklist(viewer, at=at)]  # type: ignore[arg-type]

    from sjalvklar.plans.models import Commitment

    Commitment.objects.all().delete()
    soon = until - timedelta(days=13)
    actions.look_after(at=soon)
    assert numbers("jonas", soon)[0] == 3
    assert numbers("ines", soon) == (0, [0])
    # One is given anew, and one party is let go: of those nothing is told any more.
    made.consent("police", starts=soon.date(), at=soon)
    actions.end_party(**made.of("school", soon))
    assert numbers("jonas", soon)[0] == 1
    ended = until + timedelta(days=1)
    actions.look_after(at=ended)
    assert numbers("jonas", ended)[0] == 1
    assert numbers("ines", ended) == (0, [0])
    up = until + timedelta(days=4)
    actions.look_after(at=up)
    actions.look_after(at=up)
    assert numbers("ines", up) == (1, [1])
    assert deeds(made).count("plan.consent_ended_up") == 1
    made.consent("unit", starts=up.date(), at=up)
    assert numbers("ines", up) == (0, [0])
    assert numbers("jonas", up)[0] == 0


def test_of_a_protected_persons_plan_nothing_goes_to_the_head(group: Make) -> None:
    made = group(second="samir")
    late = made.at + timedelta(days=120)
    actions.look_after(at=late)
    assert queries.to_see_to(made.staff.viewer("ines", late), at=late) is None
    assert not Consent.objects.filter(up_at__isnull=False).exists()


def test_when_whom_it_is_about_has_died_their_yes_ends_and_no_party_reads_any_more(group: Make) -> None:
    made = group()
    assert actions.read_part(**made.petra())
    jonas = {"actor": made.staff.viewer("jonas", made.at), "case_id": made.case, "at": made.at}
    casework.note_death(**jonas, number=1, version=1, died="")
    assert not Consent.objects.filter(ends_at__gt=made.at).exists()
    assert deeds(made).count("plan.consents_end") == 1
    with pytest.raises((NotFound, NotNow)):
        actions.read_part(**made.petra())
    with pytest.raises(NotNow, match="person_is_dead"):
        made.consent("unit")
    assert made.state() is State.ACTIVE
    close(made, with_all=True, reason=CaseReason.DECEASED)
    assert Plan.objects.get(pk=made.plan).close_reason == "deceased"
