# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody is forgotten when staff go: all that was somebody's is given in one deed, or is the head's at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.casework.staff import AMAL, MONDAY_MORNING, OTHER_NUMBER, Staff, make_staff
from tests.rooms.mailbox.people import INTAKE, IT, NORTH, SOUTH, fresh

from sjalvklar.casework import actions, queries
from sjalvklar.casework.actions import files
from sjalvklar.casework.models import Assignment, Case
from sjalvklar.casework.queries import View, lists
from sjalvklar.casework.rules import Closeness, CloseReason, Identity, NoticeKind, ProtectionLevel, State
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow, Refused
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.models import Thread
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.actions import (
    admit,
    close_account,
    end_grant,
    give_to_heads,
    grant,
    hand_over_all,
    set_stand_in,
)
from sjalvklar.organisation.belongings import Kind
from sjalvklar.organisation.models import Grant, StaffMember
from sjalvklar.organisation.queries import leaving
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.queries import entries_about

Open = Callable[..., UUID]


def contact(staff: Staff, at: datetime, *, by: str = "jonas", unit_id: str = NORTH) -> UUID:
    """A contact that somebody has taken."""
    stored = mailbox.store_contact(nonce=fresh(), unit_id=unit_id, text="Hjälp", answers=ContactFacts(), at=at)
    mailbox.take(actor=staff.viewer(by, at), thread_id=stored.thread_id, at=at)
    return stored.thread_id


def owner_of(case: UUID) -> int | None:
    return Assignment.objects.filter(case=case, ends_at__isnull=True).values_list("staff_id", flat=True).first()


def give(staff: Staff, at: datetime, *to: str, by: str = "ines", whose: str = "jonas", **more: Any) -> int:
    ids = [staff.ids[name] for name in to]
    return hand_over_all(actor=staff.viewer(by, at), unit_id=NORTH, staff_id=staff.ids[whose], to=ids, at=at, **more)


# --- In one deed -------------------------------------------------------------------------------------------------
def test_the_head_sees_how_much_is_whose_and_no_word_of_it(staff, open_case: Open, protected_case, at) -> None:
    contact(staff, at)
    open_case()
    closed = open_case()
    actions.close(actor=staff.jonas, case_id=closed, reason=CloseReason.MOVED, at=at)
    load = leaving.load(staff.ines, unit_id=NORTH, staff_id=staff.ids["jonas"], at=at)
    assert {one.kind: (one.open, one.overdue, one.closed, one.apart) for one in load.held} == {
        Kind.CONTACT: (1, 0, 0, ()),
        Kind.CASE: (1, 0, 1, ()),
        **dict.fromkeys((kind for kind in Kind if kind not in {Kind.CONTACT, Kind.CASE}), (0, 0, 0, ())),
    }
    late = at + timedelta(days=2)
    load = leaving.load(staff.viewer("ines", late), unit_id=NORTH, staff_id=staff.ids["jonas"], at=late)
    assert load.overdue == 1
    mine = leaving.load(staff.jonas, unit_id=NORTH, staff_id=staff.ids["jonas"], at=at)
    [cases] = [one for one in mine.held if one.kind is Kind.CASE]
    assert [case for case, _ in cases.apart] == [protected_case], "whoever may know of it sees that it is apart"
    loads = leaving.loads(staff.ines, unit_id=NORTH, at=at)
    assert loads[0].staff_id == staff.ids["jonas"]
    assert staff.ids["samir"] in {one.staff_id for one in loads}


@pytest.mark.parametrize("who", ["samir", "gunilla", "petra", "stina", "kim", "siv"])
def test_for_others_there_is_no_such_list(who: str, staff, at) -> None:
    for asked in (
        lambda: leaving.loads(staff.viewer(who), unit_id=NORTH, at=at),
        lambda: leaving.load(staff.viewer(who), unit_id=NORTH, staff_id=staff.ids["jonas"], at=at),
        lambda: give(staff, at, "lena", by=who),
    ):
        with pytest.raises(NotFound, match="no_such_unit"):
            asked()


