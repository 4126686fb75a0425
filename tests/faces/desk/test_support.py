# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support on the desk's own pages, without a browser: what each role gets, and that nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.faces.desk.test_cases import MORE, at, text, viewer
from tests.faces.desk.test_sign_in import IT, UNIT, people, send  # noqa: F401 - fixtures
from tests.kept import once

from sjalvklar.kernel import clock
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.organisation.actions import demo
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Next, Who
from sjalvklar.support.rules import NextStep

KARIN = {
    "staff": [
        {
            "username": "karin",
            "name": "Karin Ny",
            "public_name": "Karin",
            "roles": [{"unit": "sig-jarva", "role": "case_officer"}],
        }
    ]
}
CALLED = Who("Amal", SafeContact(Channel.SMS, "070-174 06 12", when="efter fem"))


def _make_colleagues() -> None:
    for some in (MORE, KARIN):
        demo.make_demo_staff(some, actor=IT, zone=ZoneInfo("Europe/Stockholm"))


@pytest.fixture(autouse=True)
def colleagues(people: None) -> None:  # noqa: F811
    once("colleagues and Karin", _make_colleagues)


@pytest.fixture
def support() -> UUID:
    return actions.open_support(
        actor=viewer("jonas"),
        unit_id=UNIT,
        beginning=Beginning("crisis-support", situation="homicide", who=CALLED),
        coming=Next(NextStep.TALK, queries.today() + timedelta(days=7)),
        nonce=b"x" * 16,
    )


