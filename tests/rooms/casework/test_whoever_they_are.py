# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""People as they are: with one name, with a long one, twins, born on the 29th of February, with a coordination number.
Each is opened, found, shown, handed out and moved as anybody, and nobody is taken for somebody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from tests.rooms.casework.staff import Staff
from tests.rooms.disposal.archive import number

from sjalvklar.casework import actions
from sjalvklar.casework.keeping import CaseFiles
from sjalvklar.casework.rules import Identity, ProtectionLevel, Purpose, Recipient
from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.personal_numbers import check_digit

Open = Callable[..., UUID]
SIXTY = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"
NAMES = ("Amal", "Ö", SIXTY, f"{SIXTY} {SIXTY} Von Exempel", "محمد حسن", "Anna-Karin O'Brien af Exempel", "José Ñ")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_sort_is_kept_to_the_letter_found_by_each_of_its_words_and_handed_out(
    name: str, staff: Staff, open_case: Open, at: datetime
) -> None:
    case = open_case(identity=Identity(name=name))
    for word in name.split():
        assert [row.id for row in actions.search(actor=staff.jonas, text=word, at=at).rows] == [case], word
    assert actions.search(actor=staff.jonas, text=name.upper(), at=at).rows
    assert actions.reveal(actor=staff.jonas, case_id=case, at=at).name == name
    asked = {"actor": staff.jonas, "case_id": case, "confirmed": True, "at": at}
    copy = actions.extract(**asked, to=Recipient.PERSON, why=Purpose.ACCESS_REQUEST, choices={})
    assert copy.identity.name == name
    moved = actions.move_out(**asked, why=Purpose.ONE_FILE)
    assert json.loads(json.dumps(moved))["person"]["name"] == name


def test_a_name_that_is_longer_than_can_be_kept_is_said_and_no_case_is_opened(
    staff: Staff, open_case: Open, at: datetime
) -> None:
    with pytest.raises(Invalid) as refused:
        open_case(identity=Identity(name="Å" * 201))
    assert (refused.value.code, refused.value.field) == ("too_long_here", "name")
    assert actions.search(actor=staff.jonas, text="Å" * 200, at=at).rows == ()


def test_twins_of_one_name_are_two_each_found_by_their_own_number(staff: Staff, open_case: Open, at: datetime) -> None:
    """Of the same day, and with numbers from those that are given to nobody (980-999)."""
    numbers = [f"18900101-{serial}{check_digit(f'900101{serial}')}" for serial in (980, 981)]
    one, other = (open_case(identity=Identity(name="Ali Exempel", number=each)) for each in numbers)
    assert {row.id for row in actions.search(actor=staff.jonas, text="Ali Exempel", at=at).rows} == {one, other}
    for case, each in zip((one, other), numbers, strict=True):
        assert [row.id for row in actions.search(actor=staff.jonas, text=each, at=at).rows] == [case]
        assert CaseFiles().same_person(case) == frozenset()


@pytest.mark.parametrize(
    ("stated", "born"),
    [
        ("20240229-2383", date(2024, 2, 29)),
        ("20000229-2399", date(2000, 2, 29)),
        (number("19800301", coordination=True), date(1980, 3, 1)),
        (number("20240229", coordination=True), date(2024, 2, 29)),
    ],
)
def test_whoever_was_born_on_the_29th_of_february_or_has_a_coordination_number_is_as_anybody(
    stated: str, born: date, staff: Staff, open_case: Open, at: datetime
) -> None:
    case = open_case(identity=Identity(name="Skott Dagsson", number=stated))
    assert [row.id for row in actions.search(actor=staff.jonas, text=stated, at=at).rows] == [case]
    assert CaseFiles().born([case]) == {case: born}


@pytest.mark.parametrize("wrong", ["19900101-2386", "20230229-2384", "20300101-2385", "19901301-0000", "12345", "hej"])
def test_a_number_that_is_nobodys_is_said_at_its_field_and_no_case_is_opened_whatever_the_protection(
    wrong: str, staff: Staff, open_case: Open
) -> None:
    for more in ({}, {"level": ProtectionLevel.MARKED, "second": staff.ids["samir"]}):
        with pytest.raises(Invalid) as refused:
            open_case(identity=Identity(number=wrong), **more)
        assert (refused.value.code, refused.value.field) == ("personal_number", "number")
