# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copies that leave a case, on the desk's own pages: gone through, looked at, taken out as a tagged PDF or as JSON."""

from __future__ import annotations

import io
import json
import re
import secrets
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from tests.faces.desk.test_cases import AMAL, UNIT, at, case, colleagues, protected, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import people, send  # noqa: F401 - a fixture

from sjalvklar.casework import actions
from sjalvklar.casework.rules import TwoFor
from sjalvklar.safety import actions as safety
from sjalvklar.safety.rules import Decided, PoliceAnswer, PoliceParty, PoliceWay, Question, Said
from sjalvklar.support import actions as support
from sjalvklar.support import queries as supports
from sjalvklar.support.actions import Beginning, Next
from sjalvklar.support.rules import DocumentationMode, NextStep
from sjalvklar.trust.queries import entries_about

NOTES = (
    "Amal berättar att hon inte sover. \U0001f600",
    "Grannen Karin Holm har ringt. Karin Holms man var med.",
    "Systern Leila har anmält brodern.",
)
CHOSEN = {
    "to": "person",
    "why": "access_request",
    "language": "sv",
    "t-1": "keep",
    "t-2": "mask",
    "w-2": "Karin Holm",
    "g-2": "somebody_else",
    "t-3": "leave_out",
    "g-3": "informant",
}


def write(case: UUID, *notes: str) -> None:  # noqa: F811
    for note in notes:
        actions.write_note(actor=viewer("jonas"), case_id=case, text=note, nonce=secrets.token_bytes(16))


@pytest.fixture
def written(case: UUID) -> UUID:  # noqa: F811
    write(case, *NOTES)
    return case


def take(client: Client, case: UUID, **given: str) -> Any:  # noqa: F811
    return send(client, f"/desk/c/{case}/extract/", **{**CHOSEN, "do": "take", **given})


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


def test_the_person_gets_a_tagged_pdf_with_what_is_theirs_and_nothing_of_others(written: UUID) -> None:
    jonas = at("jonas")
    page = text(jonas.get(f"/desk/c/{written}/extract/"))
    assert all(note in unescape(page) for note in NOTES)
    taken = take(jonas, written)
    assert taken.status_code == 200, text(taken)
    assert taken["Content-Type"] == "application/pdf"
    assert "Amal" not in taken["Content-Disposition"]
    pdf = b"".join(taken) if taken.streaming else taken.content
    said = words_of(pdf)
    for wanted in (
        "Det här finns om dig",
        "Amal Exempel",
        "19900101-2385",
        "inte sover",
        "[utelämnat]",
        "OSL 26 kap. 5 §",
    ):
        assert wanted in said
    assert "I 1 anteckning är något utelämnat. 1 anteckning är inte med alls." in said
    for hidden in ("Karin", "Holm", "Leila", "anmält", "jonas ny"):
        assert hidden.casefold() not in said.casefold()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "sv-SE"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert told["dc:title"] == "Det här finns om dig"
        tags = set(tags_of(root.StructTreeRoot))
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Strong"} <= tags


def test_what_is_said_and_written_in_a_support_is_on_the_paper_and_what_the_police_decided_is_not(
    written: UUID,
) -> None:
    jonas, form = viewer("jonas"), secrets.token_bytes
    support_id = support.open_support(
        actor=jonas,
        unit_id=UNIT,
        beginning=Beginning("practical-help", DocumentationMode.PERSONAL_FILE, case_id=written),
        coming=Next(NextStep.TALK, supports.today() + timedelta(days=7)),
        nonce=form(16),
    )
    on: dict[str, Any] = {"actor": jonas, "support_id": support_id}
    support.write(**on, text="Hon vill byta lås. Granne Berit hjälper.", nonce=form(16))
    safety.say_fear(**on, said=Said(8, "Jag vågar inte gå hem"), nonce=form(16))
    asked = Question(PoliceParty.POLICE_SAFETY_UNIT, PoliceWay.PHONE, "Bilar utanför porten")
    safety.ask_police(**on, question=asked, asked_on=supports.today(), nonce=form(16))
    [waiting] = safety.read(**on).assessments
    decided = Decided(PoliceAnswer.NO_MEASURE, "Hotet bedöms som lågt")
    safety.note_answer(**on, assessment_id=waiting.id, decided=decided, answered_on=supports.today())
    desk = at("jonas")
    page = text(desk.get(f"/desk/c/{written}/extract/"))
    [key] = re.findall(r'name="t-(\d{6,})" value="keep"', page)
    assert "Anteckning i stödet" in page
    slip = unescape(text(take(desk, written)))
    assert "Något är inte rätt vid: Anteckning i stödet." in slip
    assert f'href="#note-{key}"' in slip
    taken = take(desk, written, **{f"t-{key}": "mask", f"w-{key}": "Berit", f"g-{key}": "somebody_else"})
    said = words_of(taken.content)
    for there in ("Hon vill byta lås. Granne [utelämnat] hjälper.", "Jag vågar inte gå hem", "Hur rädd personen är"):
        assert there in said
    for hidden in ("Berit", "bedöms som lågt", "Bilar utanför"):
        assert hidden not in said
    for_another = take(desk, written, to="representative", **{f"t-{key}": "keep"})
    assert "vågar inte" not in words_of(for_another.content)


def tags_of(node: Any) -> list[str]:
    """Every tag in the tree."""
    found = [str(node.S)] if isinstance(node, pikepdf.Dictionary) and "/S" in node else []
    if isinstance(node, pikepdf.Dictionary) and "/K" in node:
        below = node.K if isinstance(node.K, pikepdf.Array) else [node.K]
        for one in below:
            found += tags_of(one)
    return found


