# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case on the desk's own pages, without a browser; and the drawing of them, by its measures."""

from __future__ import annotations

import re
import secrets
import time
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.faces.desk.test_cases import at, case, colleagues, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import people, send  # noqa: F401 - fixtures

from sjalvklar.casework import actions
from sjalvklar.casework.rules import NoContact, Part, ProtectionLevel, RelationKind
from sjalvklar.faces.desk.cases.drawing import BOX, LABEL, MOST_DRAWN, WIDTH, Line, Someone, drawn, wrapped
from sjalvklar.trust.queries import entries_about


def noted(case: UUID, part: Part, called: str, **more: Any) -> int:  # noqa: F811
    nonce = secrets.token_bytes(16)
    return actions.add_person(actor=viewer("jonas"), case_id=case, part=part, called=called, nonce=nonce, **more)


def related(case: UUID, one: int, kind: RelationKind, other: int, **more: Any) -> None:  # noqa: F811
    actions.relate(
        actor=viewer("jonas"), case_id=case, one=one, other=other, kind=kind, nonce=secrets.token_bytes(16), **more
    )


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", text(answer))


def after(answer: Any, client: Client) -> str:
    """The page that a form led to."""
    assert answer.status_code == 302, text(answer)
    return shown(client, answer["Location"].partition("#")[0])


def test_a_family_is_noted_drawn_and_listed_alike(case: UUID) -> None:  # noqa: F811
    jonas, where = at("jonas"), f"/desk/c/{case}/people/"
    assert "network" not in shown(jonas, where), "one person is no network"
    form = {"part": "person_of_concern", "called": "Ali", "minor": "yes", "level": "none", "nonce": "ab" * 16}
    for _ in range(2):
        page = after(send(jonas, f"{where}add/", **form), jonas)
    assert page.count('class="box') == 2
    noted(case, Part.CHILD, "Sara")
    noted(case, Part.CHILD, "Sara")
    noted(case, Part.OTHER, "")
    edge = {"one": "1", "kind": "parent", "other": "2", "since": "", "until": "", "ground": "", "nonce": "cd" * 16}
    page = after(send(jonas, f"{where}relate/", **edge), jonas)
    drawing, listed = page.partition("</figure>")[0], page.partition("</figure>")[2]
    for word in ("Ali", "Sara", "nr 3", "nr 4", "nr 5"):
        assert word in drawing, word
        assert word in listed, word
    assert "barn" in drawing
    assert "förälder till Ali (nr 2)" in listed
    assert "barn till den anhöriga (nr 1)" in listed
    assert "Amal" not in page
    assert "Människor i akten" in shown(jonas, f"/desk/c/{case}/")
    assert {"case.add_person", "case.relate", "case.people"} <= {e.action for e in entries_about(f"case:{case}")}


def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(case: UUID) -> None:  # noqa: F811
    jonas, where = at("jonas"), f"/desk/c/{case}/people/"
    page = after(send(jonas, f"{where}add/", called="Ali", number="19900101-2386", part="other"), jonas)
    assert "inget personnummer" in page
    assert 'value="Ali"' in page
    assert "Välj" in after(send(jonas, f"{where}add/", called="Ali"), jonas)
    noted(case, Part.OTHER, "Ali")
    page = after(send(jonas, f"{where}relate/", one="1", other="1", kind="sibling", since="2024"), jonas)
    assert "två olika" in page
    assert 'value="2024"' in page
    page = after(send(jonas, f"{where}relate/", one="1", other="2", kind="guardian", since="i våras"), jonas)
    assert "2024-05-17" in page
    page = after(send(jonas, f"{where}2/do/", do="change", version="9", called="Alis bror", part="other"), jonas)
    assert "någon annan har ändrat" in page.lower()
    assert 'value="Alis bror"' in page
    for junk in ({}, {"do": "end"}, {"do": "same"}, {"do": "undo", "joining": "x"}, {"do": "level", "level": "x"}):
        assert send(jonas, f"{where}2/do/", **junk).status_code in {302, 404}, junk
    assert jonas.get(f"{where}99/").status_code == 404
    assert send(jonas, f"{where}99/do/", do="alive", version="1").status_code == 404


