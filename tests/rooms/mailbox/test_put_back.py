# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people that tests begin with are put back as they were made, and made anew where that would not be the same."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from tests import kept
from tests.rooms.mailbox.people import IT, SUNDAY_EVENING, make_people

from sjalvklar.kernel import clock
from sjalvklar.organisation.actions.staff import create_staff
from sjalvklar.organisation.models import StaffMember


def _everything() -> dict[str, Any]:
    return {table: kept._rows(table)[1] for table in kept._tables()}


def _made() -> tuple[dict[str, int], dict[str, Any]]:
    with transaction.atomic():
        ids, rows = make_people().ids, _everything()
        transaction.set_rollback(True)
    return ids, rows


def test_what_is_put_back_is_what_was_made_to_the_last_row(db: None) -> None:
    first, again = _made(), _made()
    assert first == again
    assert sum(map(len, again[1].values())) > 20


def test_where_somebody_is_already_everybody_is_made_anew(db: None) -> None:
    _made()
    alva = create_staff(username="alva", name="Alva Exempelsson", public_name="Alva", actor=IT).staff_id
    people = make_people()
    assert alva not in people.ids.values()
    assert people.jonas.staff_id == StaffMember.objects.get(username="jonas").pk


def test_where_time_stands_still_everybody_is_made_then(db: None) -> None:
    _made()
    with clock.frozen(SUNDAY_EVENING):
        jonas = StaffMember.objects.get(pk=make_people().ids["jonas"])
    assert jonas.temporary_until is not None
    assert jonas.temporary_until > SUNDAY_EVENING
    assert (jonas.temporary_until - SUNDAY_EVENING).days == 2
