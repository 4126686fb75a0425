# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support that belongs to a case goes along in the copies of it, and stops being offered when the person has died."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator
from tests.rooms.casework.staff import AMAL
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import Staff, begin

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import Purpose, Recipient
from sjalvklar.kernel.errors import NotNow
from sjalvklar.support import actions
from sjalvklar.support.actions import Held
from sjalvklar.support.rules import OfferAnswer, Way

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "case-export-2.schema.json"


@pytest.fixture
def case(staff: Staff, at: Any) -> UUID:
    return casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)


def test_talks_offers_and_dates_go_along_and_what_is_written_does_not(staff: Staff, case: UUID, at: Any) -> None:
    support = begin(staff.jonas, service="practical", case_id=case)
    held = Held(Way.PHONE, at - timedelta(hours=2), 30, "Hon sover inte.")
    actions.hold_talk(actor=staff.jonas, support_id=support, held=held, nonce=fresh(), at=at)
    actions.offer(actor=staff.jonas, support_id=support, service="talk", answer=OfferAnswer.WANTED, at=at)
    for_person = casework.extract(
        actor=staff.jonas,
        case_id=case,
        to=Recipient.PERSON,
        why=Purpose.ACCESS_REQUEST,
        choices={},
        confirmed=True,
        at=at,
    )
    [one] = for_person.attached["supports"]
    assert one["talks"] == [{"at": held.starts_at, "minutes": 30, "way": "phone", "state": "held"}]
    assert one["offers"] == [{"at": at, "service": "talk", "answer": "wanted"}]
    moved = casework.move_out(actor=staff.jonas, case_id=case, why=Purpose.ONE_FILE, confirmed=True, at=at)
    document = json.loads(json.dumps(moved))
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(document)) == []
    assert document["supports"][0]["service"] == "practical"
    assert "sover" not in json.dumps(document)


def test_nothing_is_booked_with_or_offered_to_somebody_who_has_died(staff: Staff, case: UUID, at: Any) -> None:
    support = begin(staff.jonas, service="practical", case_id=case)
    casework.note_death(actor=staff.jonas, case_id=case, number=1, version=1, died="", at=at)

    def book() -> None:
        starts = at + timedelta(hours=3)
        actions.book(
            actor=staff.jonas, support_id=support, way=Way.PHONE, starts_at=starts, minutes=30, nonce=fresh(), at=at
        )

    with pytest.raises(NotNow, match="person_is_dead"):
        book()
    with pytest.raises(NotNow, match="person_is_dead"):
        actions.offer(actor=staff.jonas, support_id=support, service="talk", answer=OfferAnswer.OFFERED, at=at)
    actions.write(actor=staff.jonas, support_id=support, text="Vi har talat med systern.", nonce=fresh(), at=at)
    casework.undo_death(actor=staff.jonas, case_id=case, number=1, version=2, at=at)
    book()