def test_no_contact_is_a_warning_wherever_somebody_is_about_to_be_reached(case: UUID) -> None:  # noqa: F811
    jonas, where = at("jonas"), f"/desk/c/{case}/"
    father = noted(case, Part.OTHER, "pappan")
    related(case, 1, RelationKind.NO_CONTACT, father, ground=NoContact.CONTACT_BAN)
    for page in (
        shown(jonas, where),
        shown(jonas, f"{where}people/"),
        text(send(jonas, f"{where}reveal/")),
        text(send(jonas, f"{where}people/{father}/reveal/")),
    ):
        assert "Ingen kontakt mellan den anhöriga (nr 1) och pappan (nr 2): det finns ett kontaktförbud." in page
    assert 'class="cross"' in shown(jonas, f"{where}people/")


def test_when_somebody_dies_the_words_change_and_it_can_be_undone(case: UUID) -> None:  # noqa: F811
    jonas, where = at("jonas"), f"/desk/c/{case}/"
    son = noted(case, Part.PERSON_OF_CONCERN, "Ali")
    form = {"do": "dead", "version": "1", "died": "2026-10"}
    page = after(send(jonas, f"{where}people/{son}/do/", **form), jonas)
    assert "död 2026-10" in page
    assert "efterlevande" in shown(jonas, where)
    assert "Den efterlevande anhöriga" in shown(jonas, f"{where}people/")
    after(send(jonas, f"{where}people/{son}/do/", do="alive", version="2"), jonas)
    assert "efterlevande" not in shown(jonas, where)


def test_two_are_joined_and_undone_and_somebody_is_forgotten(case: UUID) -> None:  # noqa: F811
    jonas, where = at("jonas"), f"/desk/c/{case}/people/"
    first, second = noted(case, Part.OTHER, "Ali"), noted(case, Part.OTHER, "brodern")
    form = {"do": "same", "second": str(second), "ground": "told", "nonce": "ab" * 16}
    after(send(jonas, f"{where}{first}/do/", **form), jonas)
    page = shown(jonas, where)
    assert page.count('class="box') == 2
    assert "brodern (nr 3)" in page
    page = shown(jonas, f"{where}{first}/")
    joining = re.search(r'name="joining" value="([0-9a-f-]+)"', page)
    assert joining
    after(send(jonas, f"{where}{first}/do/", do="undo", joining=joining[1]), jonas)
    assert shown(jonas, where).count('class="box') == 3
    page = after(send(jonas, f"{where}{second}/do/", do="forget", ground="mistake"), jonas)
    assert "inte går att ångra" in page
    after(send(jonas, f"{where}{second}/do/", do="forget", ground="mistake", confirmed="yes"), jonas)
    assert "brodern" not in shown(jonas, where)


def test_to_forget_and_to_be_the_second_person_ask_again_who_one_is(case: UUID) -> None:  # noqa: F811
    jonas = at("jonas")
    number = noted(case, Part.OTHER, "Ali")
    session = jonas.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 3600, "type": "totp"}]
    session.save()
    for about in (case, uuid4()):
        for form in ({"do": "forget", "ground": "mistake", "confirmed": "yes"}, {"do": "approve"}):
            answer = send(jonas, f"/desk/c/{about}/people/{number}/do/", **form)
            assert "/desk/in/again/" in answer["Location"], form
    assert "Ali" in shown(jonas, f"/desk/c/{case}/people/")


