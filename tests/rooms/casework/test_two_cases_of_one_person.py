# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two cases turn out to be about one person: one is closed and goes on in the other, nothing is moved, and it is
undone as the joining of the two is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.rooms.casework.staff import AMAL, OTHER_NUMBER, Staff
from tests.rooms.mailbox.people import INTAKE, IT, NORTH, fresh

from sjalvklar.casework import actions, queries
from sjalvklar.casework.keeping import CaseFiles
from sjalvklar.casework.models import Assignment, Case, Joining
from sjalvklar.casework.rules import (
    Choice,
    Closeness,
    CloseReason,
    Identity,
    JoinGround,
    Part,
    ProtectionLevel,
    Purpose,
    Recipient,
    SecrecyGround,
    State,
    Treatment,
)
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation.actions import close_account, hand_over_all
from sjalvklar.organisation.actions.staff import grant
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.queries import entries_about

Open = Callable[..., UUID]
KEEP = Choice(Treatment.KEEP)


@pytest.fixture
def kept(open_case: Open) -> UUID:
    """The one that goes on."""
    return open_case()


@pytest.fixture
def twice(open_case: Open) -> UUID:
    """The same person, opened again under half a name."""
    return open_case(identity=Identity(name="Amal"))


def write(staff: Staff, case: UUID, text: str, at: datetime, who: str = "jonas") -> None:
    actions.write_note(actor=staff.viewer(who, at), case_id=case, text=text, nonce=fresh(), at=at)


def number(case: UUID) -> str:
    found: str = Case.objects.get(pk=case).number
    return found


def joined(staff: Staff, case: UUID, other: UUID, at: datetime, first: int = 1) -> UUID:
    """That whom both are about is one person."""
    about = {"case_id": case, "first": first, "second": 1, "other_case": number(other)}
    actions.join(actor=staff.jonas, **about, ground=JoinGround.ENTERED_TWICE, nonce=fresh(), at=at)
    found: UUID = Joining.objects.get(case=case, other_case=other, first__number=first, undone_at=None).pk
    return found


def go_on(staff: Staff, case: UUID, joining: UUID, at: datetime, who: str = "jonas") -> UUID:
    return actions.continue_in(actor=staff.viewer(who, at), case_id=case, joining_id=joining, at=at)


def deeds(case: UUID) -> list[str]:
    return [one.action for one in entries_about(f"case:{case}")]


def test_one_is_closed_and_goes_on_in_the_other_and_no_note_moves(
    staff: Staff, kept: UUID, twice: UUID, at: datetime
) -> None:
    write(staff, twice, "Hon ringde i går.", at)
    write(staff, kept, "Hon kom hit.", at + timedelta(hours=1))
    joining = joined(staff, kept, twice, at)
    [line] = actions.read(actor=staff.jonas, case_id=twice, at=at).same
    assert line.can_go_on
    later = at + timedelta(hours=2)
    assert go_on(staff, twice, joining, later) == kept
    row = queries.row(staff.viewer("jonas", later), twice, at=later)
    assert (row.state, row.close_reason) == (State.CLOSED, CloseReason.CONTINUED)
    [there] = actions.read(actor=staff.viewer("jonas", later), case_id=twice, at=later).same
    [here] = actions.read(actor=staff.viewer("jonas", later), case_id=kept, at=later).same
    assert (there.ended_here, there.number) == (True, number(kept))
    assert (here.ended_there, here.can_go_on) == (True, False)
    for case in (kept, twice):
        found = actions.read_together(actor=staff.viewer("jonas", later), case_id=case, at=later)
        assert [(of, note.text) for of, note in found.notes] == [
            (number(twice), "Hon ringde i går."),
            (number(kept), "Hon kom hit."),
        ]
    assert [note.text for note in actions.read(actor=staff.jonas, case_id=kept, at=later).notes] == ["Hon kom hit."]
    assert {"case.join", "case.close", "case.read"} <= set(deeds(twice))
    assert {"case.join", "case.go_on_from", "case.read"} <= set(deeds(kept))
    with pytest.raises((NotNow, NotAllowed)):
        write(staff, twice, "Mer.", later)
    with pytest.raises((NotNow, NotAllowed)):
        go_on(staff, twice, joining, later)


