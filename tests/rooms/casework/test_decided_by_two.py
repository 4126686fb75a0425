# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A weaker protection, and another person off the list, are decided by two: the whole table of who and when."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.mailbox.people import NORTH

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import Person, TwoPerson
from sjalvklar.casework.rules import NoticeKind, ProtectionLevel, TwoFor
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow, Refused
from sjalvklar.organisation.actions import set_stand_in
from sjalvklar.trust.queries import entries_about
from sjalvklar.trust.rules import Actor

NONE, MARKED, STRONG = ProtectionLevel
BY_TWO = [TwoFor.LOWER, TwoFor.UNNAME]


@pytest.fixture
def three(staff, protected_case, at) -> UUID:
    """Jonas has it; Samir and Lena are named besides, and Samir has agreed to the list."""
    actions.name_another(actor=staff.jonas, case_id=protected_case, staff_id=staff.ids["lena"], at=at)
    actions.second(actor=staff.samir, case_id=protected_case, at=at)
    return protected_case


def propose(staff, case: UUID, what: TwoFor, at, *, by: str = "jonas") -> bool:
    actor = staff.viewer(by)
    if what is TwoFor.LOWER:
        return actions.change_level(actor=actor, case_id=case, level=MARKED, at=at)
    return actions.unname(actor=actor, case_id=case, staff_id=staff.ids["lena"], at=at)


def agree(staff, case: UUID, what: TwoFor, at, *, by: str = "samir") -> None:
    who = staff.ids["lena"] if what is TwoFor.UNNAME else None
    actions.approve(actor=staff.viewer(by), case_id=case, what=what, staff_id=who, at=at)


def is_done(staff, case: UUID, what: TwoFor, at) -> bool:
    if what is TwoFor.LOWER:
        return Person.objects.get().protection == MARKED.value
    try:
        queries.row(staff.lena, case, at=at)
    except NotFound:
        return True
    return False


# Who confirms what Jonas has asked, and what comes of it. The head is as everybody else unless named.
CONFIRMS: list[tuple[str, type[Refused] | None]] = [
    ("samir", None),
    ("lena", None),
    ("jonas", NotNow),
    ("ines", NotFound),
    ("gunilla", NotFound),
    ("bo", NotFound),
    ("petra", NotFound),
    ("stina", NotFound),
    ("kim", NotFound),
    ("siv", NotFound),
]


@pytest.mark.parametrize("what", BY_TWO)
def test_who_confirms_it(what: TwoFor, staff, three, at) -> None:
    for who, refused in CONFIRMS:
        with transaction.atomic():
            assert propose(staff, three, what, at) is False
            assert not is_done(staff, three, what, at), who
            if refused is None:
                agree(staff, three, what, at, by=who)
            else:
                with pytest.raises(refused):
                    agree(staff, three, what, at, by=who)
            assert is_done(staff, three, what, at) is (refused is None), who
            transaction.set_rollback(True)


@pytest.mark.parametrize("what", BY_TWO)
def test_a_head_who_stands_in_too_confirms_it_only_when_named(what: TwoFor, staff, three, at) -> None:
    set_stand_in(
        unit_id=NORTH,
        absent_id=staff.ids["samir"],
        substitute_id=staff.ids["ines"],
        starts_at=at,
        ends_at=at + timedelta(days=2),
        actor=Actor.staff(staff.ids["ines"]),
    )
    propose(staff, three, what, at)
    with pytest.raises(NotFound):
        agree(staff, three, what, at, by="ines")
    actions.name_another(actor=staff.jonas, case_id=three, staff_id=staff.ids["ines"], at=at)
    actions.second(actor=staff.samir, case_id=three, at=at)
    agree(staff, three, what, at, by="ines")
    assert is_done(staff, three, what, at)


@pytest.mark.parametrize("what", BY_TWO)
@pytest.mark.parametrize(("minutes", "in_time"), [(0, True), (29, True), (30, False), (60 * 24, False)])
def test_it_is_confirmed_within_half_an_hour(what: TwoFor, minutes: int, in_time: bool, staff, three, at) -> None:
    propose(staff, three, what, at)
    then = at + timedelta(minutes=minutes)
    if in_time:
        agree(staff, three, what, then)
    else:
        with pytest.raises(NotNow, match="nothing_asked"):
            agree(staff, three, what, then)
    assert is_done(staff, three, what, at + timedelta(days=2)) is in_time


