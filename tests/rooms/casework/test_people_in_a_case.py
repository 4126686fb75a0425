# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case: each with a secrecy of their own, what is between them, deaths, duplicates, and
being forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from tests.rooms.casework.staff import AMAL, OTHER_NUMBER, Staff
from tests.rooms.mailbox.people import fresh

from sjalvklar.casework import actions
from sjalvklar.casework.models import Edge, Involved, Joining, Person, PersonIndex
from sjalvklar.casework.rules import (
    Closeness,
    CloseReason,
    ForgetGround,
    Identity,
    JoinGround,
    NoContact,
    Part,
    ProtectionLevel,
    RelationKind,
    TwoFor,
)
from sjalvklar.disposal.models import Hold
from sjalvklar.disposal.rules import HoldGround
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow, Refused
from sjalvklar.trust import subjects
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.queries import entries_about

Open = Callable[..., UUID]
ALI = Identity("Ali Exempel", OTHER_NUMBER, "070-174 06 15", "", "Provgatan 2")
LEAP = Identity("Skott Dagsson", "20240229-2383")


@pytest.fixture
def case(open_case: Open) -> UUID:
    return open_case()


def add(staff: Staff, case: UUID, at: datetime, part: Part, called: str = "", **more: Any) -> int:
    by = staff.viewer(more.pop("by", "jonas"), at)
    nonce = more.pop("nonce", None) or fresh()
    return actions.add_person(actor=by, case_id=case, part=part, called=called, nonce=nonce, at=at, **more)


def relate(staff: Staff, case: UUID, at: datetime, one: int, kind: RelationKind, other: int, **more: Any) -> None:
    actions.relate(
        actor=staff.jonas,
        case_id=case,
        one=one,
        other=other,
        kind=kind,
        nonce=more.pop("nonce", fresh()),
        at=at,
        **more,
    )


def network(staff: Staff, case: UUID, at: datetime, by: str = "jonas") -> actions.Network:
    return actions.people(actor=staff.viewer(by, at), case_id=case, at=at)


def on_record(case: UUID) -> list[str]:
    return [entry.action for entry in entries_about(f"case:{case}")]


def test_people_are_separate_persons_each_under_a_key_of_their_own(staff: Staff, case: UUID, at: datetime) -> None:
    son = add(staff, case, at, Part.PERSON_OF_CONCERN, "sonen", minor=True)
    nobody = add(staff, case, at, Part.OTHER)
    twin = add(staff, case, at, Part.CHILD, "Sara")
    other_twin = add(staff, case, at, Part.CHILD, "Sara")
    found = network(staff, case, at)
    assert [(one.number, one.part, one.called) for one in found.people] == [
        (1, Part.RELATIVE, ""),
        (son, Part.PERSON_OF_CONCERN, "sonen"),
        (nobody, Part.OTHER, ""),
        (twin, Part.CHILD, "Sara"),
        (other_twin, Part.CHILD, "Sara"),
    ]
    assert [one.minor for one in found.people] == [False, True, False, True, True]
    assert Person.objects.count() == 5
    assert "Sara" not in str([bytes(one.known) for one in Person.objects.filter(known__isnull=False)])
    assert on_record(case)[-1] == "case.people"
    for who in ("samir", "ines"):
        with pytest.raises(Refused):
            network(staff, case, at, by=who)


def test_the_same_form_notes_somebody_once_and_a_number_is_never_used_again(
    staff: Staff, case: UUID, at: datetime
) -> None:
    nonce = fresh()
    first = add(staff, case, at, Part.CHILD, "Sara", nonce=nonce)
    assert add(staff, case, at, Part.CHILD, "Sara", nonce=nonce) == first
    actions.forget_person(
        actor=staff.jonas, case_id=case, number=first, ground=ForgetGround.MISTAKE, confirmed=True, at=at
    )
    assert add(staff, case, at, Part.CHILD, "Sara") == first + 1


def test_a_case_has_one_relative_who_is_there_from_the_beginning(staff: Staff, case: UUID, at: datetime) -> None:
    with pytest.raises(Invalid, match="choose"):
        add(staff, case, at, Part.RELATIVE, "Amal")
    with pytest.raises(Invalid, match="choose"):
        actions.change_person(
            actor=staff.jonas, case_id=case, number=1, version=1, called="Amal", minor=False, part=Part.OTHER, at=at
        )