def test_it_is_undone_as_the_joining_is_and_what_was_written_since_stays_where_it_was_written(
    staff: Staff, kept: UUID, twice: UUID, at: datetime
) -> None:
    joining = joined(staff, kept, twice, at)
    go_on(staff, twice, joining, at)
    write(staff, kept, "Efteråt.", at)
    actions.undo_join(actor=staff.jonas, case_id=twice, joining_id=joining, at=at)
    assert queries.row(staff.jonas, twice, at=at).state is State.OPEN
    assert actions.read(actor=staff.jonas, case_id=kept, at=at).same == ()
    found = actions.read_together(actor=staff.jonas, case_id=twice, at=at)
    assert (found.cases, found.notes) == (((twice, number(twice)),), ())
    assert [note.text for note in actions.read(actor=staff.jonas, case_id=kept, at=at).notes] == ["Efteråt."]
    write(staff, twice, "Det var hennes syster.", at)


def test_one_that_is_opened_again_goes_on_by_itself_and_they_are_still_known_to_be_one(
    staff: Staff, kept: UUID, twice: UUID, at: datetime
) -> None:
    joining = joined(staff, kept, twice, at)
    go_on(staff, twice, joining, at)
    actions.reopen(actor=staff.jonas, case_id=twice, at=at)
    [line] = actions.read(actor=staff.jonas, case_id=twice, at=at).same
    assert (line.ended_here, line.ended_there, line.can_go_on) == (False, False, True)
    go_on(staff, kept, joining, at)
    assert queries.row(staff.jonas, kept, at=at).state is State.CLOSED


def test_whoever_may_read_one_of_them_reads_one(staff: Staff, kept: UUID, twice: UUID, at: datetime) -> None:
    """Jonas had both, and one was opened again and given away: each reads theirs, and learns nothing of the other."""
    write(staff, twice, "Hon ringde i går.", at)
    go_on(staff, twice, joined(staff, kept, twice, at), at)
    Assignment.objects.filter(case=twice).update(staff=staff.ids["lena"])
    for who, case in (("jonas", kept), ("lena", twice)):
        viewer = staff.viewer(who, at)
        assert actions.read(actor=viewer, case_id=case, at=at).same == ()
        assert actions.read_together(actor=viewer, case_id=case, at=at).cases == ((case, number(case)),)
    for who in ("samir", "ines", "siv", "gunilla"):
        with pytest.raises((NotFound, NotAllowed)):
            actions.read_together(actor=staff.viewer(who, at), case_id=kept, at=at)


def test_it_goes_with_the_case_to_whoever_gets_it(staff: Staff, kept: UUID, twice: UUID, at: datetime) -> None:
    write(staff, twice, "Hon ringde i går.", at)
    go_on(staff, twice, joined(staff, kept, twice, at), at)
    ids = staff.ids
    actions.hand_over(actor=staff.viewer("ines", at), case_id=kept, staff_id=ids["lena"], owner_id=ids["jonas"], at=at)
    found = actions.read_together(actor=staff.viewer("lena", at), case_id=kept, at=at)
    assert [note.text for _, note in found.notes] == ["Hon ringde i går."]
    assert "case.hand_over" in deeds(twice)
    with pytest.raises((NotFound, NotAllowed)):
        actions.read(actor=staff.jonas, case_id=twice, at=at)


@pytest.mark.parametrize("also_closed", [False, True])
def test_it_goes_with_the_case_when_all_of_somebodys_is_given_at_once(
    staff: Staff, kept: UUID, twice: UUID, at: datetime, also_closed: bool
) -> None:
    write(staff, twice, "Hon ringde i går.", at)
    go_on(staff, twice, joined(staff, kept, twice, at), at)
    everything = {"unit_id": NORTH, "staff_id": staff.ids["jonas"], "to": [staff.ids["lena"], staff.ids["samir"]]}
    hand_over_all(actor=staff.viewer("ines", at), **everything, also_closed=also_closed, at=at)
    found = actions.read_together(actor=staff.viewer("lena", at), case_id=kept, at=at)
    assert [note.text for _, note in found.notes] == ["Hon ringde i går."]


