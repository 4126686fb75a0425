# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Safety on its page and on its support's, without a browser: what is noted, what is shown only on request, and that
nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.faces.desk.test_cases import at, case, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import UNIT, people, send  # noqa: F401 - fixtures
from tests.faces.desk.test_support import CALLED, colleagues  # noqa: F401 - fixtures

from sjalvklar.kernel import clock
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Next
from sjalvklar.support.rules import DocumentationMode, NextStep
from sjalvklar.trust.models import AuditEntry


@pytest.fixture
def support() -> UUID:
    return actions.open_support(
        actor=viewer("jonas"),
        unit_id=UNIT,
        beginning=Beginning("crisis-support", situation="threatened", who=CALLED),
        coming=Next(NextStep.TALK, queries.today() + timedelta(days=30)),
        nonce=b"x" * 16,
    )


def test_a_threatened_mothers_safety_is_noted_and_what_differs_becomes_an_offer(db: None, support: UUID) -> None:
    jonas, where = at("jonas"), f"/desk/s/{support}/safety/"
    today = queries.today().isoformat()
    for sentence in ("Trygghet", "Ingen har frågat än.", "Polisen är inte tillfrågad."):
        assert sentence in text(jonas.get(where)), sentence
    for nonce, form in enumerate(
        (
            {"do": "fear", "level": "9", "fear_words": "Vågar inte gå till affären"},
            {"do": "ask", "party": "police_safety_unit", "police_way": "phone", "asked_on": today},
            {"do": "agree", "kind": "alarm", "doer": "police", "review_on": today, "measure_words": "Larmtelefon"},
            {"do": "ask_company", "company_way": "go_along"},
            {"do": "warn", "warning-no-doorbell": "yes", "warning_words": "Ring från dold linje"},
        )
    ):
        answer = send(jonas, f"{where}change/", **form, nonce=f"{nonce:032x}")
        assert answer["Location"] == where, form
    page = text(jonas.get(where))
    for said in ("Vågar inte gå till affären", "väntar på svar", "Larmtelefon", "Följa med till polisen"):
        assert said in page, said
    assert "<circle" in page
    which = page.partition('name="assessment" value="')[2][:36]
    decided = {"do": "answer", "assessment": which, "answer": "no_measure", "answered_on": today}
    send(jonas, f"{where}change/", **decided, decided_words="Hotet bedöms som lågt")
    page = text(jonas.get(where))
    assert "Ett erbjudande att lämna" in page
    assert "lågt" not in page
    shown = text(send(jonas, f"{where}show/", assessment=which))
    assert "Hotet bedöms som lågt" in shown
    assert AuditEntry.objects.filter(action="safety.see_police", object=f"support:{support}").count() == 1
    assert jonas.get(f"{where}show/").status_code == 405
    send(jonas, f"{where}change/", do="offered", offered="wanted")
    assert "Ett erbjudande att lämna" not in text(jonas.get(where))
    whole = text(jonas.get(f"/desk/s/{support}/"))
    assert whole.count("Ring inte på dörren. Ring från dold linje.") == 2, "at the top, and where a talk is booked"
    assert "Hotet" not in whole


def test_while_there_are_signs_of_violence_the_page_is_short_and_nobody_is_reached(db: None, support: UUID) -> None:
    jonas, where = at("jonas"), f"/desk/s/{support}/safety/"
    send(jonas, f"{where}change/", do="fear", level="unsaid", nonce="ab" * 16)
    assert "ville inte säga" in text(jonas.get(where))
    send(jonas, f"{where}change/", do="on", signs="Blåmärken på armen", nonce="ac" * 16)
    page = text(jonas.get(where))
    for said in ("Ta inte kontakt med familjen", "Socialrådgivningen", "Blåmärken på armen"):
        assert said in page, said
    for gone in ("Polisen är inte tillfrågad", "ville inte säga"):
        assert gone not in page, gone
    whole = text(jonas.get(f"/desk/s/{support}/"))
    assert "reveal/" not in whole
    refused = send(jonas, f"/desk/s/{support}/reveal/")
    assert "Ingen nås härifrån" in text(jonas.get(refused["Location"]))
    unsaid = send(jonas, f"{where}change/", do="told")
    assert "en annan myndighet" in text(jonas.get(unsaid["Location"].partition("#")[0]))
    send(jonas, f"{where}change/", do="told", consent="yes")
    assert "har fått veta" in text(jonas.get(where))
    send(jonas, f"{where}change/", do="off", why="Hon bor hos sin syster")
    assert "ville inte säga" in text(jonas.get(where))
    assert "reveal/" in text(jonas.get(f"/desk/s/{support}/"))


