# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Protected people: two named persons, and for everybody else nothing, in whatever way they look."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.casework.staff import AMAL
from tests.rooms.mailbox.people import NORTH

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import Case, NamedAccess, Person
from sjalvklar.casework.queries import View
from sjalvklar.casework.rules import GlassReason, Identity, NoticeKind, ProtectionLevel, TwoFor
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation.actions.staff import end_grant
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.trust.queries import entries_about
from sjalvklar.trust.rules import Actor

STRONG, MARKED = ProtectionLevel.PROTECTED_REGISTRATION, ProtectionLevel.MARKED
OTHERS = ["ines", "lena", "gunilla", "bo", "petra", "stina", "kim", "siv"]


def leaves(staff, name: str, at) -> None:
    role = Role.SOCIAL_WORKER if name == "lena" else Role.RELATIVES_ADVISER
    end_grant(staff_id=staff.ids[name], unit_id=NORTH, role=role, actor=Actor.system("it"), at=at)


def test_for_everybody_who_is_not_named_it_does_not_exist(staff, protected_case, at) -> None:
    for who in OTHERS:
        it_does_not_exist_for(staff.viewer(who), protected_case, at)


def it_does_not_exist_for(viewer: Viewer, protected_case: UUID, at) -> None:
    deeds = (actions.read, actions.reveal, actions.access_list, actions.reopen, actions.second)
    for case in (protected_case, uuid4()):
        for deed in deeds:
            with pytest.raises(NotFound, match="no_such_case"):
                deed(actor=viewer, case_id=case, at=at)
        for what in TwoFor:
            for two in (actions.ask, actions.approve):
                with pytest.raises(NotFound, match="no_such_case"):
                    two(actor=viewer, case_id=case, what=what, at=at)
        with pytest.raises(NotFound, match="no_such_case"):
            actions.break_glass(
                actor=viewer, case_id=case, reason=GlassReason.DANGER, text="Hon är i fara nu", confirmed=True, at=at
            )
        with pytest.raises(NotFound, match="no_such_case"):
            queries.row(viewer, case, at=at)
    number = Case.objects.get().number
    for text in (AMAL.name, AMAL.number, number):
        assert actions.search(actor=viewer, text=text, at=at).rows == ()
    for text in (AMAL.number, number):
        with pytest.raises(NotFound, match="no_such_case"):
            actions.find_for_glass(actor=viewer, text=text, at=at)
    assert queries.worklist(viewer, view=View.MINE, at=at) == ()
    if viewer.leads(NORTH):
        assert queries.worklist(viewer, view=View.UNIT, unit_id=NORTH, at=at) == ()
    assert queries.notices(viewer, at=at) == ()
    assert queries.to_review(viewer, at=at) == ()


def test_looking_for_what_is_hidden_asks_the_database_what_looking_for_nothing_asks(staff, protected_case, at) -> None:
    """The same questions in the same order: there is no other path whose time could tell them apart."""

    def asked(deed: Callable[..., object], case: UUID) -> list[str]:
        with CaptureQueriesContext(connection) as seen, pytest.raises(NotFound):
            deed(case)
        texts = [query["sql"].replace(case.hex, "").replace(str(case), "") for query in seen.captured_queries]
        return [re.sub(r'SAVEPOINT "\w+"', "SAVEPOINT", text) for text in texts]

    nothing = uuid4()
    for deed in (
        lambda case: actions.read(actor=staff.ines, case_id=case, at=at),
        lambda case: actions.reveal(actor=staff.kim, case_id=case, at=at),
        lambda case: queries.row(staff.ines, case, at=at),
        lambda case: actions.break_glass(
            actor=staff.lena, case_id=case, reason=GlassReason.DANGER, text="Hon är i fara", confirmed=True, at=at
        ),
    ):
        assert asked(deed, protected_case) == asked(deed, nothing)