def test_it_goes_with_the_case_when_its_owner_leaves_without_a_word(
    staff: Staff, kept: UUID, twice: UUID, at: datetime
) -> None:
    write(staff, twice, "Hon ringde i går.", at)
    go_on(staff, twice, joined(staff, kept, twice, at), at)
    later = at + timedelta(minutes=1)
    close_account(staff_id=staff.ids["jonas"], actor=IT, at=later)
    for case in (kept, twice):
        assert deeds(case)[-1] == "case.left_behind"
        assert Assignment.objects.get(case=case, ends_at=None).staff_id == staff.ids["ines"]


def test_one_that_whoever_gives_may_not_know_of_stays_and_hinders_nothing(
    staff: Staff, kept: UUID, twice: UUID, at: datetime
) -> None:
    """Ines is too close to somebody who is in the closed one only."""
    son = {"part": Part.OTHER, "called": "sonen", "identity": Identity("Ali Exempel", number=OTHER_NUMBER)}
    actions.add_person(actor=staff.jonas, case_id=twice, **son, nonce=fresh(), at=at)
    go_on(staff, twice, joined(staff, kept, twice, at), at)
    actions.declare(actor=staff.viewer("ines", at), number=OTHER_NUMBER, closeness=Closeness.FAMILY, at=at)
    ids = staff.ids
    actions.hand_over(actor=staff.viewer("ines", at), case_id=kept, staff_id=ids["lena"], owner_id=ids["jonas"], at=at)
    assert actions.read(actor=staff.viewer("lena", at), case_id=kept, at=at).same == ()
    assert "case.hand_over" not in deeds(twice)


def test_only_cases_about_the_person_and_only_where_one_may_write(
    staff: Staff, kept: UUID, twice: UUID, open_case: Open, at: datetime
) -> None:
    son = actions.add_person(
        actor=staff.jonas, case_id=kept, part=Part.OTHER, called="sonen", minor=False, nonce=fresh(), at=at
    )
    around = joined(staff, kept, twice, at, first=son)
    with pytest.raises(NotFound, match="no_such_joining"):
        go_on(staff, twice, around, at)
    joining = joined(staff, kept, twice, at)
    for who in ("samir", "gunilla", "siv"):
        with pytest.raises((NotFound, NotAllowed)):
            go_on(staff, twice, joining, at, who)
    other = open_case()
    with pytest.raises(NotFound):
        go_on(staff, other, joining, at)
    with pytest.raises(Invalid, match="choose"):
        actions.close(actor=staff.jonas, case_id=twice, reason=CloseReason.CONTINUED, at=at)
    actions.close(actor=staff.jonas, case_id=kept, reason=CloseReason.MOVED, at=at)
    with pytest.raises((NotNow, NotAllowed)):
        go_on(staff, twice, joining, at)


def test_a_protected_persons_cases_never_go_through_this_door(
    staff: Staff, kept: UUID, twice: UUID, at: datetime
) -> None:
    joining = joined(staff, kept, twice, at)
    level = ProtectionLevel.MARKED
    actions.protect(actor=staff.jonas, case_id=kept, level=level, second=staff.ids["samir"], at=at)
    [line] = actions.read(actor=staff.jonas, case_id=twice, at=at).same
    assert not line.can_go_on
    [line] = actions.read(actor=staff.jonas, case_id=kept, at=at).same
    assert line.bare, "whoever reads both is told that the other one is not protected"
    with pytest.raises(NotNow, match="not_when_protected"):
        go_on(staff, twice, joining, at)
    assert queries.row(staff.jonas, twice, at=at).state is State.OPEN
    with pytest.raises(NotNow, match="not_when_protected"):
        go_on(staff, kept, joining, at)
    # One that became protected afterwards is not there for whoever is not named, though it goes on in what they have.
    actions.protect(actor=staff.jonas, case_id=twice, level=level, second=staff.ids["samir"], at=at)
    with pytest.raises(NotNow, match="not_when_protected"):
        go_on(staff, twice, joining, at)


