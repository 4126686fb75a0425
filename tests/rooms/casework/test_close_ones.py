# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Conflict of interest (jäv): a hard stop that hides, whatever role and relation, and that tells nobody of whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.rooms.casework.staff import AMAL, OTHER_NUMBER
from tests.rooms.mailbox.people import NORTH, fresh

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import Conflict
from sjalvklar.casework.queries import View
from sjalvklar.casework.rules import Closeness, GlassReason, Identity, NoticeKind, Part, ProtectionLevel
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow


def declare(staff, who: str, at, number: str = AMAL.number, closeness: Closeness = Closeness.FAMILY) -> None:
    actions.declare(actor=staff.viewer(who, at), number=number, closeness=closeness, at=at)


def test_only_a_keyed_hash_is_kept_and_declaring_twice_is_once(staff, at) -> None:
    for _ in range(2):
        declare(staff, "samir", at)
    [row] = Conflict.objects.all()
    assert len(bytes(row.value)) == 32
    assert {f.name for f in Conflict._meta.fields} == {"id", "staff", "closeness", "value", "declared_at"}
    with pytest.raises(Invalid, match="personal_number"):
        declare(staff, "samir", at, "19900101-2386")


@pytest.mark.parametrize("who", ["jonas", "samir", "ines", "gunilla", "bo"])
def test_it_hides_from_search_lists_reading_and_break_glass_whoever_it_is(who: str, staff, open_case, at) -> None:
    case = open_case()
    declare(staff, who, at)
    viewer = staff.viewer(who)
    for deed in (actions.read, actions.reveal, actions.access_list):
        with pytest.raises(NotFound, match="no_such_case"):
            deed(actor=viewer, case_id=case, at=at)
    with pytest.raises(NotFound, match="no_such_case"):
        actions.break_glass(
            actor=viewer, case_id=case, reason=GlassReason.DANGER, text="Det är akut nu", confirmed=True, at=at
        )
    with pytest.raises(NotFound, match="no_such_case"):
        actions.find_for_glass(actor=viewer, text=AMAL.number, at=at)
    assert actions.search(actor=viewer, text=AMAL.name, at=at).rows == ()
    assert queries.worklist(viewer, view=View.MINE, at=at) == ()
    if who == "ines":
        assert queries.worklist(viewer, view=View.UNIT, unit_id=NORTH, at=at) == ()


def test_the_head_is_asked_to_give_an_owners_case_to_somebody_else(staff, open_case, at) -> None:
    case = open_case()
    declare(staff, "jonas", at)
    [notice] = queries.notices(staff.ines, at=at)
    assert (notice.kind, notice.case_id) == (NoticeKind.GIVE_AWAY, case)
    [row] = queries.worklist(staff.ines, view=View.UNIT, unit_id=NORTH, at=at)
    assert row.needs_owner
    give = {"case_id": case, "staff_id": staff.ids["samir"], "owner_id": staff.ids["jonas"]}
    actions.hand_over(actor=staff.ines, at=at, **give)
    assert actions.read(actor=staff.samir, case_id=case, at=at).row.mine


def test_the_head_is_asked_too_when_it_is_somebody_around_the_person(staff, open_case, at) -> None:
    case = open_case(identity=Identity("Någon Annan"))
    about = {"actor": staff.jonas, "case_id": case, "part": Part.PERSON_OF_CONCERN, "called": "sonen"}
    actions.add_person(**about, identity=AMAL, nonce=fresh(), at=at)
    declare(staff, "jonas", at)
    [notice] = queries.notices(staff.ines, at=at)
    assert (notice.kind, notice.case_id) == (NoticeKind.GIVE_AWAY, case)


def test_of_a_protected_case_the_other_named_person_is_asked_and_the_head_learns_nothing(
    staff, protected_case, at
) -> None:
    declare(staff, "jonas", at)
    kinds = [notice.kind for notice in queries.notices(staff.samir, at=at)]
    assert NoticeKind.GIVE_AWAY in kinds
    assert queries.notices(staff.ines, at=at) == ()
    with pytest.raises(NotFound):
        actions.read(actor=staff.jonas, case_id=protected_case, at=at)


def test_nobody_is_given_or_named_for_a_case_about_somebody_close(staff, open_case, at) -> None:
    case = open_case()
    declare(staff, "samir", at)
    give = {"case_id": case, "owner_id": staff.ids["jonas"], "at": at}
    assert staff.ids["samir"] not in {
        who.staff_id for who in queries.can_be_given(queries.row(staff.jonas, case, at=at), at=at)
    }
    with pytest.raises(Invalid, match="not_a_colleague"):
        actions.hand_over(actor=staff.jonas, staff_id=staff.ids["samir"], **give)
    with pytest.raises(Invalid, match="name_another"):
        actions.protect(
            actor=staff.jonas, case_id=case, level=ProtectionLevel.MARKED, second=staff.ids["samir"], at=at
        )


def test_nobody_opens_a_case_about_somebody_close(staff, open_case, at) -> None:
    declare(staff, "jonas", at)
    with pytest.raises(NotAllowed, match="too_close"):
        open_case()
    open_case(identity=Identity(number=OTHER_NUMBER))


def test_a_number_that_is_put_in_later_stops_from_that_moment(staff, open_case, at) -> None:
    case = open_case(identity=Identity(name="Amal"))
    declare(staff, "samir", at)
    declare(staff, "ines", at)
    assert queries.row(staff.ines, case, at=at).id == case
    actions.change_identity(actor=staff.jonas, case_id=case, identity=Identity(name="Amal", number=AMAL.number), at=at)
    with pytest.raises(NotFound):
        queries.row(staff.ines, case, at=at)


def test_it_can_be_taken_back_within_the_hour_and_then_only_by_the_head(staff, open_case, at) -> None:
    case = open_case()
    declare(staff, "samir", at)
    [row] = queries.declared_by(staff.samir, at=at)
    later = at + timedelta(hours=1)
    with pytest.raises(NotNow, match="ask_the_head"):
        actions.withdraw(actor=staff.samir, declared_id=row.id, at=later)
    for who in ("jonas", "lena", "bo", "stina"):
        with pytest.raises(NotFound):
            actions.withdraw(actor=staff.viewer(who), declared_id=row.id, at=later)
    [seen] = queries.declared_in(staff.ines, unit_id=NORTH, at=later)
    assert seen.closeness is Closeness.FAMILY
    actions.withdraw(actor=staff.ines, declared_id=row.id, at=later)
    give = {"case_id": case, "staff_id": staff.ids["samir"], "owner_id": staff.ids["jonas"]}
    actions.hand_over(actor=staff.jonas, at=later, **give)


def test_declaring_tells_nothing_of_whether_there_is_a_case(staff, open_case, at) -> None:
    open_case()
    assert declare(staff, "samir", at) is None
    assert declare(staff, "samir", at, OTHER_NUMBER) is None
    assert queries.notices(staff.samir, at=at) == ()