def test_what_is_refused_is_said_where_it_stands_and_what_was_typed_is_still_there(db: None, support: UUID) -> None:
    jonas, where = at("jonas"), f"/desk/s/{support}/safety/"
    later = (clock.now() + timedelta(days=3)).date().isoformat()
    for form, said in (
        ({"do": "fear", "level": "12", "fear_words": "Ord som finns kvar"}, "Välj en siffra från 0 till 10"),
        ({"do": "ask", "party": "police", "police_way": "visit", "asked_on": later}, "Den dagen har inte varit än"),
        ({"do": "agree", "kind": "alarm", "doer": "us", "review_on": "x"}, "Skriv en dag"),
        ({"do": "warn", "warning_words": ""}, "behöver"),
        ({"do": "nothing"}, "Välj"),
        ({"do": "measure", "deed": "end", "measure": "x"}, "Den åtgärden finns inte här"),
        ({"do": "off", "why": ""}, "En kollega hann före"),
    ):
        answer = send(jonas, f"{where}change/", **form, nonce="ad" * 16)
        page = text(jonas.get(answer["Location"].partition("#")[0]))
        assert said in page, form
        if "fear_words" in form:
            assert "Ord som finns kvar" in page
    assert "inte här" in text(jonas.get(send(jonas, f"{where}show/", assessment="x")["Location"].partition("#")[0]))


def test_a_colleague_gets_the_supports_page_and_the_page_is_in_english_too(db: None, support: UUID) -> None:
    answer = at("samir").get(f"/desk/s/{support}/safety/")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/s/{support}/")
    jonas = at("jonas")
    send(jonas, "/desk/language/", language="en")
    page = text(jonas.get(f"/desk/s/{support}/safety/"))
    for said in ("How afraid they are", "What is agreed", "Do not ring the doorbell"):
        assert said in page, said


def test_the_case_and_its_other_supports_say_why_nobody_is_shown_and_what_is_to_be_heeded(
    db: None,
    case: UUID,  # noqa: F811
) -> None:
    support, other = (
        actions.open_support(
            actor=viewer("jonas"),
            unit_id=UNIT,
            beginning=Beginning("crisis-support", mode=DocumentationMode.PERSONAL_FILE, case_id=case),
            coming=Next(NextStep.TALK, queries.today() + timedelta(days=30)),
            nonce=nonce * 16,
        )
        for nonce in (b"y", b"z")
    )
    jonas = at("jonas")
    # Whoever sees the telephone number sees with it when it may be called.
    assert "Ingen har antecknat när och hur det är tryggt" in text(send(jonas, f"/desk/c/{case}/reveal/"))
    safe = {"channel": "phone", "when": "efter fem, i bilen", "said_by": "themselves", "who_may_answer": "only_me"}
    send(jonas, f"/desk/s/{other}/safe/change/", **safe, said_on=queries.today().isoformat(), nonce="ef" * 16)
    page = text(send(jonas, f"/desk/c/{case}/reveal/"))
    assert "efter fem, i bilen" in page
    assert f"/desk/s/{other}/safe/" in page
    change = f"/desk/s/{support}/safety/change/"
    send(jonas, change, **{"do": "warn", "warning-no-doorbell": "yes", "nonce": "cd" * 16})
    send(jonas, change, do="on", nonce="ab" * 16)
    for shows in ("reveal/", "people/1/reveal/"):
        refused = send(jonas, f"/desk/c/{case}/{shows}")
        assert refused.status_code == 302, shows
        page = text(jonas.get(refused["Location"].partition("#")[0]))
        assert "Det finns tecken på våld i hemmet" in page, shows
        assert "Amal" not in page
    for where, elsewhere in ((f"c/{case}/", False), (f"s/{other}/", True), (f"s/{other}/safety/", True)):
        page = text(jonas.get(f"/desk/{where}"))
        assert "Ring inte på dörren." in page, where
        assert "Visa vem det är" not in page, where
        assert "Det gäller inte längre" not in page, where
        assert ("De har setts i ett annat stöd" in page) is elsewhere, where