def test_what_becomes_protected_afterwards_is_gone_from_the_other_for_whoever_is_not_named(
    staff: Staff, kept: UUID, twice: UUID, at: datetime
) -> None:
    go_on(staff, twice, joined(staff, kept, twice, at), at)
    actions.protect(actor=staff.jonas, case_id=kept, level=ProtectionLevel.MARKED, second=staff.ids["samir"], at=at)
    Assignment.objects.filter(case=twice).update(staff=staff.ids["lena"])
    lena = staff.viewer("lena", at)
    file = actions.read(actor=lena, case_id=twice, at=at)
    assert file.same == ()
    assert actions.read_together(actor=lena, case_id=twice, at=at).cases == ((twice, number(twice)),)


def test_the_persons_copy_has_both_and_each_is_on_record(staff: Staff, kept: UUID, twice: UUID, at: datetime) -> None:
    write(staff, twice, "Hon ringde i går. Grannen Erik såg det.", at)
    write(staff, kept, "Hon kom hit.", at)
    go_on(staff, twice, joined(staff, kept, twice, at), at)
    [(_, of, notes)] = actions.prepare_also(actor=staff.jonas, case_id=kept, at=at)
    assert (of, [note.text for note in notes]) == (number(twice), ["Hon ringde i går. Grannen Erik såg det."])
    asked = {"actor": staff.jonas, "case_id": kept, "to": Recipient.PERSON, "why": Purpose.ACCESS_REQUEST}
    asked |= {"confirmed": True, "at": at, "choices": {1: KEEP}}
    with pytest.raises(Invalid) as missing:
        actions.extract(**asked)
    assert (missing.value.code, missing.value.field) == ("choose_each", f"note-{of}-1")
    mask = Choice(Treatment.MASK, "Grannen Karl", SecrecyGround.SOMEBODY_ELSE)
    with pytest.raises(Invalid) as wrong:
        actions.extract(**asked, also={of: {1: mask}})
    assert (wrong.value.code, wrong.value.field) == ("word_not_there", f"note-{of}-1.words")
    mask = Choice(Treatment.MASK, "Grannen Erik", SecrecyGround.SOMEBODY_ELSE)
    found = actions.extract(**asked, also={of: {1: mask}})
    assert [note.number for note in found.notes] == [1]
    [also] = found.also
    assert (also.number, also.close_reason, also.identity.name) == (of, CloseReason.CONTINUED, "Amal")
    assert "".join(piece.text for piece in also.notes[0].pieces) == "Hon ringde i går.  såg det."
    assert "case.extract" in deeds(twice)
    assert "case.extract" in deeds(kept)
    assert queries.handed_out(queries.row(staff.jonas, twice, at=at))[0].masked == 1


def test_what_is_about_one_person_is_kept_and_erased_by_one_time(
    staff: Staff, kept: UUID, twice: UUID, open_case: Open, at: datetime
) -> None:
    same = CaseFiles().same_person
    stranger = open_case(identity=Identity(name="Någon Annan"))
    assert same(twice) == frozenset()
    joining = joined(staff, kept, twice, at)
    other = open_case(identity=AMAL)
    for case in (kept, twice, other):
        assert same(case) == {kept, twice, other} - {case}
    assert same(stranger) == frozenset()
    go_on(staff, twice, joining, at)
    assert twice in same(kept)
    CaseFiles().erase(twice, decision="tests", at=at)
    assert not Joining.objects.exists()
    assert actions.read(actor=staff.jonas, case_id=kept, at=at).same == ()


def test_another_boards_case_is_not_gone_on_in(staff: Staff, kept: UUID, open_case: Open, at: datetime) -> None:
    """The same authority in another unit is; another board's would be a disclosure."""
    grant(
        staff_id=staff.ids["jonas"],
        unit_id=INTAKE,
        role=Role.SOCIAL_WORKER,
        valid_from=datetime(2025, 1, 1, tzinfo=UTC),
        actor=IT,
    )
    beside = open_case(unit_id=INTAKE)
    assert go_on(staff, beside, joined(staff, kept, beside, at), at) == kept
    away = open_case()
    joining = joined(staff, kept, away, at)
    mine = Case.objects.get(pk=away).authority_id
    another = next(one for one in organisation.authority_ids() if one != mine)
    Case.objects.filter(pk=away).update(authority_id=another)
    with pytest.raises(NotNow, match="other_authority"):
        go_on(staff, away, joining, at)
