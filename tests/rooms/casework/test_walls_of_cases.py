# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases behind PostgreSQL's own walls: everything that may be done can be done as the app's role, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.rooms.casework.staff import AMAL, MONDAY_MORNING, OTHER_NUMBER, Staff, make_staff
from tests.rooms.mailbox.people import NORTH, fresh

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import Case, HandOut, Note, Notice, Person
from sjalvklar.casework.queries import View
from sjalvklar.casework.rules import (
    Closeness,
    CloseReason,
    GlassReason,
    Identity,
    Outcome,
    ProtectionLevel,
    Purpose,
    Recipient,
    TwoFor,
)
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.actions import hand_over_all
from sjalvklar.organisation.actions.staff import end_grant
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.access.context import COMMAND, acting
from sjalvklar.trust.access.context import staff as somebody
from sjalvklar.trust.rules import Actor

WHY = "Hon ringer och säger att de står utanför."


@pytest.fixture
def house(transactional_db: None) -> Iterator[Staff]:
    """Granö's staff, committed, and the connection as the app's role."""
    from sjalvklar.project.cli.roles import APP

    people = make_staff()
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] += f" -c role={APP}"
    try:
        yield people
    finally:
        connection.close()
        options = connection.settings_dict["OPTIONS"]["options"]
        connection.settings_dict["OPTIONS"]["options"] = options.removesuffix(f" -c role={APP}")


Does = Callable[..., Any]


@pytest.fixture
def does(house: Staff) -> Does:
    """One request: `does("jonas", deed, …)` with the deed's own arguments, as that person, at that moment."""

    def does(who: str, deed: Callable[..., Any], *, at: Any = MONDAY_MORNING, ask: bool = False, **given: Any) -> Any:
        with clock.frozen(at), acting(somebody(house.ids[who])):
            viewer = house.viewer(who, at)
            return deed(viewer, **given) if ask else deed(actor=viewer, **given)

    return does


def test_everything_that_may_be_done_with_a_case_can_be_done_as_the_apps_role(house: Staff, does: Does) -> None:
    ids = house.ids
    case = does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    does("jonas", actions.write_note, case_id=case, text="Ett", nonce=fresh())
    does("jonas", actions.write_note, case_id=case, text="Två", nonce=fresh(), corrects=1)
    assert len(does("jonas", actions.read, case_id=case).notes) == 2
    assert does("jonas", actions.reveal, case_id=case).name == AMAL.name
    assert does("jonas", actions.reveal_names) == {case: AMAL.name}
    does("jonas", actions.change_identity, case_id=case, identity=Identity("Amal Ny", AMAL.number))
    assert [row.id for row in does("jonas", actions.search, text="Amal Ny").rows] == [case]
    assert [row.id for row in does("ines", actions.search, text=AMAL.number).rows] == [case]
    assert does("samir", actions.search, text=AMAL.number).rows == ()

    found = does("gunilla", actions.find_for_glass, text=AMAL.number)
    glass = does("gunilla", actions.break_glass, case_id=found, reason=GlassReason.DANGER, text=WHY, confirmed=True)
    assert does("gunilla", actions.read, case_id=case).row.by_glass
    [notice] = does("jonas", queries.notices, ask=True)
    does("jonas", actions.seen, notice_id=notice.id)
    assert does("jonas", queries.notices, ask=True) == ()
    assert [row.id for row in does("siv", queries.to_review, ask=True)] == [glass]
    assert does("siv", actions.why, glass_id=glass).text == WHY
    does("ines", actions.review, glass_id=glass, outcome=Outcome.JUSTIFIED)

    lines = does("jonas", actions.access_list, case_id=case)
    assert {"Gunilla", "Ines", "Jonas"} <= {line.by for line in lines}
    does("ines", actions.hand_over, case_id=case, staff_id=ids["samir"], owner_id=ids["jonas"])
    assert does("samir", actions.read, case_id=case).row.mine
    does("samir", actions.close, case_id=case, reason=CloseReason.MOVED)
    assert [row.id for row in does("samir", queries.worklist, ask=True, view=View.CLOSED)] == [case]
    does("samir", actions.reopen, case_id=case)

    does("samir", actions.declare, number=AMAL.number, closeness=Closeness.FAMILY)
    with pytest.raises(NotFound):
        does("samir", actions.read, case_id=case)
    [row] = does("ines", queries.worklist, ask=True, view=View.UNIT, unit_id=NORTH)
    assert row.needs_owner
    [declared] = does("ines", queries.declared_in, ask=True, unit_id=NORTH)
    does("ines", actions.withdraw, declared_id=declared.id)


