# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is agreed in a support on the desk's own pages, without a browser: the plan, booked talks, what is safe."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from tests.faces.desk.test_cases import MORE, at, text, viewer
from tests.faces.desk.test_sign_in import IT, UNIT, people, send  # noqa: F401 - fixtures

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import Identity, Purpose, Recipient
from sjalvklar.faces.desk.cases import paper_more
from sjalvklar.kernel import clock
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.organisation.actions import demo
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Next, Who
from sjalvklar.support.models import OwnPlan as Version
from sjalvklar.support.models import Reminder, ReminderWish, SafetyTold, Talk
from sjalvklar.support.rules import DocumentationMode, NextStep, OwnPlan, Way

PLAN = {
    "wants": "Sova om natten.",
    "helps": "Någon att ringa.",
    "they_do": "Går ut varje dag.",
    "we_do": "Vi ringer på tisdagar.",
}


@pytest.fixture(autouse=True)
def colleagues(people: None) -> None:  # noqa: F811
    demo.make_demo_staff(MORE, actor=IT, zone=ZoneInfo("Europe/Stockholm"))


def begun(service: str, **given: object) -> UUID:
    return actions.open_support(
        actor=viewer("jonas"),
        unit_id=UNIT,
        beginning=Beginning(service, **given),  # type: ignore[arg-type]
        coming=Next(NextStep.TALK, queries.today() + timedelta(days=7)),
        nonce=service.encode().ljust(16, b"x"),
    )


@pytest.fixture
def support() -> UUID:
    """Crisis support to Amal, without a file."""
    return begun("crisis-support", who=Who("Amal", SafeContact(Channel.SMS, "070-174 06 12", when="efter fem")))


def booked(support: UUID, way: Way = Way.VIDEO, days: int = 3) -> Talk:
    starts = clock.now() + timedelta(days=days)
    actions.book(
        actor=viewer("jonas"),
        support_id=support,
        way=way,
        starts_at=starts,
        minutes=45,
        nonce=f"{way}{days}".encode().ljust(16, b"x"),
    )
    return Talk.objects.get(support=support, starts_at=starts)


def where(support: UUID, page: str, deed: str = "") -> str:
    return f"/desk/s/{support}/{page}/" + (f"{deed}/" if deed else "")


def test_a_plan_is_written_printed_and_followed_by_a_new_version(support: UUID) -> None:
    import pikepdf

    jonas = at("jonas")
    assert "Det finns ingen än." in text(jonas.get(f"/desk/s/{support}/"))
    later = (queries.today() + timedelta(days=30)).isoformat()
    form = {"do": "write", "number": "0", "look_on": later, **PLAN}
    assert send(jonas, where(support, "own-plan", "change"), **form, nonce="aa" * 16)["Location"] == where(
        support, "own-plan"
    )
    page = text(jonas.get(where(support, "own-plan")))
    for said in PLAN.values():
        assert said in page
    new = {**form, "number": "1", "helps": "En grupp."}
    send(jonas, where(support, "own-plan", "change"), **new, nonce="ab" * 16)
    page = text(jonas.get(where(support, "own-plan")))
    assert "Version 2" in page
    assert "Version 1" in page
    send(jonas, where(support, "own-plan", "change"), do="look", number="2", look_on=later)
    assert Version.objects.get(number=2).looked_at is not None
    for language, title in (("sv", "Min plan"), ("en", "My plan")):
        answer = send(jonas, where(support, "own-plan", "paper"), language=language)
        assert answer["Content-Type"] == "application/pdf"
        assert "papper.pdf" in answer["Content-Disposition"]
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.docinfo["/Title"]) == title
            assert "/Author" not in pdf.docinfo
    for who in ("samir", "ines", "birgitta", "siv"):
        assert at(who).get(where(support, "own-plan")).status_code == 404, who


