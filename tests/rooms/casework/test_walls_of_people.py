# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case behind PostgreSQL's own walls: all that may be done can be done as the app's role, and a
person, an edge or a joining is there for nobody who may not read the case."""

from __future__ import annotations

from typing import Any

import pytest
from tests.rooms.casework.staff import AMAL, MONDAY_MORNING, OTHER_NUMBER, Staff
from tests.rooms.casework.test_walls_of_cases import Does, does, house  # noqa: F401 - fixtures
from tests.rooms.mailbox.people import NORTH, fresh

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import Edge, Joining, Person
from sjalvklar.casework.rules import (
    Closeness,
    ForgetGround,
    Identity,
    JoinGround,
    NoContact,
    NoticeKind,
    Part,
    ProtectionLevel,
    RelationKind,
    TwoFor,
)
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.trust.access.context import acting
from sjalvklar.trust.access.context import staff as somebody

ALI = Identity("Ali Exempel", OTHER_NUMBER)


def seen(house: Staff, who: str) -> tuple[int, int, int]:  # noqa: F811
    """How many persons, edges and joinings the database shows somebody, whatever is asked."""
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
        return Person.objects.count(), Edge.objects.count(), Joining.objects.count()


def test_everything_with_people_can_be_done_and_is_there_for_nobody_else(house: Staff, does: Does) -> None:  # noqa: F811
    case = does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())

    def deed(action: Any, who: str = "jonas", **given: Any) -> Any:
        return does(who, action, case_id=case, **given)

    son = deed(actions.add_person, part=Part.PERSON_OF_CONCERN, called="Ali", identity=ALI, nonce=fresh())
    twice = deed(actions.add_person, part=Part.OTHER, called="brodern", nonce=fresh())
    deed(actions.relate, one=1, other=son, kind=RelationKind.PARENT, nonce=fresh())
    deed(actions.relate, one=1, other=twice, kind=RelationKind.NO_CONTACT, ground=NoContact.OWN_WISH, nonce=fresh())
    assert deed(actions.join, first=son, second=twice, ground=JoinGround.TOLD, nonce=fresh())
    assert deed(actions.no_contact)
    found = deed(actions.people)
    assert (len(found.people), len(found.edges), found.joined) == (3, 2, {twice: son})
    deed(actions.change_person, number=son, version=1, called="Ali E", minor=True, part=Part.CHILD)
    deed(actions.note_death, number=son, version=2, died="2026")
    deed(actions.undo_death, number=son, version=3)
    assert deed(actions.reveal_person, number=son).name == ALI.name
    deed(actions.change_person_identity, number=son, identity=Identity("Ali Ny", OTHER_NUMBER))
    assert [row.id for row in does("ines", actions.search, text=OTHER_NUMBER).rows] == [case]
    assert does("samir", actions.search, text=OTHER_NUMBER).rows == ()
    deed(actions.end_relation, edge_id=found.edges[0].id, version=1, until="2026-10")
    deed(actions.undo_join, joining_id=found.joinings[0].id)

    assert seen(house, "jonas") == (3, 2, 1)
    assert seen(house, "ines") == (3, 0, 0), "the head knows of the case, and reads nothing in it"
    for who in ("samir", "petra", "kim"):
        assert seen(house, who)[1:] == (0, 0), who

    deed(actions.take_back_relation, edge_id=found.edges[1].id, version=1)
    deed(actions.forget_person, number=twice, ground=ForgetGround.MISTAKE, confirmed=True)
    assert seen(house, "jonas") == (2, 1, 0)

    deed(actions.protect_person, number=son, level=ProtectionLevel.MARKED)
    deed(actions.protect, level=ProtectionLevel.MARKED, second=house.ids["samir"])
    assert seen(house, "ines") == (0, 0, 0)
    deed(actions.ask, what=TwoFor.REVEAL)
    deed(actions.approve, who="samir", what=TwoFor.REVEAL)
    assert deed(actions.reveal_person, number=son).name == "Ali Ny"
    other = deed(actions.add_person, part=Part.OTHER, called="brodern", nonce=fresh())
    assert not deed(actions.join, first=son, second=other, ground=JoinGround.TOLD, nonce=fresh())
    [waits] = deed(actions.people, who="samir").joinings
    deed(actions.approve_join, who="samir", joining_id=waits.id)
    assert deed(actions.people).joined == {other: son}

    # Too close to somebody around the person: the database itself shows nothing any more.
    does("samir", actions.declare, number=OTHER_NUMBER, closeness=Closeness.FAMILY)
    assert seen(house, "samir") == (0, 0, 0)
    with pytest.raises(NotFound):
        deed(actions.people, who="samir")


def test_somebody_who_turns_out_to_be_too_close_sees_nothing_more_and_the_head_is_told(
    house: Staff,  # noqa: F811
    does: Does,  # noqa: F811
) -> None:
    does("jonas", actions.declare, number=OTHER_NUMBER, closeness=Closeness.FAMILY)
    noted = does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    does("jonas", actions.add_person, case_id=noted, part=Part.OTHER, called="Ali", identity=ALI, nonce=fresh())
    declared = does("samir", actions.open_case, unit_id=NORTH, identity=Identity("Någon Annan"), nonce=fresh())
    does("samir", actions.add_person, case_id=declared, part=Part.OTHER, called="Ali", identity=ALI, nonce=fresh())
    does("samir", actions.declare, number=OTHER_NUMBER, closeness=Closeness.FAMILY)
    for who, case in (("jonas", noted), ("samir", declared)):
        with pytest.raises(NotFound):
            does(who, actions.people, case_id=case)
    told = does("ines", queries.notices, ask=True)
    assert {(one.kind, one.case_id) for one in told} == {(NoticeKind.GIVE_AWAY, case) for case in (noted, declared)}


def test_two_cases_go_on_as_one_and_are_given_and_undone_as_the_apps_role(house: Staff, does: Does) -> None:  # noqa: F811
    kept, twice = (does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh()) for _ in range(2))
    does("jonas", actions.write_note, case_id=twice, text="Hon ringde i går.", nonce=fresh())
    number = does("jonas", queries.row, case_id=twice, ask=True).number
    joined = {"case_id": kept, "first": 1, "second": 1, "other_case": number, "ground": JoinGround.TOLD}
    does("jonas", actions.join, **joined, nonce=fresh())
    joining = does("jonas", actions.people, case_id=kept).joinings[0].id
    does("jonas", actions.continue_in, case_id=twice, joining_id=joining)
    assert len(does("jonas", actions.read_together, case_id=kept).notes) == 1
    to = {"staff_id": house.ids["samir"], "owner_id": house.ids["jonas"]}
    does("ines", actions.hand_over, case_id=kept, **to)
    assert len(does("samir", actions.read_together, case_id=kept).notes) == 1
    assert seen(house, "ines")[2] == seen(house, "jonas")[2] == 0
    assert seen(house, "samir")[2] == 1
    does("samir", actions.reopen, case_id=twice)
    assert not does("samir", actions.read_together, case_id=kept).notes
    does("samir", actions.continue_in, case_id=twice, joining_id=joining)
    does("samir", actions.undo_join, case_id=kept, joining_id=joining)
    assert does("samir", queries.row, case_id=twice, ask=True).closed_at is None
