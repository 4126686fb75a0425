# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases on the desk's own pages, without a browser: what each role gets, and what is as if it were not there."""

from __future__ import annotations

import re
import secrets
from functools import partial
from html import unescape
from itertools import product
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.faces.desk.test_sign_in import IT, PEOPLE, UNIT, come_in, people, send  # noqa: F401 - fixtures
from tests.kept import once

from sjalvklar.casework import actions, queries
from sjalvklar.casework.rules import GlassReason, Identity, ProtectionLevel
from sjalvklar.organisation.actions import demo
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.queries import entries_about

AMAL = Identity(name="Amal Exempel", number="199001012385", phone="070-174 06 12", address="Provgatan 1")
MORE = {
    "staff": [
        {
            "username": name,
            "name": f"{name.title()} Ny",
            "public_name": name.title(),
            "roles": [{"unit": unit, "role": role}],
        }
        for name, unit, role in (
            ("samir", UNIT, "relatives_adviser"),
            ("gunilla", UNIT, "social_worker"),
            ("farid", "sig-jarva", "social_worker"),
            ("birgitta", "sodermalm-anhorigstod", "relatives_adviser"),
            ("kim", UNIT, "it_administrator"),
            ("siv", UNIT, "security_officer"),
        )
    ]
}


@pytest.fixture(autouse=True)
def colleagues(people: None) -> None:  # noqa: F811
    once("colleagues", lambda: demo.make_demo_staff(MORE, actor=IT, zone=ZoneInfo("Europe/Stockholm")))


def viewer(name: str) -> Viewer:
    found = staff.viewer(staff.staff_id(name) or 0)
    assert found is not None
    return found


@pytest.fixture
def case() -> UUID:
    return actions.open_case(actor=viewer("jonas"), unit_id=UNIT, identity=AMAL, nonce=secrets.token_bytes(16))


@pytest.fixture
def protected(case: UUID) -> UUID:
    samir = viewer("samir").staff_id
    actions.protect(actor=viewer("jonas"), case_id=case, level=ProtectionLevel.PROTECTED_REGISTRATION, second=samir)
    return case


def at(name: str) -> Client:
    """That person's browser, signed in with both factors."""
    client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    come_in(client, name)
    return client