def test_a_protected_case_is_there_for_whoever_opens_it_while_the_clock_goes_on(house: Staff) -> None:
    ids = house.ids
    with acting(somebody(ids["jonas"])):
        case = actions.open_case(
            actor=house.viewer("jonas", clock.now()),
            unit_id=NORTH,
            identity=Identity(AMAL.name, AMAL.number),
            nonce=fresh(),
            level=ProtectionLevel.MARKED,
            second=ids["samir"],
        )
    with acting(somebody(ids["jonas"])):
        assert actions.read(actor=house.viewer("jonas", clock.now()), case_id=case).row.protected


@pytest.mark.parametrize("by", ["jonas", "ines"])
def test_everything_about_a_protected_case_can_be_done_as_the_apps_role(by: str, house: Staff, does: Does) -> None:
    ids, strong = house.ids, ProtectionLevel.PROTECTED_REGISTRATION
    case = does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    does(by, actions.protect, case_id=case, level=ProtectionLevel.MARKED, second=ids["samir"])
    if by == "jonas":
        does("samir", actions.second, case_id=case)
    does("samir", actions.change_level, case_id=case, level=strong)
    does("samir", actions.write_note, case_id=case, text="Ett", nonce=fresh())
    does("jonas", actions.ask, case_id=case, what=TwoFor.REVEAL)
    does("samir", actions.approve, case_id=case, what=TwoFor.REVEAL)
    assert does("jonas", actions.reveal, case_id=case).phone == ""
    assert does("jonas", actions.name_another, case_id=case, staff_id=ids["lena"]) is False
    does("samir", actions.second, case_id=case)
    assert does("samir", actions.change_level, case_id=case, level=ProtectionLevel.MARKED) is False
    does("lena", actions.approve, case_id=case, what=TwoFor.LOWER)
    assert does("lena", actions.unname, case_id=case, staff_id=ids["samir"]) is False
    does("jonas", actions.approve, case_id=case, what=TwoFor.UNNAME, staff_id=ids["samir"])
    does("jonas", actions.hand_over, case_id=case, staff_id=ids["lena"], owner_id=ids["jonas"])

    later = MONDAY_MORNING + timedelta(days=1)
    with acting(COMMAND):
        for who, role in (("jonas", Role.RELATIVES_ADVISER), ("lena", Role.SOCIAL_WORKER)):
            end_grant(staff_id=ids[who], unit_id=NORTH, role=role, actor=Actor.system("it"), at=later)
    [(naming, _)] = does("ines", queries.without_people, ask=True, at=later)
    does("ines", actions.name_anew, naming=naming, first=ids["samir"], second=ids["ines"], at=later)
    does("ines", actions.ask, case_id=case, what=TwoFor.LIFT, at=later)
    does("samir", actions.approve, case_id=case, what=TwoFor.LIFT, at=later)
    assert not does("samir", queries.row, ask=True, case_id=case, at=later).protected