def test_in_english_it_is_english_and_the_notes_stay_as_they_are(written: UUID) -> None:
    said = words_of(take(at("jonas"), written, language="en").content)
    assert "What is kept about you" in said
    assert "Amal berättar" in said


def test_that_it_left_stands_in_the_case_and_on_the_persons_own_list(written: UUID) -> None:
    jonas = at("jonas")
    take(jonas, written, to="representative")
    assert "Ett ombud med fullmakt" in text(jonas.get(f"/desk/c/{written}/"))
    assert "Tog ut en kopia" in text(send(at("ines"), f"/desk/c/{written}/access/"))


def test_a_slip_of_the_hand_is_said_at_its_note_and_what_was_chosen_stays(written: UUID) -> None:
    jonas = at("jonas")
    answer = take(jonas, written, **{"w-2": "Karin Hollm"})
    page = unescape(text(answer))
    assert answer["Content-Type"].startswith("text/html")
    assert "Ett av orden finns inte i anteckningen" in page
    assert "Karin Hollm</textarea>" in page
    assert 'name="t-3" value="leave_out" checked' in page
    assert "case.extract" not in {entry.action for entry in entries_about(f"case:{written}")}
    write(written, "En anteckning till om Karin.")
    assert "Något är inte rätt vid: Anteckning 4" in unescape(text(take(jonas, written)))


def test_one_looks_at_it_before_it_goes(written: UUID) -> None:
    page = unescape(text(take(at("jonas"), written, do="look")))
    assert "Grannen <b>[utelämnat]</b> har ringt. <b>[utelämnat]</b> man var med." in page


def test_a_long_case_is_gone_through_sheet_by_sheet_and_nothing_is_lost(case: UUID) -> None:  # noqa: F811
    write(case, *(f"Anteckning om Karin nummer {number}" for number in range(1, 23)))
    jonas, where = at("jonas"), f"/desk/c/{case}/extract/"
    first: dict[str, str] = {f"t-{number}": "keep" for number in range(1, 21)}
    chosen = {"to": "person", "why": "access_request", "language": "sv"}
    first |= {"t-2": "mask", "w-2": "Karin", "g-2": "somebody_else"}
    page = unescape(text(send(jonas, where, **chosen, **first, sheet="0", do="next")))
    assert "Anteckning om Karin nummer 22" in page
    assert "Anteckning om Karin nummer 2<" not in page
    before = re.search(r"name=\"before\" value=\"(.*?)\"><input", page)
    assert before
    last = {"t-21": "leave_out", "g-21": "draft", "t-22": "keep"}
    taken = send(jonas, where, **chosen, **last, before=before[1], sheet="1", do="take")
    said = words_of(taken.content)
    assert "Anteckning om [utelämnat] nummer 2 " in said
    assert "nummer 21" not in said
    assert "nummer 22" in said
    undecided = send(jonas, where, **chosen, **{**first, "t-7": ""}, sheet="0", do="next")
    assert "vid: Anteckning 7" in unescape(text(undecided))


def test_of_a_protected_person_the_notes_can_be_gone_through_and_it_takes_two_to_take_it(protected: UUID) -> None:  # noqa: F811
    jonas, chosen = at("jonas"), {"to": "person", "why": "access_request", "language": "sv", "do": "take"}
    assert jonas.get(f"/desk/c/{protected}/extract/").status_code == 200
    for where, why in (("extract", "access_request"), ("move-out", "one_file")):
        refused = send(jonas, f"/desk/c/{protected}/{where}/", **{**chosen, "why": why})
        assert "Det krävs två" in unescape(text(refused))
        assert at("ines").get(f"/desk/c/{protected}/{where}/").status_code == 404
    actions.ask(actor=viewer("jonas"), case_id=protected, what=TwoFor.REVEAL)
    actions.approve(actor=viewer("samir"), case_id=protected, what=TwoFor.REVEAL)
    said = words_of(send(jonas, f"/desk/c/{protected}/extract/", **chosen).content)
    assert "Amal Exempel" in said
    assert "Provgatan" not in said


def test_the_case_system_gets_json_and_the_case_says_so(written: UUID) -> None:
    jonas, where = at("jonas"), f"/desk/c/{written}/move-out/"
    assert jonas.get(where).status_code == 200
    assert "Välj en" in unescape(text(send(jonas, where)))
    moved = send(jonas, where, why="assessed_help")
    assert moved["Content-Type"] == "application/json"
    document = json.loads(moved.content)
    assert (document["format"], document["version"], len(document["notes"])) == ("sjalvklar-case", 2, 3)
    assert document["person"]["name"] == AMAL.name
    assert "Nämndens verksamhetssystem" in text(jonas.get(f"/desk/c/{written}/"))


@pytest.mark.parametrize(
    "given",
    [
        {"before": "[" * 50_000},
        {"before": '{"x": ["keep", "", ""]}'},
        {"before": '{"1": 3, "2": "abc"}'},
        {"before": "[1]"},
        {"t-\N{SUPERSCRIPT TWO}": "keep", "t-x": "keep", "w-99999": "x"},
        {"sheet": "\N{SUPERSCRIPT TWO}", "do": "back"},
        {"sheet": "99999", "do": "next"},
        {"to": "case_system"},
        {"why": "one_file"},
        {"t-1": "everything", "g-2": "because"},
        {"w-2": "\x00\nKarin Holm"},
    ],
)
def test_what_no_page_of_ours_sends_gives_a_page_and_no_copy(given: dict[str, str], written: UUID) -> None:
    answer = take(at("jonas"), written, **given)
    assert answer.status_code == 200
    if answer["Content-Type"] == "application/pdf":
        assert "Karin" not in words_of(answer.content)
