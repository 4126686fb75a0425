# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What leaves a case as a copy: to whom, by whom, with what left out, and what is on record before it goes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.rooms.casework.staff import AMAL, OTHER_NUMBER, Staff
from tests.rooms.mailbox.people import NORTH, fresh

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import HandOut
from sjalvklar.casework.rules import (
    Choice,
    CloseReason,
    Identity,
    NoContact,
    Part,
    ProtectionLevel,
    Purpose,
    Recipient,
    RelationKind,
    SecrecyGround,
    Treatment,
    TwoFor,
    masked,
)
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.trust.queries import entries_about

Open = Callable[..., UUID]
KEEP = Choice(Treatment.KEEP)
SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "case-export-2.schema.json"


def write(staff: Staff, case: UUID, text: str, at: datetime, *, by: str = "jonas", **more: Any) -> None:
    nonce = secrets.token_bytes(16)
    actions.write_note(actor=staff.viewer(by), case_id=case, text=text, at=at, nonce=nonce, **more)


def extract(staff: Staff, case: UUID, at: datetime, *, by: str = "jonas", **given: Any) -> actions.Extract:
    asked: dict[str, Any] = {"to": Recipient.PERSON, "why": Purpose.ACCESS_REQUEST, "choices": {}, "confirmed": True}
    return actions.extract(actor=staff.viewer(by, at), case_id=case, at=at, **(asked | given))


def words(note: actions.ExtractNote) -> str:
    return "".join("[…]" if piece.left_out else piece.text for piece in note.pieces)


# --- Masking -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "marked", "left"),
    [
        ("Ali ringde. ALI var arg på alis bror.", "ali", "[…] ringde. […] var arg på […] bror."),
        ("Hon bor hos Anna-Lena nu.", "Anna", "Hon bor hos […] nu."),
        ("Granne: Karl\nKarlsson såg.", "karl karlsson", "Granne: […] såg."),
        ("Nummer 070-174 06 12.", "070-174 06 12", "Nummer […]."),
        ("A och B", "A\n\nB", "[…] och […]"),
        ("Anna Berg sa", "Anna\nAnna Berg", "[…] sa"),
        ("(Åsa)", "A\u030asa", "([…])"),
        ("a.b aXb", "a.b", "[…] aXb"),
    ],
)
def test_a_marked_word_is_left_out_wherever_it_stands(text: str, marked: str, left: str) -> None:
    pieces = masked(text, marked)
    assert "".join("[…]" if piece.left_out else piece.text for piece in pieces) == left


@pytest.mark.parametrize(
    ("marked", "code"),
    [("", "mark_words"), (" \n ", "mark_words"), ("Alí", "word_not_there"), ("x" * 201, "too_long_here")],
)
def test_what_was_typed_wrong_does_not_go_out_unmasked(marked: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        masked("Ali ringde.", marked)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1), st.text(alphabet="abcåäö ", min_size=1), st.text())
def test_nothing_of_a_marked_word_is_left_whatever_stands_around_it(before: str, word: str, after: str) -> None:
    text = before + word + after
    try:
        pieces = masked(text, word)
    except Invalid:
        return
    left = "\0".join(piece.text for piece in pieces)
    assert " ".join(word.split()).casefold() not in " ".join(left.split(" ")).casefold()
    assert any(piece.left_out for piece in pieces)


# --- The extract -------------------------------------------------------------------------------------------------
@pytest.fixture
def written(staff: Staff, open_case: Open, at: datetime) -> UUID:
    case = open_case()
    write(staff, case, "Amal sover dåligt.", at)
    write(staff, case, "Grannen Karin Holm har ringt om bråk.", at)
    write(staff, case, "Systern Leila har anmält brodern.", at)
    return case


CHOICES = {
    1: KEEP,
    2: Choice(Treatment.MASK, "Karin Holm", SecrecyGround.SOMEBODY_ELSE),
    3: Choice(Treatment.LEAVE_OUT, ground=SecrecyGround.INFORMANT),
}


def test_the_person_gets_what_is_theirs_and_nothing_of_others(staff, written: UUID, at) -> None:
    found = extract(staff, written, at, choices=CHOICES)
    assert found.identity == Identity(AMAL.name, "199001012385", AMAL.phone, AMAL.email, AMAL.address)
    assert [words(note) for note in found.notes] == ["Amal sover dåligt.", "Grannen […] har ringt om bråk.", "[…]"]
    assert [note.ground for note in found.notes] == [None, SecrecyGround.SOMEBODY_ELSE, SecrecyGround.INFORMANT]
    assert {note.by for note in found.notes} == {"Jonas"}
    assert (found.access[0].action, found.access[-1].action) == ("case.extract", "case.open")


