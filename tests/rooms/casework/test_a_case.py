# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case from its opening to its end, in the hands of those who answer for it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.casework.staff import AMAL, Staff
from tests.rooms.mailbox.people import INTAKE, NORTH, SOUTH, fresh

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import Case, Note, Person, PersonIndex
from sjalvklar.casework.queries import View
from sjalvklar.casework.rules import CloseReason, Identity, NoticeKind, State
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.actions import set_stand_in
from sjalvklar.organisation.actions.staff import end_grant
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.trust.queries import entries_about
from sjalvklar.trust.rules import Actor

Open = Callable[..., UUID]


def write(staff: Staff, case: UUID, text: str, at: datetime, *, by: str = "jonas", **more: Any) -> None:
    more.setdefault("nonce", secrets.token_bytes(16))
    actions.write_note(actor=staff.viewer(by), case_id=case, text=text, at=at, **more)


def deeds(case: UUID) -> list[str]:
    return [entry.action for entry in entries_about(f"case:{case}")]


def test_jonas_opens_a_case_writes_and_reads_and_everything_is_on_record(staff, open_case: Open, at) -> None:
    case = open_case()
    write(staff, case, "Amal berättar att hon inte sover.", at)
    file = actions.read(actor=staff.jonas, case_id=case, at=at)
    assert [note.text for note in file.notes] == ["Amal berättar att hon inte sover."]
    assert file.row.mine
    assert file.row.number.startswith("2026-")
    found = actions.reveal(actor=staff.jonas, case_id=case, at=at)
    assert found == Identity(AMAL.name, "199001012385", AMAL.phone, AMAL.email, AMAL.address)
    assert deeds(case) == ["case.open", "case.write", "case.read", "case.reveal"]
    assert {entry.basis for entry in entries_about(f"case:{case}")} == {"assignment"}


def test_a_case_needs_no_name(staff, open_case: Open, at) -> None:
    case = open_case(identity=Identity())
    assert actions.reveal(actor=staff.jonas, case_id=case, at=at).is_empty
    assert not PersonIndex.objects.exists()


def test_the_same_form_sent_twice_opens_one_case_and_keeps_one_note(staff, open_case: Open, at) -> None:
    nonce = secrets.token_bytes(16)
    assert open_case(nonce=nonce) == open_case(nonce=nonce)
    assert Case.objects.count() == Person.objects.count() == 1
    case = open_case(nonce=nonce)
    for _ in range(2):
        write(staff, case, "En gång", at, nonce=nonce)
    assert Note.objects.count() == 1


def test_a_note_is_never_changed_and_a_correction_points_at_it(staff, open_case: Open, at) -> None:
    case = open_case()
    write(staff, case, "Hon har två barn.", at)
    write(staff, case, "Hon har tre barn.", at, corrects=1)
    first, second = actions.read(actor=staff.jonas, case_id=case, at=at).notes
    assert (first.text, first.corrected_by) == ("Hon har två barn.", 2)
    assert (second.corrects, second.corrected_by) == (1, None)
    with pytest.raises(Invalid, match="no_such_note"):
        write(staff, case, "Om vad?", at, corrects=17)
    assert not hasattr(actions, "change_note")


def test_the_head_sees_the_row_and_nothing_of_what_is_written(staff, open_case: Open, at) -> None:
    case = open_case()
    [row] = queries.worklist(staff.ines, view=View.UNIT, unit_id=NORTH, at=at)
    assert row.id == case
    assert row.may == {"hand_over", "protect", "list_access", "break_glass"}
    for deed in (actions.read, actions.reveal):
        with pytest.raises(NotAllowed):
            deed(actor=staff.ines, case_id=case, at=at)
    with pytest.raises(NotAllowed):
        write(staff, case, "Från chefen", at, by="ines")


def test_for_everybody_else_there_is_no_such_case(staff, open_case: Open, at) -> None:
    case = open_case()
    for who in ("samir", "gunilla", "petra", "stina", "bo", "kim", "siv"):
        there_is_no_such_case(staff.viewer(who), case, at)


