# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""An archivist who places holds and plans before and after learns nothing of a protected person's case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from tests.rooms.casework.staff import AMAL, Staff
from tests.rooms.disposal.archive import AUTHORITY
from tests.rooms.disposal.test_plan_and_erasure import _decided

from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case
from sjalvklar.casework.rules import ProtectionLevel, TwoFor
from sjalvklar.disposal import actions, queries
from sjalvklar.disposal.rules import HoldGround, HoldKind

pytestmark = pytest.mark.django_db(transaction=True)
Ended = Callable[..., UUID]
LEVEL = ProtectionLevel.PROTECTED_REGISTRATION
UNKNOWN = AMAL.__class__(name="Amal Exempel", number=AMAL.number)


def sheet(staff: Staff, later: datetime) -> tuple[object, ...]:
    """All that a plan of today shows of case files, before it is decided and when it is done."""
    plan = _decided(staff, later)
    shown = queries.sheet(staff.viewer("arvid", later), plan)
    actions.carry_out(at=later)
    after = queries.sheet(staff.viewer("arvid", later), plan)

    def cases(lines: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(line for line in lines if getattr(line, "record", "") == "case")

    return tuple(cases(one) for one in (shown.goes, shown.kept, after.goes, after.stayed, after.receipts))


def hold(staff: Staff, later: datetime, kind: HoldKind, what: str) -> UUID:
    return actions.place(
        actor=staff.viewer("alva", later),
        authority_id=AUTHORITY,
        kind=kind,
        what=what,
        ground=HoldGround.COURT,
        reference="T 22-32",
        at=later,
    )


@pytest.mark.parametrize("kind", [HoldKind.CASE, HoldKind.PERSON])
def test_a_hold_on_a_protected_person_changes_nothing_that_a_plan_shows(
    staff: Staff, ended: Ended, later: datetime, kind: HoldKind
) -> None:
    hidden = ended(UNKNOWN, level=LEVEL, second=staff.ids["samir"])
    before = sheet(staff, later)
    hold(staff, later, kind, AMAL.number if kind is HoldKind.PERSON else Case.objects.get(pk=hidden).number)
    assert sheet(staff, later) == before
    assert before == ((), (), (), (), ())
    assert Case.objects.filter(pk=hidden).exists()


@pytest.mark.parametrize("held", [False, True])
def test_an_old_case_beside_a_hidden_one_is_shown_as_any_whose_time_has_not_passed(
    staff: Staff, ended: Ended, later: datetime, held: bool
) -> None:
    """The law keeps it while anything about the person is kept. "Because of another case", with none to be seen, or
    a reason that a hold changes, would say that there is one."""
    old = ended(UNKNOWN)
    ended(UNKNOWN, level=LEVEL, second=staff.ids["samir"])
    if held:
        hold(staff, later, HoldKind.PERSON, AMAL.number)
    beside = sheet(staff, later)
    assert Case.objects.filter(pk=old).exists()
    Case.objects.filter(protected=True).update(protected=False)
    Case.objects.update(last_note_at=later, closed_at=later)
    Case.objects.exclude(pk=old).update(authority_id="sdn-soder")  # no other there, and its own time has not passed
    assert sheet(staff, later) == beside


def test_a_hidden_case_and_an_old_one_beside_it_do_not_keep_each_other_for_ever(
    staff: Staff, ended: Ended, later: datetime
) -> None:
    old = ended(UNKNOWN)
    hidden = ended(UNKNOWN, level=LEVEL, second=staff.ids["samir"])
    _decided(staff, later)
    assert actions.carry_out(at=later) == 0
    casework.ask(actor=staff.viewer("jonas", later), case_id=hidden, what=TwoFor.DISPOSE, at=later)
    casework.approve(actor=staff.viewer("samir", later), case_id=hidden, what=TwoFor.DISPOSE, at=later)
    assert list(Case.objects.values_list("pk", flat=True)) == [old]
    _decided(staff, later)
    assert actions.carry_out(at=later) == 1
    assert not Case.objects.exists()


def test_a_hidden_case_is_not_erased_while_another_about_the_same_person_must_be_kept(
    staff: Staff, ended: Ended, later: datetime
) -> None:
    from sjalvklar.casework import keeping

    hidden = ended(UNKNOWN, level=LEVEL, second=staff.ids["samir"])
    assert keeping.may_go(hidden, later)
    ended(UNKNOWN, at=later)
    assert not keeping.may_go(hidden, later)