def text(answer: Any) -> str:
    """The page without the guard against forgery, which is another on every page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_a_case_is_opened_written_in_and_shown_masked(db: None) -> None:
    jonas = at("jonas")
    assert jonas.get("/desk/cases/new/").status_code == 200
    form = {"name": "Amal Exempel", "number": "19900101-2385", "level": "none", "nonce": "ab" * 16}
    opened = send(jonas, "/desk/cases/new/", **form)
    assert opened.status_code == 302, text(opened)
    where = opened["Location"]
    assert send(jonas, "/desk/cases/new/", **form)["Location"] == where, "the same form opens one case"
    page = text(jonas.get(where))
    assert "Amal" not in page
    assert "199001012385" not in re.sub(r"\W", "", page)
    assert "0101-2385" not in page
    assert send(jonas, f"{where}write/", text="Hon vill ha ett samtal.", nonce="cd" * 16)["Location"] == where
    assert "Hon vill ha ett samtal." in text(jonas.get(where))
    shown = text(send(jonas, f"{where}reveal/"))
    assert "Amal Exempel" in shown
    assert "19900101-2385" in shown
    assert "<title>Akt – Självklar</title>" in shown


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_still_there(db: None) -> None:
    jonas = at("jonas")
    page = text(send(jonas, "/desk/cases/new/", name="Amal", number="19900101-2386", level="none"))
    assert "inget personnummer" in page
    assert 'value="Amal"' in page
    page = text(send(jonas, "/desk/cases/new/", name="Amal", address="Provgatan 1", level="marked"))
    assert "Välj en" in page


def test_every_page_of_cases_opens_for_whom_it_is_for(case: UUID) -> None:
    jonas, ines = at("jonas"), at("ines")
    for path in ("", "closed/", "search/", "new/", "close-ones/", "glass/"):
        assert jonas.get(f"/desk/cases/{path}").status_code == 200, path
    for path in ("", "unit/", "closed/", "search/", "reviews/", "close-ones/"):
        assert ines.get(f"/desk/cases/{path}").status_code == 200, path
    assert ines.get(f"/desk/c/{case}/").status_code == 200
    for name in ("kim", "siv"):
        them = at(name)
        for path in ("", "unit/", "search/", "new/", "glass/"):
            assert them.get(f"/desk/cases/{path}").status_code == 404, (name, path)


DEEDS = (
    "write", "reveal", "identity", "hand-over", "close", "reopen", "protect", "level", "name", "second", "unname",
    "ask", "approve", "access",
)  # fmt: skip


@pytest.mark.parametrize("who", ["ines", "gunilla", "farid", "birgitta", "kim", "siv"])
def test_a_protected_case_is_answered_exactly_as_no_case(who: str, protected: UUID) -> None:
    them, nothing = at(who), uuid4()
    hidden, missing = them.get(f"/desk/c/{protected}/"), them.get(f"/desk/c/{nothing}/")
    assert hidden.status_code == missing.status_code == 404
    assert text(hidden).replace(str(protected), str(nothing)) == text(missing)
    assert dict(hidden.headers) == dict(missing.headers)
    for deed in DEEDS:
        given = {"what": "reveal", "level": "marked", "staff_id": "1", "reason": "moved", "text": "x"}
        one = send(them, f"/desk/c/{protected}/{deed}/", **given)
        other = send(them, f"/desk/c/{nothing}/{deed}/", **given)
        assert one.status_code == other.status_code == 404, deed
        assert text(one).replace(str(protected), str(nothing)) == text(other), deed
        assert dict(one.headers) == dict(other.headers), deed


@pytest.mark.parametrize("who", ["ines", "gunilla", "farid"])
def test_a_search_tells_nothing_of_a_protected_case(who: str, protected: UUID) -> None:
    them = at(who)
    for words in ("Amal Exempel", "199001012385"):
        found = text(send(them, "/desk/cases/search/", q=words))
        assert "Inget hittat" in found
        assert str(protected) not in found
    assert str(protected) not in text(them.get("/desk/cases/"))
    if who == "ines":
        assert str(protected) not in text(them.get("/desk/cases/unit/"))
    glass = text(send(them, "/desk/cases/glass/", q="199001012385", reason="danger", text="Hon ringer i nöd just nu."))
    nobody = text(
        send(them, "/desk/cases/glass/", q="189001019802", reason="danger", text="Hon ringer i nöd just nu.")
    )
    assert glass.replace("199001012385", "") == nobody.replace("189001019802", "")


def test_two_named_people_open_it_together(protected: UUID) -> None:
    jonas, samir = at("jonas"), at("samir")
    page = text(jonas.get(f"/desk/c/{protected}/"))
    assert "Skatteverkets förmedling" in page
    assert "Visa vem det är" not in page
    assert send(jonas, f"/desk/c/{protected}/reveal/").status_code == 302
    send(jonas, f"/desk/c/{protected}/ask/", what="reveal")
    assert "ber dig godkänna" in text(samir.get("/desk/"))
    assert send(jonas, f"/desk/c/{protected}/approve/", what="reveal").status_code == 302
    assert "Visa vem det är" not in text(jonas.get(f"/desk/c/{protected}/"))
    send(samir, f"/desk/c/{protected}/approve/", what="reveal")
    shown = text(send(jonas, f"/desk/c/{protected}/reveal/"))
    assert "Amal Exempel" in shown
    for gone in ("174 06 12", "Provgatan"):
        assert gone not in shown
    assert "Visa vem det är" not in text(samir.get(f"/desk/c/{protected}/")), "only who asked sees it"


def test_break_glass_tells_the_owner_and_the_head_who_judges_it(case: UUID) -> None:
    gunilla, ines, jonas = at("gunilla"), at("ines"), at("jonas")
    assert gunilla.get(f"/desk/c/{case}/").status_code == 404
    given = {"q": "19900101-2385", "reason": "danger", "text": "Hon ringer och är jagad."}
    opened = send(gunilla, "/desk/cases/glass/", **given)
    assert opened.status_code == 302, text(opened)
    assert gunilla.get(opened["Location"]).status_code == 200
    for told in (jonas, ines):
        assert "har nödöppnat akt" in text(told.get("/desk/"))
    [row] = queries.to_review(viewer("ines"))
    where = f"/desk/cases/reviews/{row.id}/"
    assert at("gunilla").get(where).status_code == 404, "nobody judges themselves"
    assert jonas.get(where).status_code == 404
    page = text(ines.get(where))
    assert "Hon ringer och är jagad." in page
    assert send(ines, where, outcome="justified").status_code == 302
    assert [e.action for e in entries_about(f"case:{case}")].count("case.review_glass") == 1


def test_break_glass_asks_again_who_it_is_when_that_was_long_ago(case: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    from sjalvklar.faces.desk.sign_in import step_up

    gunilla = at("gunilla")
    monkeypatch.setattr(step_up, "is_fresh", lambda request: False)
    given = {"q": "19900101-2385", "reason": GlassReason.DANGER.value, "text": "Hon ringer och är jagad."}
    answer = send(gunilla, "/desk/cases/glass/", **given)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/in/again/")
    assert gunilla.get(f"/desk/c/{case}/").status_code == 404


def test_asking_for_two_asks_again_who_it_is_when_that_was_long_ago(
    protected: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sjalvklar.faces.desk.sign_in import step_up

    monkeypatch.setattr(step_up, "is_fresh", lambda request: False)
    answer = send(at("jonas"), f"/desk/c/{protected}/ask/", what="reveal")
    assert answer["Location"].startswith("/desk/in/again/")
    assert not [two for two in queries.two_of(viewer("samir"), protected) if two.can_approve]


def test_a_notice_is_there_until_it_has_been_seen(case: UUID) -> None:
    actions.hand_over(
        actor=viewer("jonas"), case_id=case, staff_id=viewer("samir").staff_id, owner_id=viewer("jonas").staff_id
    )
    samir = at("samir")
    [notice] = queries.notices(viewer("samir"))
    assert "har gett dig akt" in text(samir.get("/desk/"))
    assert send(at("jonas"), f"/desk/notices/{notice.id}/seen/").status_code == 404
    assert send(samir, f"/desk/notices/{notice.id}/seen/", back="/desk/mine/")["Location"] == "/desk/mine/"
    assert "har gett dig akt" not in text(samir.get("/desk/"))


BAD = ["", "\x00\u202e", "x" * 3_000, "9" * 400, "١٢\ud800"]


def test_no_form_of_a_case_breaks(case: UUID) -> None:
    jonas = at("jonas")
    for deed, bad in product((*DEEDS, ""), BAD):
        given = {name: bad.encode("utf-8", "replace").decode() for name in (
            "text", "nonce", "corrects", "staff_id", "owner_id", "reason", "level", "what", "name", "number", "phone",
        )}  # fmt: skip
        answer = send(jonas, f"/desk/c/{case}/{deed + '/' if deed else ''}", **given)
        assert answer.status_code in {200, 302, 405}, (deed, bad[:20], answer.status_code)


@pytest.mark.parametrize("path", ["new/", "search/", "glass/", "close-ones/"])
def test_no_form_about_cases_breaks(path: str, case: UUID) -> None:
    jonas = at("jonas")
    for bad in BAD:
        words = bad.encode("utf-8", "replace").decode()
        given = dict.fromkeys(("q", "name", "number", "level", "second", "reason", "text", "closeness"), words)
        assert send(jonas, f"/desk/cases/{path}", **given).status_code in {200, 302, 404}, (path, bad[:20])
        for name in ("contact", "n", "typed", "u"):
            assert jonas.get(f"/desk/cases/{path}", {name: words}).status_code in {200, 404}
    if path == "new/":
        for name in ("kept", "wrong", "corrects", "u"):
            for bad in BAD:
                given = {name: bad.encode("utf-8", "replace").decode()}
                assert jonas.get(f"/desk/c/{case}/", given).status_code in {200, 404}


def test_an_emergency_opening_says_everything_that_is_missing_at_once(case: UUID) -> None:
    samir = at("samir")
    page = text(send(samir, "/desk/cases/glass/"))
    for said in ("Skriv personnumret eller aktnumret.", "Välj en.", "Skriv med några ord varför"):
        assert said in page, said
    page = text(send(samir, "/desk/cases/glass/", q="2026-123456", reason="danger", text="Kort"))
    assert 'value="2026-123456"' in page
    assert 'value="danger" checked' in page
    assert page.count('class="wrong"') == 1


def test_the_address_of_a_form_opened_by_itself_is_a_calm_page_of_the_desk(case: UUID) -> None:
    jonas = at("jonas")
    for address, back in (
        (f"/desk/c/{case}/write/", f"/desk/c/{case}/"),
        (f"/desk/c/{uuid4()}/unname/", "/desk/c/"),
        ("/desk/cases/names/", "/desk/"),
    ):
        answer = jonas.get(address)
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        page = text(answer)
        assert "Det görs med en knapp" in page
        assert 'aria-label="Skrivbordet"' in page or "desk/desk.js" in page
        assert f'class="btn" href="{back}' in page
    assert jonas.get("/desk/cases/names/", headers={"HX-Request": "true"}).status_code == 405


def test_a_list_goes_on_where_the_page_before_ended_and_begins_anew_from_an_address_that_means_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "page", partial(queries.page, limit=2))
    opened = [
        actions.open_case(actor=viewer("jonas"), unit_id=UNIT, identity=AMAL, nonce=secrets.token_bytes(16))
        for _ in range(3)
    ]
    jonas = at("jonas")
    first = text(jonas.get("/desk/cases/"))
    assert [str(case) in first for case in opened] == [False, True, True]
    found = re.search(r'href="(/desk/cases/\?[^"]+)" rel="next"', first)
    assert found is not None
    second = text(jonas.get(unescape(found[1])))
    assert [str(case) in second for case in opened] == [True, False, False]
    assert 'rel="next"' not in second
    assert "Till början" in second
    assert re.search(r'action="/desk/cases/names/\?after=[^"]+"', second), "the names of this page, and of no other"
    assert text(jonas.get("/desk/cases/?after=2026-11-22_7")).count('class="to"') == 2