def there_is_no_such_case(viewer: Viewer, case: UUID, at) -> None:
    for deed in (actions.read, actions.reveal, actions.access_list, actions.reopen):
        with pytest.raises(NotFound, match="no_such_case"):
            deed(actor=viewer, case_id=case, at=at)
        with pytest.raises(NotFound, match="no_such_case"):
            deed(actor=viewer, case_id=uuid4(), at=at)
    with pytest.raises(NotFound, match="no_such_case"):
        queries.row(viewer, case, at=at)
    assert actions.search(actor=viewer, text="Amal Hassan", at=at).rows == ()
    assert queries.worklist(viewer, view=View.MINE, at=at) == ()


@pytest.mark.parametrize(("who", "unit"), [("ines", NORTH), ("jonas", INTAKE), ("jonas", SOUTH), ("kim", NORTH)])
def test_only_who_meets_relatives_in_a_unit_opens_cases_there(who: str, unit: str, open_case: Open) -> None:
    with pytest.raises((NotFound, NotAllowed)) as refused:
        open_case(by=who, unit_id=unit)
    assert isinstance(refused.value, NotAllowed) is (who == "ines")


def test_handed_to_samir_it_is_no_longer_jonas_s(staff, open_case: Open, at) -> None:
    case, later = open_case(), at + timedelta(hours=1)
    give = {"case_id": case, "staff_id": staff.ids["samir"], "owner_id": staff.ids["jonas"]}
    actions.hand_over(actor=staff.ines, at=later, **give)
    assert [notice.kind for notice in queries.notices(staff.samir, at=later)] == [NoticeKind.HANDED]
    assert actions.read(actor=staff.samir, case_id=case, at=later).row.mine
    assert queries.notices(staff.samir, at=later) == (), "whoever has read the case has seen it"
    with pytest.raises(NotFound):
        actions.read(actor=staff.jonas, case_id=case, at=later)


def test_of_two_who_give_it_away_at_once_one_is_told_that_it_has_moved_on(staff, open_case: Open, at) -> None:
    case = open_case()
    give = {"case_id": case, "owner_id": staff.ids["jonas"], "at": at}
    actions.hand_over(actor=staff.jonas, staff_id=staff.ids["samir"], **give)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.hand_over(actor=staff.ines, staff_id=staff.ids["lena"], **give)


@pytest.mark.parametrize("to", ["ines", "gunilla", "petra", "kim"])
def test_it_is_given_only_to_who_meets_relatives_in_the_unit(to: str, staff, open_case: Open, at) -> None:
    with pytest.raises(Invalid, match="not_a_colleague"):
        actions.hand_over(
            actor=staff.jonas,
            case_id=open_case(),
            staff_id=staff.ids[to],
            owner_id=staff.ids["jonas"],
            at=at,
        )


def test_a_stand_in_reads_and_writes_while_jonas_is_away_and_not_after(staff, open_case: Open, at) -> None:
    case = open_case()
    set_stand_in(
        unit_id=NORTH,
        absent_id=staff.ids["jonas"],
        substitute_id=staff.ids["lena"],
        starts_at=at,
        ends_at=at + timedelta(days=2),
        actor=Actor.staff(staff.ids["ines"]),
    )
    write(staff, case, "Jag vikarierar", at, by="lena")
    assert "stand_in" in {entry.basis for entry in entries_about(f"case:{case}")}
    with pytest.raises(NotFound):
        actions.read(actor=staff.viewer("lena", at + timedelta(days=3)), case_id=case, at=at + timedelta(days=3))


def test_who_has_left_the_unit_has_no_case_there_and_it_is_the_heads_at_once(staff, open_case: Open, at) -> None:
    case, later = open_case(), at + timedelta(days=1)
    end_grant(
        staff_id=staff.ids["jonas"], unit_id=NORTH, role=Role.RELATIVES_ADVISER, actor=Actor.system("it"), at=later
    )
    jonas, ines = staff.viewer("jonas", later), staff.viewer("ines", later)
    with pytest.raises(NotFound):
        actions.read(actor=jonas, case_id=case, at=later)
    [row] = queries.worklist(ines, view=View.UNIT, unit_id=NORTH, at=later)
    assert (row.owner_id, row.mine, row.needs_owner) == (staff.ids["ines"], True, False)