def test_that_it_left_is_on_record_to_whom_and_why_and_marked_in_the_case(staff, written: UUID, at) -> None:
    extract(staff, written, at, choices=CHOICES, to=Recipient.REPRESENTATIVE, why=Purpose.PARTY)
    entry = entries_about(f"case:{written}")[-1]
    row = HandOut.objects.get()
    assert (entry.action, entry.actor_id, entry.basis) == ("case.extract", str(staff.ids["jonas"]), "assignment")
    assert entry.detail == {"to": "representative", "why": "party", "copy": str(row.pk), "upto": 3}
    assert (row.to, row.why, row.staff_id, row.masked, row.left_out) == (
        "representative", "party", staff.ids["jonas"], 1, 1,
    )  # fmt: skip
    [line] = queries.handed_out(queries.row(staff.ines, written, at=at))
    assert (line.to, line.by, line.upto, line.left_out) == (Recipient.REPRESENTATIVE, "Jonas Exempelsson", 3, 1)


def test_nothing_leaves_while_a_note_is_undecided_also_one_that_came_meanwhile(staff, written: UUID, at) -> None:
    with pytest.raises(Invalid, match="choose_each") as refused:
        extract(staff, written, at, choices={1: KEEP})
    assert refused.value.field == "note-2"
    write(staff, written, "Ny anteckning om Karin Holm.", at)
    with pytest.raises(Invalid) as refused:
        extract(staff, written, at, choices=CHOICES)
    assert refused.value.field == "note-4"
    assert not HandOut.objects.exists()
    assert "case.extract" not in {entry.action for entry in entries_about(f"case:{written}")}


@pytest.mark.parametrize(
    ("choice", "code", "field"),
    [
        (Choice(), "choose_each", "note-1.treatment"),
        (Choice(Treatment.LEAVE_OUT), "ground_needed", "note-1.ground"),
        (Choice(Treatment.MASK, "Karin", SecrecyGround.SOMEBODY_ELSE), "word_not_there", "note-1.words"),
        (Choice(Treatment.LEAVE_OUT, ground=SecrecyGround.CHILD), "ground_of_a_child", "note-1.ground"),
    ],
)
def test_what_is_wrong_is_said_of_the_note_it_is_about(choice, code, field, staff, written: UUID, at) -> None:
    with pytest.raises(Invalid, match=code) as refused:
        extract(staff, written, at, choices={**CHOICES, 1: choice})
    assert refused.value.field == field


def test_it_takes_a_fresh_second_factor_and_goes_to_whom_it_may(staff, written: UUID, at) -> None:
    with pytest.raises(NotNow, match="confirm_first"):
        extract(staff, written, at, choices=CHOICES, confirmed=False)
    for wrong in ({"to": Recipient.CASE_SYSTEM}, {"why": Purpose.ONE_FILE}):
        with pytest.raises(Invalid, match="choose"):
            extract(staff, written, at, choices=CHOICES, **wrong)


def test_whoever_may_not_read_it_hands_nothing_out(staff, written: UUID, at) -> None:
    for who in ("samir", "gunilla", "petra", "kim", "siv"):
        with pytest.raises(NotFound):
            extract(staff, written, at, by=who, choices=CHOICES)
        with pytest.raises(NotFound):
            actions.prepare(actor=staff.viewer(who), case_id=written, at=at)
    with pytest.raises(NotAllowed):
        extract(staff, written, at, by="ines", choices=CHOICES)
    with pytest.raises(NotAllowed):
        actions.move_out(actor=staff.ines, case_id=written, why=Purpose.ONE_FILE, confirmed=True, at=at)


def test_of_a_protected_person_it_takes_two(staff, protected_case: UUID, at) -> None:
    with pytest.raises(NotAllowed):
        extract(staff, protected_case, at)
    actions.ask(actor=staff.jonas, case_id=protected_case, what=TwoFor.REVEAL, at=at)
    actions.approve(actor=staff.samir, case_id=protected_case, what=TwoFor.REVEAL, at=at)
    found = extract(staff, protected_case, at)
    assert found.identity.name == AMAL.name
    assert found.identity.address == found.identity.phone == ""
    entry = entries_about(f"case:{protected_case}")[-1]
    assert (entry.action, entry.unit, entry.detail["compartment"]) == ("case.extract", "", "protected")
    with pytest.raises(NotFound):
        queries.handed_out(queries.row(staff.ines, protected_case, at=at))
    later = at + timedelta(minutes=31)
    with pytest.raises(NotAllowed):
        actions.move_out(
            actor=staff.viewer("jonas", later), case_id=protected_case, why=Purpose.ONE_FILE, confirmed=True, at=later
        )


