# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody whose support has no file has the right to a copy of what is kept about them, as whoever has a file has."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.casework.staff import AMAL
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import CALLED, NAMED, TODAY, Staff, begin

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import Choice, Recipient, SecrecyGround, Treatment
from sjalvklar.children import actions as children
from sjalvklar.children.rules import Consent, OwnContact
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.safety import actions as safety
from sjalvklar.safety.rules import Said
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Held
from sjalvklar.support.models import HandOut
from sjalvklar.support.rules import AgeBand, Children, DocumentationMode, OfferAnswer, OwnPlan, Way, gives_copy
from sjalvklar.trust.queries import entries_about

KEEP = Choice(Treatment.KEEP)
WORDS = "Hon sover inte. Ali ringde."


@pytest.fixture
def support(staff: Staff, at: datetime) -> UUID:
    """Amal's, named without a file, with a talk that was held."""
    made = begin(staff.jonas, mode=NAMED, who=CALLED)
    held = Held(Way.PHONE, at - timedelta(hours=2), 30, WORDS)
    actions.hold_talk(actor=staff.jonas, support_id=made, held=held, nonce=fresh(), at=at)
    return made


def taking(staff: Staff, support: UUID, at: datetime, **given: Any) -> Any:
    asked = {"to": Recipient.PERSON, "choices": {1: KEEP}, "confirmed": True} | given
    return actions.extract(**({"actor": staff.jonas, "support_id": support, "at": at} | asked))


def left(support: UUID) -> list[str]:
    return [entry.action for entry in entries_about(f"support:{support}") if entry.action == "support.extract"]


def test_the_person_gets_everything_that_is_kept_and_each_note_as_it_was_gone_through(
    staff: Staff, support: UUID, at: datetime
) -> None:
    on: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "at": at}
    actions.offer(**on, service="talk", answer=OfferAnswer.WANTED)
    actions.ask_about_children(**on, children=Children(asked=True, count=2))
    actions.write_plan(**on, plan=OwnPlan(wants="Sova"), look_on=TODAY, number=0, nonce=fresh())
    safety.say_fear(**on, said=Said(8, "Jag vågar inte gå hem"), nonce=fresh())
    [line] = actions.prepare(**on)
    assert (line.key, line.room, line.text) == (1, "", WORDS)
    ali = {1: Choice(Treatment.MASK, "Ali", SecrecyGround.SOMEBODY_ELSE)}
    [seen] = actions.preview(**on, to=Recipient.PERSON, choices=ali)
    found = taking(staff, support, at, choices=ali)
    assert [piece.text for piece in found.notes[0].pieces] == ["Hon sover inte. ", "", " ringde."]
    assert found.notes[0].pieces == seen.pieces
    assert (found.number, found.identity.name, found.identity.phone) == ("", "Amal", "")
    [one] = found.attached["supports"]
    assert [talk["minutes"] for talk in one["talks"]] == [30]
    assert [offer["answer"] for offer in one["offers"]] == ["wanted"]
    assert [plan["wants"] for plan in one["plans"]] == ["Sova"]
    assert (one["safe"]["value"], one["children"]["count"]) == (CALLED.safe.value, 2)
    assert [said["words"] for said in found.attached["safety"]] == ["Jag vågar inte gå hem"]
    assert {line.action for line in found.access} >= {"support.open", "support.read", "support.extract"}


def test_that_a_copy_left_is_on_record_and_of_the_copy_itself_nothing_is_kept(
    staff: Staff, support: UUID, at: datetime
) -> None:
    taking(staff, support, at)
    [line] = queries.handed_out(queries.row(staff.jonas, support, at=at))
    assert (line.to, line.by, line.at) == (Recipient.PERSON, "Jonas Exempelsson", at)
    assert left(support) == ["support.extract"]
    assert {column.name for column in HandOut._meta.fields} == {"id", "support", "to", "staff", "at"}


def test_a_note_that_nobody_has_decided_about_stops_the_copy_and_nothing_has_left(
    staff: Staff, support: UUID, at: datetime
) -> None:
    actions.write(actor=staff.jonas, support_id=support, text="Grannen Karin kom.", nonce=fresh(), at=at)
    with pytest.raises(Invalid, match="choose_each") as refused:
        taking(staff, support, at)
    assert refused.value.field == "note-2"
    with pytest.raises(NotNow, match="confirm_first"):
        taking(staff, support, at, choices={1: KEEP, 2: KEEP}, confirmed=False)
    with pytest.raises(Invalid, match="choose"):
        taking(staff, support, at, to=Recipient.CASE_SYSTEM)
    assert left(support) == []
    assert not HandOut.objects.exists()


def test_to_whoever_acts_for_the_person_nothing_of_safety_of_plans_or_of_how_they_are_reached(
    staff: Staff, support: UUID, at: datetime
) -> None:
    on: dict[str, Any] = {"actor": staff.jonas, "support_id": support, "at": at}
    actions.write_plan(**on, plan=OwnPlan(wants="Flytta"), look_on=TODAY, number=0, nonce=fresh())
    safety.say_fear(**on, said=Said(9, "Rädd"), nonce=fresh())
    safety.read(**on)
    found = taking(staff, support, at, to=Recipient.REPRESENTATIVE)
    assert found.attached["safety"] == ()
    assert not {"safe", "plans", "children", "reminders"} & set(found.attached["supports"][0])
    assert not {line.action for line in found.access if line.action.startswith("safety.")}


def test_a_childs_own_contact_goes_to_the_child_and_not_to_a_guardian_until_they_may_know(
    staff: Staff, support: UUID, at: datetime
) -> None:
    own = OwnContact(AgeBand.UNDER_15, Consent.CHILD)
    children.make_own(actor=staff.jonas, support_id=support, own=own, nonce=fresh(), at=at)
    with pytest.raises(Invalid, match="not_to_them") as refused:
        taking(staff, support, at, to=Recipient.GUARDIAN)
    assert refused.value.field == "to"
    assert left(support) == []
    [told] = taking(staff, support, at).attached["children"]
    assert told["consent"] == "child"


def test_of_somebody_anonymous_there_is_no_copy_and_of_a_file_it_is_the_cases(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    for made, why in (
        (begin(staff.jonas), "nobody_to_copy_for"),
        (begin(staff.jonas, service="practical", case_id=case), "by_case"),
    ):
        with pytest.raises(NotNow, match=why):
            actions.prepare(actor=staff.jonas, support_id=made, at=at)
        with pytest.raises(NotNow, match=why):
            taking(staff, made, at)
    assert [mode for mode in DocumentationMode if gives_copy(mode)] == [NAMED]


def test_only_whoever_answers_for_it_makes_a_copy(staff: Staff, support: UUID, at: datetime) -> None:
    for other, refused in ((staff.ines, NotAllowed), (staff.karin, NotFound)):
        with pytest.raises(refused):
            actions.prepare(actor=other, support_id=support, at=at)
        with pytest.raises(refused):
            taking(staff, support, at, actor=other)
