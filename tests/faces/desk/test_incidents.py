# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents on the desk's own pages, without a browser: what each gets, what is as if it were not there, how light it
is, and that nothing that was typed is lost."""

from __future__ import annotations

import gzip
import re
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.faces.desk.test_cases import UNIT, at, colleagues, send, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import people  # noqa: F401 - fixtures

from sjalvklar.faces.desk.incidents import family as family_page
from sjalvklar.faces.desk.incidents import incident as incident_page
from sjalvklar.incident import actions
from sjalvklar.incident import queries as incidents
from sjalvklar.incident.models import Incident
from sjalvklar.incident.rules import Circle, Family
from sjalvklar.kernel import clock

PLACE = "Gården bakom Provgatan 4"
LIGHT = 30_000  # bytes of a page, as it is sent over a bad line


def rings(incident: UUID) -> dict[Circle, UUID]:
    return {kind: ring for ring, kind in incidents.rings(incident)}


@pytest.fixture
def incident() -> UUID:
    """Jonas leads; Samir works with the bereaved, Gunilla with a suspect's family."""
    made = actions.open_incident(
        actor=viewer("jonas"),
        unit_id=UNIT,
        kind="shooting",
        place=PLACE,
        happened_at=clock.now() - timedelta(hours=1),
        nonce=secrets.token_bytes(16),
    )
    for who, circle in (("samir", Circle.BEREAVED), ("gunilla", Circle.SUSPECTS_FAMILY)):
        actions.assign(actor=viewer("jonas"), circle_id=rings(made)[circle], staff_id=viewer(who).staff_id)
    return made


@pytest.fixture
def family(incident: UUID) -> UUID:
    return actions.add_family(
        actor=viewer("samir"),
        circle_id=rings(incident)[Circle.BEREAVED],
        family=Family("Amal Exempel", safe_contact="Ring Nora först."),
        people=4,
        nonce=secrets.token_bytes(16),
    )


def without_address(answer: Any) -> str:
    """The page without what was asked for."""
    return re.sub(r"incidents/[icf]/[0-9a-f-]{36}", "", text(answer))


def page(client: Client, name: str, *of: Any) -> str:
    answer = client.get(reverse(name, args=of))
    assert answer.status_code == 200, (name, answer.status_code)
    return text(answer)


