# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two at once: given away twice, sent twice, protected while somebody reads. One wins, and the other is told so."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.rooms.casework.staff import AMAL, MONDAY_MORNING, Staff, make_staff
from tests.rooms.mailbox.people import NORTH

from sjalvklar.casework import actions
from sjalvklar.casework.models import Assignment, BreakGlass, Case, Joining, NamedAccess, Note, Notice
from sjalvklar.casework.rules import GlassReason, JoinGround, ProtectionLevel
from sjalvklar.kernel.errors import Refused
from sjalvklar.trust.access.context import COMMAND, acting

AT = MONDAY_MORNING


@pytest.fixture
def house(transactional_db: None) -> Staff:
    return make_staff()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Each deed in a thread and a connection of its own, let go together; what each gave, or why it was refused."""
    gate, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            with acting(COMMAND):
                given[place] = deed()
        except Refused as refused:
            given[place] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return given


def opened(house: Staff, **more: Any) -> Any:
    given = {"unit_id": NORTH, "identity": AMAL, "nonce": secrets.token_bytes(16), **more}
    return actions.open_case(actor=house.jonas, at=AT, **given)


def test_given_to_two_people_at_once_it_is_one_persons(house: Staff) -> None:
    case, ids = opened(house), house.ids
    give = {"case_id": case, "owner_id": ids["jonas"], "at": AT}
    said = at_once(
        lambda: actions.hand_over(actor=house.jonas, staff_id=ids["samir"], **give),
        lambda: actions.hand_over(actor=house.ines, staff_id=ids["lena"], **give),
    )
    assert said.count(None) == 1
    assert {"wrong_state", "no_such_case"} & {code for code in said if code}
    assert Assignment.objects.filter(case=case, ends_at__isnull=True).count() == 1


def test_the_same_form_sent_five_times_at_once_opens_one_case_and_keeps_one_note(house: Staff) -> None:
    nonce = secrets.token_bytes(16)
    said = at_once(*[lambda: opened(house, nonce=nonce) for _ in range(5)])
    [case] = Case.objects.values_list("pk", flat=True)
    assert set(said) == {case}
    at_once(
        *[
            lambda: actions.write_note(actor=house.jonas, case_id=case, text="En gång", nonce=nonce, at=AT)
            for _ in range(5)
        ]
    )
    assert Note.objects.count() == 1


def test_many_who_write_at_once_lose_nothing_and_every_note_has_its_number(house: Staff) -> None:
    case = opened(house)
    at_once(
        *[
            lambda text=text: actions.write_note(
                actor=house.jonas, case_id=case, text=text, nonce=secrets.token_bytes(16), at=AT
            )
            for text in "abcdef"
        ]
    )
    notes = actions.read(actor=house.jonas, case_id=case, at=AT).notes
    assert [note.number for note in notes] == [1, 2, 3, 4, 5, 6]
    assert {note.text for note in notes} == set("abcdef")


def test_protected_twice_at_once_it_has_two_named_people(house: Staff) -> None:
    case, level = opened(house), ProtectionLevel.MARKED
    said = at_once(
        *[
            lambda who=who: actions.protect(actor=house.jonas, case_id=case, level=level, second=house.ids[who], at=AT)
            for who in ("samir", "lena")
        ]
    )
    assert sorted(map(str, said)) == ["None", "already_protected"]
    assert NamedAccess.objects.count() == 2


def test_the_glass_pressed_twice_at_once_is_broken_once_and_told_once(house: Staff) -> None:
    case = opened(house)
    said = at_once(
        *[
            lambda: actions.break_glass(
                actor=house.samir,
                case_id=case,
                reason=GlassReason.DANGER,
                text="Hon ringer och är rädd.",
                confirmed=True,
                at=AT,
            )
            for _ in range(3)
        ]
    )
    assert len(set(said)) == 1
    assert BreakGlass.objects.count() == 1
    assert Notice.objects.count() == 2


def test_two_who_close_each_the_others_case_at_once_close_one_and_it_goes_on_in_the_other(house: Staff) -> None:
    kept, twice = opened(house), opened(house)
    number = Case.objects.get(pk=twice).number
    joined = {"case_id": kept, "first": 1, "second": 1, "other_case": number, "ground": JoinGround.TOLD}
    actions.join(actor=house.jonas, **joined, nonce=secrets.token_bytes(16), at=AT)
    joining = Joining.objects.get().pk
    said = at_once(
        *[
            lambda case=case: actions.continue_in(actor=house.jonas, case_id=case, joining_id=joining, at=AT)
            for case in (kept, twice)
        ]
    )
    assert len({kept, twice} & set(said)) == 1
    assert len({"wrong_state", "not_allowed", "no_such_joining"} & set(said)) == 1
    assert sorted(Case.objects.values_list("state", flat=True)) == ["closed", "open"]