def test_a_plan_that_is_refused_keeps_what_was_typed(support: UUID) -> None:
    jonas = at("jonas")
    anonymous = begun("support-talk")
    later = (queries.today() + timedelta(days=30)).isoformat()
    good = {"do": "write", "number": "0", "look_on": later, **PLAN}
    for about, change, said in (
        (support, {"wants": ""}, "Skriv vad personen vill"),
        (support, {"look_on": "i morgon"}, "Skriv en dag"),
        (support, {"look_on": "2020-01-01"}, "Det har redan varit"),
        (support, {"number": "1"}, "En kollega har skrivit en ny version"),
        (support, {"do": "look"}, "Det finns ingen plan"),
        (anonymous, {"we_do": "Ring 070-174 06 12"}, "ser ut som ett telefonnummer"),
    ):
        answer = send(jonas, where(about, "own-plan", "change"), **{**good, **change}, nonce="ac" * 16)
        page = text(jonas.get(answer["Location"].partition("#")[0]))
        assert said in page, (change, said)
        assert "Går ut varje dag." in page, change
    assert not Version.objects.exists()
    answer = send(jonas, where(support, "own-plan", "paper"))
    assert "Det finns ingen plan" in text(jonas.get(answer["Location"].partition("#")[0]))


def test_the_plan_stands_in_the_persons_own_copy(people: None) -> None:  # noqa: F811
    jonas = viewer("jonas")
    case = casework.open_case(actor=jonas, unit_id=UNIT, identity=Identity(name="Amal"), nonce=b"c" * 16)
    support = begun("support-talk", mode=DocumentationMode.PERSONAL_FILE, case_id=case)
    look = queries.today() + timedelta(days=30)
    actions.write_plan(actor=jonas, support_id=support, plan=OwnPlan(**PLAN), look_on=look, number=0, nonce=b"p" * 16)
    found = casework.extract(
        actor=jonas, case_id=case, to=Recipient.PERSON, why=Purpose.ACCESS_REQUEST, choices={}, confirmed=True
    )
    with override("sv"):
        [said] = paper_more.supports(found, str, str)
    [text] = [text for title, text in said["rows"] if title == "Min plan"]  # type: ignore[misc, str-unpack, attr-defined]
    assert "Vad jag vill: Sova om natten." in text