def test_the_search_finds_it_for_the_named_alone_and_says_the_same_number_to_others_with_and_without_it(
    staff, open_case, protected_case, at
) -> None:
    assert [row.id for row in actions.search(actor=staff.samir, text="hassan AMAL", at=at).rows] == [protected_case]
    known = open_case(identity=Identity(name="Amal Hassan"))
    assert [row.id for row in actions.search(actor=staff.ines, text="Amal Hassan", at=at).rows] == [known]


def test_what_tells_where_somebody_is_is_wiped_and_never_taken_in_again(staff, protected_case, at) -> None:
    agree(staff, protected_case, at)
    found = actions.reveal(actor=staff.jonas, case_id=protected_case, at=at)
    assert (found.name, found.number) == (AMAL.name, "199001012385")
    assert (found.phone, found.email, found.address) == ("", "", "")
    for part in ("phone", "email", "address"):
        typed = Identity(name="Amal", **{part: getattr(AMAL, part)})
        with pytest.raises(Invalid, match="not_kept") as refused:
            actions.change_identity(actor=staff.jonas, case_id=protected_case, identity=typed, at=at)
        assert refused.value.field == part


def agree(staff, case, at, *, by: str = "samir", asks: str = "jonas", what: TwoFor = TwoFor.REVEAL) -> None:
    actions.ask(actor=staff.viewer(asks), case_id=case, what=what, at=at)
    actions.approve(actor=staff.viewer(by), case_id=case, what=what, at=at)


def test_the_marking_keeps_a_telephone_but_no_address(staff, open_case, at) -> None:
    case = open_case()
    actions.protect(actor=staff.jonas, case_id=case, level=MARKED, second=staff.ids["samir"], at=at)
    agree(staff, case, at)
    found = actions.reveal(actor=staff.jonas, case_id=case, at=at)
    assert (found.phone, found.address) == (AMAL.phone, "")
    actions.change_level(actor=staff.samir, case_id=case, level=STRONG, at=at)
    assert actions.reveal(actor=staff.jonas, case_id=case, at=at).phone == ""


def test_who_it_is_takes_two_and_only_for_half_an_hour(staff, protected_case, at) -> None:
    with pytest.raises(NotAllowed):
        actions.reveal(actor=staff.jonas, case_id=protected_case, at=at)
    actions.ask(actor=staff.jonas, case_id=protected_case, what=TwoFor.REVEAL, at=at)
    with pytest.raises(NotNow, match="nothing_asked"):
        actions.approve(actor=staff.jonas, case_id=protected_case, what=TwoFor.REVEAL, at=at)
    with pytest.raises(NotAllowed):
        actions.reveal(actor=staff.jonas, case_id=protected_case, at=at)
    late = at + timedelta(minutes=31)
    with pytest.raises(NotNow, match="nothing_asked"):
        actions.approve(actor=staff.samir, case_id=protected_case, what=TwoFor.REVEAL, at=late)
    agree(staff, protected_case, late)
    assert actions.reveal(actor=staff.jonas, case_id=protected_case, at=late).name == AMAL.name
    with pytest.raises(NotAllowed):
        actions.reveal(actor=staff.samir, case_id=protected_case, at=late)
    with pytest.raises(NotAllowed):
        actions.reveal(actor=staff.jonas, case_id=protected_case, at=late + timedelta(minutes=31))
    said = [entry.action for entry in entries_about(f"case:{protected_case}")]
    assert said.count("case.ask") == 2
    assert said.count("case.approve") == 1


def test_the_record_of_a_protected_case_names_no_unit_and_says_that_it_is(staff, protected_case, at) -> None:
    actions.read(actor=staff.samir, case_id=protected_case, at=at)
    later = [entry for entry in entries_about(f"case:{protected_case}") if entry.action != "case.open"]
    assert {entry.unit for entry in later} == {""}
    assert {entry.detail["compartment"] for entry in later} == {"protected"}
    assert later[-1].basis == "named"


