# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-up on the desk's own pages and the questions at the public door, without a browser."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.faces.desk.test_cases import MORE, at, text, viewer
from tests.faces.desk.test_sign_in import IT, UNIT, people, send  # noqa: F401 - fixtures

from sjalvklar.followup.models import Asking, FollowUp
from sjalvklar.followup.rules import AskingState, State
from sjalvklar.kernel import clock
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.organisation.actions import demo
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Held, Next, Who
from sjalvklar.support.rules import NextStep, Way

MET = 60  # minutes ago, which after midnight was yesterday
LANGUAGES = ("sv", "sv-lattlast", "en", "ar", "so", "fi")


@pytest.fixture(autouse=True)
def colleagues(people: None) -> None:  # noqa: F811
    demo.make_demo_staff(MORE, actor=IT, zone=ZoneInfo("Europe/Stockholm"))


def begun(service: str, **given: object) -> UUID:
    made = actions.open_support(
        actor=viewer("jonas"),
        unit_id=UNIT,
        beginning=Beginning(service, situation="homicide", **given),  # type: ignore[arg-type]
        coming=Next(NextStep.TALK, queries.today() + timedelta(days=7)),
        nonce=service.encode().ljust(16, b"x"),
    )
    held = Held(Way.ROOM, clock.now() - timedelta(minutes=MET), 45)
    actions.hold_talk(actor=viewer("jonas"), support_id=made, held=held, nonce=b"t" * 16)
    return made


@pytest.fixture
def support() -> UUID:
    """Crisis support to Amal, without a file, with one talk."""
    return begun("crisis-support", who=Who("Amal", SafeContact(Channel.SMS, "070-174 06 12", when="efter fem")))


def where(support: UUID, deed: str = "") -> str:
    return f"/desk/s/{support}/follow-up/" + (f"{deed}/" if deed else "")


def link_of(client: Client, support: UUID, questions: str = "wellbeing") -> str:
    page = text(send(client, where(support, "ask"), questions=questions, nonce="ab" * 16))
    assert "00.00)" not in page, "its last day is said, not the midnight after it"
    return "/q/" + re.search(r"/q/([2-9a-z]{20})<", page)[1]  # type: ignore[index]


def test_what_is_planned_is_settled_and_stands_in_the_list_of_the_unit(support: UUID) -> None:
    jonas, today = at("jonas"), queries.today()
    assert "Inget är planerat." in text(jonas.get(f"/desk/s/{support}/"))
    page = text(jonas.get(where(support) + "?start=2026-01-01"))
    assert "Lägenheten efter den som dog" not in page, "it has passed"
    page = text(jonas.get(where(support)))
    assert "Lägenheten efter den som dog" in page
    form = {"start": today.isoformat(), "steps": ["homicide.day-1", "homicide.day-25"], "nonce": "aa" * 16}
    assert send(jonas, where(support, "plan"), **form)["Location"] == where(support)
    send(jonas, where(support, "add"), event="judgment_final", words="Advokaten ringer", nonce="ac" * 16)
    page = text(jonas.get(where(support)))
    for said in ("i morgon", "Domen får laga kraft. Advokaten ringer", "Fråga om:"):
        assert said in page, said
    event = FollowUp.objects.get(state=State.EXPECTED.value)
    send(jonas, where(support, "settle"), followup=str(event.pk), outcome="happened", on=today.isoformat())
    first = FollowUp.objects.filter(state=State.DUE.value).order_by("on").first()
    assert first is not None
    send(jonas, where(support, "settle"), followup=str(first.pk), outcome="contacted")
    assert "kontaktad" in text(jonas.get(where(support)))
    assert "2 dagar planerade" in text(jonas.get(f"/desk/s/{support}/"))
    for who in ("jonas", "samir", "ines"):
        listed = text(at(who).get("/desk/support/follow-up/"))
        assert "Att följa upp" in listed
        assert "laga kraft" not in listed
        assert str(support) in listed
    for who, status in (("samir", 404), ("ines", 404), ("birgitta", 404), ("siv", 404)):
        assert at(who).get(where(support)).status_code == status, who
    assert at("siv").get("/desk/support/follow-up/").status_code == 404


def test_what_is_refused_is_said_and_what_was_typed_is_still_there(support: UUID) -> None:
    jonas, today = at("jonas"), queries.today()
    for deed, form, said in (
        ("plan", {"start": today.isoformat()}, "Välj minst en dag"),
        ("plan", {"start": "i går", "steps": ["homicide.day-1"]}, "Skriv en dag"),
        ("add", {"on": "", "words": "Ring mamman"}, "Ring mamman"),
        ("add", {"on": "2020-01-01"}, "Det har redan varit"),
        ("settle", {"followup": "x", "outcome": "contacted"}, "Det finns inte här längre"),
        ("settle", {"followup": str(support), "outcome": "ended"}, "Välj"),
        ("settle", {"followup": str(support), "outcome": "declined"}, "Det finns inte här längre"),
        ("consent", {"months": "37"}, "Skriv hur många månader"),
        ("consent", {"do": "withdraw"}, "Ingen har sagt ja"),
        ("ask", {"questions": "other"}, "Välj"),
        ("take-back", {"asking": "x"}, "Det finns inte här längre"),
        ("note", {"questions": "wellbeing", "by": "talk"}, "Välj ett svar på minst en fråga"),
        ("prove", {}, "Välj de dagar"),
        ("prove", {"days": ["2020-01-01"], "name": "Amal"}, "Välj de dagar"),
    ):
        answer = send(jonas, where(support, deed), **form)
        assert answer.status_code == 302, deed
        assert said in text(jonas.get(answer["Location"].partition("#")[0])), (deed, said)
    assert not FollowUp.objects.exists()