def test_everything_goes_to_several_in_one_deed_each_on_record(staff, open_case: Open, at) -> None:
    threads = [contact(staff, at + timedelta(seconds=number)) for number in range(3)]
    cases = [open_case() for _ in range(3)]
    assert give(staff, at, "samir", "lena") == 6
    owners = [Thread.objects.get(pk=thread).owner_id for thread in threads] + [owner_of(case) for case in cases]
    assert sorted(map(owners.count, (staff.ids["samir"], staff.ids["lena"]))) == [3, 3]
    for thread in threads:
        assert entries_about(f"thread:{thread}")[-1].action == "contact.hand_over"
    for case in cases:
        entry = entries_about(f"case:{case}")[-1]
        assert (entry.action, entry.basis, entry.detail["to"]) == ("case.hand_over", "head", owner_of(case))
    assert leaving.load(staff.ines, unit_id=NORTH, staff_id=staff.ids["jonas"], at=at).open == 0
    kinds = [notice.kind for who in (staff.samir, staff.viewer("lena")) for notice in queries.notices(who, at=at)]
    assert sorted(kinds) == [NoticeKind.HANDED, NoticeKind.HANDED_MANY], "told once each, however many"
    with pytest.raises(NotNow, match="nothing_left"):
        give(staff, at, "samir")


def test_jonas_gives_his_own_before_he_goes_and_the_protected_one_stays_until_it_is_given_by_itself(
    staff, open_case: Open, protected_case, at
) -> None:
    case = open_case()
    assert give(staff, at, "samir", by="jonas") == 1
    assert owner_of(case) == staff.ids["samir"]
    assert owner_of(protected_case) == staff.ids["jonas"]


def test_what_none_of_them_can_have_stops_all_of_it(staff, open_case: Open, at) -> None:
    thread, case = contact(staff, at), open_case()
    near = open_case(identity=Identity(number=OTHER_NUMBER))
    actions.declare(actor=staff.samir, number=OTHER_NUMBER, closeness=Closeness.FAMILY, at=at)
    with pytest.raises(NotNow, match="somebody_else_too"):
        give(staff, at, "samir")
    assert Thread.objects.get(pk=thread).owner_id == owner_of(case) == owner_of(near) == staff.ids["jonas"]
    assert "contact.hand_over" not in {entry.action for entry in entries_about(f"thread:{thread}")}
    give(staff, at, "samir", "lena")
    assert owner_of(near) == staff.ids["lena"]


@pytest.mark.parametrize("to", [(), ("ines",), ("gunilla",), ("jonas",), ("samir", "petra")])
def test_it_is_given_only_to_who_meets_relatives_in_the_unit(to, staff, open_case: Open, at) -> None:
    open_case()
    with pytest.raises(Invalid, match="choose" if not to else "not_a_colleague"):
        give(staff, at, *to)


def test_the_closed_go_along_when_the_head_says_so(staff, open_case: Open, at) -> None:
    case = open_case()
    actions.close(actor=staff.jonas, case_id=case, reason=CloseReason.MOVED, at=at)
    with pytest.raises(NotNow, match="nothing_left"):
        give(staff, at, "samir")
    assert give(staff, at, "samir", also_closed=True) == 1
    assert queries.worklist(staff.samir, view=View.CLOSED, at=at)[0].id == case


# --- At once -----------------------------------------------------------------------------------------------------
def test_when_an_account_is_closed_all_of_it_is_the_heads_at_once(staff, open_case: Open, at) -> None:
    thread, cases = contact(staff, at), [open_case(), open_case()]
    close_account(staff_id=staff.ids["jonas"], actor=IT, at=at + timedelta(minutes=1))
    ines, later = staff.ids["ines"], at + timedelta(minutes=2)
    assert Thread.objects.get(pk=thread).owner_id == ines
    assert {owner_of(case) for case in cases} == {ines}
    entry = entries_about(f"case:{cases[0]}")[-1]
    assert (entry.action, entry.actor_id, entry.detail) == (
        "case.left_behind", "timer", {"from": staff.ids["jonas"], "to": ines},
    )  # fmt: skip
    assert [notice.kind for notice in queries.notices(staff.viewer("ines", later), at=later)] == [
        NoticeKind.GIVE_AWAY_MANY
    ]
    assert give_to_heads(at=later) == 0, "it is hers"
    assert give(staff, later, "samir", whose="ines") == 3
    assert {owner_of(case) for case in cases} == {staff.ids["samir"]}