def test_the_head_may_decide_it_and_is_from_then_on_as_everybody_else(staff, open_case, at) -> None:
    case = open_case()
    actions.protect(actor=staff.ines, case_id=case, level=MARKED, second=staff.ids["lena"], at=at)
    with pytest.raises(NotFound):
        queries.row(staff.ines, case, at=at)
    assert all(person.agreed for person in queries.named(staff.lena, case, at=at))
    assert {notice.kind for notice in queries.notices(staff.lena, at=at)} == {NoticeKind.NAMED}


def test_when_the_owner_decides_it_the_second_person_agrees_and_nobody_seconds_themselves(
    staff, protected_case, at
) -> None:
    assert not any(person.agreed for person in queries.named(staff.jonas, protected_case, at=at))
    with pytest.raises(NotNow, match="nothing_asked"):
        actions.second(actor=staff.jonas, case_id=protected_case, at=at)
    actions.second(actor=staff.samir, case_id=protected_case, at=at)
    assert all(person.agreed for person in queries.named(staff.jonas, protected_case, at=at))
    assert set(NamedAccess.objects.values_list("seconded_by", flat=True)) == {staff.ids["samir"]}


def test_a_third_person_is_named_by_one_and_let_in_by_another(staff, protected_case, at) -> None:
    lena = staff.ids["lena"]
    assert actions.name_another(actor=staff.jonas, case_id=protected_case, staff_id=lena, at=at) is False
    with pytest.raises(NotFound):
        actions.read(actor=staff.lena, case_id=protected_case, at=at)
    actions.second(actor=staff.samir, case_id=protected_case, at=at)
    actions.read(actor=staff.lena, case_id=protected_case, at=at)
    actions.unname(actor=staff.samir, case_id=protected_case, staff_id=staff.ids["samir"], at=at)
    with pytest.raises(NotFound):
        actions.read(actor=staff.samir, case_id=protected_case, at=at)
    with pytest.raises(NotNow, match="two_must_be_left"):
        actions.unname(actor=staff.jonas, case_id=protected_case, staff_id=lena, at=at)
    with pytest.raises(NotNow, match="owner_stays"):
        actions.unname(actor=staff.lena, case_id=protected_case, staff_id=staff.ids["jonas"], at=at)


def test_when_one_of_two_leaves_the_other_is_asked_to_name_another_and_does_so_alone(
    staff, protected_case, at
) -> None:
    later = at + timedelta(days=1)
    leaves(staff, "samir", later)
    jonas = staff.viewer("jonas", later)
    [row] = queries.short_of_people(jonas, at=later)
    assert row.id == protected_case
    assert actions.name_another(actor=jonas, case_id=protected_case, staff_id=staff.ids["lena"], at=later) is True
    assert queries.short_of_people(jonas, at=later) == ()
    actions.read(actor=staff.viewer("lena", later), case_id=protected_case, at=later)


def test_when_both_leave_the_head_names_two_without_learning_which_case_it_is(staff, protected_case, at) -> None:
    later = at + timedelta(days=1)
    leaves(staff, "samir", later)
    assert queries.without_people(staff.viewer("ines", later), at=later) == ()
    leaves(staff, "jonas", later)
    ines = staff.viewer("ines", later)
    [(naming, unit)] = queries.without_people(ines, at=later)
    assert unit == NORTH
    assert naming != protected_case
    named = {"first": staff.ids["lena"], "second": staff.ids["ines"]}
    for who in ("bo", "stina", "lena"):
        assert queries.without_people(staff.viewer(who, later), at=later) == ()
        with pytest.raises(NotFound):
            actions.name_anew(actor=staff.viewer(who, later), naming=naming, at=later, **named)
    with pytest.raises(Invalid, match="name_another"):
        actions.name_anew(actor=ines, naming=naming, first=named["first"], second=named["first"], at=later)
    actions.name_anew(actor=ines, naming=naming, at=later, **named)
    assert actions.read(actor=staff.viewer("lena", later), case_id=protected_case, at=later).row.mine
    assert queries.without_people(ines, at=later) == ()
    with pytest.raises(NotFound):
        actions.name_anew(actor=ines, naming=naming, at=later, **named)