def test_cases_from_before_get_whom_they_are_about(staff: Staff, case: UUID, open_case: Open, at: datetime) -> None:
    second = open_case()
    Involved.objects.all().delete()
    for _ in range(2):
        import_module("sjalvklar.casework.migrations.0007_whom_each_case_is_about").note_whom(apps, _Editor())
    assert {one.case_id: (one.part, one.number) for one in Involved.objects.all()} == {
        case: ("relative", 1),
        second: ("relative", 1),
    }
    assert network(staff, case, at).people[0].part is Part.RELATIVE


class _Editor:
    def execute(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)


# --- Numbers -------------------------------------------------------------------------------------------------------
def test_the_case_is_found_by_anybody_in_it_for_those_who_may_know_of_it(
    staff: Staff, case: UUID, at: datetime
) -> None:
    add(staff, case, at, Part.PERSON_OF_CONCERN, "sonen", identity=ALI)
    add(staff, case, at, Part.CHILD, identity=LEAP)
    for said in (ALI.number, "Ali Exempel", "exempel ali", LEAP.number, "Dagsson Skott"):
        for who, finds in (("jonas", [case]), ("ines", [case]), ("samir", []), ("gunilla", [])):
            rows = actions.search(actor=staff.viewer(who, at), text=said, at=at).rows
            assert [row.id for row in rows] == finds, (said, who)
    assert actions.search(actor=staff.jonas, text="Amal Ali", at=at).rows == (), "two people are not one"


@pytest.mark.parametrize("number", ["19900101-2386", "20230229-2384", "hej", "20300101-2385"])
def test_a_number_that_cannot_be_anybodys_is_refused(staff: Staff, case: UUID, at: datetime, number: str) -> None:
    with pytest.raises(Invalid, match="personal_number"):
        add(staff, case, at, Part.OTHER, identity=Identity("Ali", number))
    assert Involved.objects.count() == 1


def test_a_coordination_number_is_as_any_other(staff: Staff, case: UUID, at: datetime) -> None:
    from sjalvklar.kernel.personal_numbers import check_digit

    nine = "900161" + "238"
    number = add(staff, case, at, Part.OTHER, identity=Identity("Ny Här", f"19{nine}{check_digit(nine)}"))
    shown = actions.reveal_person(actor=staff.jonas, case_id=case, number=number, at=at)
    assert shown.number == f"19{nine}{check_digit(nine)}"


def test_whoever_is_too_close_to_anybody_in_it_is_stopped(staff: Staff, case: UUID, at: datetime) -> None:
    actions.declare(actor=staff.jonas, number=OTHER_NUMBER, closeness=Closeness.FAMILY, at=at)
    assert network(staff, case, at)
    add(staff, case, at, Part.PERSON_OF_CONCERN, identity=ALI)
    with pytest.raises(NotFound):
        network(staff, case, at)
    assert actions.search(actor=staff.jonas, text=AMAL.number, at=at).rows == ()
    [notice] = [one for one in _notices(staff, at) if one.kind == "give_away"]
    assert notice.case_id == case


def _notices(staff: Staff, at: datetime) -> tuple[Any, ...]:
    from sjalvklar.casework import queries

    return queries.notices(staff.ines, at=at)


# --- Secrecy of their own -------------------------------------------------------------------------------------------
def test_somebody_protected_is_shown_by_what_they_are_called_and_found_by_nobody(
    staff: Staff, case: UUID, at: datetime
) -> None:
    with pytest.raises(Invalid, match="choose_called"):
        add(staff, case, at, Part.CHILD, level=ProtectionLevel.MARKED)
    with pytest.raises(Invalid, match="not_kept"):
        add(staff, case, at, Part.CHILD, "dottern", level=ProtectionLevel.MARKED, identity=ALI)
    number = add(staff, case, at, Part.CHILD, "dottern", identity=ALI)
    level = ProtectionLevel.PROTECTED_REGISTRATION
    actions.protect_person(actor=staff.jonas, case_id=case, number=number, level=level, at=at)
    assert actions.search(actor=staff.jonas, text=ALI.number, at=at).rows == ()
    assert actions.search(actor=staff.jonas, text=ALI.name, at=at).rows == ()
    with pytest.raises(NotNow, match="protect_first"):
        actions.reveal_person(actor=staff.jonas, case_id=case, number=number, at=at)
    with pytest.raises(NotNow, match="protect_first"):
        actions.protect_person(actor=staff.jonas, case_id=case, number=number, level=ProtectionLevel.NONE, at=at)
    # In a case for named people it takes two, as for whom the case is about.
    actions.protect(actor=staff.jonas, case_id=case, level=level, second=staff.ids["samir"], at=at)
    with pytest.raises(NotAllowed):
        actions.reveal_person(actor=staff.jonas, case_id=case, number=number, at=at)
    actions.ask(actor=staff.jonas, case_id=case, what=TwoFor.REVEAL, at=at)
    actions.approve(actor=staff.samir, case_id=case, what=TwoFor.REVEAL, at=at)
    shown = actions.reveal_person(actor=staff.jonas, case_id=case, number=number, at=at)
    assert shown == Identity(ALI.name, "189001019802")
    assert [row.id for row in actions.search(actor=staff.samir, text=ALI.number, at=at).rows] == [case]
    actions.protect_person(actor=staff.jonas, case_id=case, number=number, level=ProtectionLevel.NONE, at=at)