@pytest.mark.parametrize(
    ("before", "after", "at_once"),
    [
        (MARKED, STRONG, True),
        (MARKED, MARKED, True),
        (STRONG, STRONG, True),
        (STRONG, MARKED, False),
        (MARKED, NONE, None),
        (STRONG, NONE, None),
    ],
)
def test_to_hide_more_takes_one_and_to_hide_less_two(before, after, at_once, staff, open_case, at) -> None:
    case = open_case()
    actions.protect(actor=staff.jonas, case_id=case, level=before, second=staff.ids["samir"], at=at)
    if at_once is None:
        with pytest.raises(Invalid, match="choose"):
            actions.change_level(actor=staff.jonas, case_id=case, level=after, at=at)
        return
    assert actions.change_level(actor=staff.jonas, case_id=case, level=after, at=at) is at_once
    assert Person.objects.get().protection == (after if at_once else before).value


def test_oneself_and_whom_nobody_has_agreed_to_one_takes_off_alone(staff, three, at) -> None:
    gunilla = staff.ids["gunilla"]
    actions.name_another(actor=staff.jonas, case_id=three, staff_id=staff.ids["ines"], at=at)
    assert actions.unname(actor=staff.samir, case_id=three, staff_id=staff.ids["ines"], at=at) is True
    assert actions.unname(actor=staff.samir, case_id=three, staff_id=staff.ids["samir"], at=at) is True
    with pytest.raises(NotNow, match="wrong_state"):
        actions.unname(actor=staff.jonas, case_id=three, staff_id=gunilla, at=at)


def test_what_has_changed_meanwhile_is_looked_at_again(staff, three, at) -> None:
    propose(staff, three, TwoFor.UNNAME, at)
    actions.unname(actor=staff.samir, case_id=three, staff_id=staff.ids["samir"], at=at)
    with pytest.raises(NotNow, match="two_must_be_left"):
        agree(staff, three, TwoFor.UNNAME, at, by="lena")
    propose(staff, three, TwoFor.LOWER, at)
    propose(staff, three, TwoFor.LOWER, at, by="lena")
    agree(staff, three, TwoFor.LOWER, at, by="lena")
    with pytest.raises(NotNow, match="wrong_state"):
        agree(staff, three, TwoFor.LOWER, at, by="jonas")


def test_whoever_has_been_taken_off_has_asked_nothing(staff, three, at) -> None:
    propose(staff, three, TwoFor.LOWER, at, by="lena")
    propose(staff, three, TwoFor.UNNAME, at)
    agree(staff, three, TwoFor.UNNAME, at)
    with pytest.raises(NotNow, match="nothing_asked"):
        agree(staff, three, TwoFor.LOWER, at)


def test_one_agrees_to_the_person_who_was_meant_and_can_ask_anew_afterwards(staff, three, at) -> None:
    lena, samir = staff.ids["lena"], staff.ids["samir"]
    propose(staff, three, TwoFor.UNNAME, at)
    for who in (samir, None):
        with pytest.raises(NotNow, match="nothing_asked"):
            actions.approve(actor=staff.samir, case_id=three, what=TwoFor.UNNAME, staff_id=who, at=at)
    agree(staff, three, TwoFor.UNNAME, at)
    actions.name_another(actor=staff.jonas, case_id=three, staff_id=lena, at=at)
    actions.second(actor=staff.samir, case_id=three, at=at)
    propose(staff, three, TwoFor.UNNAME, at)
    agree(staff, three, TwoFor.UNNAME, at)
    assert is_done(staff, three, TwoFor.UNNAME, at)


def test_both_are_on_record_and_the_others_are_told(staff, three, at) -> None:
    lena = staff.ids["lena"]
    for what in BY_TWO:
        propose(staff, three, what, at)
        propose(staff, three, what, at)
        assert NoticeKind.ASKED in {notice.kind for notice in queries.notices(staff.samir, at=at)}
        agree(staff, three, what, at)
    two = [entry for entry in entries_about(f"case:{three}") if entry.action in {"case.ask", "case.approve"}]
    told = {"compartment": "protected"}
    by = {"asked_by": staff.ids["jonas"]}
    assert [(entry.action, entry.actor_id, dict(entry.detail)) for entry in two] == [
        ("case.ask", str(staff.ids["jonas"]), {"what": "lower", "level": "marked", **told}),
        ("case.approve", str(staff.ids["samir"]), {"what": "lower", "level": "marked", **by, **told}),
        ("case.ask", str(staff.ids["jonas"]), {"what": "unname", "who": lena, **told}),
        ("case.approve", str(staff.ids["samir"]), {"what": "unname", "who": lena, **by, **told}),
    ]
    assert queries.notices(staff.ines, at=at) == ()


@pytest.mark.parametrize("what", BY_TWO)
def test_there_is_no_other_way_to_ask_for_it(what: TwoFor, staff, three, at) -> None:
    with pytest.raises(Invalid, match="choose"):
        actions.ask(actor=staff.jonas, case_id=three, what=what, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        TwoPerson.objects.create(
            case_id=three, what=what.value, asked_by_id=staff.ids["jonas"], asked_at=at, ask_ends_at=at
        )