def test_one_person_opens_one_with_four_answers(db: None) -> None:
    jonas = at("jonas")
    form = page(jonas, "desk_incident_new")
    typed = set(re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*name="(\w+)"', form))
    assert typed - {"csrfmiddlewaretoken", "language", "next"} == {"kind", "place", "day", "time"}
    given = {"kind": "shooting", "place": PLACE, "day": "2026-11-22", "time": "02:00", "nonce": "ab" * 16}
    refused = text(send(jonas, reverse("desk_incident_new"), **{**given, "kind": ""}))
    assert "Välj en" in refused
    assert f'value="{PLACE}"' in refused
    made = [send(jonas, reverse("desk_incident_new"), **given) for _ in range(2)]
    assert made[0].status_code == 302
    assert made[0]["Location"] == made[1]["Location"]
    opened = text(jonas.get(made[0]["Location"]))
    assert PLACE in opened
    assert "Du leder." in opened
    assert Incident.objects.count() == 1


def test_the_board_names_nobody_and_the_circle_is_for_those_who_work_in_it(incident: UUID, family: UUID) -> None:
    jonas, samir = at("jonas"), at("samir")
    board = page(jonas, "desk_incident", incident)
    assert "1 familj är inte nådd" in board
    assert "Amal" not in board
    assert PLACE in page(samir, "desk_incident", incident)
    circle = rings(incident)[Circle.BEREAVED]
    assert "Amal Exempel" in page(samir, "desk_circle", circle)
    assert "Ring Nora först." in page(samir, "desk_family", family)
    seen = page(at("ines"), "desk_incident", incident)
    assert PLACE not in seen
    assert "Amal" not in seen
    assert "Inte nådda" not in seen


def test_for_everybody_else_each_address_is_as_if_it_were_not_there(incident: UUID, family: UUID) -> None:
    circle = rings(incident)[Circle.BEREAVED]
    about = {"desk_incident": incident, "desk_circle": circle, "desk_family": family}
    forms = {
        **{("desk_incident_do", incident, deed): {} for deed in incident_page.DEEDS},
        **{("desk_family_do", family, deed): {} for deed in family_page.DEEDS},
        ("desk_circle", circle): {"called": "Ny"},
    }
    hidden = {
        "jonas": {"desk_circle", "desk_family", "desk_family_do"},
        "gunilla": {"desk_circle", "desk_family", "desk_family_do"},
        "ines": {"desk_circle", "desk_family", "desk_family_do"},
        **{who: {*about, "desk_incident_do", "desk_family_do"} for who in ("farid", "birgitta", "kim", "siv")},
    }
    for who, names in hidden.items():
        client = at(who)
        nothing = without_address(client.get(reverse("desk_incident", args=[uuid4()])))
        for name in names & set(about):
            answer = client.get(reverse(name, args=[about[name]]))
            assert answer.status_code == 404, (who, name)
            assert without_address(answer) == nothing, (who, name)
        for (name, *of), form in forms.items():
            if name in names:
                answer = send(client, reverse(name, args=of), **form)
                assert answer.status_code == 404, (who, name, of)
    samir = at("samir")
    for (name, *of), form in forms.items():
        if name != "desk_incident_do":
            assert send(samir, reverse(name, args=of), **form).status_code in {200, 302}, (name, of)


def test_a_name_that_is_no_deed_is_no_page_and_what_is_a_form_opens_with_a_button(
    incident: UUID, family: UUID
) -> None:
    jonas = at("jonas")
    assert send(jonas, reverse("desk_incident_do", args=[incident, "erase"])).status_code == 404
    assert send(at("samir"), reverse("desk_family_do", args=[family, "erase"])).status_code == 404
    assert jonas.get(reverse("desk_incident_do", args=[incident, "close"])).status_code == 405


def test_whoever_leads_does_it_all_on_one_page(incident: UUID) -> None:
    jonas = at("jonas")

    def do(deed: str, **form: str) -> str:
        answer = send(jonas, reverse("desk_incident_do", args=[incident, deed]), **form)
        assert answer.status_code == 302, (deed, text(answer)[:2000])
        return text(jonas.get(answer["Location"]))

    samir, ines = str(viewer("samir").staff_id), str(viewer("ines").staff_id)
    circle = str(rings(incident)[Circle.INJURED])
    assert "Inget svar än" in do("alert", whom="region")
    assert "De tar emot nu" in do("answered", whom="region", answer="ready_now")
    assert "Ingen svarade, " in do("called", call="child-line.no")
    assert "<s>Larma regionen" in do("task", task="alert")
    assert "<b>Larma regionen" in do("task", task="alert.undo")
    night = {"staff_id": samir, "role": "outreach", "day": "2026-11-22", "from": "22:00", "to": "06:00"}
    do("duty", **night)
    assert "Biblioteket" in do("place", room="Biblioteket", schools="Norra skolan\n", day="", media=ines)
    assert "Polisen har spärrat av." in do("line", text="Polisen har spärrat av.", nonce="cd" * 16)
    assert "planerat" in do("debrief", day="2030-01-01", time="13:00")
    assert "har träffats" in do("held")
    assert "arbetar i kretsen" in do("assign", staff_id=ines, circle=circle)
    assert "annan krets" in do("assign", staff_id=samir, circle=circle)
    assert "lämnat kretsen" in do("unassign", **{"from": f"{circle}.{ines}"})
    assert "första dygnen är över" in do("calm")
    assert "pågår igen" in do("wake")
    do("calm")
    assert "avslutad" in do("close")
    assert "öppen igen" in do("reopen")
    assert "leder från och med nu" in do("lead", staff_id=samir, leader_id=str(viewer("jonas").staff_id))
    assert "Samir Ny leder." in page(jonas, "desk_incident", incident)


def test_nothing_is_chosen_beforehand_where_a_slip_at_night_would_tell_a_lie(incident: UUID, family: UUID) -> None:
    jonas, samir = at("jonas"), at("samir")
    send(jonas, reverse("desk_incident_do", args=[incident, "alert"]), whom="region")
    board = page(jonas, "desk_incident", incident)
    for name in ("who", "ring", "leader", "answer-region"):
        first = re.search(rf'<select id="{name}"[^>]*>\s*<option value="([^"]*)"', board)
        assert first is not None, name
        assert first[1] == "", name
    assert 'href="tel:116111"' in board
    answered = send(jonas, reverse("desk_incident_do", args=[incident, "answered"]), whom="region", answer="ready_now")
    assert 'value="ready_now" selected' in text(jonas.get(answered["Location"]))
    where = reverse("desk_family", args=[family])
    assert "Välj en" in text(send(samir, f"{where}reach/", way="visit", outcome="", nonce="cd" * 16))
    assert "av misstag" not in text(samir.get(where))
    send(samir, f"{where}reach/", way="visit", outcome="reached", nonce="ce" * 16)
    assert "Det antecknades av misstag" in text(samir.get(where))
    send(samir, f"{where}reach/", way="visit", outcome="mistake", nonce="cf" * 16)
    assert "1 familj är inte nådd" in page(jonas, "desk_incident", incident)


def test_a_family_is_written_down_reached_and_followed_on_two_pages(incident: UUID) -> None:
    samir = at("samir")
    circle = rings(incident)[Circle.BEREAVED]
    form = {"called": "Amal", "people": "4", "children": "", "safe_contact": "", "nonce": "ab" * 16}
    wrong = text(send(samir, reverse("desk_circle", args=[circle]), **{**form, "safe_contact": "19900101-2385"}))
    assert "personnummer" in wrong
    assert 'value="Amal"' in wrong
    where = send(samir, reverse("desk_circle", args=[circle]), **form)["Location"]
    assert send(samir, reverse("desk_circle", args=[circle]), **form)["Location"] == where

    def do(deed: str, **given: str) -> str:
        answer = send(samir, f"{where}{deed}/", **given)
        return text(samir.get(where) if answer.status_code == 302 else answer)

    assert "har ingen krissamordnare" in text(samir.get(where))
    reached = do("reach", way="visit", outcome="reached", told_by="media", nonce="cd" * 16)
    assert "Du är deras krissamordnare." in reached
    assert "En telefon eller nyheterna" in reached
    assert "klart, " in do("settle", do="checkpoint.h24.done")
    assert "de tackade nej" in do("settle", do="authority.funeral.declined")
    assert "Rättegången börjar" in do("event", event="trial", on="2027-04-01")
    kept = do("event", event="release", on="0001-01-01")
    assert re.search(r'<option value="release" selected>', kept)
    assert 'value="0001-01-01"' in kept
    assert "Skriv vilken dag, som 2026-11-24." in kept, "no clock is asked for"
    assert 'aria-invalid="true"' in kept
    assert "desk/support/new/?source=incident" in kept
    assert "sa ja" in do("consent", yes="yes")
    assert "Utan deras ja" in do("consent", yes="no")
    assert "Vill ha besök." in do("note", text="Vill ha besök.", nonce="ef" * 16)
    kept = do("note", text="Hon är 19900101-2385.", nonce="ef" * 16)
    assert "Hon är 19900101-2385." in kept
    assert "personnummer" in kept
    changed = do("change", called="Amal Hassan", people="5", children="2", safe_contact="Bara sms")
    assert "5 personer, varav 2 under 18" in changed
    wrong = do("change", called="", people="5", children="2", safe_contact="Bara sms på tisdagar")
    assert "Bara sms på tisdagar" in wrong
    assert "Amal Hassan" in page(samir, "desk_circle", circle)


@pytest.mark.parametrize(
    "given",
    [
        {"staff_id": "x", "circle": "x"},
        {"whom": "x" * 500, "call": "..", "task": "\x00", "shift": "9" * 30, "do": "date.\x00"},
        {
            "day": "2026-99-99",
            "time": "25:61",
            "from": "x",
            "to": "",
            "text": "\ud83d" * 3,
            "role": "x",
            "answer": "x",
        },
    ],
)
def test_whatever_is_sent_is_answered_with_a_sentence(incident: UUID, family: UUID, given: dict[str, str]) -> None:
    given = {name: value.encode("utf-8", "replace").decode() for name, value in given.items()}
    jonas, samir = at("jonas"), at("samir")
    for deed in set(incident_page.DEEDS) - {"calm", "held", "wake", "close", "reopen"}:
        assert send(jonas, reverse("desk_incident_do", args=[incident, deed]), **given).status_code in {200, 302}, deed
    for deed in family_page.DEEDS:
        assert send(samir, reverse("desk_family_do", args=[family, deed]), **given).status_code in {200, 302}, deed


def test_the_pages_are_light_enough_for_a_bad_line(incident: UUID, family: UUID) -> None:
    ring = rings(incident)[Circle.BEREAVED]
    for n in range(45):
        actions.add_family(
            actor=viewer("samir"), circle_id=ring, family=Family(f"Familj {n}"), nonce=secrets.token_bytes(16)
        )
    for who, name, of in (
        ("jonas", "desk_incidents", ()),
        ("jonas", "desk_incident_new", ()),
        ("jonas", "desk_incident", (incident,)),
        ("samir", "desk_circle", (ring,)),
        ("samir", "desk_family", (family,)),
    ):
        body = page(at(who), name, *of).encode()
        assert len(gzip.compress(body)) < LIGHT / 3, name
        assert len(body) < LIGHT, (name, len(body))
    assert "Sida 2 av 2" in text(at("samir").get(reverse("desk_circle", args=[ring]) + "?page=2"))


def test_the_menu_leads_there_for_those_who_serve_and_for_nobody_else(db: None) -> None:
    assert reverse("desk_incidents") in page(at("jonas"), "desk_incidents")
    assert at("kim").get(reverse("desk_incidents")).status_code == 404
    assert at("siv").get(reverse("desk_incident_new")).status_code == 404
