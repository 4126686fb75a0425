# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""J3. It is two in the morning. Jonas opens an incident on his phone, alone, on a bad line; by the time it is light
every family has been reached or is seen not to be, and no circle has seen another."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.faces.desk.staff import Desks
from tests.faces.looking import in_both_themes, sideways, with_axe
from tests.live import Live

PHONE = {"width": 320, "height": 640}
PLACE = "Gården bakom Provgatan 4"
NIGHT = "2026-11-22T02:00:00+01:00"


@pytest.fixture(scope="module")
def night(start_live: Callable[..., Live]) -> Live:
    """A product where it is two in the morning."""
    return start_live(now=NIGHT)


@pytest.fixture
def desks(new_context: Callable[..., BrowserContext], night: Live) -> Desks:
    return Desks(new_context, night)


def on_a_phone(desks: Desks, who: str) -> Page:
    return desks.of(who, viewport=PHONE, java_script_enabled=False)


def shown(page: Page) -> str:
    """The page without what is new in every page, and what was asked for."""
    plain = re.sub(r'csrfmiddlewaretoken" value="[^"]*', "", page.content())
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", plain)


def address(page: Page) -> str:
    return page.url.partition("#")[0]


def family(page: Page, called: str, safe: str) -> None:
    page.fill("#called", called)
    page.fill("#safe_contact", safe)
    page.get_by_role("button", name="Anteckna", exact=True).click()


