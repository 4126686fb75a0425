# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Children on the desk's own pages, without a browser: their own contact, what guardians may know, and concern."""

from __future__ import annotations

import re
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.faces.desk.test_cases import AMAL, MORE, at, text, viewer
from tests.faces.desk.test_sign_in import IT, UNIT, people, send  # noqa: F401 - fixtures
from tests.faces.desk.test_support import local, registered

from sjalvklar.casework import actions as casework
from sjalvklar.children import actions
from sjalvklar.children.models import Concern, Said
from sjalvklar.children.rules import Consent, Knows, OwnContact
from sjalvklar.kernel import meanwhile
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.actions import demo
from sjalvklar.support import actions as support
from sjalvklar.support import queries
from sjalvklar.support.actions import Beginning, Next
from sjalvklar.support.models import Support, Talk
from sjalvklar.support.rules import AgeBand, DocumentationMode, NextStep

FORM = {"service": "support-talk", "way": "phone", "minutes": "30", "band": "12-14", "consent": "child"}


@pytest.fixture(autouse=True)
def colleagues(people: None) -> None:  # noqa: F811
    demo.make_demo_staff(MORE, actor=IT, zone=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def contact() -> UUID:
    """What a thirteen-year-old wrote, taken by Jonas."""
    facts = ContactFacts(child=True, situation="addiction")
    stored = mailbox.store_contact(nonce=b"k" * 16, unit_id=UNIT, text="mamma dricker varje kväll", answers=facts)
    mailbox.take(actor=viewer("jonas"), thread_id=stored.thread_id)
    return stored.thread_id


def own(client: Client, **given: str) -> str:
    answer = send(client, "/desk/support/child/", **{**FORM, "starts": local(30), "nonce": "ab" * 16, **given})
    assert answer.status_code == 302, text(answer)
    where: str = answer["Location"]
    return where


def page_after(client: Client, where: str, **form: str) -> str:
    answer = send(client, where, **form)
    return text(client.get(answer["Location"].partition("#")[0]))


def test_what_a_child_wrote_becomes_a_contact_of_their_own_with_a_booked_talk(db: None, contact: UUID) -> None:
    jonas = at("jonas")
    assert f"/desk/support/child/?contact={contact}" in text(jonas.get(f"/desk/k/{contact}/"))
    page = text(jonas.get(f"/desk/support/child/?contact={contact}"))
    form = re.sub(r"<details.*?</details>", "", page.partition('action="/desk/support/child/')[2], flags=re.DOTALL)
    hidden = {"csrfmiddlewaretoken", "nonce", "contact"}
    fields = set(re.findall(r'name="(\w+)"', form)) - hidden
    assert fields == {"service", "way", "starts", "minutes", "band", "consent"}, "six fields, as another contact has"
    where = own(jonas, contact=str(contact))
    assert own(jonas, contact=str(contact)) == where, "the same form registers one"
    assert (Support.objects.get().situation, Talk.objects.get().state) == ("addiction", "booked")
    page = text(jonas.get(where))
    assert "Ett barns egen kontakt" in page
    assert "Ingen har frågat om barn än" not in page, "a child is not asked about children"
    page = text(jonas.get(f"{where}child/"))
    for said in ("12–14 år", "Barnet självt", "får inte veta något om den här kontakten", "Ingen har bedömt det"):
        assert said in page, said


def test_what_a_younger_child_needs_is_said_and_what_was_typed_is_still_there(db: None) -> None:
    jonas = at("jonas")
    form = {**FORM, "starts": local(30)}
    for wrong, said in (
        ({"band": "10-11"}, "Yngre än 12 år"),
        ({"band": "10-11", "consent": "without"}, "Välj varför det skulle skada barnet"),
        ({"band": "10-11", "consent": "without", "harm": "other"}, "Skriv i en mening"),
        ({"band": "10-11", "consent": "without", "harm": "other", "why": "070-174 06 12"}, "telefonnummer"),
        ({"band": ""}, "Välj"),
        ({"starts": "i morgon"}, "Skriv dag och tid"),
    ):
        page = text(send(jonas, "/desk/support/child/", **{**form, **wrong}))
        assert said in page, wrong
        assert 'value="30"' in page
        if "why" in wrong:
            assert f'value="{wrong["why"]}"' in page
    assert not Support.objects.exists()
    assert "/desk/s/" in own(jonas, band="10-11", consent="guardian", way="room:jarva-samtalsrum-1")


def test_guardians_may_know_only_what_somebody_has_judged(db: None) -> None:
    jonas = at("jonas")
    where = own(jonas)
    assert "Nej. Svara att du varken" in page_after(jonas, f"{where}child-ask/", asked="that")
    judged = {"wish": "that", "mature": "yes", "may": "all", "not_told": "Vad han säger om mamma."}
    page = page_after(jonas, f"{where}child-guardians/", **judged, nonce="cd" * 16)
    assert "har inte sagt ja till så mycket" in page
    assert "Vad han säger om mamma." in page, "what was typed is still there"
    page = page_after(jonas, f"{where}child-guardians/", **{**judged, "may": "that"}, nonce="ce" * 16)
    assert "får veta att barnet har någon att prata med" in page
    first = {**judged, "may": "nothing", "not_told": "Inget alls.", "shown": meanwhile.mark(0)}
    page = page_after(jonas, f"{where}child-guardians/", **first, nonce="cc" * 16)
    assert "Någon ändrade det här medan du skrev" in page, "a colleague has judged it since the page was shown"
    assert "Inget alls." in page
    assert "Ja, det får de veta nu" in page_after(jonas, f"{where}child-ask/", asked="that")
    assert "Nej. Svara" in page_after(jonas, f"{where}child-ask/", asked="all")
    page = page_after(jonas, f"{where}child-own/", band="15-17", consent="child", nonce="cf" * 16)
    assert "15–17 år" in page
    assert not actions.ask_for_guardian(actor=viewer("jonas"), support_id=UUID(where.split("/")[3]), asked=Knows.ALL)


def test_concern_is_weighed_decided_and_answered_on_the_page(db: None, contact: UUID) -> None:
    jonas = at("jonas")
    named = registered(jonas, called="Amal", named="yes", value="070-174 06 12", channel="sms")
    for where, anonymous in ((f"{named}child", False), (f"/desk/k/{contact}/concern", True)):
        assert "skrivs i kommunens verksamhetssystem" in text(jonas.get(f"{where}/"))
        page = page_after(jonas, f"{where}-consider/", nonce="da" * 16)
        assert "Det räcker att misstänka" in page
        assert "Inget räknas ihop" in page
        assert ("inga ord och ingen enhet sparas" in page) is anonymous
        about = re.findall(r'name="concern" value="([0-9a-f-]{36})"', page)[0]
        assert ("oro att besluta om" in text(jonas.get("/desk/mine/"))) is anonymous, "a contact has no next step"
        words = {} if anonymous else {"words": "Han visade ett blåmärke."}
        form = {"concern": about, "check-suspicion": "yes", "to": "board:sdn-jarva", **words}
        page = page_after(jonas, f"{where}-concern/", do="report", **form)
        assert "Välj vem som fick veta det först" in page
        assert anonymous or words["words"] in page, "what was typed is still there"
        page = page_after(jonas, f"{where}-concern/", do="report", told="child", **form)
        assert "Det räcker att misstänka" in page
        assert ("Järva" in page) is not anonymous
        assert "ändras inte" in page_after(jonas, f"{where}-concern/", do="leave", ground="who_unknown", **form)
        assert "efterfrågad" in page_after(jonas, f"{where}-asked/", concern=about)
        wrong = page_after(jonas, f"{where}-feedback/", concern=about, answer="inquiry", came_on="2019-01-01")
        assert "efter anmälan" in wrong
        today = local(0)[:10]
        page = page_after(jonas, f"{where}-feedback/", concern=about, answer="inquiry", came_on=today)
        assert "En utredning har inletts" in page
    assert "oro att besluta om" not in text(jonas.get("/desk/mine/"))
    assert Concern.objects.count() == 2


def test_for_everybody_else_these_pages_are_not_there(db: None, contact: UUID) -> None:
    jonas = at("jonas")
    where = own(jonas)
    assert jonas.get(f"{where}child-nothing/").status_code == 405
    assert send(jonas, f"{where}child-nothing/").status_code == 404
    before = Said.objects.count()
    for who in ("samir", "gunilla", "farid", "birgitta", "kim", "siv"):
        other = at(who)
        assert other.get(f"{where}child/").status_code == 404, who
        assert other.get(f"/desk/k/{contact}/concern/").status_code == 404, who
        for deed, form in (("own", FORM), ("ask", {"asked": "all"}), ("consider", {}), ("concern", {"do": "report"})):
            assert send(other, f"{where}child-{deed}/", **form).status_code in {302, 404}, (who, deed)
        assert send(other, f"/desk/k/{contact}/concern-consider/").status_code in {302, 404}, who
    assert (Said.objects.count(), Concern.objects.count()) == (before, 0)
    assert at("kim").get("/desk/support/child/").status_code == 404


def test_the_step_about_children_says_how_old_and_is_asked_for_before_closing(db: None) -> None:
    jonas = at("jonas")
    where = registered(jonas)
    assert "Ingen har frågat om barn än" in text(jonas.get(where))
    step = {"asked": "yes", "children_count": "1", "age-6-9": "yes", "age-12-14": "yes"}
    assert "inte i fler åldrar" in page_after(jonas, f"{where}children/", **step)
    step |= {"children_count": "2", "offered": "yes", "talked": "yes", "talked_on": local(0)[:10]}
    page = page_after(jonas, f"{where}children/", **step)
    assert "2 barn, 6–9 och 12–14 år." in page
    assert "Ett barn har haft ett samtal" in page
    assert "Ingen har frågat om barn än" not in page
    closed = registered(jonas, nonce="ef" * 16, coming="none", **step)
    assert "2 barn, 6–9 och 12–14 år." in text(jonas.get(closed))


def test_whoever_makes_a_copy_of_a_case_is_told_of_a_child_s_own_contact_in_it(db: None) -> None:
    jonas = viewer("jonas")
    case = casework.open_case(actor=jonas, unit_id=UNIT, identity=AMAL, nonce=b"a" * 16)
    in_the_file = "I akten finns ett barns egen kontakt"
    assert in_the_file not in text(at("jonas").get(f"/desk/c/{case}/extract/"))
    coming = Next(NextStep.TALK, queries.today())
    beginning = Beginning("practical-help", DocumentationMode.PERSONAL_FILE, case_id=case)
    one = support.open_support(actor=jonas, unit_id=UNIT, beginning=beginning, coming=coming, nonce=b"b" * 16)
    own_contact = OwnContact(AgeBand.UNDER_18, Consent.CHILD)
    actions.make_own(actor=jonas, support_id=one, own=own_contact, nonce=b"c" * 16)
    assert in_the_file in text(at("jonas").get(f"/desk/c/{case}/extract/"))


def test_a_group_for_children_says_for_which_ages_and_who_leads_it(db: None) -> None:
    jonas = at("jonas")
    leader = re.findall(r'<option value="(\d+)"[^>]*>Samir', text(jonas.get("/desk/support/groups/")))[0]
    form = {"service": "group", "name": "Torsdagar", "places": "6", "youngest": "8", "oldest": "12"}
    for wrong, said in (({"oldest": "19"}, "från 0 till 17"), ({"led_by": ""}, "Välj vilken vuxen")):
        page = text(send(jonas, "/desk/support/groups/", **{**form, "led_by": leader, **wrong}))
        assert said in page, wrong
    page = page_after(jonas, "/desk/support/groups/", **form, led_by=leader)
    assert "För barn, 8–12 år. Leds av Samir" in page


def test_the_head_sees_on_the_unit_s_page_how_often_children_are_asked_about(db: None) -> None:
    registered(at("jonas"), asked="yes", children_count="2", offered="yes")
    page = text(at("ines").get("/desk/support/unit/"))
    assert "I 1 av 1 kontakter med vuxna har ni frågat om barn." in page
    assert "2 av 2 barn som ni har fått veta om har erbjudits eget stöd." in page