def test_without_a_head_whoever_has_the_fewest_has_it_and_in_an_empty_unit_the_next_head(
    staff, open_case: Open, at
) -> None:
    case = open_case()
    open_case(by="samir")
    later = at + timedelta(minutes=1)
    end_grant(staff_id=staff.ids["ines"], unit_id=NORTH, role=Role.UNIT_HEAD, actor=IT, at=at)
    end_grant(staff_id=staff.ids["jonas"], unit_id=NORTH, role=Role.RELATIVES_ADVISER, actor=IT, at=later)
    assert owner_of(case) == staff.ids["lena"]
    for name, role in (("lena", Role.SOCIAL_WORKER), ("samir", Role.RELATIVES_ADVISER)):
        end_grant(staff_id=staff.ids[name], unit_id=NORTH, role=role, actor=IT, at=later)
    assert owner_of(case) == staff.ids["bo"]
    bo = staff.viewer("bo", later)
    assert queries.row(bo, case, at=later).may == {"hand_over", "break_glass"}
    assert case in {row.id for row in queries.worklist(bo, view=View.MINE, at=later)}
    assert give_to_heads(at=later) == 0
    grant(staff_id=staff.ids["ines"], unit_id=NORTH, role=Role.UNIT_HEAD, valid_from=later, actor=IT, at=later)
    assert give_to_heads(at=later) == 2
    assert owner_of(case) == staff.ids["ines"]


def test_a_protected_one_goes_to_the_next_of_the_named_and_the_head_learns_nothing(staff, protected_case, at) -> None:
    later = at + timedelta(minutes=1)
    close_account(staff_id=staff.ids["jonas"], actor=IT, at=later)
    assert owner_of(protected_case) == staff.ids["samir"]
    entry = entries_about(f"case:{protected_case}")[-1]
    assert (entry.unit, entry.detail["compartment"]) == ("", "protected")
    assert queries.notices(staff.viewer("ines", later), at=later) == ()
    close_account(staff_id=staff.ids["samir"], actor=IT, at=later)
    [(_, unit)] = queries.without_people(staff.viewer("ines", later), at=later)
    assert unit == NORTH


def test_when_a_role_ends_by_its_date_the_clock_sees_to_it(staff, open_case: Open, at) -> None:
    case, thread = open_case(), contact(staff, at)
    Grant.objects.filter(staff_id=staff.ids["jonas"]).update(valid_to=at + timedelta(hours=1))
    assert give_to_heads(at=at) == 0
    assert give_to_heads(at=at + timedelta(hours=1)) == 2
    assert owner_of(case) == Thread.objects.get(pk=thread).owner_id == staff.ids["ines"]


# --- Whatever happens --------------------------------------------------------------------------------------------
NORTHERN = ("jonas", "samir", "lena", "ines", "gunilla", "bo", "city")
ROLES = (
    (NORTH, Role.RELATIVES_ADVISER),
    (NORTH, Role.UNIT_HEAD),
    (INTAKE, Role.SOCIAL_WORKER),
    (INTAKE, Role.UNIT_HEAD),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["contact", "case", "protected", "end", "close", "grant", "city", "stand_in"]),
        st.sampled_from(NORTHERN),
        st.integers(0, 3),
    ),
    min_size=2,
    max_size=12,
)


