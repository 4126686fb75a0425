# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ways round the walls of casework, each closed: asking the break-glass page, naming oneself, counting notices."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from tests.rooms.casework.staff import AMAL, OTHER_NUMBER
from tests.rooms.casework.test_protected_people import leaves
from tests.rooms.mailbox.people import IT, NORTH

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import BreakGlass, Case, Notice
from sjalvklar.casework.rules import GlassReason, ProtectionLevel
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from sjalvklar.organisation.actions.staff import grant
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust import deeds
from sjalvklar.trust.queries import entries_by

WHY = "Hon ringer och säger att de står utanför."
LEVEL = ProtectionLevel.PROTECTED_REGISTRATION


def test_whether_somebody_has_a_case_is_not_told_by_a_form_that_could_open_nothing(staff, open_case, at) -> None:
    open_case()

    def answered(number: str, why: str, when: object = at, confirmed: bool = True) -> str:
        try:
            actions.open_by_number(
                actor=staff.viewer("samir", when),
                text=number,
                reason=GlassReason.DANGER,
                why=why,
                confirmed=confirmed,
                at=when,
            )
        except Refused as refused:
            return f"{type(refused).__name__} {refused}"
        return "open"

    for why in ("", "x", "y" * 2000):
        assert answered(AMAL.number, why) == answered(OTHER_NUMBER, why)
    assert answered(AMAL.number, WHY, confirmed=False) == answered(OTHER_NUMBER, WHY, confirmed=False)
    assert not [one for one in entries_by([str(staff.ids["samir"])]) if one.action == "case.search"]
    assert answered(AMAL.number, WHY) == "open"
    late = BreakGlass.objects.get().review_due
    open_case(identity=AMAL, at=late)
    assert actions.is_locked(staff.viewer("samir", late), late)
    assert answered(AMAL.number, WHY, late) == answered(OTHER_NUMBER, WHY, late)


def test_a_head_does_not_come_to_read_a_case_by_protecting_it_and_naming_herself(staff, open_case, at) -> None:
    case = open_case()
    with pytest.raises(Invalid, match="name_another"):
        actions.protect(actor=staff.ines, case_id=case, level=LEVEL, second=staff.ids["ines"], at=at)
    with pytest.raises(NotAllowed):
        actions.read(actor=staff.ines, case_id=case, at=at)
    # Whoever answers for it may name her: then two have wanted it.
    actions.protect(actor=staff.jonas, case_id=case, level=LEVEL, second=staff.ids["ines"], at=at)
    assert actions.read(actor=staff.ines, case_id=case, at=at).row.protected


def test_a_head_names_two_others_anew_as_long_as_there_are_two(staff, open_case, at) -> None:
    case, later = open_case(by="samir"), at + timedelta(days=1)
    grant_lena_a_colleague(staff, at)
    actions.protect(actor=staff.samir, case_id=case, level=LEVEL, second=staff.ids["jonas"], at=at)
    for who in ("samir", "jonas"):
        leaves(staff, who, later)
    ines = staff.viewer("ines", later)
    [(naming, unit)] = queries.without_people(ines, at=later)
    assert {who.staff_id for who in queries.nameable_anew(ines, unit, at=later)} == {
        staff.ids[who] for who in ("lena", "gunilla")
    }
    named = {"first": staff.ids["lena"], "second": staff.ids["ines"]}
    with pytest.raises(Invalid, match="name_another"):
        actions.name_anew(actor=ines, naming=naming, at=later, **named)
    actions.name_anew(actor=ines, naming=naming, at=later, **{**named, "second": staff.ids["gunilla"]})
    with pytest.raises(NotFound):
        actions.read(actor=ines, case_id=case, at=later)


def grant_lena_a_colleague(staff, at) -> None:
    role = {"unit_id": NORTH, "role": Role.SOCIAL_WORKER}
    grant(staff_id=staff.ids["gunilla"], valid_from=at - timedelta(days=1), actor=IT, **role)


def test_the_number_of_a_notice_tells_nothing_of_how_much_others_are_told(staff, open_case, at) -> None:
    for _ in range(3):
        case = open_case()
        actions.hand_over(
            actor=staff.jonas, case_id=case, staff_id=staff.ids["samir"], owner_id=staff.ids["jonas"], at=at
        )
    numbers = list(Notice.objects.order_by("id").values_list("id", flat=True))
    assert min(b - a for a, b in pairwise(numbers)) > 1000
    assert all(0 < one < 2**63 for one in numbers)


def test_a_number_that_a_hidden_case_has_is_drawn_again(staff, protected_case, open_case, monkeypatch) -> None:
    taken = Case.objects.get().number
    drawn = iter([taken, "2026-424242"])
    monkeypatch.setattr(deeds, "draw_number", lambda year: next(drawn))
    assert Case.objects.get(pk=open_case(by="lena")).number == "2026-424242"