def test_what_reads_as_the_owner_is_led_astray_by_no_table_of_the_apps_own(house: Staff, does: Does) -> None:
    case = does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())

    def may(who: str) -> bool:
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])), connection.cursor() as cursor:
            # Whatever a temporary table of the name holds, it is found before the real one by whoever does not say.
            cursor.execute("CREATE TEMPORARY TABLE casework_assignment (LIKE public.casework_assignment)")
            cursor.execute("CREATE TEMPORARY TABLE casework_case AS SELECT * FROM public.casework_case")
            cursor.execute(
                "INSERT INTO pg_temp.casework_assignment (id, case_id, staff_id, by_id, starts_at) "
                "VALUES (1, %s, %s, %s, '2000-01-01')",
                [case, house.ids["lena"], house.ids["lena"]],
            )
            cursor.execute("SELECT sjalvklar_may_case(%s, 'read')", [case])
            [found] = cursor.fetchone()
            cursor.execute("DROP TABLE pg_temp.casework_assignment, pg_temp.casework_case")
        return bool(found)

    assert may("jonas")
    assert not may("lena")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sjalvklar_may_case(%s, 'read')", [case])
        assert cursor.fetchone() == (False,)
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND has_function_privilege('public', oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == []


def test_the_database_itself_hides_what_somebody_may_not_know(house: Staff, does: Does) -> None:
    protected = does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    does("jonas", actions.write_note, case_id=protected, text="Ett", nonce=fresh())
    strong = ProtectionLevel.PROTECTED_REGISTRATION
    does("jonas", actions.protect, case_id=protected, level=strong, second=house.ids["samir"])
    other = does("lena", actions.open_case, unit_id=NORTH, identity=Identity(number=OTHER_NUMBER), nonce=fresh())
    assert not Case.objects.exists()
    assert not Person.objects.exists()
    for who, cases, notes in (
        ("jonas", {protected, other}, 1),  # of Lena's: that there is a glass to break; nothing that is written
        ("samir", {protected, other}, 1),
        ("ines", {other}, 0),
        ("lena", {other}, 0),
        ("gunilla", {other}, 0),
        ("petra", set(), 0),
        ("stina", set(), 0),
        ("kim", set(), 0),
    ):
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
            assert set(Case.objects.values_list("pk", flat=True)) == cases, who
            assert Note.objects.count() == notes, who
            assert not Notice.objects.exclude(staff_id=house.ids[who]).exists(), who
    with (
        clock.frozen(MONDAY_MORNING),
        acting(somebody(house.ids["lena"])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Note.objects.create(
            case_id=protected, number=9, body=b"x", staff_id=house.ids["lena"], at=MONDAY_MORNING, once=b"x"
        )


def test_too_close_is_a_wall_in_the_database_too(house: Staff, does: Does) -> None:
    case = does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids["ines"])):
        assert Case.objects.filter(pk=case).exists()
    does("ines", actions.declare, number=AMAL.number, closeness=Closeness.HOUSEHOLD)
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids["ines"])):
        assert not Case.objects.filter(pk=case).exists()
        assert not Person.objects.exists()


def test_copies_leave_and_all_is_handed_over_as_the_apps_role_too(house: Staff, does: Does) -> None:
    case = does("jonas", actions.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    given = {"case_id": case, "why": Purpose.ACCESS_REQUEST, "to": Recipient.PERSON, "choices": {}, "confirmed": True}
    assert does("jonas", actions.extract, **given).identity.name == AMAL.name
    assert does("jonas", actions.move_out, case_id=case, why=Purpose.ONE_FILE, confirmed=True)["version"] == 2
    copies = does("ines", lambda *who, **which: queries.handed_out(queries.row(*who, **which)), case_id=case, ask=True)
    assert len(copies) == 2
    with acting(somebody(house.ids["samir"])):
        assert not HandOut.objects.exists()
    everything = {"unit_id": NORTH, "staff_id": house.ids["jonas"], "to": [house.ids["samir"]]}
    assert does("ines", hand_over_all, **everything) == 1
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids["ines"])):
        head = Actor.staff(house.ids["ines"], NORTH)
        end_grant(staff_id=house.ids["samir"], unit_id=NORTH, role=Role.RELATIVES_ADVISER, actor=head)
    [row] = does("ines", queries.worklist, view=View.MINE, ask=True)
    assert (row.id, row.mine) == (case, True), "at once, although she could not have taken it herself"