def step(staff: Staff, what: str, name: str, which: int, at: datetime) -> None:
    who, (unit, role) = staff.ids[name], ROLES[which]
    viewer = people.viewer(who, at)
    if what == "city":
        with suppress(NotAllowed):  # with no role left she does not come in, and her roles have ended all the same
            admit(identity="c" * 64, name="Cia", public_name="Cia", username="cia", roles=ROLES[: which % 3], at=at)
    elif what == "close":
        close_account(staff_id=who, actor=IT, at=at)
    elif what == "end":
        end_grant(staff_id=who, unit_id=unit, role=role, actor=IT, at=at)
    elif what == "grant":
        grant(staff_id=who, unit_id=unit, role=role, valid_from=at, actor=IT, at=at)
    elif viewer is None or unit not in viewer.serving_unit_ids:
        return
    elif what == "contact":
        contact(staff, at, by=name, unit_id=unit)
    elif what == "stand_in":
        absent = staff.ids[NORTHERN[which]]
        set_stand_in(
            unit_id=unit,
            absent_id=absent,
            substitute_id=who,
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            actor=IT,
            at=at,
        )
    else:
        protection: dict[str, Any] = {}
        if what == "protected":
            second = staff.ids[NORTHERN[which]]
            protection = {"level": ProtectionLevel.MARKED, "second": second}
        actions.open_case(
            actor=viewer,
            unit_id=unit,
            identity=Identity(name=AMAL.name),
            nonce=secrets.token_bytes(16),
            at=at,
            **protection,
        )


def is_there(staff_id: int | None, unit_id: str, at: datetime) -> bool:
    viewer = people.viewer(staff_id, at) if staff_id is not None else None
    return viewer is not None and unit_id in viewer.serving_unit_ids


def heads_in_the_authority(staff_id: int | None, authority_id: str, at: datetime) -> bool:
    viewer = people.viewer(staff_id, at) if staff_id is not None else None
    return viewer is not None and any(g.role.leads and g.authority_id == authority_id for g in viewer.grants)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_after_whatever_sequence_nothing_open_lacks_an_owner_who_is_there(grano, steps) -> None:
    with transaction.atomic():
        staff = make_staff()
        city = admit(
            identity="c" * 64, name="Cia", public_name="Cia", username="cia", roles=ROLES[:1], at=MONDAY_MORNING
        )
        house = Staff({**staff.ids, "city": city})
        at = MONDAY_MORNING
        for what, name, which in steps:
            at += timedelta(minutes=1)
            try:
                with transaction.atomic():
                    step(house, what, name, which, at)
            except Refused:
                continue
            if what in {"grant", "city"}:
                clock_strikes(at)  # somebody new may be the head that was missing
            judge(at)
        clock_strikes(at + timedelta(hours=2))
        judge(at + timedelta(hours=2))
        transaction.set_rollback(True)


def clock_strikes(at: datetime) -> None:
    mailbox.escalate_overdue(at=at)
    give_to_heads(at=at)


def judge(at: datetime) -> None:
    for thread in Thread.objects.exclude(state="closed").select_related("unit"):
        unit, authority = thread.unit_id, thread.unit.authority_id
        if thread.owner_id is None:
            assert thread.state == "waiting"
            heads = [people.unit_head(one.id, at) for one in people.units_of_authority(authority)]
            assert not any(heads), "only an authority without any head leaves it in the queue"
            continue
        borrowed = thread.escalated_at is not None and heads_in_the_authority(thread.owner_id, authority, at)
        assert is_there(thread.owner_id, unit, at) or borrowed
    for case in Case.objects.filter(state=State.OPEN.value):
        owner = files.owner_of(case, at)
        if case.protected:
            named = lists.people_for(case, at)
            assert owner in named or not named
            continue
        here = [who for who in people.staff_of(case.unit_id, at) if who.serves]
        if here:
            assert is_there(owner, case.unit_id, at)
        else:
            heads = [people.unit_head(one.id, at) for one in people.units_of_authority(case.authority_id)]
            assert heads_in_the_authority(owner, case.authority_id, at) or not any(heads)


def test_nobody_of_another_authority_ever_gets_anything(staff, open_case: Open, at) -> None:
    case, thread = open_case(), contact(staff, at)
    for name in ("jonas", "samir", "lena", "ines", "gunilla", "bo"):
        close_account(staff_id=staff.ids[name], actor=IT, at=at + timedelta(minutes=1))
    southern = {who.staff_id for who in people.staff_of(SOUTH, at)}
    assert owner_of(case) not in southern
    assert Thread.objects.get(pk=thread).owner_id is None
    assert StaffMember.objects.filter(pk__in=southern, is_active=True).count() == len(southern)