def test_somebody_protected_is_shown_by_what_they_are_called_alone(case: UUID) -> None:  # noqa: F811
    jonas, where = at("jonas"), f"/desk/c/{case}/people/"
    number = noted(case, Part.CHILD, "dottern", level=ProtectionLevel.MARKED)
    page = shown(jonas, f"{where}{number}/")
    assert f"{where}{number}/reveal/" not in page
    assert "skyddad" in shown(jonas, where).lower()
    assert "Skydda akten först" in after(send(jonas, f"{where}{number}/reveal/"), jonas)
    # Those who may not read the case learn nothing of the people in it.
    for who in ("samir", "ines", "siv"):
        client = at(who)
        assert {client.get(where).status_code, client.get(f"{where}{number}/").status_code} == {404}, who


# --- The drawing ---------------------------------------------------------------------------------------------------
LONG = "Abdulrahman Muhammad Al-Khwarizmi von Långtnamnsson Exempelsson"
NAMES = st.one_of(
    st.just(""), st.just(LONG), st.just("W" * 60), st.just("سارة أحمد محمد علي"), st.text(min_size=1, max_size=60)
)


@st.composite
def families(draw: st.DrawFn) -> tuple[list[Someone], list[Line]]:
    size = draw(st.integers(1, 30))
    people = [Someone(number, draw(NAMES), f"nr {number}") for number in range(1, size + 1)]  # noqa: F811
    pairs = draw(st.lists(st.sampled_from(list(combinations(range(1, size + 1), 2)) or [(1, 1)]), max_size=40))
    words = draw(st.sampled_from(["syskon till nr 12", "ingen kontakt med nr 12 (personen vill inte själv)"]))
    return people, [Line(one, two, (words,), "apart") for one, two in dict.fromkeys(pairs)]


@settings(max_examples=25, deadline=None)
@given(families())
def test_no_box_lies_on_another_and_no_label_on_a_label_or_a_box(family: tuple[list[Someone], list[Line]]) -> None:
    found = drawn(*family)
    assert found == drawn(*family), "the same each time"
    assert len(found.boxes) + found.more == len(family[0])
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in found.boxes]
    labels = [(x, y, x + LABEL, y + 18) for line in found.lines for x, y, label in line.labels if label]
    for first, second in combinations([*boxes, *labels], 2):
        apart = first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]
        assert apart, (first, second)
    assert all(x0 >= 0 and x1 <= WIDTH and y1 <= found.height for x0, _, x1, y1 in [*boxes, *labels])


@pytest.mark.parametrize("number", [2, 6, 15, 30])
def test_it_stays_small_enough_to_be_read(number: int) -> None:
    found = drawn(
        [Someone(one, LONG, "Annan") for one in range(1, number + 1)],
        [Line(1, one, ("barn",)) for one in range(2, min(number, MOST_DRAWN) + 1)],
    )
    assert found.more == max(0, number - MOST_DRAWN)
    assert found.height < 1300


@settings(max_examples=40, deadline=None)
@given(NAMES)
def test_a_name_has_three_lines_at_most_and_loses_nothing_that_there_is_room_for(name: str) -> None:
    lines = wrapped(name)
    assert 1 <= len(lines) <= 3
    whole, shown_whole = "".join(name.split()), "".join("".join(lines).split())
    assert shown_whole == whole or shown_whole.endswith("…")
    assert all(len(line) * 5 < BOX * 1.3 for line in lines)


def test_twins_of_one_name_stand_in_boxes_of_their_own() -> None:
    found = drawn([Someone(1, "Amal", "nr 1"), Someone(2, "Sara", "nr 2"), Someone(3, "Sara", "nr 3")], [])
    assert [(box.lines[0], box.what) for box in found.boxes[1:]] == [("Sara", "nr 2"), ("Sara", "nr 3")]


def test_why_there_is_to_be_no_contact_is_read_in_the_drawing_as_in_the_list() -> None:
    people = [Someone(number, "Sara", f"nr {number}") for number in (1, 2, 3)]  # noqa: F811
    [line] = drawn(people, [Line(2, 3, ("ingen kontakt med nr 2 (personen vill inte själv)",), "apart")]).lines
    assert " ".join(text for _, _, text in line.labels) == "ingen kontakt med nr 2 (personen vill inte själv)"
