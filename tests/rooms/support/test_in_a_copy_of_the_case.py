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
from sjalvklar.casework.rules import Choice, Purpose, Recipient, SecrecyGround, Treatment
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.support import actions
from sjalvklar.support.actions import Held
from sjalvklar.support.rules import OfferAnswer, Way

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "case-export-2.schema.json"


@pytest.fixture
def case(staff: Staff, at: Any) -> UUID:
    return casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)


def test_talks_offers_dates_and_notes_go_along_the_notes_when_somebody_has_gone_through_them(
    staff: Staff, case: UUID, at: Any
) -> None:
    support = begin(staff.jonas, service="practical", case_id=case)
    held = Held(Way.PHONE, at - timedelta(hours=2), 30, "Hon sover inte. Ali ringde.")
    actions.hold_talk(actor=staff.jonas, support_id=support, held=held, nonce=fresh(), at=at)
    actions.offer(actor=staff.jonas, support_id=support, service="talk", answer=OfferAnswer.WANTED, at=at)
    casework.write_note(actor=staff.jonas, case_id=case, text="Ville ses i maj.", nonce=fresh(), at=at)
    own, written = casework.prepare(actor=staff.jonas, case_id=case, at=at)
    assert (own.key, own.room, written.room, written.text) == (1, "", "supports", "Hon sover inte. Ali ringde.")
    take: dict[str, Any] = {"actor": staff.jonas, "case_id": case, "to": Recipient.PERSON, "at": at}
    asked = take | {"why": Purpose.ACCESS_REQUEST, "confirmed": True}
    with pytest.raises(Invalid, match="choose_each") as refused:
        casework.extract(**asked, choices={1: Choice(Treatment.KEEP)})
    assert refused.value.field == f"note-{written.key}"
    choices = {
        1: Choice(Treatment.KEEP),
        written.key: Choice(Treatment.MASK, "Ali", SecrecyGround.SOMEBODY_ELSE),
    }
    for_person = casework.extract(**asked, choices=choices)
    [one] = for_person.attached["supports"]
    assert one["talks"] == [{"at": held.starts_at, "minutes": 30, "way": "phone", "state": "held"}]
    assert one["offers"] == [{"at": at, "service": "talk", "answer": "wanted"}]
    assert "notes" not in one
    sifted = {note.room: [piece.text for piece in note.pieces] for note in for_person.notes}
    assert sifted == {"": ["Ville ses i maj."], "supports": ["Hon sover inte. ", "", " ringde."]}
    moved = casework.move_out(actor=staff.jonas, case_id=case, why=Purpose.ONE_FILE, confirmed=True, at=at)
    document = json.loads(json.dumps(moved))
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(document)) == []
    [support_moved] = document["supports"]
    assert support_moved["service"] == "practical"
    assert [note["text"] for note in support_moved["notes"]] == ["Hon sover inte. Ali ringde."]


def test_a_note_that_comes_while_the_others_are_gone_through_never_goes_by_their_choice(
    staff: Staff, case: UUID, at: Any
) -> None:
    first, second = (begin(staff.jonas, service="practical", case_id=case) for _ in range(2))

    def write(support: UUID, text: str, minutes: int = 0) -> None:
        when = at + timedelta(minutes=minutes)
        actions.write(actor=staff.jonas, support_id=support, text=text, nonce=fresh(), at=when)

    write(second, "Den som fanns.", 10)
    [there] = casework.prepare(actor=staff.jonas, case_id=case, at=at)
    write(first, "Den som kom.", 5)  # it stands before the other
    casework.write_note(actor=staff.jonas, case_id=case, text="Också ny.", nonce=fresh(), at=at)
    lines = casework.prepare(actor=staff.jonas, case_id=case, at=at)
    assert {line.text for line in lines if line.key == there.key} == {"Den som fanns."}
    assert len({line.key for line in lines}) == 3
    with pytest.raises(Invalid, match="choose_each"):
        casework.extract(
            actor=staff.jonas,
            case_id=case,
            to=Recipient.PERSON,
            why=Purpose.ACCESS_REQUEST,
            choices={there.key: Choice(Treatment.KEEP)},
            confirmed=True,
            at=at,
        )


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