def test_a_yes_to_the_time_after_is_given_and_taken_back(support: UUID) -> None:
    jonas = at("jonas")
    on = (queries.today() + timedelta(days=90)).isoformat()
    send(jonas, where(support, "add"), on=on, nonce="aa" * 16)
    send(jonas, where(support, "consent"), months="12", nonce="ab" * 16)
    send(jonas, f"/desk/s/{support}/close/", reason="goal_reached")
    page = text(jonas.get(where(support)))
    assert "Personen vill att vi fortsätter" in page
    assert "efter avslut" in text(jonas.get("/desk/support/follow-up/"))
    send(jonas, where(support, "consent"), do="withdraw")
    assert "Inget är planerat." in text(jonas.get(where(support)))


def test_a_proof_is_a_tagged_pdf_that_says_days_and_never_why(support: UUID) -> None:
    import pikepdf

    jonas = at("jonas")
    today = (clock.now() - timedelta(minutes=MET)).astimezone(ZoneInfo("Europe/Stockholm")).date().isoformat()
    for language in ("sv", "en"):
        form = {"days": [today], "name": "Amal", "language": language, "nonce": "aa" * 16}
        answer = send(jonas, where(support, "prove"), **form)
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith(language)
    anonymous = begun("support-talk")
    page = text(jonas.get(where(anonymous)))
    assert "Det finns inget namn att skriva" in page
    answer = send(jonas, where(anonymous, "prove"), days=[today], name="Amal", nonce="ab" * 16)
    assert "finns ingen plats" in text(jonas.get(answer["Location"].partition("#")[0]))
    assert send(jonas, where(anonymous, "prove"), days=[today], nonce="ac" * 16)["Content-Type"] == "application/pdf"


def test_answers_by_talk_are_drawn_with_a_table_and_papers_are_printed_in_every_language(support: UUID) -> None:
    jonas = at("jonas")
    for number, sleep in enumerate("13"):
        form = {"questions": "wellbeing", "by": "talk", "sleep": sleep, "nonce": f"a{number}" * 16}
        send(jonas, where(support, "note"), **form)
    page = text(jonas.get(where(support)))
    assert "<polyline" in page
    assert page.index("Sällan") < page.index("Ofta")
    for language in LANGUAGES:
        sheet = jonas.get(f"/desk/support/follow-up/paper/experience/?language={language}")
        assert sheet.status_code == 200
        assert f'lang="{language[:2]}' in text(sheet)
    for path in ("paper/other/", "paper/experience/?language=xx"):
        assert jonas.get(f"/desk/support/follow-up/{path}").status_code == 404


def test_the_public_page_shows_questions_once_and_keeps_nothing(support: UUID) -> None:
    link, anybody = link_of(at("jonas"), support), Client(headers={"Accept-Language": "fi"})
    assert anybody.get(link)["Location"] == link.replace("/q/", "/q/fi/")
    for language in LANGUAGES:
        answer = anybody.get(link.replace("/q/", f"/q/{language}/"))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert 'id="exit"' in page
        assert re.search(r"<title>[^<]* – Information</title>", page)
        assert page.count('type="radio"') == 25
        for hidden in (str(support), UNIT, "Jonas", "csrfmiddlewaretoken"):
            assert hidden not in page
    again = anybody.post(link.replace("/q/", "/q/sv/"), {})
    assert "Välj ett svar på minst en fråga." in again.content.decode()
    done = anybody.post(link.replace("/q/", "/q/sv/"), {"sleep": "2", "safe": "4", "other": "1"})
    assert done.status_code == 303
    assert "Tack" in anybody.get(done["Location"]).content.decode()
    assert not anybody.cookies
    assert Asking.objects.get().state == AskingState.ANSWERED.value
    assert "Ibland" in text(at("jonas").get(where(support)))


def test_codes_that_open_nothing_look_alike(support: UUID) -> None:
    jonas, anybody = at("jonas"), Client()
    used = link_of(jonas, support).replace("/q/", "/q/sv/")
    anybody.post(used, {"sleep": "2"})
    wrong = "/q/sv/" + "2" * 20
    send(jonas, where(support, "ask"), questions="experience", nonce="ef" * 16)
    asking = Asking.objects.get(state=AskingState.OPEN.value)
    old = text(send(jonas, where(support, "ask"), questions="experience", nonce="ef" * 16))
    expired = "/q/sv/" + re.search(r"/q/([2-9a-z]{20})<", old)[1]  # type: ignore[index]
    assert "Hur har vår hjälp varit?" in anybody.get(expired).content.decode()
    send(jonas, where(support, "take-back"), asking=str(asking.pk))

    def seen(path: str) -> list[tuple[object, ...]]:
        shown = anybody.get(path)
        sent = anybody.post(path, {"help": "2", "sleep": "1"})
        plain = [answer.content.replace(path.rpartition("/")[2].encode(), b"CODE") for answer in (shown, sent)]
        return [
            (shown.status_code, plain[0], dict(shown.items())),
            (sent.status_code, plain[1], sent["Location"].rpartition("/")[0]),
        ]

    assert seen(used) == seen(wrong) == seen(expired)
    typed = anybody.post("/q/sv", {"c": "inte någon kod"})
    assert typed["Location"].startswith("/q/sv/")
    assert anybody.get(typed["Location"]).status_code == 200
    for hostile in ("/q/sv/%00" + "2" * 20, "/q/sv/" + "a" * 41, "/q/xx/" + "2" * 20):
        assert anybody.get(hostile).status_code == 404