def test_of_two_who_change_at_once_the_later_one_is_told_and_nothing_is_written_over(
    staff: Staff, case: UUID, at: datetime
) -> None:
    number = add(staff, case, at, Part.OTHER, "mormor")
    page = {one.number: one for one in network(staff, case, at).people}[number]
    same = {"case_id": case, "number": number, "version": page.version, "part": Part.OTHER, "minor": False, "at": at}
    actions.change_person(actor=staff.jonas, called="Fatima, mormor", **same)
    with pytest.raises(NotNow, match="changed_meanwhile"):
        actions.change_person(actor=staff.jonas, called="mormodern", **same)
    assert network(staff, case, at).people[-1].called == "Fatima, mormor"
    with pytest.raises(NotNow, match="changed_meanwhile"):
        actions.note_death(actor=staff.jonas, case_id=case, number=number, version=page.version, died="2026", at=at)


def test_what_is_between_people_opens_only_while_both_are_there(staff: Staff, case: UUID, at: datetime) -> None:
    son = add(staff, case, at, Part.PERSON_OF_CONCERN, "sonen", minor=True)
    friend = add(staff, case, at, Part.OTHER, "vännen")
    nonce = fresh()
    for _ in range(2):
        relate(staff, case, at, 1, RelationKind.PARENT, son, nonce=nonce)
    relate(staff, case, at, son, RelationKind.FRIEND, friend, since="2025")
    with pytest.raises(Invalid, match="relation_there"):
        relate(staff, case, at, son, RelationKind.CHILD, 1)
    first, second = network(staff, case, at).edges
    assert (first.between.one, first.between.other, first.between.kind) == (1, son, RelationKind.PARENT)
    assert b"friend" not in b"".join(bytes(edge.body) for edge in Edge.objects.all())

    def end(until: str, version: int) -> None:
        actions.end_relation(actor=staff.jonas, case_id=case, edge_id=second.id, version=version, until=until, at=at)

    end("2026-02", 1)
    with pytest.raises(NotNow, match="changed_meanwhile"):
        end("2026-03", 1)
    assert network(staff, case, at).edges[-1].between.until == "2026-02"
    subject = Involved.objects.get(case=case, number=friend).person_id
    ground = ForgetGround.NOT_NEEDED
    with pytest.raises(Invalid, match="confirm_forget"):
        actions.forget_person(actor=staff.jonas, case_id=case, number=friend, ground=ground, confirmed=False, at=at)
    actions.forget_person(actor=staff.jonas, case_id=case, number=friend, ground=ground, confirmed=True, at=at)
    found = network(staff, case, at)
    assert [one.number for one in found.people] == [1, son]
    assert [line.id for line in found.edges] == [first.id]
    assert subject in subjects.destroyed_ids()
    assert not PersonIndex.objects.filter(person=subject).exists()
    actions.take_back_relation(actor=staff.jonas, case_id=case, edge_id=first.id, version=1, at=at)
    assert network(staff, case, at).edges == ()


def test_nobody_is_forgotten_out_of_a_case_on_hold_and_never_whom_it_is_about(
    staff: Staff, case: UUID, at: datetime
) -> None:
    number = add(staff, case, at, Part.OTHER, "vännen", identity=ALI)

    def forget(number: int) -> None:
        actions.forget_person(
            actor=staff.jonas, case_id=case, number=number, ground=ForgetGround.ASKED, confirmed=True, at=at
        )

    with pytest.raises(NotNow, match="wrong_state"):
        forget(1)
    row = Involved.objects.get(case=case, number=number)
    value = bytes(PersonIndex.objects.get(person=row.person_id, field="number").value).hex()
    Hold.objects.create(
        kind="person",
        what=value,
        authority_id=row.case.authority_id,
        ground=next(iter(HoldGround)).value,
        reference="1/2026",
        placed_at=at,
        placed_by_id=staff.ids["siv"],
    )
    with pytest.raises(NotNow, match="on_hold"):
        forget(number)