def test_a_talk_by_video_has_a_link_that_is_given_and_changes_when_it_is_moved(support: UUID) -> None:
    jonas, talk = at("jonas"), booked(support)
    page = text(jonas.get(where(support, "talks")))
    link = re.search(r'href="(https://video\.example\.org/[a-z0-9]{32})"', page)
    assert link is not None
    send(jonas, where(support, "talks", "change"), do="give", talk=str(talk.pk), how="told", nonce="aa" * 16)
    assert "fick den" in text(jonas.get(where(support, "talks")))
    starts = (clock.now() + timedelta(days=5)).astimezone(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m-%dT%H:%M")
    moved = {"do": "move", "talk": str(talk.pk), "way": "video", "starts": starts, "minutes": "30"}
    send(jonas, where(support, "talks", "change"), **moved)
    page = text(jonas.get(where(support, "talks")))
    assert link[1] not in page
    assert "https://video.example.org/" in page
    assert "fick den" not in page
    assert link[1] not in text(jonas.get(f"/desk/s/{support}/"))
    Talk.objects.update(video=None)
    assert "har ingen videotjänst" in text(jonas.get(where(support, "talks")))


def test_nobody_is_reminded_until_they_say_yes_and_a_colleague_notes_what_came_of_it(support: UUID) -> None:
    jonas, talk = at("jonas"), booked(support, Way.PHONE, days=1)
    assert "Personen får inga påminnelser" in text(jonas.get(where(support, "talks")))
    send(jonas, where(support, "talks", "change"), do="wish", way="safe", days_before="1")
    assert "påminn i dag" in text(jonas.get(f"/desk/s/{support}/"))
    for who in ("jonas", "samir", "ines"):
        listed = text(at(who).get("/desk/support/reminders/"))
        assert str(support) in listed
        assert "Amal" not in listed
        assert "070" not in listed
    assert at("siv").get("/desk/support/reminders/").status_code == 404
    page = text(jonas.get(where(support, "talks")))
    assert "Påminn i dag: " in page
    shown = text(send(jonas, f"/desk/s/{support}/reveal/"))
    assert "070-174 06 12" in shown
    assert "efter fem" in shown
    reminder = Reminder.objects.get(talk=talk)
    done = {"do": "remind", "reminder": str(reminder.pk), "outcome": "done"}
    send(jonas, where(support, "talks", "change"), **done)
    assert str(support) not in text(jonas.get("/desk/support/reminders/"))
    send(jonas, where(support, "talks", "change"), do="wish", answer="no")
    assert not ReminderWish.objects.get().wanted


def test_what_is_refused_about_talks_is_said(support: UUID) -> None:
    jonas, talk = at("jonas"), booked(support, Way.PHONE)
    send(jonas, where(support, "talks", "change"), do="wish", way="safe", days_before="1")
    move = {"do": "move", "talk": str(talk.pk), "way": "phone"}
    for form, said in (
        ({"do": "wish", "way": "thread", "days_before": "1"}, "Det sättet har vi inte fått"),
        ({"do": "wish", "way": "safe", "days_before": "8"}, "från 0 till 7"),
        ({"do": "wish", "way": "pigeon", "days_before": "1"}, "Välj"),
        ({"do": "give", "talk": str(talk.pk)}, "Det samtalet har ingen länk"),
        ({"do": "give", "talk": "x"}, "inte bokat längre"),
        ({**move, "starts": "", "minutes": "5"}, "Skriv"),
        (
            {"do": "move", "talk": str(talk.pk), "way": "phone", "starts": "2020-01-01T10:00", "minutes": "45"},
            "Det har",
        ),
        ({"do": "remind", "reminder": str(support)}, "Påminnelsen finns inte"),
        ({"do": "other"}, "Välj"),
    ):
        answer = send(jonas, where(support, "talks", "change"), **form)
        assert answer.status_code == 302, form
        assert said in text(jonas.get(answer["Location"].partition("#")[0])), (form, said)


def test_what_is_safe_is_said_anew_and_the_old_is_shown_nowhere(support: UUID) -> None:
    jonas, today = at("jonas"), queries.today().isoformat()
    page = text(jonas.get(where(support, "safe")))
    assert "070" not in page
    assert "efter fem" not in page
    new = {
        "channel": "phone",
        "value": "070-174 06 99",
        "days": "weekdays",
        "hours": "morning",
        "when": "mellan tio och tolv",
        "voicemail": "no",
        "said_by": "themselves",
        "said_on": today,
    }
    for change, said in (
        ({"value": "12"}, "Det är inget telefonnummer"),
        ({"said_by": ""}, "Välj"),
        ({"said_by": "we_stopped"}, "tar vi bara emot att det inte är tryggt"),
        ({"said_on": (queries.today() + timedelta(days=2)).isoformat()}, "Den dagen har inte varit"),
        ({"valid_until": "2020-01-01"}, "Det har redan varit"),
    ):
        answer = send(jonas, where(support, "safe", "change"), **{**new, **change}, nonce="aa" * 16)
        page = text(jonas.get(answer["Location"].partition("#")[0]))
        assert said in page, (change, said)
        assert "mellan tio och tolv" in page
    assert not SafetyTold.objects.exists()
    send(jonas, where(support, "safe", "change"), **new, nonce="ab" * 16)
    page = text(jonas.get(where(support, "safe")))
    assert "Personen sa det själv" in page
    assert "070" not in page
    shown = text(send(jonas, f"/desk/s/{support}/reveal/"))
    for said in ("070-174 06 99", "mellan tio och tolv", "vardagar"):
        assert said in shown
    assert "efter fem" not in shown
    anonymous = begun("support-talk")
    assert "Det finns ingen plats" in text(jonas.get(where(anonymous, "safe")))
    answer = send(jonas, where(anonymous, "safe", "change"), **new, nonce="ac" * 16)
    assert "Det finns ingen plats" in text(jonas.get(answer["Location"].partition("#")[0]))
    assert SafetyTold.objects.count() == 1