def test_what_is_closed_can_be_read_but_not_written_in_until_it_is_open_again(staff, open_case: Open, at) -> None:
    case = open_case()
    actions.close(actor=staff.jonas, case_id=case, reason=CloseReason.GOAL_REACHED, at=at)
    assert actions.read(actor=staff.jonas, case_id=case, at=at).row.state is State.CLOSED
    with pytest.raises(NotNow, match="wrong_state"):
        write(staff, case, "För sent", at)
    actions.reopen(actor=staff.jonas, case_id=case, at=at)
    write(staff, case, "Igen", at)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.reopen(actor=staff.jonas, case_id=case, at=at)


def test_a_case_opened_from_a_contact_keeps_the_link_inside_the_seal_only(staff, open_case: Open, at) -> None:
    stored = mailbox.store_contact(nonce=fresh(), unit_id=NORTH, text="Hjälp", answers=ContactFacts(), at=at)
    with pytest.raises(NotAllowed, match="take_first"):
        open_case(contact=stored.thread_id)
    mailbox.take(actor=staff.jonas, thread_id=stored.thread_id, at=at)
    case = open_case(contact=stored.thread_id)
    [note] = actions.read(actor=staff.jonas, case_id=case, at=at).notes
    assert note.contact == str(stored.thread_id)
    fields = {field.name for field in Case._meta.get_fields() if not field.auto_created}
    assert "contact" not in fields
    with pytest.raises(NotFound):
        open_case(by="gunilla", unit_id=INTAKE, contact=stored.thread_id)


def test_names_are_shown_for_all_of_ones_own_with_one_press_each_on_record(staff, open_case: Open, at) -> None:
    case, other = open_case(), open_case(by="samir")
    assert actions.reveal_names(actor=staff.jonas, at=at) == {case: AMAL.name}
    assert "case.reveal_name" in deeds(case)
    assert "case.reveal_name" not in deeds(other)


def test_ones_own_cases_come_in_pages_without_gap_or_double_and_names_are_shown_for_one_page(
    staff, open_case: Open, at
) -> None:
    cases = [open_case(at=at + timedelta(minutes=number // 2)) for number in range(5)]
    late, seen, after = at + timedelta(hours=1), [], None
    first = queries.page(staff.jonas, view=View.MINE, limit=2, at=late)
    while True:
        page = queries.page(staff.jonas, view=View.MINE, after=after, limit=2, at=late)
        seen += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5
    assert seen[0] == cases[-1]
    assert tuple(seen) == tuple(row.id for row in queries.worklist(staff.jonas, view=View.MINE, at=late))
    shown = actions.reveal_names(actor=staff.jonas, after=first.next, at=late)
    assert list(shown) == seen[2:]
    assert not any("case.reveal_name" in deeds(case) for case in seen[:2])


def test_a_longer_list_of_cases_asks_the_database_no_more(
    staff, open_case: Open, at, django_assert_num_queries
) -> None:
    open_case()
    with CaptureQueriesContext(connection) as asked:
        queries.page(staff.jonas, view=View.MINE, at=at)
    for _ in range(3):
        open_case()
    with django_assert_num_queries(len(asked)):
        assert len(queries.page(staff.jonas, view=View.MINE, at=at).rows) == 4


def test_the_persons_own_list_says_when_and_in_which_role(staff, open_case: Open, at) -> None:
    case = open_case()
    actions.read(actor=staff.jonas, case_id=case, at=at + timedelta(minutes=1))
    lines = actions.access_list(actor=staff.ines, case_id=case, at=at + timedelta(minutes=2))
    assert [(line.action, line.by, line.basis) for line in lines] == [
        ("case.access_list", "Ines", "head"),
        ("case.read", "Jonas", "assignment"),
        ("case.open", "Jonas", "assignment"),
    ]


def test_numbers_tell_neither_order_nor_count(open_case: Open) -> None:
    numbers = {Case.objects.get(pk=open_case()).number for _ in range(12)}
    digits = sorted(int(number[5:]) for number in numbers)
    assert len(digits) == 12
    assert digits[-1] - digits[0] > 12


def test_nothing_of_a_person_stands_in_clear_in_the_database(staff, open_case: Open, at) -> None:
    case = open_case()
    write(staff, case, "Hemlig anteckning", at)
    kept = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for model in (Case, Person, PersonIndex, Note)
        for row in model.objects.all().values()
        for value in row.values()
    )
    for word in ("Amal", "Hassan", "199001012385", "900101", "174 06 12", "example.org", "Provgatan", "Hemlig"):
        assert word.encode() not in kept