def test_a_stand_in_is_not_named_by_standing_in(staff, protected_case, at) -> None:
    from sjalvklar.organisation.actions import set_stand_in

    set_stand_in(
        unit_id=NORTH,
        absent_id=staff.ids["jonas"],
        substitute_id=staff.ids["lena"],
        starts_at=at,
        ends_at=at + timedelta(days=2),
        actor=Actor.staff(staff.ids["ines"]),
    )
    with pytest.raises(NotFound):
        actions.read(actor=staff.lena, case_id=protected_case, at=at)


def test_a_protected_case_is_given_only_to_somebody_who_is_named_for_it(staff, protected_case, at) -> None:
    give = {"case_id": protected_case, "owner_id": staff.ids["jonas"], "at": at}
    with pytest.raises(Invalid, match="not_a_colleague"):
        actions.hand_over(actor=staff.jonas, staff_id=staff.ids["lena"], **give)
    actions.hand_over(actor=staff.jonas, staff_id=staff.ids["samir"], **give)
    assert actions.read(actor=staff.samir, case_id=protected_case, at=at).row.mine


def test_ending_the_protection_takes_two_as_well(staff, protected_case, at) -> None:
    agree(staff, protected_case, at, what=TwoFor.LIFT)
    assert Person.objects.get().protection == ProtectionLevel.NONE.value
    assert queries.row(staff.ines, protected_case, at=at).id == protected_case
    with pytest.raises(NotFound):
        actions.read(actor=staff.samir, case_id=protected_case, at=at)


def test_a_case_that_is_opened_protected_is_never_ordinary(staff, open_case, at) -> None:
    identity = Identity(name="Amal", number=AMAL.number)
    with pytest.raises(Invalid, match="name_another"):
        open_case(identity=identity, level=STRONG)
    with pytest.raises(Invalid, match="not_kept"):
        open_case(level=STRONG, second=staff.ids["samir"])
    case = open_case(identity=identity, level=STRONG, second=staff.ids["samir"])
    assert queries.row(staff.samir, case, at=at).protected
    with pytest.raises(NotFound):
        queries.row(staff.ines, case, at=at)
    assert {entry.unit for entry in entries_about(f"case:{case}")} == {""}


def test_notices_that_others_had_of_a_case_are_taken_back_when_it_is_protected(staff, open_case, at) -> None:
    case = open_case()
    actions.break_glass(
        actor=staff.samir, case_id=case, reason=GlassReason.DANGER, text="Hon är i fara nu", confirmed=True, at=at
    )
    assert queries.notices(staff.ines, at=at)
    actions.protect(actor=staff.jonas, case_id=case, level=STRONG, second=staff.ids["lena"], at=at)
    assert queries.notices(staff.ines, at=at) == ()
    assert queries.to_review(staff.ines, at=at) == ()
    with pytest.raises(NotFound):
        actions.read(actor=staff.samir, case_id=case, at=at)


def test_there_is_no_field_where_an_earlier_identity_could_be_put() -> None:
    fields = {field.name for model in (Person, Case) for field in model._meta.get_fields()}
    assert not {name for name in fields if "former" in name or "previous" in name or "old" in name or "alias" in name}
    assert {level.value for level in ProtectionLevel} == {"none", "marked", "protected_registration"}
    assert not [f for f in Person._meta.get_fields() if f.is_relation and f.related_model is Person]


def test_two_who_protect_at_once_protect_once(staff, open_case, at) -> None:
    case = open_case()
    actions.protect(actor=staff.jonas, case_id=case, level=STRONG, second=staff.ids["samir"], at=at)
    with pytest.raises(NotNow, match="already_protected"):
        actions.protect(actor=staff.jonas, case_id=case, level=STRONG, second=staff.ids["lena"], at=at)
    assert NamedAccess.objects.count() == 2