def test_what_is_written_needs_an_open_case_that_one_may_write_in(staff: Staff, case: UUID, at: datetime) -> None:
    actions.close(actor=staff.jonas, case_id=case, reason=CloseReason.GOAL_REACHED, at=at)
    with pytest.raises(NotNow, match="wrong_state"):
        add(staff, case, at, Part.OTHER)
    assert network(staff, case, at), "it can still be read"
    with pytest.raises(NotFound):
        add(staff, uuid4(), at, Part.OTHER)


# --- No contact, and death ------------------------------------------------------------------------------------------
def test_that_there_is_to_be_no_contact_is_said_wherever_somebody_is_about_to_be_reached(
    staff: Staff, case: UUID, at: datetime
) -> None:
    assert actions.no_contact(actor=staff.jonas, case_id=case, at=at) == ()
    father = add(staff, case, at, Part.OTHER, "pappan")
    relate(staff, case, at, 1, RelationKind.NO_CONTACT, father, ground=NoContact.CONTACT_BAN, since="2026-03-01")
    for warnings in (
        actions.no_contact(actor=staff.jonas, case_id=case, at=at),
        actions.read(actor=staff.jonas, case_id=case, at=at).warnings,
        network(staff, case, at).warnings,
    ):
        [one] = warnings
        assert (one.kept, one.from_whom, one.from_called) == (1, father, "pappan")
        assert one.ground is NoContact.CONTACT_BAN
    [line] = network(staff, case, at).edges
    actions.end_relation(actor=staff.jonas, case_id=case, edge_id=line.id, version=1, until="2026-09", at=at)
    assert actions.no_contact(actor=staff.jonas, case_id=case, at=at) == ()
    assert network(staff, case, at).edges[0].between.until == "2026-09", "what has ended stays with its end"


def test_somebody_dies_and_the_case_goes_on_until_it_turns_out_to_be_wrong(
    staff: Staff, case: UUID, at: datetime
) -> None:
    son = add(staff, case, at, Part.PERSON_OF_CONCERN, "sonen")

    def line() -> actions.PersonLine:
        return network(staff, case, at).people[-1]

    with pytest.raises(Invalid, match="not_come"):
        actions.note_death(actor=staff.jonas, case_id=case, number=son, version=1, died="2027", at=at)
    actions.note_death(actor=staff.jonas, case_id=case, number=son, version=1, died="2026-11", at=at)
    assert (line().dead, line().died, line().version) == (True, "2026-11", 2)
    assert network(staff, case, at).bereaved
    assert actions.read(actor=staff.jonas, case_id=case, at=at).bereaved
    add(staff, case, at, Part.OTHER, "syskonet")  # the case goes on
    actions.undo_death(actor=staff.jonas, case_id=case, number=son, version=2, at=at)
    assert not network(staff, case, at).bereaved
    assert {"case.person_died", "case.person_lives"} <= set(on_record(case))


# --- The same person ------------------------------------------------------------------------------------------------
def join(staff: Staff, case: UUID, at: datetime, first: int, second: int, *, by: str = "jonas", **more: Any) -> bool:
    return actions.join(
        actor=staff.viewer(by, at),
        case_id=case,
        first=first,
        second=second,
        ground=JoinGround.ENTERED_TWICE,
        nonce=more.pop("nonce", fresh()),
        at=at,
        **more,
    )


def test_somebody_noted_twice_is_shown_once_and_as_two_again_when_it_was_wrong(
    staff: Staff, case: UUID, at: datetime
) -> None:
    ali = add(staff, case, at, Part.PERSON_OF_CONCERN, "Ali", identity=ALI)
    brother = add(staff, case, at, Part.OTHER, "brodern")
    relate(staff, case, at, 1, RelationKind.SIBLING, brother)
    before = network(staff, case, at)
    nonce = fresh()
    assert join(staff, case, at, ali, brother, nonce=nonce)
    assert join(staff, case, at, ali, brother, nonce=nonce), "the same form once"
    assert network(staff, case, at).joined == {brother: ali}
    for first, second, code in (
        (ali, brother, "already_joined"),
        (brother, ali, "already_joined"),
        (ali, ali, "joined_to_oneself"),
        (ali, 1, "relative_stays"),
        (ali, 99, "no_such_person"),
    ):
        with pytest.raises(Invalid, match=code):
            join(staff, case, at, first, second)
    [line] = network(staff, case, at).joinings
    actions.undo_join(actor=staff.jonas, case_id=case, joining_id=line.id, at=at)
    after = network(staff, case, at)
    assert (after.people, after.edges, after.joined) == (before.people, before.edges, {})
    assert actions.reveal_person(actor=staff.jonas, case_id=case, number=ali, at=at).name == ALI.name
    with pytest.raises(NotFound):
        actions.undo_join(actor=staff.jonas, case_id=case, joining_id=line.id, at=at)