def local(hours: float) -> str:
    return (clock.now() + timedelta(hours=hours)).astimezone(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m-%dT%H:%M")


FORM = {"service": "support-talk", "way": "room", "minutes": "45", "situation": "crime", "coming": "week"}


def registered(client: Client, **given: str) -> str:
    form = {**FORM, "starts": local(-1), "nonce": "ab" * 16, **given}
    answer = send(client, "/desk/support/new/", **form)
    assert answer.status_code == 302, text(answer)
    where: str = answer["Location"]
    return where


def test_a_talk_is_registered_and_the_support_is_gone_on_with(db: None) -> None:
    jonas = at("jonas")
    assert jonas.get("/desk/support/new/").status_code == 200
    where = registered(jonas)
    assert registered(jonas) == where, "the same form registers one"
    page = text(jonas.get(where))
    for said in ("Stödsamtal", "Anonymt", "Följa upp", "Hjälp som man ansöker om", "Ingen har frågat än."):
        assert said in page
    tomorrow = (queries.today() + timedelta(days=1)).isoformat()
    page = text(jonas.get(where))
    assert re.search(r'id="book-starts"[^>]*value="\d{4}-\d\d-\d\dT10:00"', page), "a time ahead, which can be booked"
    for path, form in (
        ("write", {"text": "Hon vill höra hur andra gör.", "nonce": "cd" * 16}),
        ("talk", {"way": "phone", "starts": local(-2), "minutes": "20", "words": "Lättare nu.", "nonce": "ce" * 16}),
        ("book", {"way": "room", "room": "jarva-samtalsrum-1", "starts": local(30), "minutes": "60"}),
        ("children", {"asked": "yes", "children_count": "2", "informed": "yes"}),
        ("offer", {"service": "group", "answer": "wanted"}),
        ("apply", {}),
        ("next", {"next_step": "they_come", "next_on": tomorrow}),
    ):
        assert send(jonas, f"{where}{path}/", **form)["Location"] == where, path
    page = text(jonas.get(where))
    for said in ("Lättare nu.", "Samtalsrum 1", "2 barn.", "Anhöriggrupp", "vill ha det", "Berättat", "i morgon"):
        assert said in page, said
    assert send(jonas, f"{where}close/", reason="goal_reached")["Location"] == where
    assert "avslutad" in text(jonas.get(where))
    assert send(jonas, f"{where}reopen/", next_step="talk", next_on=tomorrow)["Location"] == where


def test_what_is_refused_is_said_where_it_stands_and_what_was_typed_is_still_there(db: None) -> None:
    jonas = at("jonas")
    where = registered(jonas)
    for path, form, said in (
        ("write", {"text": "Hon nås på 070-174 06 12"}, "Det ser ut som ett telefonnummer"),
        ("book", {"way": "room", "starts": local(-1), "minutes": "60"}, "Det har redan varit"),
        ("talk", {"way": "room", "starts": local(5), "minutes": "60", "words": "Bra"}, "Det är senare än nu"),
        ("talk", {"way": "room", "starts": "2027-03-28T02:30", "minutes": "60"}, "Den tiden finns inte"),
        ("next", {"next_step": "reach_out", "next_on": "2026-02-31"}, "Skriv en dag"),
        ("children", {"asked": "yes", "children_count": "många"}, "Skriv hur många barn"),
        ("settle", {"talk": "x", "state": "held"}, "Det samtalet är inte bokat längre"),
    ):
        answer = send(jonas, f"{where}{path}/", **form)
        page = text(jonas.get(answer["Location"].partition("#")[0]))
        assert said in page, path
        if "text" in form:
            assert form["text"] in page
    for wrong in ({"service": ""}, {"minutes": "x"}, {"starts": "i går"}, {"coming": "sedan"}, {"way": ""}):
        form = {**FORM, "starts": local(-1), **wrong}
        page = text(send(jonas, "/desk/support/new/", **form, called="", words="Ord som finns kvar"))
        assert "Ord som finns kvar" in page, wrong
        assert "behöver" in page or "titta" in page, wrong


def test_a_name_needs_the_persons_own_wish(db: None) -> None:
    jonas = at("jonas")
    page = text(send(jonas, "/desk/support/new/", **FORM, starts=local(-1), called="Amal"))
    assert "finns ingen plats för vem någon är" in page
    assert 'value="Amal"' in page
    where = registered(jonas, called="Amal", named="yes", value="070-174 06 12", channel="sms", nonce="ac" * 16)
    page = text(jonas.get(where))
    assert "Utan akt" in page
    assert "Amal" not in page
    shown = text(send(jonas, f"{where}reveal/"))
    assert "Amal" in shown
    assert "070-174 06 12" in shown


def a_case() -> UUID:
    from sjalvklar.casework import actions as casework
    from sjalvklar.casework.rules import Identity

    return casework.open_case(actor=viewer("jonas"), unit_id=UNIT, identity=Identity("Amal"), nonce=b"c" * 16)


def test_where_the_board_has_not_decided_a_case_comes_first(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sjalvklar.support.queries.services.demo", lambda: False)
    jonas = at("jonas")
    page = text(send(jonas, "/desk/support/new/", **FORM, starts=local(-1)))
    assert "Nämnden har inte beslutat" in page
    case = a_case()
    where = registered(jonas, case=str(case))
    assert "I akt" in text(jonas.get(where))
    assert where in text(jonas.get(f"/desk/c/{case}/"))


def test_what_is_registered_on_a_cases_page_is_part_of_the_case_whatever_the_board_has_decided(db: None) -> None:
    case = a_case()
    jonas = at("jonas")
    page = text(jonas.get(f"/desk/support/new/?case={case}"))
    assert "I akt" in page
    assert "anonym" not in page.lower()
    where = registered(jonas, case=str(case), coming="week")
    assert "I akt" in text(jonas.get(where))
    assert where in text(jonas.get(f"/desk/c/{case}/"))


def test_every_page_of_support_opens_for_whom_it_is_for(support: UUID) -> None:
    jonas, ines, karin, siv = at("jonas"), at("ines"), at("karin"), at("siv")
    mine = ("", "waiting/", "closed/", "groups/", "among/", "notice/", "noticed/")
    for path in (*mine, "new/"):
        assert jonas.get(f"/desk/support/{path}").status_code == 200, path
    for path in (*mine, "unit/"):
        assert ines.get(f"/desk/support/{path}").status_code == 200, path
    assert jonas.get("/desk/support/unit/").status_code == 404
    page = text(ines.get(f"/desk/s/{support}/"))
    assert "ansvarar för det här" in page
    assert "Anteckningar" not in page
    for them in (karin, siv):
        for path in ("", "waiting/", "unit/", "closed/", "new/", "groups/", "among/"):
            assert them.get(f"/desk/support/{path}").status_code == 404, path
        assert them.get(f"/desk/s/{support}/").status_code == 404
    assert karin.get("/desk/support/notice/").status_code == 200
    assert siv.get("/desk/support/notice/").status_code == 404
    assert karin.get("/desk/")["Location"] == "/desk/support/notice/"


def test_the_head_hands_over_one_and_everything(support: UUID) -> None:
    ines, ids = at("ines"), {name: viewer(name).staff_id for name in ("jonas", "samir", "gunilla")}
    gone = send(ines, f"/desk/s/{support}/hand-over/", staff_id=str(ids["samir"]), owner_id=str(ids["jonas"]))
    assert gone["Location"] == "/desk/support/unit/"
    assert "Samir" in text(ines.get("/desk/support/unit/"))
    theirs = f"/desk/unit/people/{ids['samir']}/"
    assert "<dt>Stöd</dt><dd>1</dd>" in text(ines.get(theirs))
    send(ines, theirs, to=str(ids["gunilla"]))
    assert "Gunilla" in text(ines.get("/desk/support/unit/"))


def test_somebody_noticed_is_passed_on_and_followed_from_outside(db: None) -> None:
    karin, samir = at("karin"), at("samir")
    form = {"situation": "older", "area": "jarva", "answer": "contact", "called": "Birgit", "nonce": "ef" * 16}
    page = text(send(karin, "/desk/support/notice/", **form, value="x", safe_when="tisdagar"))
    assert "Det är inget telefonnummer" in page
    assert 'value="tisdagar"' in page
    assert "Jag erbjöd stöd. Svaret: Välj en." in text(send(karin, "/desk/support/notice/", situation="older"))
    sent = send(karin, "/desk/support/notice/", **form, value="070-174 06 15", safe_when="tisdagar")
    page = text(karin.get(sent["Location"]))
    assert "Ingen har tagit det än." in page
    waiting = text(samir.get("/desk/support/waiting/"))
    [where] = re.findall(r"/desk/s/[0-9a-f-]{36}/", waiting)
    assert send(samir, f"{where}take/")["Location"] == where
    assert "har tagit hand om det" in text(karin.get("/desk/support/noticed/"))
    assert karin.get(where).status_code == 404
    not_now = send(karin, "/desk/support/notice/", situation="older", answer="not_now", nonce="ee" * 16)
    assert "inget sparas om vem det är" in text(karin.get(not_now["Location"]))


def test_what_there_is_says_what_it_is_who_gives_it_and_what_the_board_has_decided(db: None) -> None:
    page = text(at("jonas").get("/desk/support/there-is/"))
    for said in (
        "Hjälp med myndigheter",
        "Stadsdelsnämnden. Gäller från 1 juli 2025 tills vidare. Inte bekräftat av nämnden.",
        "10 kap. 1 § (inte bekräftat)",
        "Anhörigstödet i Järva",
        "Hjälp som man ansöker om",
    ):
        assert said in page, said
    assert at("karin").get("/desk/support/there-is/").status_code == 404


def test_a_group_is_made_filled_and_met_and_what_was_done_among_people_noted(db: None) -> None:
    jonas = at("jonas")
    made = send(jonas, "/desk/support/groups/", service="group", name="Torsdagar", places="1", nonce="aa" * 16)
    where = made["Location"]
    for number, nonce in ((1, "a1" * 16), (2, "a2" * 16)):
        send(jonas, f"{where}change/", do="enrol", nonce=nonce)
        assert f"Nummer {number}" in text(jonas.get(where))
    send(jonas, f"{where}change/", do="leave", number="1")
    assert "Nummer 2 har fått platsen." in text(jonas.get(where))
    page = text(send(jonas, f"{where}change/", do="plan", starts=local(-1), minutes="90", nonce="a3" * 16))
    assert "Det har redan varit" in page
    planned = {"starts": local(20), "minutes": "90", "room": "jarva-samtalsrum-2"}
    send(jonas, f"{where}change/", do="plan", **planned, nonce="a4" * 16)
    assert "Samtalsrum 2" in text(jonas.get(where))
    send(jonas, f"{where}change/", do="end")
    assert "Slutade" in text(jonas.get(where))
    today = queries.today().isoformat()
    done: dict[str, Any] = {"service": "outreach", "on": today, "place": "Tensta centrum", "audience": "parents"}
    page = text(send(jonas, "/desk/support/among/", **done, people="3", led_to="4", nonce="a5" * 16))
    assert "inte fler än ni mötte" in page
    send(jonas, "/desk/support/among/", **done, people="30", led_to="4", nonce="a5" * 16)
    assert "Tensta centrum" in text(jonas.get("/desk/support/among/"))


FIELDS = [
    "service",
    "way",
    "starts",
    "minutes",
    "situation",
    "coming",
    "next_step",
    "next_on",
    "called",
    "phone",
    "text",
    "words",
    "room",
    "children_count",
    "asked",
    "answer",
    "talk",
    "state",
    "reason",
    "name",
    "places",
    "channel",
    "value",
    "when",
    "place",
    "area",
    "kind",
    "people",
    "do",
    "session",
    "contact",
    "case",
    "on",
    "nonce",
]
DEEDS = ("write", "talk", "book", "children", "offer", "next", "settle", "close")


@pytest.mark.parametrize("given", ["\x00", "x" * 5_000, "9" * 400, "\u202e../../", "\u2603" * 40])
def test_whatever_is_sent_is_answered_with_a_page(support: UUID, given: str) -> None:
    jonas = at("jonas")
    for path in (
        *(f"{support}/{deed}/" for deed in DEEDS),
        *("new/", "groups/", "among/", "notice/"),
    ):
        for form in (dict.fromkeys(FIELDS, given), {**dict.fromkeys(FIELDS[:-3], given), "nonce": "ab" * 16}):
            # What only a changed page can send, such as another form's number, is answered as what is not there.
            assert send(jonas, f"/desk/support/{path}", **form).status_code in {200, 302, 404}, path