def test_an_incident_is_opened_in_a_minute_and_nobody_is_left_unreached_unseen(desks: Desks, night: Live) -> None:
    # Jonas opens it alone, on his phone and without JavaScript: four answers, the time is there already.
    jonas = on_a_phone(desks, "jonas")
    begun = time.monotonic()
    jonas.goto("/desk/incidents/")
    jonas.get_by_role("link", name="Öppna en händelse").click()
    assert jonas.locator("#time").input_value() == "02:00"
    jonas.get_by_label("Skjutning").check()
    jonas.fill("#place", PLACE)
    jonas.get_by_role("button", name="Öppna och led den").click()
    expect(jonas.locator("main")).to_contain_text("Händelsen är öppen, och du leder den")
    assert time.monotonic() - begun < 60
    where = jonas.url
    assert jonas.title() == "Skjutning – Självklar"

    # The region is alerted and answers; one helpline answers and one does not. One person for each circle.
    jonas.get_by_role("button", name="Jag har larmat dem Regionens krisledning").click()
    jonas.locator("#answer-region").select_option("ready_now")
    jonas.get_by_role("button", name="De svarade").first.click()
    expect(jonas.locator("main")).to_contain_text("Svar i dag 02.00: De tar emot nu")
    jonas.locator("summary", has_text="Svarar någon?").click()
    jonas.get_by_role("button", name=re.compile("Nej.*Brottsofferjouren")).click()
    expect(jonas.locator("main")).to_contain_text("Ingen svarade, i dag 02.00")
    for who, circle in (("Samir", "De efterlevande"), ("Gunilla", "En misstänkts familj")):
        jonas.locator("#who").select_option(label=who)
        jonas.locator("#ring").select_option(label=circle)
        jonas.get_by_role("button", name="Sätt i kretsen").click()
    expect(jonas.locator("table.board")).to_contain_text("Ingen arbetar där än")

    # Samir writes down the family. What must not be kept is refused, and what he typed is still there.
    samir = on_a_phone(desks, "samir")
    samir.goto("/desk/incidents/")
    samir.locator("td.matter a", has_text="Skjutning").first.click()
    assert samir.url == where
    samir.get_by_role("link", name="Till din krets: De efterlevande").click()
    circle = address(samir)
    samir.fill("#people", "4")
    family(samir, "Amal, mor", "Hon är 19900101-2385. Ring Nora först.")
    expect(samir.locator(".wrong")).to_contain_text("personnummer")
    assert samir.locator("#called").input_value() == "Amal, mor"
    assert samir.locator("#people").input_value() == "4"
    family(samir, "Amal, mor", "Ring Nora först, aldrig efter nio.")
    amal = address(samir)
    expect(samir.locator("main")).to_contain_text("De har ingen krissamordnare.")
    samir.locator("#way").select_option("phone")
    samir.locator("#outcome").select_option("no_answer")
    samir.get_by_role("button", name="Skriv in").click()
    expect(samir.locator("#reach")).to_contain_text("Ingen svarade. Telefon, Samir")
    samir.goto(circle)
    family(samir, "Far, flyttade förra året", "")

    # Gunilla has the family of somebody suspected. Each other's families are not there, nor is the other circle.
    gunilla = on_a_phone(desks, "gunilla")
    gunilla.goto(where)
    gunilla.get_by_role("link", name="Till din krets: En misstänkts familj").click()
    family(gunilla, "Syster till den misstänkte", "")
    for page, theirs in (
        (gunilla, amal),
        (gunilla, circle),
        (samir, address(gunilla)),
        (jonas, amal),
        (jonas, circle),
    ):
        missing = page.goto(re.sub(r"[0-9a-f]{4}/$", "0000/", theirs))
        nothing = shown(page)
        hidden = page.goto(theirs)
        assert hidden is not None
        assert missing is not None
        assert hidden.status == missing.status == 404
        assert shown(page) == nothing
    gunilla.goto(where)
    assert "Amal" not in gunilla.content()

    # Samir goes there, and is their one crisis contact from then on, with a list of authorities.
    samir.goto(amal)
    samir.locator("#way").select_option("visit")
    samir.locator("#outcome").select_option("reached")
    samir.locator("#told").select_option("media")
    samir.get_by_role("button", name="Skriv in").click()
    expect(samir.locator("main")).to_contain_text("Du är deras krissamordnare.")
    expect(samir.locator("#reach")).to_contain_text("Beskedet kom från: En telefon eller nyheterna.")
    samir.get_by_role("button", name="Klart Polisen").click()
    samir.get_by_role("button", name="De tackar nej Begravningsbyrå").click()
    samir.locator("summary", has_text="Senare, och det som är klart").last.click()
    expect(samir.locator("main")).to_contain_text("de tackade nej")
    samir.get_by_role("button", name="De säger ja").click()
    expect(samir.locator("main")).to_contain_text("De sa ja i dag 02.00")

    # Whoever leads sees on the board, at a desk now, that two are not reached: how many, since when, and no name.
    board = desks.of("jonas")
    board.goto(where)
    expect(board.locator("main")).to_contain_text("2 familjer är inte nådda")
    expect(board.locator("table.board tr", has_text="De efterlevande")).to_contain_text("1 av 2")
    for name in ("Amal", "Far, flyttade", "Syster"):
        assert name not in board.content()
    # For the head of the unit it exists, and no more; she may put another in the lead.
    ines = desks.of("ines")
    ines.goto(where)
    expect(ines.locator("main")).to_contain_text("Du ser att den finns och vem som leder")
    assert PLACE not in ines.content()
    assert ines.get_by_role("button", name="Lämna över").count() == 1

    # A day later the clock has told whoever leads of what nobody did.
    late = "2026-11-23T03:00:00+01:00"
    raised = night.python(
        f"""
from datetime import datetime
from sjalvklar.incident import actions
from sjalvklar.trust.access.context import CLOCK, acting
with acting(CLOCK):
    print(actions.raise_overdue(at=datetime.fromisoformat({late!r})))
"""
    )
    assert int(raised) >= 3
    board.goto("/desk/incidents/")
    expect(board.locator("tr", has_text="i dag 02.00")).to_contain_text("3 sena datum")
    expect(board.locator("#n-incidents")).to_be_visible()


def test_the_pages_fit_a_small_phone_and_axe_finds_nothing(desks: Desks, night: Live) -> None:
    found = night.python(
        """
import secrets
from sjalvklar.incident import actions, queries
from sjalvklar.incident.rules import Circle, Family
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff
jonas, samir = (staff.viewer(staff.staff_id(name)) for name in ("jonas", "samir"))
made = actions.open_incident(actor=jonas, unit_id="jarva-anhorigstod", kind="explosion", place="Lång" * 28,
    happened_at=clock.now(), nonce=secrets.token_bytes(16))
ring = dict((kind, ring) for ring, kind in queries.rings(made))[Circle.BEREAVED]
actions.assign(actor=jonas, circle_id=ring, staff_id=samir.staff_id)
one = actions.add_family(actor=samir, circle_id=ring, family=Family("Långt" * 20), nonce=secrets.token_bytes(16))
print(made, ring, one)
"""
    ).split()
    incident, ring, one = (f"/desk/incidents/{kind}/{id}/" for kind, id in zip("icf", found, strict=True))
    for who, paths in (
        ("jonas", ("/desk/incidents/", "/desk/incidents/new/", incident)),
        ("samir", (ring, one)),
    ):
        page = with_axe(desks.of(who, viewport=PHONE))
        for path in paths:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert in_both_themes(page, path) + sideways(page, path) == []