def test_the_same_person_in_two_cases_is_known_to_whoever_may_read_both(
    staff: Staff, case: UUID, open_case: Open, at: datetime
) -> None:
    ali = add(staff, case, at, Part.PERSON_OF_CONCERN, "Ali")
    mine, samirs = open_case(), open_case(by="samir")
    numbers = {one.id: one.number for one in (network(staff, mine, at).row, network(staff, samirs, at, "samir").row)}
    for stated in (numbers[samirs], "2026-000000", "hej", network(staff, case, at).row.number):
        with pytest.raises(Invalid, match="no_such_other_case"):
            join(staff, case, at, ali, 1, other_case=stated)
    assert join(staff, case, at, ali, 1, other_case=numbers[mine])
    assert network(staff, case, at).people[1].cases == ((mine, numbers[mine]),)
    assert network(staff, mine, at).people[0].cases[0][0] == case
    assert network(staff, case, at).joined == {}, "in another case nobody is shown as somebody else"
    actions.hand_over(actor=staff.jonas, case_id=mine, staff_id=staff.ids["samir"], owner_id=staff.ids["jonas"], at=at)
    assert network(staff, case, at).people[1].cases == ()
    assert network(staff, mine, at, "samir").joinings == ()
    with pytest.raises(NotFound):
        actions.undo_join(actor=staff.jonas, case_id=case, joining_id=Joining.objects.get().pk, at=at)


def test_joining_somebody_protected_takes_two(staff: Staff, case: UUID, at: datetime) -> None:
    ali = add(staff, case, at, Part.PERSON_OF_CONCERN, "Ali")
    other = add(staff, case, at, Part.OTHER, "brodern", level=ProtectionLevel.MARKED)
    with pytest.raises(NotNow, match="protect_first"):
        join(staff, case, at, ali, other)
    actions.protect(actor=staff.jonas, case_id=case, level=ProtectionLevel.MARKED, second=staff.ids["samir"], at=at)
    assert not join(staff, case, at, ali, other)
    [line] = network(staff, case, at).joinings
    assert line.waits
    assert not line.can_approve
    assert network(staff, case, at).joined == {}
    with pytest.raises(NotNow, match="nothing_asked"):
        actions.approve_join(actor=staff.jonas, case_id=case, joining_id=line.id, at=at)
    with pytest.raises(NotFound):
        actions.approve_join(actor=staff.gunilla, case_id=case, joining_id=line.id, at=at)
    late = at + timedelta(minutes=31)
    with pytest.raises(NotNow, match="nothing_asked"):
        actions.approve_join(actor=staff.viewer("samir", late), case_id=case, joining_id=line.id, at=late)
    actions.approve_join(actor=staff.samir, case_id=case, joining_id=line.id, at=at)
    assert network(staff, case, at, "samir").joined == {other: ali}


def test_three_who_are_agreed_to_be_each_other_do_not_vanish_in_a_ring(staff: Staff, case: UUID, at: datetime) -> None:
    a, b, c = (add(staff, case, at, Part.OTHER, called) for called in "ABC")
    actions.protect(actor=staff.jonas, case_id=case, level=ProtectionLevel.MARKED, second=staff.ids["samir"], at=at)
    for first, second in ((a, b), (b, c), (c, a)):
        assert not join(staff, case, at, first, second)
    agree = {"actor": staff.samir, "case_id": case, "at": at}
    *waits, last = network(staff, case, at, "samir").joinings
    for one in waits:
        actions.approve_join(**agree, joining_id=one.id)
    with pytest.raises(NotNow, match="nothing_asked"):
        actions.approve_join(**agree, joining_id=last.id)
    assert len(network(staff, case, at, "samir").joined) == 2, "one of the three is still shown"


def test_nothing_on_record_says_what_anybody_is_called(staff: Staff, case: UUID, at: datetime) -> None:
    number = add(staff, case, at, Part.OTHER, "mormor Fatima", identity=ALI)
    relate(staff, case, at, number, RelationKind.GRANDPARENT, 1)
    for entry in AuditEntry.objects.all():
        assert "Fatima" not in str(vars(entry))
        assert "grandparent" not in str(vars(entry))
