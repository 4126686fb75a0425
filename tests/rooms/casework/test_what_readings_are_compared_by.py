# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the log review compares readings of a case by: everybody in it, and for no longer than they are there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tests.rooms.casework.staff import Staff
from tests.rooms.mailbox.people import IT, fresh

from sjalvklar.casework import actions
from sjalvklar.casework.keeping import CaseFiles
from sjalvklar.casework.models import Involved
from sjalvklar.casework.rules import ForgetGround, Identity, Part
from sjalvklar.review import actions as review
from sjalvklar.review.models import Mark
from sjalvklar.review.queries import readings

HOME = "Grannvägen 1, 123 45"


def test_whoever_reads_of_a_neighbour_who_is_only_in_a_case_comes_up_while_the_neighbour_is_there(
    staff: Staff, open_case: Callable[..., UUID], at: datetime
) -> None:
    case, jonas = open_case(), staff.ids["jonas"]
    review.note_staff(jonas, surname="Exempelsson", address=HOME, actor=IT)

    def neighbour() -> int:
        return actions.add_person(
            actor=staff.jonas,
            case_id=case,
            part=Part.OTHER,
            called="grannen",
            identity=Identity("Berit Granne", address=HOME),
            nonce=fresh(),
            at=at,
        )

    def at_the_same_address() -> bool:
        known = readings.facts(at)
        return bool(known.staff[str(jonas)].addresses & known.subjects[f"case:{case}"].addresses)

    assert not at_the_same_address()
    number = neighbour()
    assert at_the_same_address()
    actions.forget_person(
        actor=staff.jonas, case_id=case, number=number, ground=ForgetGround.ASKED, confirmed=True, at=at
    )
    assert not at_the_same_address()
    neighbour()
    assert at_the_same_address()
    assert CaseFiles().forget([case]) > 0
    assert not Mark.objects.filter(whose__startswith=f"case:{case}").exists()


def test_whoever_was_forgotten_is_forgotten_again_when_an_older_copy_is_put_back(
    staff: Staff, open_case: Callable[..., UUID], at: datetime
) -> None:
    case = open_case()
    identity = Identity("Berit Granne", address=HOME)
    given = {"part": Part.OTHER, "called": "grannen", "identity": identity, "nonce": fresh(), "at": at}
    actions.add_person(actor=staff.jonas, case_id=case, **given)
    berit = Involved.objects.get(case=case, part=Part.OTHER.value).person_id
    assert Mark.objects.filter(whose=f"case:{case}/{berit}").exists()
    assert CaseFiles().forget([berit]) == 1
    assert not Mark.objects.filter(whose__contains=str(berit)).exists()
    assert Mark.objects.filter(whose=f"case:{case}").exists(), "whom the case is about is still there"