# --- To the case system ------------------------------------------------------------------------------------------
def moved(staff: Staff, case: UUID, at: datetime) -> dict[str, Any]:
    return actions.move_out(actor=staff.jonas, case_id=case, why=Purpose.ASSESSED_HELP, confirmed=True, at=at)


def test_a_moved_case_is_as_the_published_schema_says(staff, written: UUID, at) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    write(staff, written, "Leila har inte anmält.", at, corrects=3)
    actions.close(actor=staff.jonas, case_id=written, reason=CloseReason.MOVED, at=at)
    document = moved(staff, written, at)
    errors = list(Draft202012Validator(schema).iter_errors(json.loads(json.dumps(document))))
    assert errors == []
    assert document["notes"][0]["text"] == "Amal sover dåligt."
    assert document["notes"][3]["corrects"] == 3
    assert document["person"]["number"] == "199001012385"
    assert document["closed"]["reason"] == "moved"
    assert [one["to"] for one in document["assignments"]] == [None]


def test_the_schema_notices_what_is_not_in_it(staff, written: UUID, at) -> None:
    document = {**moved(staff, written, at), "more": 1}
    assert not Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).is_valid(document)


def test_a_case_without_a_name_from_a_contact_moves_without_saying_which(staff, open_case: Open, at) -> None:
    stored = mailbox.store_contact(nonce=fresh(), unit_id=NORTH, text="Hjälp", answers=ContactFacts(), at=at)
    mailbox.take(actor=staff.jonas, thread_id=stored.thread_id, at=at)
    case = open_case(contact=stored.thread_id, identity=Identity())
    document = moved(staff, case, at)
    assert document["person"] == {"protection": "none"}
    assert document["notes"] == []
    assert document["case"]["opened"]["from_contact"] is True
    assert str(stored.thread_id) not in json.dumps(document)
    [line] = queries.handed_out(queries.row(staff.jonas, case, at=at))
    assert (line.to, line.why) == (Recipient.CASE_SYSTEM, Purpose.ASSESSED_HELP)


# --- Those around the person -----------------------------------------------------------------------------------------
@pytest.fixture
def family(staff: Staff, written: UUID, at: datetime) -> UUID:
    """A son with a number, a protected daughter, and the father whom there is to be no contact with."""

    def add(part: Part, called: str, **more: Any) -> int:
        return actions.add_person(
            actor=staff.jonas, case_id=written, part=part, called=called, nonce=fresh(), at=at, **more
        )

    def relate(kind: RelationKind, other: int, **more: Any) -> None:
        actions.relate(actor=staff.jonas, case_id=written, one=1, other=other, kind=kind, nonce=fresh(), at=at, **more)

    son = add(Part.PERSON_OF_CONCERN, "Ali", identity=Identity("Ali Exempel", OTHER_NUMBER))
    relate(RelationKind.PARENT, son, since="2008-03")
    relate(RelationKind.PARENT, add(Part.CHILD, "dottern", level=ProtectionLevel.MARKED))
    relate(RelationKind.NO_CONTACT, add(Part.OTHER, "Karim"), ground=NoContact.CONTACT_BAN)
    actions.relate(actor=staff.jonas, case_id=written, one=son, other=4, kind=RelationKind.CHILD, nonce=fresh(), at=at)
    return written


def test_of_others_only_what_they_are_to_the_person_goes_along_unless_it_was_decided(staff, family: UUID, at) -> None:
    found = extract(staff, family, at, choices=CHOICES)
    assert [(edge.kind, edge.called, edge.since) for edge in found.place] == [
        (RelationKind.CHILD, "", "2008-03"),
        (RelationKind.CHILD, "", ""),
        (RelationKind.NO_CONTACT, "", ""),
    ]
    assert found.others_left_out == 3
    assert "Ali" not in repr(found)
    ticked = extract(staff, family, at, choices=CHOICES, others=[2, 3, 99])
    assert [edge.called for edge in ticked.place] == ["Ali", "", ""], "nobody protected, whatever was ticked"


def test_everybody_in_a_case_moves_with_it_but_not_who_somebody_protected_is(staff, family: UUID, at) -> None:
    actions.note_death(actor=staff.jonas, case_id=family, number=2, version=1, died="2026-10", at=at)
    document = json.loads(json.dumps(moved(staff, family, at)))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    assert document["people"][1] == {
        "number": 2,
        "part": "person_of_concern",
        "protection": "none",
        "called": "Ali",
        "died": "2026-10",
        "name": "Ali Exempel",
        "personal_number": "189001019802",
    }
    assert document["people"][2] == {
        "number": 3,
        "part": "child",
        "protection": "marked",
        "called": "dottern",
        "child": True,
    }
    assert {"one": 1, "kind": "no_contact", "other": 4, "ground": "contact_ban"} in document["relations"]
    assert document["supports"] == []
